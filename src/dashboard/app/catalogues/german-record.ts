// What the server writes into the record, in German: explanations of findings, reasons of decisions, advice on rules.
// The English templates are those of src/rules, src/outside and src/comments; test/dashboard/german-record.test.ts makes
// every sentence they can say and looks for it here.
import type { Phrases } from "./record-reader.ts";

export const germanRecord = {
  whole: [
    ["{sentences}", "{sentences}"],
    ["{reason}", "{reason}"],
    ["{advice}", "{advice}"],
    ["{health}", "{health}"],
    ["{delivery}", "{delivery}"],
  ],

  sentences: [
    ["{sentence}; {sentences}", "{sentence}; {sentences}"],
    ["{sentence}", "{sentence}"],
  ],
  sentence: [
    ["{found}", "{found}"],
    ["{found} ({note})", "{found} ({note})"],
    ["not: {condition}", "trifft nicht zu: {condition}"],
    [
      "The check failed: patterns take too long with this text",
      "Die Prüfung ist fehlgeschlagen: Die Muster brauchen für diesen Text zu lange",
    ],
    ["The check failed: {message}", "Die Prüfung ist fehlgeschlagen: {message}"],
    ["The check cannot be used: {message}", "Die Prüfung ist nicht brauchbar: {message}"],
  ],

  // What checks find.
  found: [
    ["{akismet}", "{akismet}"],
    ["Akismet does not take it for spam", "Akismet hält den Kommentar nicht für Spam"],
    ["{service, word} {silence}", "{service} {silence}"],
    [
      "{host, word} gives it a score of {score, number}: {said}",
      "{host} gibt dem Kommentar den Wert {score, number, ::.00}: {said}",
    ],
    [
      "{host, word} gives it a score of {score, number}",
      "{host} gibt dem Kommentar den Wert {score, number, ::.00}",
    ],

    ["no comment by this author was approved yet", "noch kein Kommentar dieses Verfassers wurde freigegeben"],
    ["one comment by this author was approved", "ein Kommentar dieses Verfassers wurde freigegeben"],
    [
      "{count, number} comments by this author were approved",
      "{count, number} Kommentare dieses Verfassers wurden freigegeben",
    ],
    [
      "{count, number} of the author's comments were refused",
      "{count, plural, =0 {kein Kommentar des Verfassers wurde} one {ein Kommentar des Verfassers wurde} other {# Kommentare des Verfassers wurden}} abgelehnt",
    ],
    [
      "{count, number} of the author's comments are waiting",
      "{count, plural, =0 {kein Kommentar des Verfassers wartet} one {ein Kommentar des Verfassers wartet} other {# Kommentare des Verfassers warten}}",
    ],
    [
      "it is not known how long we have known the author",
      "es ist nicht bekannt, seit wann es Kommentare des Verfassers gibt",
    ],
    ["first seen less than a day ago", "zuerst gesehen vor weniger als einem Tag"],
    [
      "first seen {days, number} day(s) ago",
      "zuerst gesehen vor {days, plural, one {einem Tag} other {# Tagen}}",
    ],
    ["an e-mail address is given", "eine E-Mail-Adresse ist angegeben"],
    ["no e-mail address", "keine E-Mail-Adresse"],
    ["a web address is given", "eine Webadresse ist angegeben"],
    ["no web address", "keine Webadresse"],
    ["a trusted author", "ein Verfasser, der Vertrauen genießt"],
    ["not a trusted author", "ein Verfasser, der kein Vertrauen genießt"],
    ["a banned author", "ein gesperrter Verfasser"],
    ["not a banned author", "kein gesperrter Verfasser"],
    [
      "the e-mail address is at no listed domain",
      "die E-Mail-Adresse liegt bei keiner der aufgeführten Domains",
    ],
    ["an e-mail address at {domain, word}", "eine E-Mail-Adresse bei {domain}"],

    ["The text is too short to tell a copy", "Der Text ist zu kurz, um eine Kopie zu erkennen"],
    [
      "It is not known whether the text was sent before",
      "Es ist nicht bekannt, ob der Text schon früher gesendet wurde",
    ],
    [
      "{count, number} earlier comment(s) with the same text that were refused within {window}",
      "{count, plural, one {# früherer abgelehnter Kommentar} other {# frühere abgelehnte Kommentare}} mit dem gleichen Text innerhalb von {window}",
    ],
    [
      "{count, number} earlier comment(s) with the same text {whose} within {window}",
      "{count, plural, one {# früherer Kommentar} other {# frühere Kommentare}} mit dem gleichen Text {whose} innerhalb von {window}",
    ],
    ["The text is too short to tell a likeness", "Der Text ist zu kurz, um eine Ähnlichkeit zu erkennen"],
    [
      "It is not known whether a similar text was sent before",
      "Es ist nicht bekannt, ob ein ähnlicher Text schon früher gesendet wurde",
    ],
    [
      "No earlier comment that were refused within {window} is alike",
      "Kein früherer abgelehnter Kommentar innerhalb von {window} ist ähnlich",
    ],
    [
      "No earlier comment {whose} within {window} is alike",
      "Kein früherer Kommentar {whose} innerhalb von {window} ist ähnlich",
    ],
    ["{likeness} like {earlier} within {window}", "{likeness} wie {earlier} innerhalb von {window}"],

    [
      "{count, number} earlier comment(s) {source} within {window}",
      "{count, plural, one {# früherer Kommentar} other {# frühere Kommentare}} {source} innerhalb von {window}",
    ],
    [
      "{count, number} other author(s) {source} within {window}",
      "{count, plural, one {# anderer Verfasser} other {# andere Verfasser}} {source} innerhalb von {window}",
    ],
    [
      "it is not known how many comments came {source} within {window}",
      "es ist nicht bekannt, wie viele Kommentare {source} innerhalb von {window} kamen",
    ],

    ["the comment came through no form", "der Kommentar kam nicht über ein Formular"],
    [
      "it is not known whether the hidden field was filled",
      "es ist nicht bekannt, ob das versteckte Feld ausgefüllt war",
    ],
    [
      "the hidden field, which people do not see, was filled",
      "das versteckte Feld, das Menschen nicht sehen, war ausgefüllt",
    ],
    ["the hidden field was left empty", "das versteckte Feld blieb leer"],
    ["it is not known how long writing took", "es ist nicht bekannt, wie lange das Schreiben dauerte"],
    ["written in {seconds, number} seconds", "in {seconds, number} Sekunden geschrieben"],

    [
      "The model has not learnt enough from this site's moderators yet",
      "Das Modell hat von der Moderation dieser Website noch nicht genug gelernt",
    ],
    ["{learnt}", "{learnt}"],
    [
      "{speaking} for a refusal, {speaking2} against it ({learnt})",
      "{speaking} für eine Ablehnung, {speaking2} dagegen ({learnt})",
    ],
    ["{speaking} for a refusal ({learnt})", "{speaking} für eine Ablehnung ({learnt})"],
    ["{speaking} against it ({learnt})", "{speaking} gegen eine Ablehnung ({learnt})"],

    ["No {links}", "Keine {links}"],
    ["{count, number} link(s): {hosts}", "{count, plural, one {# Link} other {# Links}}: {hosts}"],

    ["it is not known how old the page is", "es ist nicht bekannt, wie alt die Seite ist"],
    [
      "the page was first seen {days, number} day(s) ago",
      "die Seite wurde zuerst gesehen vor {days, plural, one {einem Tag} other {# Tagen}}",
    ],
    ["{page}", "{page}"],

    [
      "{count, number} match(es) of the pattern {pattern}: {quotations}",
      "{count, number} Treffer des Musters {pattern}: {quotations}",
    ],
    ["{count, number} match(es) of the pattern {pattern}", "{count, number} Treffer des Musters {pattern}"],

    ["Personal data: {data}", "Personenbezogene Daten: {data}"],
    ["No {kinds}", "Keine {kinds}"],

    ["{measure}", "{measure}"],
    ["too few letters to speak of capitals", "zu wenige Buchstaben, um von Großbuchstaben zu sprechen"],
    [
      "{share, number} % of {count, number} letters are capitals",
      "{share, number} % von {count, number} Buchstaben sind Großbuchstaben",
    ],

    ["No listed word", "Kein aufgeführtes Wort"],
    [
      "{count, number} listed word(s) or phrase(s): {words}",
      "{count, plural, one {# aufgeführtes Wort} other {# aufgeführte Wörter oder Wendungen}}: {words}",
    ],
    ["The word list {id, word} does not exist", "Die Wortliste {id} gibt es nicht"],
  ],
  /** What is said of a place in the text beside the explanation. */
  note: [
    ["{listing}", "{listing}"],
    ["{kind}", "{kind}"],
    ["{measure}", "{measure}"],
  ],

  // What a condition asks for, where it is denied.
  condition: [
    ["not: {condition}", "trifft nicht zu: {condition}"],
    ["({all})", "({all})"],
    ["({some})", "({some})"],
    ["{akismet}", "{akismet}"],
    ["a score of {score} by {host, word}", "ein Wert von {score} durch {host}"],
    ["a learned score of {score}", "ein gelernter Wert von {score}"],
    ["the author: {traits}", "Verfasser: {traits}"],
    [
      "{bound} earlier comments with the same text that were refused within {window}",
      "{bound} frühere abgelehnte Kommentare mit dem gleichen Text innerhalb von {window}",
    ],
    [
      "{bound} earlier comments with the same text {whose} within {window}",
      "{bound} frühere Kommentare mit dem gleichen Text {whose} innerhalb von {window}",
    ],
    [
      "{bound} earlier comments that were refused within {window} with {share, number} % or more of the text alike",
      "{bound} frühere abgelehnte Kommentare innerhalb von {window}, deren Text zu {share, number} % oder mehr gleich ist",
    ],
    [
      "{bound} earlier comments {whose} within {window} with {share, number} % or more of the text alike",
      "{bound} frühere Kommentare {whose} innerhalb von {window}, deren Text zu {share, number} % oder mehr gleich ist",
    ],
    [
      "{bound} earlier comments and {bound2} other authors {source} within {window}",
      "{bound} frühere Kommentare und {bound2} andere Verfasser {source} innerhalb von {window}",
    ],
    [
      "{bound} earlier comments {source} within {window}",
      "{bound} frühere Kommentare {source} innerhalb von {window}",
    ],
    [
      "{bound} other authors {source} within {window}",
      "{bound} andere Verfasser {source} innerhalb von {window}",
    ],
    ["{field} and {time}", "{field} und {time}"],
    ["{field}", "{field}"],
    ["{time}", "{time}"],
    ["the comment has {bound} of: {kinds}", "der Kommentar enthält davon {bound}: {kinds}"],
    ["the comment has {kinds}", "der Kommentar enthält {kinds}"],
    ["the comment has {bound} {links}", "der Kommentar enthält {bound} {links}"],
    ["the comment has {listed}", "der Kommentar enthält {listed}"],
    ["{bound} uses of {listed}", "{bound} Mal {listed}"],
    ["the page is {bound} days old and {page}", "die Seite ist {bound} Tage alt und {page}"],
    ["the page is {bound} days old", "die Seite ist {bound} Tage alt"],
    ["{page}", "{page}"],
    ["the pattern {pattern} is found", "das Muster {pattern} kommt vor"],
    ["{bound} matches of the pattern {pattern}", "{bound} Treffer des Musters {pattern}"],
    ["{place} has {measures}", "{place} hat {measures}"],
  ],
  all: [
    ["{condition} and {all}", "{condition} und {all}"],
    ["{condition}", "{condition}"],
  ],
  some: [
    ["{condition} or {some}", "{condition} oder {some}"],
    ["{condition}", "{condition}"],
  ],
  bound: [
    ["{limit} and {limit2}", "{limit} und {limit2}"],
    ["{limit}", "{limit}"],
  ],
  limit: [
    ["exactly {count, number}", "genau {count, number}"],
    ["{count, number} or more", "{count, number} oder mehr"],
    ["more than {count, number}", "mehr als {count, number}"],
    ["{count, number} or fewer", "{count, number} oder weniger"],
    ["fewer than {count, number}", "weniger als {count, number}"],
  ],
  score: [
    ["{grade} and {score}", "{grade} und {score}"],
    ["{grade}", "{grade}"],
  ],
  grade: [
    ["under {value, number}", "unter {value, number}"],
    ["at most {value, number}", "höchstens {value, number}"],
    ["over {value, number}", "über {value, number}"],
    ["at least {value, number}", "mindestens {value, number}"],
    ["exactly {value, number}", "genau {value, number}"],
  ],
  traits: [
    ["{trait}, {traits}", "{trait}, {traits}"],
    ["{trait}", "{trait}"],
  ],
  trait: [
    ["{bound} approved comments", "{bound} freigegebene Kommentare"],
    ["{bound} refused comments", "{bound} abgelehnte Kommentare"],
    ["{bound} waiting comments", "{bound} wartende Kommentare"],
    ["known for {bound} days", "bekannt seit {bound} Tagen"],
    ["an e-mail address at a listed domain", "mit E-Mail-Adresse bei einer aufgeführten Domain"],
    ["an e-mail address", "mit E-Mail-Adresse"],
    ["no e-mail address", "ohne E-Mail-Adresse"],
    ["a web address", "mit Webadresse"],
    ["no web address", "ohne Webadresse"],
    ["trusted", "genießt Vertrauen"],
    ["not trusted", "genießt kein Vertrauen"],
    ["banned", "gesperrt"],
    ["not banned", "nicht gesperrt"],
  ],
  field: [
    ["the hidden field is filled", "das versteckte Feld ist ausgefüllt"],
    ["the hidden field is empty", "das versteckte Feld ist leer"],
  ],
  time: [["written in {bound} milliseconds", "in {bound} Millisekunden geschrieben"]],

  // Parts of both.
  akismet: [
    ["Akismet takes it for spam", "Akismet hält den Kommentar für Spam"],
    ["Akismet takes it for blatant spam", "Akismet hält den Kommentar für eindeutigen Spam"],
  ],
  page: [
    ["the page is closed", "die Seite ist geschlossen"],
    ["the page is open", "die Seite ist offen"],
  ],
  whose: [
    ["by this author", "von diesem Verfasser"],
    ["by other authors", "von anderen Verfassern"],
  ],
  source: [
    ["from the same IP address", "von derselben IP-Adresse"],
    ["with the same e-mail address", "mit derselben E-Mail-Adresse"],
    ["by the same author", "vom selben Verfasser"],
    ["with the same text", "mit dem gleichen Text"],
  ],
  window: [
    ["{count, number} day(s)", "{count, plural, =1 {einem Tag} other {# Tagen}}"],
    ["{count, number} hour(s)", "{count, plural, =1 {einer Stunde} other {# Stunden}}"],
    ["{count, number} minute(s)", "{count, plural, =1 {einer Minute} other {# Minuten}}"],
    ["{count, number} second(s)", "{count, plural, =1 {einer Sekunde} other {# Sekunden}}"],
  ],
  likeness: [
    ["Much", "Weitgehend"],
    ["Word for word", "Wort für Wort"],
    ["{share, number} %", "Zu {share, number} %"],
  ],
  earlier: [
    [
      "{count, number} or more earlier comments that were refused",
      "{count, number} oder mehr frühere abgelehnte Kommentare",
    ],
    [
      "{count, number} earlier comment(s) that were refused",
      "{count, plural, one {# früherer abgelehnter Kommentar} other {# frühere abgelehnte Kommentare}}",
    ],
    [
      "{count, number} or more earlier comments {whose}",
      "{count, number} oder mehr frühere Kommentare {whose}",
    ],
    [
      "{count, number} earlier comment(s) {whose}",
      "{count, plural, one {# früherer Kommentar} other {# frühere Kommentare}} {whose}",
    ],
  ],
  links: [
    ["{linked} to other sites", "{linked} zu anderen Websites"],
    ["{linked}", "{linked}"],
  ],
  linked: [
    ["links", "Links"],
    ["shortened links", "Links über Linkkürzer"],
    ["links to {hosts} or shortened links", "Links zu {hosts} oder über Linkkürzer"],
    ["links to {hosts}", "Links zu {hosts}"],
  ],
  hosts: [
    ["{host, word}, {hosts}", "{host}, {hosts}"],
    ["{host, word} and {count, number} more", "{host} und {count, number} weitere"],
    ["{host, word}", "{host}"],
  ],
  quotations: [
    ["“{quotation}”, {quotations}", "„{quotation}“, {quotations}"],
    ["“{quotation}”", "„{quotation}“"],
  ],
  data: [
    ["{kind} “{matched}”, {data}", "{kind} „{matched}“, {data}"],
    ["{kind} “{matched}” and {count, number} more", "{kind} „{matched}“ und {count, number} weitere"],
    ["{kind} “{matched}”", "{kind} „{matched}“"],
  ],
  kinds: [
    ["{kind} or {kinds}", "{kind} oder {kinds}"],
    ["{kind}", "{kind}"],
  ],
  kind: [
    ["a phone number", "eine Telefonnummer"],
    ["an e-mail address", "eine E-Mail-Adresse"],
    ["a card number", "eine Kartennummer"],
    ["a bank account (IBAN)", "eine Kontonummer (IBAN)"],
    ["phone number", "Telefonnummer"],
    ["e-mail address", "E-Mail-Adresse"],
    ["card number", "Kartennummer"],
    ["bank account (IBAN)", "Kontonummer (IBAN)"],
  ],
  place: [
    ["the text", "der Text"],
    ["the author's name", "der Name des Verfassers"],
    ["the author's e-mail address", "die E-Mail-Adresse des Verfassers"],
    ["the author's web address", "die Webadresse des Verfassers"],
  ],
  measures: [
    ["{measure} and {measures}", "{measure} und {measures}"],
    ["{measure}", "{measure}"],
  ],
  measure: [
    ["{amount} characters", "{amount} Zeichen"],
    ["{amount} times one letter in a row", "{amount} gleiche Buchstaben hintereinander"],
    ["{amount} times one word in a row", "{amount} gleiche Wörter hintereinander"],
    ["{amount} punctuation marks in a row", "{amount} Satzzeichen hintereinander"],
    ["{amount} combining marks on one letter", "{amount} Zeichen über einem Buchstaben"],
    ["1 words of mixed scripts", "1 Wort aus gemischten Schriften"],
    ["{amount} words of mixed scripts", "{amount} Wörter aus gemischten Schriften"],
    ["{amount} controls of the text's direction", "{amount} Steuerzeichen für die Schreibrichtung"],
    ["{amount} controls that reverse the text", "{amount} Steuerzeichen zum Umkehren von Text"],
    ["a share of capitals of {bound}", "einen Anteil an Großbuchstaben von {bound}"],
  ],
  amount: [
    ["{bound}", "{bound}"],
    ["{count, number}", "{count, number}"],
  ],
  words: [
    ["“{matched}” ({listing}), {words}", "„{matched}“ ({listing}), {words}"],
    [
      "“{matched}” ({listing}) and {count, number} more",
      "„{matched}“ ({listing}) und {count, number} weitere",
    ],
    ["“{matched}” ({listing})", "„{matched}“ ({listing})"],
  ],
  listing: [
    ["listed", "aufgeführt"],
    ["listed as “{phrase}”", "aufgeführt als „{phrase}“"],
    ["listed in “{list, name}”", "aufgeführt in „{list}“"],
    ["listed in “{list, name}” as “{phrase}”", "aufgeführt in „{list}“ als „{phrase}“"],
  ],
  listed: [
    ["a listed word", "ein aufgeführtes Wort"],
    ["a word of the list “{list, name}”", "ein Wort der Liste „{list}“"],
  ],

  // What the learned check names.
  learnt: [
    [
      "score {score, number}, learnt from {count, number} decision(s)",
      "Wert {score, number, ::.00}, gelernt aus {count, plural, one {einer Entscheidung} other {# Entscheidungen}}",
    ],
  ],
  speaking: [
    ["{signs} speak", "{signs} sprechen"],
    ["{sign} speaks", "{sign} spricht"],
  ],
  signs: [
    ["{sign}, {signs}", "{sign}, {signs}"],
    ["{sign} and {sign2}", "{sign} und {sign2}"],
  ],
  sign: [
    ["“{word}”", "„{word}“"],
    ["“{word}” as the first word", "„{word}“ als erstes Wort"],
    ["“{word}” as the last word", "„{word}“ als letztes Wort"],
    ["“{word}” in the author's name", "„{word}“ im Namen des Verfassers"],
    ["several phrases of the list {list, name}", "die Häufung von Wendungen der Liste „{list}“"],
    ["no phrase that is common in spam", "keine in Spam übliche Wendung"],
    ["phrases that are common in spam", "der Gebrauch in Spam üblicher Wendungen"],
    ["no link", "kein Link"],
    ["{count, number} link(s)", "die Zahl der Links ({count, number})"],
    ["a link to {domain, word}", "ein Link zu {domain}"],
    ["the share of capital letters", "der Anteil an Großbuchstaben"],
    ["a length of {count, number} character(s)", "eine Länge von {count, number} Zeichen"],
    ["no digits", "das Fehlen von Ziffern"],
    ["{count, number} digit(s)", "die Zahl der Ziffern ({count, number})"],
    [
      "{count, number} exclamation or question mark(s)",
      "die Zahl der Ausrufe- und Fragezeichen ({count, number})",
    ],
    ["a stretched word", "ein gedehntes Wort"],
    ["no emoji", "das Fehlen von Emojis"],
    ["emoji", "der Gebrauch von Emojis"],
    ["a smiley", "ein Smiley"],
    ["the number of sentences", "die Zahl der Sätze"],
    ["several lines", "die Aufteilung in Zeilen"],
    ["a small letter at the start", "ein Kleinbuchstabe am Anfang"],
    ["a full stop at the end", "ein Satzzeichen am Ende"],
    ["an e-mail address at {domain, word}", "eine E-Mail-Adresse bei {domain}"],
  ],

  // Why a service gave no answer; goes on from its name.
  silence: [
    ["was not asked about this comment", "wurde zu diesem Kommentar nicht befragt"],
    ["is not asked while a text is tried", "wird nicht befragt, während ein Text erprobt wird"],
    [
      "is not asked: the signing secret cannot be read any more and has to be made anew",
      "wird nicht befragt: Das Signaturgeheimnis ist nicht mehr lesbar und muss neu erzeugt werden",
    ],
    [
      "is not asked: the site's key for it cannot be read any more and has to be saved anew",
      "wird nicht befragt: Der Schlüssel der Website dafür ist nicht mehr lesbar und muss neu gespeichert werden",
    ],
    ["is not asked: there is no signing secret", "wird nicht befragt: Es gibt kein Signaturgeheimnis"],
    [
      "is not asked: the site has no key for it",
      "wird nicht befragt: Die Website hat keinen Schlüssel dafür",
    ],
    [
      "is not asked: the author's IP address is not known",
      "wird nicht befragt: Die IP-Adresse des Verfassers ist nicht bekannt",
    ],
    ["could not be asked", "konnte nicht befragt werden"],
    [
      "has failed repeatedly and is not asked for now",
      "hat wiederholt versagt und wird vorerst nicht befragt",
    ],
    ["leads to an address that is not public", "führt zu einer Adresse, die nicht öffentlich ist"],
    [
      "did not answer within {seconds, number} seconds",
      "hat nicht innerhalb von {seconds, number} Sekunden geantwortet",
    ],
    ["refuses connections", "nimmt keine Verbindung an"],
    ["closed the connection without an answer", "hat die Verbindung ohne Antwort geschlossen"],
    [
      "cannot be found: its name could not be resolved for now",
      "ist nicht zu finden: Der Name lässt sich vorerst nicht auflösen",
    ],
    [
      "cannot be found: its name could not be resolved",
      "ist nicht zu finden: Der Name lässt sich nicht auflösen",
    ],
    ["cannot be reached", "ist nicht erreichbar"],
    ["sent far too long an answer", "hat eine viel zu lange Antwort gesendet"],
    [
      "answered {status, number}, and redirects are not followed",
      "hat mit {status} geantwortet, und Weiterleitungen wird nicht gefolgt",
    ],
    ["answered {status, number}", "hat mit {status} geantwortet"],
    ["answered without a score from 0 to 1", "hat ohne einen Wert von 0 bis 1 geantwortet"],
    ["does not accept the request: {help}", "nimmt die Anfrage nicht an: {help}"],
    ["does not accept the request", "nimmt die Anfrage nicht an"],
    ["answered neither true nor false: {help}", "hat weder mit „true“ noch mit „false“ geantwortet: {help}"],
    ["answered neither true nor false", "hat weder mit „true“ noch mit „false“ geantwortet"],
  ],

  // Why a comment was decided as it was.
  reason: [
    [
      "A moderator decides, since the rule “{rule, name}” has no answer: {sentences}",
      "Die Moderation entscheidet, weil die Regel „{rule}“ keine Antwort hat: {sentences}",
    ],
    [
      "{points, number} point(s); from {threshold, number} on a comment is {outcome}",
      "{points, plural, one {# Punkt} other {# Punkte}}; ab {threshold, number} wird ein Kommentar {outcome}",
    ],
    ["A moderator has banned the author", "Die Moderation hat den Verfasser gesperrt"],
    [
      "On this site every comment waits for a moderator",
      "Auf dieser Website wartet jeder Kommentar auf die Moderation",
    ],
    [
      "A new author: {approved, number} of {wanted, number} comments approved so far",
      "Ein neuer Verfasser: bisher {approved, number} von {wanted, plural, one {# Kommentar} other {# Kommentaren}} freigegeben",
    ],
    [
      "A known author, and no rule holds the comment",
      "Ein bekannter Verfasser, und keine Regel hält den Kommentar zurück",
    ],
    ["No rule holds the comment", "Keine Regel hält den Kommentar zurück"],
    ["A moderator decides", "Die Moderation entscheidet"],
    ["Edited after a moderator's decision.", "Nach einer Entscheidung der Moderation bearbeitet."],
    [
      "The automatic checks failed {count, number} times: {message}",
      "Die automatischen Prüfungen sind {count, number}-mal fehlgeschlagen: {message}",
    ],
    [
      "The automatic checks did not come to an end in {count, number} attempts.",
      "Die automatischen Prüfungen kamen in {count, number} Versuchen zu keinem Ende.",
    ],
    [
      "A moderator looks again at what the rule “{rule, name}” decided",
      "Die Moderation sieht sich noch einmal an, was die Regel „{rule}“ entschieden hat",
    ],
    ["{rule, name}: {sentences} ({effect})", "{rule}: {sentences} ({effect})"],
    ["{rule, name}: {sentences}", "{rule}: {sentences}"],
  ],
  outcome: [
    ["held", "zurückgehalten"],
    ["rejected", "abgelehnt"],
    ["taken for spam", "als Spam behandelt"],
  ],
  effect: [
    ["{worth}, {force}", "{worth}, {force}"],
    ["{worth}", "{worth}"],
    ["{force}", "{force}"],
  ],
  worth: [["{points, number} point(s)", "{points, plural, one {# Punkt} other {# Punkte}}"]],
  force: [
    ["force hold", "immer zurückhalten"],
    ["force approve", "immer freigeben"],
    ["force reject", "immer ablehnen"],
    ["force spam", "immer Spam"],
  ],

  // What to do with a rule.
  advice: [
    [
      "A draft is not run. In shadow it is measured without any effect.",
      "Ein Entwurf läuft nicht. Auf Schatten wird die Regel gemessen, ohne Wirkung.",
    ],
    [
      "Moderators have judged {judged, number} of the {wanted, number} hits needed before it may {power}.",
      "Die Moderation hat {judged, number} der {wanted, number} Treffer beurteilt, die nötig sind, bevor die Regel {power} darf.",
    ],
    [
      "{agreement}. Before it may {power}, that should be at least {share, number} %.",
      "{agreement}. Bevor die Regel {power} darf, sollten es mindestens {share, number} % sein.",
    ],
    ["{agreement}: it may {power}.", "{agreement}: Die Regel darf {power}."],
    [
      "Moderators confirmed only {share, number} % of {hits} (surely not more than {most, number} %; {wanted, number} % is asked for). Back to {stage}.",
      "Die Moderation hat nur {share, number} % von {hits} bestätigt (sicher höchstens {most, number} %; verlangt sind {wanted, number} %). Zurück auf {stage}.",
    ],
    [
      "No hit has been judged by a moderator yet. A share for blind review would measure it.",
      "Noch hat die Moderation keinen Treffer beurteilt. Ein Anteil für die blinde Prüfung würde die Regel messen.",
    ],
    [
      "Moderators confirmed {share, number} % of {hits}. With fewer than {wanted, number} that says little yet.",
      "Die Moderation hat {share, number} % von {hits} bestätigt. Bei weniger als {wanted, number} sagt das noch wenig.",
    ],
    [
      "{agreement}. Nothing speaks against enforcing it.",
      "{agreement}. Nichts spricht dagegen, dass sie scharf geschaltet ist.",
    ],
  ],
  agreement: [
    [
      "Moderators confirmed {share, number} % of {hits}, surely at least {least, number} %",
      "Die Moderation hat {share, number} % von {hits} bestätigt, sicher mindestens {least, number} %",
    ],
  ],
  hits: [
    [
      "{count, number} hits reviewed blind",
      "{count, plural, one {# blind geprüftem Treffer} other {# blind geprüften Treffern}}",
    ],
    [
      "{count, number} judged hits",
      "{count, plural, one {# beurteiltem Treffer} other {# beurteilten Treffern}}",
    ],
  ],
  power: [
    ["hold comments", "Kommentare zurückhalten"],
    ["decide on its own", "allein entscheiden"],
  ],
  stage: [
    ["shadow", "Schatten"],
    ["hold", "Zurückhalten"],
  ],

  // What may be wrong with a rule, and why the emergency brake stopped it.
  health: [
    [
      "It met {count, number} comments and hit none.",
      "{count, number} Kommentare geprüft, keinen getroffen.",
    ],
    [
      "Moderators overturned all of its {count, number} judged hits.",
      "Die Moderation hat alle ihre {count, number} beurteilten Treffer aufgehoben.",
    ],
    ["It hits {share, number} % of all comments.", "Sie trifft {share, number} % aller Kommentare."],
    [
      "It takes {cost, number} ms a comment on average.",
      "Sie braucht im Durchschnitt {cost, number} ms je Kommentar.",
    ],
    [
      "{both, number} of the last {count, number} comments that “{rarer, name}” hit were hit by “{wider, name}”, too.",
      "{both, number} der letzten {count, number} Kommentare, die „{rarer}“ getroffen hat, hat auch „{wider}“ getroffen.",
    ],
    [
      "It hit {hits, number} of {comments, number} comments ({share, number} %) since {when}. In its first {hours, number} hours a rule may hit {most, number} comments or {limit, number} % of them.",
      "Seit {when} hat sie {hits, number} von {comments, number} Kommentaren getroffen ({share, number} %). In den ersten {hours, number} Stunden darf eine Regel {most, number} Kommentare oder {limit, number} % treffen.",
    ],
  ],

  // Why a webhook was not delivered, and why its endpoint is off.
  delivery: [
    ["The receiver answered 410 Gone.", "Der Empfänger hat mit 410 Gone geantwortet."],
    ["Every attempt has failed for five days.", "Fünf Tage lang ist jeder Versuch fehlgeschlagen."],
    ["Switched off by {name}.", "Ausgeschaltet von {name}."],
    [
      "The receiver answered {status, number}; redirects are not followed.",
      "Der Empfänger hat mit {status} geantwortet; Weiterleitungen wird nicht gefolgt.",
    ],
    ["The receiver answered {status, number}.", "Der Empfänger hat mit {status} geantwortet."],
    [
      "No answer within {seconds, number} seconds.",
      "Keine Antwort innerhalb von {seconds, number} Sekunden.",
    ],
    [
      "No connection within {seconds, number} seconds.",
      "Keine Verbindung innerhalb von {seconds, number} Sekunden.",
    ],
    ["The connection was refused.", "Die Verbindung wurde abgelehnt."],
    [
      "The receiver closed the connection without an answer.",
      "Der Empfänger hat die Verbindung ohne Antwort geschlossen.",
    ],
    ["The host name could not be resolved for now.", "Der Hostname ließ sich vorerst nicht auflösen."],
    ["The host name could not be resolved.", "Der Hostname ließ sich nicht auflösen."],
    ["The host cannot be reached.", "Der Host ist nicht erreichbar."],
    [
      "Not sent: the signing secret cannot be read any more and has to be rotated",
      "Nicht gesendet: Das Signiergeheimnis lässt sich nicht mehr lesen und muss erneuert werden",
    ],
    ["Not sent: {message}", "Nicht gesendet: {message}"],
  ],
} as const satisfies Phrases;
