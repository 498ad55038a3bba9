export type Attributes = Record<string, string | boolean | null>;

/** An element with attributes (false and null are left out) and children; strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: (Node | string | null | false)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) created.setAttribute(name, value === true ? "" : value);
  }
  created.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return created;
}

export function button(words: string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const created = element("button", { type: "button", ...attributes }, words);
  created.addEventListener("click", onClick);
  return created;
}
