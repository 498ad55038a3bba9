/** Markup that goes into a page as it is. Only `html` makes it, so every other string is escaped. */
class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}
export type { Html };

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Attribute values must be quoted: an escaped string is safe between quotes and between tags, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let markup = strings[0] ?? "";
  values.forEach((value, index) => {
    if (/=\s*$/.test(strings[index] ?? "")) throw new Error("html: put quotes around the attribute value");
    markup += toMarkup(value) + (strings[index + 1] ?? "");
  });
  return new Html(markup);
}

function toMarkup(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return (value as readonly HtmlValue[]).map(toMarkup).join("");
  return escapeHtml(String(value));
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
