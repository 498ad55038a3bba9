import { html } from "../../src/embed/html.ts";

test.each([
  [`"><script>alert(1)</script>`, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"],
  ["' onmouseover='x", "&#39; onmouseover=&#39;x"],
  ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
  ["\u202Egnp.exe", "\u202Egnp.exe"],
])("what a visitor wrote is text, never markup: %s", (written, expected) => {
  expect(html`<p title="${written}">${written}</p>`.toString()).toBe(
    `<p title="${expected}">${expected}</p>`,
  );
});

test("a template inside a template is not escaped twice", () => {
  const name = "A & B";

  const page = html`<b>${[name, "<i>"].map((item) => html`<i>${item}</i>`)}</b>`;

  expect(page.toString()).toBe("<b><i>A &amp; B</i><i>&lt;i&gt;</i></b>");
});

test("nothing is written for what is missing, and zero is written", () => {
  expect(html`[${null}${undefined}${false}${""}${0}]`.toString()).toBe("[0]");
});

test("an object that pretends to be markup is escaped, not trusted", () => {
  const pretender = { toString: () => "<script>", map: () => ["<script>"] } as unknown as string;

  expect(html`${pretender}`.toString()).not.toContain("<script>");
});

test("an attribute value without quotes is refused, because escaping does not protect it", () => {
  expect(() => html`<a href=${"x onclick=alert(1)"}>x</a>`).toThrow("quotes");
});
