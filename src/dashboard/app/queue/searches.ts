// Searches one click away from a card, in the words of the search field.
import { addressOf, defaultOrder, type ListName } from "../routes.ts";

/** A value with spaces or quotes stands in quotes. */
export const term = (operator: string, value: string): string =>
  /[\s"\\]/.test(value)
    ? `${operator}:"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`
    : `${operator}:${value}`;

export const authorTerm = ({
  authorName,
  authorEmail,
}: {
  authorName: string;
  authorEmail: string | null;
}): string => (authorEmail ? term("email", authorEmail) : term("author", authorName));

export const searchAddress = (list: ListName, siteKey: string, search: string): string =>
  addressOf({ list, siteKey, order: defaultOrder(list), search });
