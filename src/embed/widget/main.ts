import { connect } from "./api.ts";
import { currentPageUrl, defineCommentsElement } from "./comments-element.ts";
import { fillCounts } from "./counts.ts";
import { openStorage } from "./stored.ts";

const TAG = "moderato-comments";
const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>("script[src*='/embed.js']");

// Everything hangs on the address of the script: the service is where it came from.
if (script?.src) {
  const apiBase = new URL(".", script.src).href;
  // A second copy of the script on the page finds the work done.
  if (!customElements.get(TAG)) defineCommentsElement({ apiBase, storage: openStorage(() => localStorage) });
  const start = () => {
    mount(script.dataset);
    const site = script.dataset.site ?? document.querySelector(TAG)?.getAttribute("site");
    if (site) void fillCounts(connect(apiBase, site), currentPageUrl);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

/** Puts the element into `<div id="moderato">`, around what stands there for visitors without JavaScript. */
function mount(options: DOMStringMap): void {
  const place = document.getElementById("moderato");
  if (!place || !options.site || place.querySelector(TAG)) return;
  const host = document.createElement(TAG);
  const attributes = {
    site: options.site,
    "page-url": options.pageUrl,
    "page-title": options.pageTitle,
    lang: options.lang,
    theme: options.theme,
  };
  for (const [name, value] of Object.entries(attributes)) if (value) host.setAttribute(name, value);
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  host.append(...place.childNodes);
  place.append(host);
  if (focused instanceof HTMLElement) focused.focus();
}
