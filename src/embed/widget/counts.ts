import type { Api } from "./api.ts";

const ATTRIBUTE = "data-moderato-count";
const MAX_PAGES_A_REQUEST = 100;

/** Writes the number of published comments into every element that asks for one; keeps what is there on failure. */
export async function fillCounts(api: Api, toPageUrl: (named: string | null) => string): Promise<void> {
  const elements = [...document.querySelectorAll(`[${ATTRIBUTE}]`)];
  const urls = [...new Set(elements.map((element) => toPageUrl(element.getAttribute(ATTRIBUTE))))];
  for (let first = 0; first < urls.length; first += MAX_PAGES_A_REQUEST) {
    const counts = await api.loadCounts(urls.slice(first, first + MAX_PAGES_A_REQUEST)).catch(() => null);
    for (const element of elements) {
      const count = counts?.[toPageUrl(element.getAttribute(ATTRIBUTE))];
      if (typeof count === "number")
        element.textContent = count.toLocaleString(document.documentElement.lang || "en");
    }
  }
}
