import { expect, test } from "@jest/globals";
import { type JumpTarget, jumpTargets } from "../../src/dashboard/app/frame/jump-targets.ts";

const places: JumpTarget[] = [
  { label: "Spam", hint: "List", href: "/spam" },
  { label: "Second opinion", hint: "List", href: "/second-opinion" },
  { label: "Rules", hint: "Page", href: "/rules" },
  { label: "Zurückgehalten", hint: "Liste", href: "/" },
];
const id = "0199a7f0-5c1e-7c3a-9d55-0b6f6a1f2e3d";
const hintsFor = (typed: string) =>
  jumpTargets(typed, places).map(({ hint, href }) => (hint === "List" ? href : hint));

test("with nothing typed, it leads to every list and page", () => {
  expect(jumpTargets("  ", places)).toEqual(places);
});

test.each<[string, string[]]>([
  [id, [`id:${id}`]],
  [id.toUpperCase(), [`id:${id}`]],
  [
    `https://news.example/a#comment-${id}`,
    [
      `id:${id}`,
      "page:https://news.example/a",
      "domain:news.example",
      `https://news.example/a#comment-${id}`,
    ],
  ],
  ["jo@example.org", ["email:jo@example.org", "jo@example.org"]],
  ["192.0.2.7", ["ip:192.0.2.7", "192.0.2.7"]],
  ["2001:db8::1", ["ip:2001:db8::1", "2001:db8::1"]],
  ["example.com", ["domain:example.com", "example.com"]],
  ["news.example/harbour", ["page:news.example/harbour", "domain:news.example", "news.example/harbour"]],
  ["Ada", ["author:Ada", "page:Ada", "Ada"]],
  ["Jo Ann", ['author:"Jo Ann"', 'page:"Jo Ann"', "Jo Ann"]],
  ["Ольга", ["author:Ольга", "page:Ольга", "Ольга"]],
  ["spam", ["/spam", "author:spam", "page:spam", "spam"]],
  ["opi", ["/second-opinion", "author:opi", "page:opi", "opi"]],
  ["author:jo is:spam", ["author:jo is:spam"]],
  ["colour:red", ["author:colour:red", "page:colour:red", '"colour:red"']],
  ['"', []],
  ["a".repeat(600), []],
])("%s leads to %j", (typed, hints) => {
  expect(hintsFor(typed)).toEqual(hints);
});

test("accents and case do not count in the name of a page", () => {
  expect(jumpTargets("ZURUCK", places)[0]).toEqual(places[3]);
});

test("comments are looked for in all lists, those of one status in its own", () => {
  expect(jumpTargets("192.0.2.7", []).map(({ href }) => href)).toEqual([
    "/all?q=ip%3A192.0.2.7",
    "/all?q=192.0.2.7",
  ]);
  expect(jumpTargets("is:spam author:jo", [])[0]?.href).toBe("/spam?q=author%3Ajo");
});
