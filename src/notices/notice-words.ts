// The sentences of mails and chat messages in each language. What is put into them comes cut short and made plain. German
// does without "Sie", and names things as src/dashboard/app/catalogues/german does.
export const noticeLanguages = ["en", "de"] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

interface NoticeWords {
  /** Where something waits, if not on one site alone. */
  sites(count: number): string;
  /** `place`: a site's name, or what `sites` says. */
  waiting(what: { held: number; urgent: number; place: string }): string;
  /** `waited` is what `duration` says. */
  oldest(what: { held: number; waited: string }): string;
  /** As it is said in `oldest`. */
  duration: {
    lessThanAMinute: string;
    minutes(count: number): string;
    hours(count: number): string;
    days(count: number): string;
  };
  waitingOnSite(what: { siteName: string; held: number; urgent: number }): string;
  /** Whose comment, and on which page or site. */
  comment(what: { authorName: string; where: string; isUrgent: boolean }): string;
  openQueue: string;
  why: string;
  change: string;
  testSubject: string;
  test: string;
  chatTest(siteKey: string): string;
}

/** Both languages have one form for one and another for the rest, none included. */
const countIn = (language: NoticeLanguage) => (count: number, one: string, many: string) =>
  `${count.toLocaleString(language)} ${count === 1 ? one : many}`;

const english = countIn("en");
const urgentInEnglish = (count: number) => (count > 0 ? `, ${english(count, "urgent", "urgent")}` : "");

const german = countIn("de");
const urgentInGerman = (count: number) => (count > 0 ? `, ${german(count, "dringend", "dringend")}` : "");

export const noticeWords: Record<NoticeLanguage, NoticeWords> = {
  en: {
    sites: (count) => english(count, "site", "sites"),
    waiting: ({ held, urgent, place }) =>
      `${english(held, "comment waits", "comments wait")} at ${place}${urgentInEnglish(urgent)}`,
    oldest: ({ held, waited }) => `${held === 1 ? "It has" : "The oldest has"} waited ${waited}.`,
    duration: {
      lessThanAMinute: "less than a minute",
      minutes: (count) => english(count, "minute", "minutes"),
      hours: (count) => english(count, "hour", "hours"),
      days: (count) => english(count, "day", "days"),
    },
    waitingOnSite: ({ siteName, held, urgent }) =>
      `${siteName}: ${english(held, "waiting", "waiting")}${urgentInEnglish(urgent)}`,
    comment: ({ authorName, where, isUrgent }) => `${isUrgent ? "Urgent: " : ""}${authorName} on ${where}`,
    openQueue: "Open the queue",
    why: "You are told of this because you asked for it in Moderato.",
    change: "Change that",
    testSubject: "A test by Moderato",
    test: "This is the test you asked for. Moderato can reach you here.",
    chatTest: (siteKey) => `This is a test by Moderato: notices for the site ${siteKey} arrive here.`,
  },
  de: {
    sites: (count) => german(count, "Website", "Websites"),
    // Not "auf", which would be to wait for something.
    waiting: ({ held, urgent, place }) =>
      `${german(held, "Kommentar wartet", "Kommentare warten")} bei ${place}${urgentInGerman(urgent)}`,
    oldest: ({ held, waited }) => `${held === 1 ? "Er" : "Der älteste"} wartet seit ${waited}.`,
    duration: {
      lessThanAMinute: "weniger als einer Minute",
      minutes: (count) => german(count, "Minute", "Minuten"),
      hours: (count) => german(count, "Stunde", "Stunden"),
      days: (count) => german(count, "Tag", "Tagen"),
    },
    waitingOnSite: ({ siteName, held, urgent }) =>
      `${siteName}: ${german(held, "wartet", "warten")}${urgentInGerman(urgent)}`,
    comment: ({ authorName, where, isUrgent }) => `${isUrgent ? "Dringend: " : ""}${authorName} zu ${where}`,
    openQueue: "Warteschlange öffnen",
    why: "Diese Benachrichtigung wurde in Moderato eingeschaltet.",
    change: "Einstellung ändern",
    testSubject: "Ein Test von Moderato",
    test: "Dies ist der gewünschte Test. Benachrichtigungen von Moderato kommen hier an.",
    chatTest: (siteKey) =>
      `Dies ist ein Test von Moderato: Benachrichtigungen zur Website ${siteKey} kommen hier an.`,
  },
};
