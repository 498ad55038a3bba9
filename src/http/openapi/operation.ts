import type { z } from "zod";
import type { Scope } from "../../people/caller.ts";

export const groups = [
  { name: "For visitors", about: "What a website's form and readers use. No key, no cookies." },
  { name: "Comments", about: "Comments for websites' servers and moderators." },
  { name: "Decisions", about: "What moderators do. Rules never change what a human has set." },
  { name: "Authors", about: "What moderators know of authors and say of them; rules ask for it." },
  { name: "Rules", about: "Rules are data; saving makes a new version." },
  {
    name: "Packs",
    about:
      "Rules and word lists that a site switches on with one click; they become its own, and changes are kept.",
  },
  { name: "Word lists", about: "Used by rules as {check: words, list: id}." },
  { name: "Exports", about: "Files to keep, to carry elsewhere, or to open in a spreadsheet." },
  {
    name: "Numbers",
    about: "How much comes in, what becomes of it, and how long that takes: from counts kept by the hour.",
  },
  { name: "Sites", about: "Websites, their settings, and pages that take no more comments." },
  { name: "Webhooks", about: "Endpoints, their deliveries, and the events behind them." },
  { name: "Access", about: "API keys, and the sessions of the dashboard." },
  { name: "People", about: "Who works on which site, invitations, and one's own account." },
  { name: "Audit", about: "What people and keys did; decisions on comments keep their own history." },
] as const;

export interface Operation {
  group: (typeof groups)[number]["name"];
  method: "get" | "post" | "patch" | "delete";
  path: string;
  summary: string;
  /** The scope of the key, or of the role of whoever is signed in; null = open to everyone. */
  scope: Scope | "any" | "session" | null;
  status: number;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Beside JSON, the body may come as a plain form, and a browser is answered with a redirect or a page. */
  isForm?: boolean;
  answer?: z.ZodType | "text/event-stream" | "text/csv";
  /** Where it is done in the background. */
  accepted?: z.ZodType;
  /** Refusals that do not follow from the rest, by status. */
  refusals?: Record<number, string>;
}
