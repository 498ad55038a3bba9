// One wording for the pages and the widget, so that a visitor reads the same with and without JavaScript.

export const labels = {
  authorName: "Name",
  authorEmail: "E-mail (not published)",
  body: "Comment",
  post: "Post comment",
} as const;

export type FormField = "authorName" | "authorEmail" | "body";
export const formFields: readonly FormField[] = ["authorName", "authorEmail", "body"];
export type FieldErrors = Partial<Record<FormField, string>>;

export interface FormValues {
  authorName: string;
  authorEmail: string;
  body: string;
}

export const sentences = {
  received: "Thank you. Your comment is waiting for a moderator.",
  published: "Your comment has been published.",
  refused: "Your comment was not published.",
  onlyYou: "Waiting for a moderator. Until then only you can see it.",
  closed: "Comments on this page are closed.",
  none: "No comments yet.",
  first: "Yours could be the first.",
  rules: "Comments are moderated.",
  newsroom: "Newsroom",
  edited: "edited",
  honeypot: "Leave this field empty",
} as const;

const blankFieldErrors: FieldErrors = {
  authorName: "Please tell us your name.",
  body: "Please write a comment.",
};

/** What needs no server to be seen. Lengths and the like are the server's to judge: it answers in words, too. */
export function checkForm(values: FormValues): FieldErrors {
  const blank = Object.entries(blankFieldErrors).filter(
    ([field]) => values[field as FormField].trim() === "",
  );
  return Object.fromEntries(blank);
}

export const reasonWords = (publicReason: string | null) => (publicReason ? `Reason: ${publicReason}` : null);

/** For the reader: how long to wait before trying again. */
export function waitWords(retryAfterSeconds: number | null): string {
  if (retryAfterSeconds === null || retryAfterSeconds <= 0) return "Please try again in a moment.";
  if (retryAfterSeconds < 90) {
    return `Please try again in ${retryAfterSeconds} ${retryAfterSeconds === 1 ? "second" : "seconds"}.`;
  }
  return `Please try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`;
}
