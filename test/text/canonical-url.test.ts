import { canonicalPageUrl } from "../../src/text/canonical-url.ts";

test.each([
  ["https://News.Example:443/A?b=1#c", "https://news.example/A?b=1"],
  ["http://news.example", "http://news.example/"],
  ["https://news.example/?utm_source=x&id=7&UTM_medium=y", "https://news.example/?id=7"],
  ["https://news.example/?utm_source=x", "https://news.example/"],
  ["https://news.example/?", "https://news.example/"],
  ["https://news.example/a?q=a+b%2Fc&&x", "https://news.example/a?q=a+b%2Fc&&x"],
  ["https://news.example:8443/", "https://news.example:8443/"],
  ["https://zeitung.example/größe", "https://zeitung.example/gr%C3%B6%C3%9Fe"],
])("%s is the page %s", (written, page) => {
  expect(canonicalPageUrl(written)).toBe(page);
  expect(canonicalPageUrl(page)).toBe(page);
});

test.each([
  "",
  "news.example",
  "/a",
  "//news.example",
  "ftp://news.example",
  "javascript:alert(1)",
  "https://",
  "http:news.example",
  "https://ana:pw@news.example/",
])("%s is no page", (written) => {
  expect(canonicalPageUrl(written)).toBeNull();
});
