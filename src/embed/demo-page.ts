import { type CommentSection, renderCommentSection } from "./comment-section.ts";
import { html, type Html } from "./html.ts";
import { renderDocument } from "./pages.ts";
import { countComments } from "./thread.ts";

export const demoSiteKey = "demo";

export const demoArticle = {
  title: "Coast guard and lifeboat crews rehearse a night rescue off Tarn Head",
};

export interface DemoPage extends CommentSection {
  /** Under which the comments are kept, whatever else stands in the address bar. */
  canonicalUrl: string;
}

/** A sample article of a newspaper that does not exist, with comments below as a website would embed them. */
export function renderDemoPage(page: DemoPage): string {
  const count = countComments(page.thread.items);
  return renderDocument({
    title: `${demoArticle.title} – The Signal Mast`,
    // The build takes a template apart in which it sees the end of a script.
    // prettier-ignore
    head: html`<link rel="canonical" href="${page.canonicalUrl}" />
      <script
        src="/embed.js"
        data-site="${demoSiteKey}"
        data-page-title="${demoArticle.title}"
        defer
      ><\/script>`,
    body: html`<header class="masthead">
        <div class="sheet">
          <a class="name" href="/demo">The Signal Mast</a>
          <p>Defence and sea safety on the Marren coast</p>
        </div>
      </header>
      <main class="sheet">
        <article class="article">
          <header class="page-head">
            <p class="kicker">Exercises</p>
            <h1>${demoArticle.title}</h1>
            <p class="standfirst">
              Six vessels, two helicopters and one deliberate gap in the plan: for a night the Marren coast
              practised what to do when the first report is wrong.
            </p>
            <p class="dateline">
              By Ilse Varnholt, Tarn Head · <time datetime="2026-11-21">21 November 2026</time> ·
              <a href="#moderato"
                >Comments: <span data-moderato-count="${page.canonicalUrl}">${count}</span></a
              >
            </p>
          </header>
          ${renderPicture()} ${renderStory()}
        </article>
        <div id="moderato">${renderCommentSection(page)}</div>
      </main>
      <footer class="sheet footer">
        <p>
          A sample page: the newspaper, the people and the places are invented. The comments are kept and
          moderated by Moderato.
        </p>
      </footer>`,
  });
}

const renderStory = (): Html => html`
  <p>
    Shortly after nine on Thursday evening the operations room at Tarn Head received a call about a ferry with
    engine failure and forty people on board. The ferry was a retired buoy tender, the forty were cadets, and
    the position was wrong by three nautical miles.
  </p>
  <p>
    “We move the casualty on purpose,” said Commander Rosa Lindqvist, who led the exercise for the coast
    guard. “At sea the first position you hear is often the one that someone remembered, not the one where
    they are.”
  </p>
  <p>
    The cutter <cite>Harrier Bank</cite> and two volunteer lifeboats searched in parallel lanes while a navy
    helicopter relayed radio traffic from behind the headland. The tender was found after 52 minutes. All
    cadets were ashore, warm and counted, shortly before midnight.
  </p>
  <h2>What did not work</h2>
  <p>
    The crews reported two weaknesses. One lifeboat could not read the shared chart of the search area, and
    for eleven minutes two vessels covered the same lane. The harbour hall, used as a reception centre, has no
    generator of its own.
  </p>
  <p>
    “That is what a rehearsal is for,” said Jonas Mbeki, coxswain of the Skerry lifeboat. “Nobody was cold who
    had not volunteered to be.”
  </p>
  <p>
    The coast guard will publish its findings in January. A second exercise, in daylight and with the island
    clinics taking part, is planned for the spring. Residents who saw flares on Thursday need not report them.
  </p>
`;

/** Moonlit sea with a cutter; colours come from the stylesheet, so that it follows light and dark. */
const renderPicture = (): Html => html`
  <figure class="picture">
    <svg
      viewBox="0 0 720 300"
      role="img"
      aria-label="Drawing: a cutter with its searchlight on, at night off a headland"
    >
      <rect class="sky" width="720" height="300" />
      <circle class="moon" cx="566" cy="72" r="26" />
      <path class="far" d="M0 176 70 150l64 8 58-22 74 26 60 6 46 20H0z" />
      <path class="beam" d="M318 152 40 214h150z" />
      <rect class="sea" y="186" width="720" height="114" />
      <path class="glint" d="M540 196h52M528 208h78M548 220h44M520 234h70M552 250h58M536 268h40" />
      <path class="hull" d="M286 184h172l20-20H452v-14h-46v-22h-34v-24h-4v24h-26v22h-30v14h-40z" />
      <path class="lamp" d="M314 148h8v8h-8z" />
      <path class="wave" d="M0 214q30-10 60 0t60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0" />
      <path
        class="wave"
        d="M-30 252q30-10 60 0t60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0"
      />
    </svg>
    <figcaption>The cutter Harrier Bank during the search. Drawing: The Signal Mast</figcaption>
  </figure>
`;
