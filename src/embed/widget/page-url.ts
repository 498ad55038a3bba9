import { canonicalPageUrl } from "../../text/canonical-url.ts";

export interface PageAddresses {
  /** What the website names itself; it beats the others. */
  named: string | null;
  /** `<link rel="canonical">`. */
  canonical: string | null;
  location: string;
}

/** The address under which the page's comments are kept; the location as it is where none is a web address. */
export function pageUrlOf({ named, canonical, location }: PageAddresses): string {
  for (const written of [named, canonical, location]) {
    const url =
      written && URL.canParse(written, location) ? canonicalPageUrl(new URL(written, location).href) : null;
    if (url) return url;
  }
  return location;
}
