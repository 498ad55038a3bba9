import { authorTerm, searchAddress, term } from "../../src/dashboard/app/queue/searches.ts";

test("a value stands as it is, or in quotes where it has spaces or quotes of its own", () => {
  expect(term("domain", "spam.example")).toBe("domain:spam.example");
  expect(term("author", 'Jo "the Boss"')).toBe('author:"Jo \\"the Boss\\""');
});

test("an author is searched by address, else by name", () => {
  expect(authorTerm({ authorName: "Jo", authorEmail: "jo@example.org" })).toBe("email:jo@example.org");
  expect(authorTerm({ authorName: "Jo Smith", authorEmail: null })).toBe('author:"Jo Smith"');
});

test("whatever a stranger calls himself, the address stays one of ours", () => {
  const address = searchAddress("held", "demo", term("author", "javascript:alert(1)&site=other#x"));

  expect(address).toMatch(/^\/\?/);
  expect(new URLSearchParams(address.slice(2)).get("site")).toBe("demo");
});
