// What the pages say that are read when they are first asked for, in German.
import { numbers } from "./german/numbers.ts";
import { rules } from "./german/rules.ts";
import { settings } from "./german/settings.ts";
import { webhooks } from "./german/webhooks.ts";
import { wordLists } from "./german/word-lists.ts";

export const germanPages = {
  ...numbers,
  ...rules,
  ...settings,
  ...webhooks,
  ...wordLists,
} as const satisfies Record<string, string>;
