export const bulk = {
  "All by {author} on this site.": "Alle von {author} auf dieser Website.",
  "All with much the same text as the comment by {author} on this site.":
    "Alle mit fast dem gleichen Text wie der Kommentar von {author} auf dieser Website.",
  "Also those that are published": "Auch veröffentlichte",
  "Also what moderators have decided before": "Auch, was die Moderation schon entschieden hat",
  "Also what waits for a second opinion ({count, plural, one {# comment} other {# comments}})":
    "Auch, was auf eine zweite Meinung wartet ({count, plural, one {# Kommentar} other {# Kommentare}})",
  "Approve {count, plural, one {# comment} other {# comments}}":
    "{count, plural, one {# Kommentar} other {# Kommentare}} freigeben",
  Approving: "Wird freigegeben",
  "Ban the author, too": "Außerdem den Verfasser sperren",
  "Cancelled. {what}: {done, number} of {matched, plural, one {# comment} other {# comments}}.":
    "Abgebrochen. {what}: {done, number} von {matched, plural, one {# Kommentar} other {# Kommentaren}}.",
  "Cancelling: {settled, number} of {matched, plural, one {# comment} other {# comments}} were decided.":
    "Wird abgebrochen: {settled, number} von {matched, plural, one {# Kommentar} other {# Kommentaren}} entschieden.",
  "Choose one": "Bitte wählen",
  "Decide all by this author": "Über alle von diesem Verfasser entscheiden",
  "Decide all that are alike": "Über alle ähnlichen entscheiden",
  "Decide all that match": "Über alle Treffer entscheiden",
  "Decided together": "Gemeinsam entschieden",
  "Do nothing": "Nichts tun",
  "Hold {count, plural, one {# comment} other {# comments}}":
    "{count, plural, one {# Kommentar} other {# Kommentare}} zurückhalten",
  "It could not go on. {what}: {done, number} of {matched, plural, one {# comment} other {# comments}}.":
    "Es konnte nicht weitergehen. {what}: {done, number} von {matched, plural, one {# Kommentar} other {# Kommentaren}}.",
  "Mark {count, plural, one {# comment} other {# comments}} as spam":
    "{count, plural, one {# Kommentar} other {# Kommentare}} als Spam markieren",
  "Marking as spam": "Wird als Spam markiert",
  "Moderators have decided some of them before: {counts}.":
    "Über einige davon hat die Moderation schon entschieden: {counts}.",
  None: "Keine",
  "Nothing matched any more.": "Es gab keine Treffer mehr.",
  "Of them {counts}.": "Davon {counts}.",
  "Putting back into the held queue": "Wird in die Warteschlange zurückgelegt",
  "Reject {count, plural, one {# comment} other {# comments}}":
    "{count, plural, one {# Kommentar} other {# Kommentare}} ablehnen",
  Rejecting: "Wird abgelehnt",
  "Taken back.": "Zurückgenommen.",
  "Taking back": "Wird zurückgenommen",
  "That is still under way: cancel it first.": "Das läuft noch: zuerst abbrechen.",
  "There is nothing to decide: no comment matches.": "Es gibt nichts zu entscheiden: Kein Kommentar passt.",
  These: "Diese Kommentare",
  "These are too many to decide at once: narrow the search.":
    "Das sind zu viele auf einmal: bitte die Suche eingrenzen.",
  "Undo<heard> this as a whole</heard>": "Zurücknehmen<heard>, als Ganzes</heard>",
  "{count, number} approved": "{count, number} freigegeben",
  "{count, number} deleted": "{count, number} gelöscht",
  "{count, number} held": "{count, number} zurückgehalten",
  "{count, number} of them, the riskiest": "{count, number} davon, die riskantesten",
  "{count, number} spam": "{count, number} Spam",
  "{count, number} still being checked by the rules": "{count, number} noch in Prüfung durch die Regeln",
  "{count, plural, one {# comment that moderators have decided before is left out.} other {# comments that moderators have decided before are left out.}}":
    "{count, plural, one {# Kommentar, über den die Moderation schon entschieden hat, wird ausgelassen.} other {# Kommentare, über die die Moderation schon entschieden hat, werden ausgelassen.}}",
  "{count, plural, one {# comment will disappear from your pages.} other {# comments will disappear from your pages.}}":
    "{count, plural, one {# Kommentar verschwindet von den Seiten.} other {# Kommentare verschwinden von den Seiten.}}",
  "{count, plural, one {# was changed by somebody else meanwhile and is left alone.} other {# were changed by somebody else meanwhile and are left alone.}}":
    "{count, plural, one {# wurde inzwischen von jemand anderem geändert und bleibt unberührt.} other {# wurden inzwischen von jemand anderem geändert und bleiben unberührt.}}",
  "{doing}: {settled, number} of {matched, plural, one {# comment} other {# comments}}.":
    "{doing}: {settled, number} von {matched, plural, one {# Kommentar} other {# Kommentaren}}.",
  "{isMore, select, true {More than } other {}}{count, plural, one {# comment} other {# comments}} by {authors, plural, one {# author} other {# authors}} on {pages, plural, one {# page} other {# pages}}{sites, plural, one {} other { of # sites}}.":
    "{isMore, select, true {Mehr als } other {}}{count, plural, one {# Kommentar} other {# Kommentare}} von {authors, plural, one {# Verfasser} other {# Verfassern}} auf {pages, plural, one {# Seite} other {# Seiten}}{sites, plural, one {} other { von # Websites}}.",
  "More than {count, number} comments.": "Mehr als {count, number} Kommentare.",
  "{what}: {done, plural, one {# comment} other {# comments}}.":
    "{what}: {done, plural, one {# Kommentar} other {# Kommentare}}.",
} as const;
