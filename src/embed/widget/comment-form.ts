import { checkForm, formFields, labels, sentences } from "../words.ts";
import type { FieldErrors, FormField, FormValues } from "../words.ts";
import { button, element } from "./dom.ts";

export interface FormHandlers {
  onInput: () => void;
  onSubmit: () => void;
  onCancelReply: () => void;
}

export type CommentForm = ReturnType<typeof createForm>;

const formHeading = "Write a comment";

/** The form as one node that may move (below the comment being answered, and back) with all that was written. */
export function createForm(handlers: FormHandlers) {
  const heading = element("h2", { class: "form-heading" }, formHeading);
  const cancel = button(
    "Cancel reply",
    { class: "reply", part: "cancel", hidden: true },
    handlers.onCancelReply,
  );
  const fields = createFields();
  const website = element("input", { id: "website", name: "website", tabindex: "-1", autocomplete: "off" });
  const submit = element("button", { class: "button", part: "button", type: "submit" }, labels.post);
  const outcome = element("div", { role: "status", "aria-live": "polite", tabindex: "-1", class: "outcome" });
  const form = element(
    "form",
    { class: "form", part: "form", novalidate: true },
    element("div", {}, heading, cancel),
    element("div", { class: "pair" }, fields.authorName.row, fields.authorEmail.row),
    fields.body.row,
    element(
      "div",
      { class: "website", "aria-hidden": "true" },
      element("label", { for: "website" }, sentences.honeypot),
      website,
    ),
    element("div", { class: "actions" }, submit, element("p", { class: "muted" }, sentences.rules)),
    outcome,
  );
  form.addEventListener("input", handlers.onInput);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    handlers.onSubmit();
  });

  const values = (): FormValues => ({
    authorName: fields.authorName.control.value,
    authorEmail: fields.authorEmail.control.value,
    body: fields.body.control.value,
  });
  const showErrors = (errors: FieldErrors) => {
    for (const field of formFields) fields[field].showError(errors[field] ?? null);
    const first = formFields.find((field) => errors[field]);
    if (first) fields[first].control.focus();
  };
  return {
    node: form,
    outcome,
    values,
    honeypot: () => website.value,
    fill: (kept: FormValues) => formFields.forEach((field) => (fields[field].control.value = kept[field])),
    /** Says what is wrong beside each field and goes to the first; true where nothing is. */
    check: (): boolean => {
      const errors = checkForm(values());
      showErrors(errors);
      return Object.keys(errors).length === 0;
    },
    showErrors,
    /** Takes back complaints that no longer hold, without making new ones while someone types. */
    relent: () => {
      const errors = checkForm(values());
      for (const field of formFields) if (!errors[field]) fields[field].showError(null);
    },
    showReplyTo: (authorName: string | null) => {
      heading.replaceChildren(
        ...(authorName === null ? [formHeading] : ["Reply to ", element("bdi", {}, authorName)]),
      );
      cancel.hidden = authorName === null;
    },
    setSending: (isSending: boolean) => {
      submit.disabled = isSending;
      submit.textContent = isSending ? "Sending…" : labels.post;
    },
    focus: () => fields.body.control.focus(),
  };
}

interface Field {
  row: HTMLElement;
  control: HTMLInputElement | HTMLTextAreaElement;
  showError: (message: string | null) => void;
}

function createFields(): Record<FormField, Field> {
  return {
    authorName: createField("authorName", element("input", { autocomplete: "name", dir: "auto" })),
    authorEmail: createField("authorEmail", element("input", { type: "email", autocomplete: "email" })),
    body: createField("body", element("textarea", { rows: "6", dir: "auto" })),
  };
}

function createField(name: FormField, control: Field["control"]): Field {
  const error = element("p", { class: "error", part: "error", id: `${name}-error`, hidden: true });
  control.id = control.name = name;
  control.part.add("input");
  if (name !== "authorEmail") control.setAttribute("aria-required", "true");
  const label = element("label", { for: name, part: "label" }, labels[name]);
  return {
    row: element("div", { class: "field" }, label, control, error),
    control,
    showError: (message) => {
      error.textContent = message;
      error.hidden = message === null;
      if (message === null) {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-describedby");
      } else {
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", error.id);
      }
    },
  };
}
