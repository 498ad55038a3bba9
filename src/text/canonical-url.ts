/**
 * The form in which a page is stored and looked up: fragment, `utm_*` and default port dropped, host in lower case,
 * the rest as written. null for anything but an absolute http(s) address without credentials.
 */
export function canonicalPageUrl(written: string): string | null {
  if (!/^\s*https?:\/\//i.test(written) || !URL.canParse(written)) return null;
  const url = new URL(written);
  if (url.username !== "" || url.password !== "" || url.hostname === "") return null;
  url.hash = "";
  // Through searchParams the parameters that stay would be encoded anew, and the page be another one.
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((parameter) => !/^utm_/i.test(parameter))
    .join("&");
  url.search = kept;
  return url.href;
}
