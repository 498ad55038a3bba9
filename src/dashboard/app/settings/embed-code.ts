/** What a website's author pastes into his pages; `page` is an example of an address of his, to be replaced. */
export const embedCode = ({
  origin,
  siteKey,
  page,
}: {
  origin: string;
  siteKey: string;
  page: string;
}): string =>
  `<div id="moderato">
  <noscript>
    <a href="${origin}/embed/${siteKey}?pageUrl=${encodeURIComponent(page)}">Comments</a>
  </noscript>
</div>
<script src="${origin}/embed.js" data-site="${siteKey}" defer></script>`;

export const countsCode = (page: string): string =>
  `<span data-moderato-count="${page.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">0</span> comments`;

export const contentPolicy = (origin: string): string =>
  `script-src ${origin}; connect-src ${origin};
form-action 'self' ${origin}; frame-src ${origin}`;
