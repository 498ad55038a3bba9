import { fromRecord, locale } from "../language.ts";

/** What happened, without what the buttons beside it say, and with times as people write them. */
export const whyBraked = (reason: string): string =>
  fromRecord(
    reason
      .replace(/ It is in shadow now;.*$/s, "")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) =>
        new Date(time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" }),
      ),
  ).replace(/(\d) %/g, "$1\u00a0%");
