// Why the server refused something, in German. Its answers stay English, as the API says them; the templates here take
// them apart where the dashboard shows them. test/dashboard/german-problems.test.ts looks for each sentence of the sources.
import { germanRecord } from "./german-record.ts";
import type { Phrases } from "./record-reader.ts";

const { silence } = germanRecord;

export const germanProblems = {
  whole: [
    ["{general}", "{general}"],
    ["{signIn}", "{signIn}"],
    ["{decision}", "{decision}"],
    ["{search}", "{search}"],
    ["{rule}", "{rule}"],
    ["{setting}", "{setting}"],
    ["{message}", "{message}"],
    ["{field}", "{field}"],
    ["{shape}", "{shape}"],
  ],

  general: [
    ["There is no such {thing}.", "{thing} gibt es nicht."],
    ["This needs the right {right} over all sites.", "Dafür fehlt das Recht {right} für alle Websites."],
    ["This needs the right {right}.", "Dafür fehlt das Recht {right}."],
    ["You are not signed in.", "Es ist niemand angemeldet."],
    [
      "Sign in or send an API key as a Bearer token.",
      "Bitte anmelden oder einen API-Schlüssel als Bearer-Token senden.",
    ],
    [
      "This request did not come from the dashboard. Reload the page and try again.",
      "Diese Anfrage kam nicht von Moderato. Bitte die Seite neu laden und noch einmal versuchen.",
    ],
    [
      "The request could not be read: it is not well formed.",
      "Die Anfrage war nicht lesbar: Sie ist fehlerhaft aufgebaut.",
    ],
    [
      "The request is larger than 64 KiB (a word list: than 8 MiB).",
      "Die Anfrage ist größer als 64 KiB (eine Wortliste: als 8 MiB).",
    ],
    [
      "The database cannot be reached at the moment. Please try again.",
      "Die Datenbank ist gerade nicht erreichbar. Bitte noch einmal versuchen.",
    ],
    [
      "Something went wrong on our side. It has been noted.",
      "Auf dem Server ist ein Fehler aufgetreten. Er wurde vermerkt.",
    ],
    [
      "A request with this Idempotency-Key is being answered at this moment. Please try again.",
      "Diese Anfrage wird gerade schon beantwortet. Bitte noch einmal versuchen.",
    ],
    [
      "A request with this Idempotency-Key was answered before, but the answer cannot be read any more, as after a change of the server's key. Look whether it was done before you send it with another key.",
      "Diese Anfrage wurde schon beantwortet, aber die Antwort ist nicht mehr lesbar, etwa nach einem Wechsel des Server-Schlüssels. Bitte erst nachsehen, ob es schon geschehen ist.",
    ],
    [
      "This Idempotency-Key was used with different content. Use a new key for a new request.",
      "Diese Anfrage wurde schon mit anderem Inhalt gesendet. Bitte die Seite neu laden.",
    ],
  ],
  thing: [
    ["API key", "Diesen API-Schlüssel"],
    ["author", "Diesen Verfasser"],
    ["backtest", "Diese Rückschau"],
    ["batch", "Diese Sammelentscheidung"],
    ["chat of this site", "Einen Chat dieser Website"],
    ["comment", "Diesen Kommentar"],
    ["decision", "Diese Entscheidung"],
    ["delivery", "Diese Zustellung"],
    ["invitation", "Diese Einladung"],
    ["note", "Diese Übergabenotiz"],
    ["pack", "Dieses Paket"],
    ["page", "Diese Seite"],
    ["page or route", "Diese Adresse"],
    ["rule", "Diese Regel"],
    ["rule in this pack", "Eine solche Regel in diesem Paket"],
    ["service of this site", "Diesen Dienst der Website"],
    ["session", "Diese Sitzung"],
    ["site", "Diese Website"],
    ["user", "Diese Person"],
    ["webhook endpoint", "Diesen Webhook"],
    ["word list", "Diese Wortliste"],
  ],
  right: [['"{scope, word}"', "„{scope}“"]],

  // Accounts, invitations and people.
  signIn: [
    ["E-mail or password is wrong.", "E-Mail-Adresse oder Passwort ist falsch."],
    ["E-mail, password or code is wrong.", "E-Mail-Adresse, Passwort oder Code ist falsch."],
    ["The password is wrong.", "Das Passwort ist falsch."],
    [
      "Enter the code of your app, or one of your recovery codes.",
      "Bitte den Code der App oder einen der Wiederherstellungscodes eingeben.",
    ],
    ["Please enter the code of your app.", "Bitte den Code der App eingeben."],
    ["Please enter a name.", "Bitte einen Namen eingeben."],
    ["Please enter your e-mail address.", "Bitte die E-Mail-Adresse eingeben."],
    ["Please enter an e-mail address.", "Bitte eine E-Mail-Adresse eingeben."],
    ["Please enter your password.", "Bitte das Passwort eingeben."],
    ["Please choose a password.", "Bitte ein Passwort wählen."],
    [
      "The password needs at least {count, number} characters.",
      "Das Passwort braucht mindestens {count, number} Zeichen.",
    ],
    [
      "Too many failed attempts to sign in. Please wait {count, number} minutes.",
      "Zu viele fehlgeschlagene Anmeldeversuche. Bitte {count, plural, one {eine Minute} other {# Minuten}} warten.",
    ],
    [
      "Cookies are needed to sign in. Reload the page and try again.",
      "Zum Anmelden sind Cookies nötig. Bitte die Seite neu laden und noch einmal versuchen.",
    ],
    ["A key has no account: sign in.", "Ein Schlüssel hat kein Konto: Bitte anmelden."],
    [
      "There is already a user with this e-mail address.",
      "Ein Konto mit dieser E-Mail-Adresse gibt es schon.",
    ],
    [
      "This set-up link has been used or is not valid.",
      "Dieser Einrichtungslink wurde schon benutzt oder ist ungültig.",
    ],
    [
      "This link has been used, has expired or was withdrawn. Ask for a new one.",
      "Dieser Link wurde schon benutzt, ist abgelaufen oder wurde zurückgezogen. Bitte um einen neuen bitten.",
    ],
    [
      "There is an account for {email, word}. Sign in with it first, then open the link again.",
      "Für {email} gibt es schon ein Konto. Bitte erst damit anmelden, dann den Link noch einmal öffnen.",
    ],
    [
      "There is an account for this address already. Sign in with it first.",
      "Für diese Adresse gibt es schon ein Konto. Bitte erst damit anmelden.",
    ],
    [
      "This is not the code of the moment. Is the phone’s clock right?",
      "Dieser Code gilt gerade nicht. Geht die Uhr des Telefons richtig?",
    ],
    [
      "Your account has a second step already. Switch it off first.",
      "Das Konto hat schon einen zweiten Schritt. Bitte diesen erst ausschalten.",
    ],
    [
      "Begin anew: there is no secret that waits for a code.",
      "Bitte neu beginnen: Es gibt kein Geheimnis, das auf einen Code wartet.",
    ],
    [
      "Another secret was made meanwhile. Begin anew.",
      "Inzwischen wurde ein anderes Geheimnis erzeugt. Bitte neu beginnen.",
    ],
    ["Your account has no second step.", "Das Konto hat keinen zweiten Schritt."],
    [
      "This person works on other sites, too. An admin of all those sites may do this.",
      "Diese Person arbeitet auch für andere Websites. Das darf nur, wer sie alle verwaltet.",
    ],
    [
      "This is the last admin of all sites. Make somebody else one first.",
      "Das ist die letzte Verwaltung aller Websites. Bitte diese Rolle erst jemand anderem geben.",
    ],
    ["Name at least one role.", "Bitte mindestens eine Rolle nennen."],
    ["Give the key a name.", "Bitte dem Schlüssel einen Namen geben."],
    ["Name at least one scope.", "Bitte mindestens ein Recht nennen."],
  ],

  // Comments, decisions, authors and batches.
  decision: [
    ["Already {status}, decided by {decider}.", "Schon {status}, entschieden von {decider}."],
    [
      "The comment was changed meanwhile and is {status} now.",
      "Der Kommentar wurde inzwischen geändert und ist jetzt {status}.",
    ],
    ["The comment was changed in the meantime.", "Der Kommentar wurde inzwischen geändert."],
    [
      "The comment was changed meanwhile. Read it again before you answer.",
      "Der Kommentar wurde inzwischen geändert. Bitte vor dem Antworten noch einmal lesen.",
    ],
    ["The comment has been deleted.", "Der Kommentar wurde gelöscht."],
    [
      "The comment is not published. Send approve: true to publish it with the reply.",
      "Der Kommentar ist nicht veröffentlicht. Zum Antworten muss er freigegeben werden.",
    ],
    [
      'The site has no reason with the code "{value}".',
      "Die Website hat keinen Ablehnungsgrund mit dem Code „{value}“.",
    ],
    [
      "A reasonCode is for comments of one site.",
      "Ein Ablehnungsgrund gilt nur für Kommentare einer einzigen Website.",
    ],
    [
      "Decide at most {count, number} comments at once.",
      "Auf einmal lässt sich über höchstens {count, number} Kommentare entscheiden.",
    ],
    ["Name at least one comment.", "Bitte mindestens einen Kommentar nennen."],
    [
      "Say which comments: name at least one field of the filter.",
      "Bitte sagen, welche Kommentare: mindestens ein Feld des Filters.",
    ],
    [
      "More than {count, number} comments match. Narrow the filter and decide them in parts.",
      "Mehr als {count, number} Kommentare passen dazu. Bitte den Filter enger fassen und in Teilen entscheiden.",
    ],
    [
      "{count, number} of your batches are not finished. Wait for them or cancel some.",
      "{count, number} eigene Sammelentscheidungen sind noch nicht fertig. Bitte warten oder einige abbrechen.",
    ],
    [
      "This batch is not finished. Wait for it or cancel it first.",
      "Diese Sammelentscheidung ist noch nicht fertig. Bitte warten oder sie erst abbrechen.",
    ],
    [
      "Whoever asked for it may no longer decide on these comments.",
      "Wer das verlangt hat, darf über diese Kommentare nicht mehr entscheiden.",
    ],
    ["Please write a comment.", "Bitte einen Kommentar schreiben."],
    ["Please write a reply.", "Bitte eine Antwort schreiben."],
    ["Please write a note.", "Bitte eine Notiz schreiben."],
    ["Say which site the note is about.", "Bitte sagen, für welche Website die Notiz ist."],
    [
      "{count, number} notes are waiting on this site. Tick off those that are done.",
      "Auf dieser Website warten {count, number} Übergabenotizen. Bitte die erledigten abhaken.",
    ],
    [
      "An author cannot be trusted and banned.",
      "Ein Verfasser kann nicht Vertrauen genießen und gesperrt sein.",
    ],
    ["A ban that is lifted has no end.", "Eine aufgehobene Sperre hat kein Ende."],
  ],
  status: [
    ["queued", "in Prüfung"],
    ["held", "zurückgehalten"],
    ["approved", "freigegeben"],
    ["rejected", "abgelehnt"],
    ["spam", "Spam"],
    ["deleted", "gelöscht"],
  ],
  decider: [
    ["rules", "den Regeln"],
    ["{name}", "{name}"],
  ],

  // What was searched for, and over which days.
  search: [
    [
      "“{operator}” is no operator. Understood are {operators}; to search for the words themselves, put them in quotation marks.",
      "„{operator}“ kennt die Suche nicht. Möglich sind {operators}; um die Wörter selbst zu suchen, bitte in Anführungszeichen setzen.",
    ],
    [
      "{operator, word} needs a value, as in {example}.",
      "Nach {operator} fehlt etwas, zum Beispiel {example}.",
    ],
    ["{operator, word} takes {wanted}, not “{value}”.", "Nach {operator} steht {wanted}, nicht „{value}“."],
    [
      "A search has at most {count, number} words and operators.",
      "Eine Suche hat höchstens {count, number} Wörter und Filter.",
    ],
    [
      "This search takes too long. Ask for more, such as a site, a status, days or another word; or sort it by time.",
      "Diese Suche dauert zu lange. Bitte enger fassen, etwa mit einer Website, einem Status, Tagen oder einem weiteren Wort; oder nach Zeit sortieren.",
    ],
    [
      "This search takes too long. Ask for more, such as a site, a status, days or another word.",
      "Diese Suche dauert zu lange. Bitte enger fassen, etwa mit einer Website, einem Status, Tagen oder einem weiteren Wort.",
    ],
    [
      "This search takes too long while old comments are still being indexed. Ask for more, such as a site, a status, days or another word.",
      "Diese Suche dauert zu lange, solange ältere Kommentare noch erfasst werden. Bitte enger fassen, etwa mit einer Website, einem Status, Tagen oder einem weiteren Wort.",
    ],
    ["q is longer than {count, number} characters.", "Die Suche ist länger als {count, number} Zeichen."],
    ["from must not be after to.", "Der erste Tag darf nicht nach dem letzten liegen."],
    [
      "These are {days, number} days; at most {most, number} can be shown by the {bucket}.",
      "Das sind {days, number} Tage; {bucket} lassen sich höchstens {most, number} zeigen.",
    ],
    [
      "These are {days, number} days; at most {most, number} can be shown.",
      "Das sind {days, number} Tage; höchstens {most, number} lassen sich zeigen.",
    ],
    [
      "zone must be the name of a time zone such as Europe/Berlin.",
      "Die Zeitzone braucht einen Namen wie Europe/Berlin.",
    ],
    [
      "The database does not answer. Try again.",
      "Die Datenbank antwortet nicht. Bitte noch einmal versuchen.",
    ],
    ["The database does not know the time zone {zone}.", "Die Datenbank kennt die Zeitzone {zone} nicht."],
  ],
  example: [
    [
      "author:jo or author:jo@example.org, whose name or address it is",
      "author:jo oder author:jo@example.org, Name oder Adresse des Verfassers",
    ],
    [
      "email:jo@example.org, or email:example.org for all of a domain",
      "email:jo@example.org, oder email:example.org für alle einer Domain",
    ],
    ["ip:192.0.2.7, where it came from", "ip:192.0.2.7, woher der Kommentar kam"],
    [
      "domain:example.com, linked in it or below it",
      "domain:example.com, wohin er verlinkt, auch Subdomains",
    ],
    [
      "page:harbour, a word of the title or address, or the whole address",
      "page:hafen, ein Wort aus Titel oder Adresse, oder die ganze Adresse",
    ],
    [
      'rule:"New author with links", a rule that matched',
      'rule:"Neuer Verfasser mit einem Link", eine Regel, die etwas gefunden hat',
    ],
    [
      "is:held, is:approved, is:rejected, is:spam, is:queued or is:flagged",
      "is:held, is:approved, is:rejected, is:spam, is:queued oder is:flagged",
    ],
    ["has:link", "has:link"],
    ["lang:de, the language it seems to be in", "lang:de, die vermutete Sprache"],
    [
      "before:2026-11-01, or before:4h for what is older than four hours",
      "before:2026-11-01, oder before:4h für alles, was älter als vier Stunden ist",
    ],
    [
      "after:2026-11-01, or after:7d for the last seven days",
      "after:2026-11-01, oder after:7d für die letzten sieben Tage",
    ],
    [
      "id:, with a comment's id after it, for this comment alone",
      "id: und die ID eines Kommentars, nur für diesen",
    ],
  ],
  wanted: [
    ["a day such as {day, word}, or a span such as {span}", "ein Tag wie {day} oder eine Spanne wie {span}"],
    ["the id of a comment", "die ID eines Kommentars"],
    ["an IP address", "eine IP-Adresse"],
    ["a domain such as example.com", "eine Domain wie example.com"],
    ["link", "link"],
    ["{choices} or {last, word}", "{choices} oder {last}"],
  ],
  span: [["{spans} or {last, word}", "{spans} oder {last}"]],
  bucket: [
    ["hour", "nach Stunden"],
    ["day", "nach Tagen"],
    ["week", "nach Wochen"],
  ],

  // Rules, their patterns, word lists, packs, backtests and the services that rules ask.
  rule: [
    ["{pattern} at position {position, number}", "{pattern}, Position {position, number}"],
    [
      "The pattern is too large: repeat less often, or use a word list",
      "Das Muster ist zu groß: bitte weniger Wiederholungen oder eine Wortliste",
    ],
    [
      "The pattern matches the empty text, so it would match every comment",
      "Das Muster passt auch auf leeren Text und damit auf jeden Kommentar",
    ],
    ["Unknown check: use {checks} or {last, word}", "Unbekannte Prüfung; möglich sind {checks} oder {last}"],
    [
      "Expected an object with one of check, all, any, not",
      "Erwartet wird ein Objekt mit check, all, any oder not",
    ],
    ["Use lower-case letters, digits and hyphens", "Bitte nur Kleinbuchstaben, Ziffern und Bindestriche"],
    ["Name points or force", "Bitte Punkte oder eine Entscheidung angeben"],
    [
      "Conditions may be nested {count, number} deep at most",
      "Bedingungen dürfen höchstens {count, number} Ebenen tief verschachtelt sein",
    ],
    [
      "A rule may hold {count, number} conditions at most",
      "Eine Regel darf höchstens {count, number} Bedingungen haben",
    ],
    ["Give the rule a name", "Bitte der Regel einen Namen geben"],
    ["Give the list a name", "Bitte der Liste einen Namen geben"],
    ["Contains characters that cannot be stored", "Enthält Zeichen, die sich nicht speichern lassen"],
    ["Name at least one of lt, lte, gt, gte, eq", "Bitte mindestens eine Grenze angeben"],
    ["Name at least one condition", "Bitte mindestens eine Bedingung angeben"],
    ["Name at least one condition on the author", "Bitte mindestens eine Bedingung zum Verfasser angeben"],
    ["Name at least one condition on the shape", "Bitte mindestens eine Bedingung zur Form angeben"],
    ["Name honeypotFilled or writtenInMs", "Bitte das versteckte Feld oder die Schreibzeit wählen"],
    ["Name ageDays or closed", "Bitte das Alter der Seite wählen oder ob sie geschlossen ist"],
    ["Name count or uniqueAuthors", "Bitte eine Zahl von Kommentaren oder Verfassern angeben"],
    ["Name phrases or a list", "Bitte Wörter oder eine Liste angeben"],
    [
      "Name an address that begins with https:// or http://, without a user name or password",
      "Bitte eine Adresse angeben, die mit https:// oder http:// beginnt, ohne Benutzernamen und Passwort",
    ],
    ["A score goes from 0 to 1: 0.8 rather than 80", "Ein Wert reicht von 0 bis 1: 0,8 statt 80"],
    ["Write a domain such as example.com", "Bitte eine Domain wie example.com angeben"],
    [
      "Similar comments are counted up to {count, number}",
      "Ähnliche Kommentare werden bis {count, number} gezählt",
    ],
    ["A phrase may not be empty", "Eine Wendung darf nicht leer sein"],
    [
      "A phrase needs something besides asterisks, or it would match everything",
      "Eine Wendung braucht mehr als Sternchen, sonst passt sie auf alles",
    ],
    ["Use a language tag such as en or pt-BR", "Bitte ein Sprachkürzel wie de oder pt-BR angeben"],
    ["A rule cannot move to another site.", "Eine Regel kann nicht zu einer anderen Website wechseln."],
    [
      "There is no word list {id, word} on this site.",
      "Die Wortliste {id} gibt es auf dieser Website nicht.",
    ],
    [
      "The list is used by {names}. Change or delete these rules first.",
      "Die Liste wird benutzt von {names}. Bitte erst diese Regeln ändern oder löschen.",
    ],
    [
      "It is asked by {names}. Change or delete these rules first.",
      "Der Dienst wird befragt von {names}. Bitte erst diese Regeln ändern oder löschen.",
    ],
    [
      "The pack is switched off. Switch it on first; its rules come with it.",
      "Das Paket ist ausgeschaltet. Bitte erst einschalten; damit kommen seine Regeln.",
    ],
    [
      "{count, number} backtests of this site are not finished. Wait for them or cancel some.",
      "{count, number} Rückschauen dieser Website sind noch nicht fertig. Bitte warten oder einige abbrechen.",
    ],
    ["It was broken off {count, number} times.", "Die Rückschau wurde {count, number}-mal unterbrochen."],
    ["until must be later than since.", "Das Ende muss nach dem Anfang liegen."],
    ["Akismet does not accept this key: {help}.", "Akismet nimmt diesen Schlüssel nicht an: {help}."],
    ["Akismet does not accept this key.", "Akismet nimmt diesen Schlüssel nicht an."],
    [
      "An Akismet key is one word of letters and digits.",
      "Ein Akismet-Schlüssel ist ein Wort aus Buchstaben und Ziffern.",
    ],
    [
      "The site has no signing secret for external checks yet: make it first.",
      "Die Website hat noch kein Signaturgeheimnis für fremde Dienste: Bitte erst eines erzeugen.",
    ],
    [
      "The site has no Akismet key yet: save it first.",
      "Die Website hat noch keinen Akismet-Schlüssel: Bitte erst speichern.",
    ],
  ],
  pattern: [
    ["{mistake} “{part}”", "{mistake}: „{part}“"],
    ["{mistake}", "{mistake}"],
  ],
  mistake: [
    ["Invalid character class range", "Ungültiger Zeichenbereich"],
    ["Invalid escape sequence", "Ungültige Escape-Sequenz"],
    ["Invalid named capture", "Ungültige benannte Gruppe"],
    ["Invalid or unsupported Perl syntax", "Ungültige oder nicht unterstützte Perl-Syntax"],
    ["Invalid nested repetition operator", "Ungültige verschachtelte Wiederholung"],
    ["Invalid repeat count", "Ungültige Zahl von Wiederholungen"],
    ["Missing closing ]", "Es fehlt eine schließende ]"],
    ["Missing closing )", "Es fehlt eine schließende )"],
    ["Missing argument to repetition operator", "Es fehlt, was wiederholt werden soll"],
    ["Trailing backslash at end of expression", "Das Muster endet mit einem Backslash"],
    ["Duplicate capture group name", "Doppelter Name einer Gruppe"],
    ["Unexpected )", "Unerwartete )"],
    ["Expression nests too deeply", "Das Muster ist zu tief verschachtelt"],
    ["Expression too large", "Das Muster ist zu groß"],
    ["Invalid capture in lookbehind", "Ungültige Gruppe in einer Rückschau"],
  ],
  names: [
    ["“{rule, name}”, {names}", "„{rule}“, {names}"],
    ["“{rule, name}”", "„{rule}“"],
  ],

  // Sites, pages, webhooks and notices.
  setting: [
    ['A site with the key "{value}" exists already.', "Eine Website mit dem Kürzel „{value}“ gibt es schon."],
    ["Give the site a name.", "Bitte der Website einen Namen geben."],
    [
      "key: up to 64 lower-case letters, digits and inner hyphens.",
      "Kürzel: bis zu 64 Kleinbuchstaben, Ziffern und Bindestriche (nicht am Rand).",
    ],
    [
      "An origin is scheme and host only, such as https://news.example.",
      "Eine Herkunftsadresse besteht nur aus Schema und Host, etwa https://zeitung.example.",
    ],
    ["At most {count, number} origins.", "Höchstens {count, number} Herkunftsadressen."],
    ["code: lower-case letters, digits, hyphens.", "Code: Kleinbuchstaben, Ziffern, Bindestriche."],
    ["Name the reason.", "Bitte den Grund benennen."],
    ["At most {count, number} reasons.", "Höchstens {count, number} Gründe."],
    ["Every reason needs a code of its own.", "Jeder Grund braucht einen eigenen Code."],
    ["Contains characters that cannot be stored.", "Enthält Zeichen, die sich nicht speichern lassen."],
    ["This page does not belong to the site.", "Diese Seite gehört nicht zur Website."],
    [
      "pageUrl must be an absolute address that starts with http:// or https://.",
      "Die Adresse der Seite muss vollständig sein und mit http:// oder https:// beginnen.",
    ],
    [
      "url must be an absolute http or https address.",
      "Die Adresse muss vollständig sein, mit http oder https.",
    ],
    ["url must start with https:// or http://.", "Die Adresse muss mit https:// oder http:// beginnen."],
    [
      "url must not contain a user name or password.",
      "Die Adresse darf keinen Benutzernamen und kein Passwort enthalten.",
    ],
    ["url must name a host.", "Die Adresse muss einen Host nennen."],
    [
      "url must be public: {host, word} is not a public address.",
      "Die Adresse muss öffentlich sein: {host} ist es nicht.",
    ],
    ["url is required: the site has no chat yet.", "Die Adresse fehlt: Die Website hat noch keinen Chat."],
    ["{type} is not an event; there are {types}.", "{type} ist kein Ereignis; es gibt {types}."],
    [
      "events must name at least one event, or be null for all.",
      "Bitte mindestens ein Ereignis wählen oder alle.",
    ],
    ["events names too many events.", "Es sind zu viele Ereignisse."],
    [
      "A site has at most {count, number} webhook endpoints.",
      "Eine Website hat höchstens {count, number} Webhooks.",
    ],
    [
      "The endpoint is switched off: enable it first.",
      "Der Webhook ist ausgeschaltet: Bitte erst einschalten.",
    ],
    ["The endpoint of this delivery has been deleted.", "Der Webhook dieser Zustellung wurde gelöscht."],
    ["since is out of range.", "Der Zeitpunkt liegt außerhalb des Möglichen."],
    [
      'You decide on no site "{value}".',
      "Entscheidungen auf der Website „{value}“ sind mit diesem Konto nicht möglich.",
    ],
    ["timeZone must be a name such as Europe/Berlin.", "Die Zeitzone braucht einen Namen wie Europe/Berlin."],
    ["digestHours are whole numbers.", "Die Uhrzeiten sind ganze Zahlen."],
    ["{from, number} to {to, number}", "{from, number} bis {to, number}"],
  ],

  // How notices went, which stands beside them as well.
  message: [
    ["No mail server is set (SMTP_URL).", "Es ist kein Mailserver eingestellt (SMTP_URL)."],
    ["The mail server {mail} (it answered {code, number}).", "Der Mailserver {mail} (Antwort: {code})."],
    ["The mail server {mail}.", "Der Mailserver {mail}."],
    ["The chat {chat}.", "Der Chat {chat}."],
    [
      "The chat's address cannot be read any more, as after a change of the server's key. Enter it anew.",
      "Die Adresse des Chats ist nicht mehr lesbar, etwa nach einem Wechsel des Server-Schlüssels. Bitte neu eingeben.",
    ],
    ["The notice could not be made: {error}", "Die Benachrichtigung ließ sich nicht erstellen: {error}"],
    [
      "A test was sent less than a minute ago. Please wait {count, number} second(s).",
      "Vor weniger als einer Minute wurde schon ein Test gesendet. Bitte {count, plural, one {eine Sekunde} other {# Sekunden}} warten.",
    ],
  ],
  mail: [
    ["did not take the mail", "hat die E-Mail nicht angenommen"],
    ["does not send from the address in MAIL_FROM", "sendet nicht von der Adresse in MAIL_FROM"],
    ["does not accept this address", "nimmt diese Adresse nicht an"],
    ["refuses connections", "nimmt keine Verbindung an"],
    [
      "cannot be reached, or the connection to it is not safe",
      "ist nicht erreichbar, oder die Verbindung dorthin ist nicht sicher",
    ],
    ["cannot be reached", "ist nicht erreichbar"],
    [
      "cannot be found: its name could not be resolved",
      "ist nicht zu finden: Der Name lässt sich nicht auflösen",
    ],
    ["did not answer in time", "hat nicht rechtzeitig geantwortet"],
    [
      "offers no safe connection, which a password needs",
      "bietet keine sichere Verbindung, die für ein Passwort nötig ist",
    ],
    [
      "does not accept the user name and password of SMTP_URL",
      "nimmt Benutzernamen und Passwort aus SMTP_URL nicht an",
    ],
  ],
  chat: [
    ["did not take the message", "hat die Nachricht nicht angenommen"],
    ["{silence}", "{silence}"],
  ],
  silence,

  // What is said of any field.
  field: [
    ["{key, word} is not a known field.", "Das Feld „{key}“ ist nicht bekannt."],
    [
      "{subject} contains characters that cannot be stored.",
      "{subject} enthält Zeichen, die sich nicht speichern lassen.",
    ],
    [
      "{subject} is longer than {count, number} characters.",
      "{subject} ist länger als {count, number} Zeichen.",
    ],
    ["{subject} is required.", "{subject} fehlt."],
    ["{subject} must be text.", "{subject} muss Text sein."],
    ["{subject} must be true or false.", "{subject} muss true oder false sein."],
    ["{subject} must be a whole number.", "{subject} muss eine ganze Zahl sein."],
    [
      "{subject} must be a number from {from, number} to {to, number}.",
      "{subject} muss eine Zahl von {from, number} bis {to, number} sein.",
    ],
    ["{subject} must be at least {count, number}.", "{subject} muss mindestens {count, number} sein."],
    ["{subject} must be at most {count, number}.", "{subject} darf höchstens {count, number} sein."],
    [
      "{subject} must be one of {values}, or null.",
      "{subject} muss einer dieser Werte sein: {values} oder null.",
    ],
    ["{subject} must be one of {values}.", "{subject} muss einer dieser Werte sein: {values}."],
    [
      "A value is out of range, or has characters that cannot be stored.",
      "Ein Wert liegt außerhalb des Möglichen oder enthält Zeichen, die nicht gespeichert werden können.",
    ],
    ["{subject} must be a time such as {example, word}", "{subject} muss ein Zeitpunkt sein wie {example}"],
    [
      "{subject} must be a day such as {day, word} between {from, word} and {to, word}",
      "{subject} muss ein Tag sein wie {day} zwischen {from} und {to}",
    ],
    ["must be a UUID", "muss eine UUID sein"],
  ],
  subject: [
    ["An origin", "Eine Herkunftsadresse"],
    ["The comment", "Der Kommentar"],
    ["The note", "Die Notiz"],
    ["The public name", "Der öffentliche Name"],
    ["The reply", "Die Antwort"],
    ["E-mail", "Die E-Mail-Adresse"],
    ["Password", "Das Passwort"],
    ["code", "Der Code"],
    ["email", "Die E-Mail-Adresse"],
    ["key", "Der Schlüssel"],
    ["name", "Der Name"],
    ["note", "Die Notiz"],
    ["pageUrl", "Die Adresse der Seite"],
    ["text", "Der Text"],
    ["url", "Die Adresse"],
    ["{field, word}", "„{field}“"],
  ],

  // What the schemas say by themselves.
  shape: [
    ["Too big: expected string to have {bound} characters", "Zu lang: {bound} Zeichen"],
    ["Too small: expected string to have {bound} characters", "Zu kurz: {bound} Zeichen"],
    [
      "Too big: expected array to have <={count, number} items",
      "Zu viele: höchstens {count, plural, one {ein Eintrag} other {# Einträge}}",
    ],
    [
      "Too small: expected array to have >={count, number} items",
      "Zu wenige: mindestens {count, plural, one {ein Eintrag} other {# Einträge}}",
    ],
    ["Too big: expected {kind} to be {bound}", "Zu groß: {bound}"],
    ["Too small: expected {kind} to be {bound}", "Zu klein: {bound}"],
    ["Invalid input: expected {kind}, received {nothing}", "Eine Angabe fehlt: Erwartet wird {kind}"],
    ["Invalid input: expected int, received number", "Ungültige Eingabe: Erwartet wird eine ganze Zahl"],
    [
      "Invalid input: expected {kind}, received {kind2}",
      "Ungültige Eingabe: Erwartet wird {kind}, nicht {kind2}",
    ],
    ["Invalid input: expected {value, word}", "Ungültige Eingabe: Erwartet wird {value}"],
    ["Invalid option: expected one of {options}", "Ungültige Auswahl: Möglich sind {options}"],
    ["Invalid {format}", "Ungültig: {format}"],
  ],
  bound: [
    [">={count, number}", "mindestens {count, number}"],
    ["<={count, number}", "höchstens {count, number}"],
  ],
  nothing: [
    ["undefined", "nichts"],
    ["null", "nichts"],
    ["NaN", "nichts"],
  ],
  kind: [
    ["string", "Text"],
    ["number", "eine Zahl"],
    ["int", "eine ganze Zahl"],
    ["boolean", "wahr oder falsch"],
    ["array", "eine Liste"],
    ["object", "ein Objekt"],
    ["record", "ein Objekt"],
    ["{type, word}", "{type}"],
  ],
  format: [
    ["UUID", "eine UUID wird erwartet"],
    ["email address", "eine E-Mail-Adresse wird erwartet"],
    ["ISO datetime", "ein Zeitpunkt wird erwartet"],
  ],
} as const satisfies Phrases;
