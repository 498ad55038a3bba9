export const wordLists = {
  "Add phrases": "Begriffe hinzufügen",
  "Add to the list": "In die Liste aufnehmen",
  "All word lists": "Alle Wortlisten",
  "Author’s name only": "Nur Name",
  "Check the list": "Liste prüfen",
  "Delete list": "Liste löschen",
  "Delete this list with all its phrases?": "Diese Liste mit allen Begriffen löschen?",
  "Delete this word list": "Diese Wortliste löschen",
  "E-mail address only": "Nur E-Mail-Adresse",
  Everywhere: "Überall",
  "Honest comments": "Unbedenkliche Kommentare",
  "Import a text file…": "Textdatei einlesen …",
  "Inside of words, as WordPress does (<code>*press*</code>)":
    "Auch innerhalb von Wörtern, wie WordPress (<code>*press*</code>)",
  "Language <hint>if you like: en, pt-BR</hint>": "Sprache <hint>falls gewünscht: en, pt-BR</hint>",
  "Moderation or disallowed keys of WordPress": "Moderations- oder Sperrliste von WordPress",
  "Name of the list": "Name der Liste",
  "New word list": "Neue Wortliste",
  "No phrase stands in the last {comments, plural, one {# approved comment} other {# approved comments}}.":
    "Kein Begriff kommt in {comments, plural, one {dem letzten freigegebenen Kommentar} other {den letzten # freigegebenen Kommentaren}} vor.",
  "No word list yet": "Noch keine Wortliste",
  "Not saved yet.": "Noch nicht gespeichert.",
  "Nothing in the list yet.": "Die Liste ist noch leer.",
  "One a line. A listed word inside one of these does not count: “Dick Van Dyke”.":
    "Eine je Zeile. Ein Begriff der Liste, der in einer solchen Wendung steht, zählt nicht: „Dick Van Dyke“.",
  "Paste one, or bring the moderation keys of a WordPress site.":
    "Eine Liste einfügen oder die Moderationsliste einer WordPress-Website übernehmen.",
  Phrases: "Begriffe",
  "Phrases, one a line": "Begriffe, einer je Zeile",
  "Reading…": "Wird gelesen …",
  "Reads the last comments that this site approved, at most {most, number}, and tells which phrases stand in them.":
    "Liest die zuletzt freigegebenen Kommentare dieser Website, höchstens {most, number}, und zeigt, welche Begriffe darin vorkommen.",
  "Remove {phrase}": "{phrase} entfernen",
  "Save list": "Liste speichern",
  "Saved.": "Gespeichert.",
  "Search within the list": "In der Liste suchen",
  "Several places": "Mehrere Stellen",
  "Show more ({left, number} left)": "Mehr anzeigen (noch {left, number})",
  "Take off the list": "Aus der Liste nehmen",
  "Take {phrase} off the list": "{phrase} aus der Liste nehmen",
  "Text and name": "Text und Name",
  "Text only": "Nur Text",
  "The list was not saved: {why}": "Die Liste wurde nicht gespeichert: {why}",
  "The new word list": "Die neue Wortliste",
  "The word list “{name}”": "Die Wortliste „{name}“",
  "Web address only": "Nur Webadresse",
  "What the lines are": "Art der Einträge",
  "Where to look for {phrase}": "Wo nach {phrase} gesucht wird",
  "Whole words, in any case and through common disguises. An asterisk at either end lets the word go on: <code>spam*</code> finds “spammer”, too.":
    "Ganze Wörter, ob groß- oder kleingeschrieben, auch in gängiger Tarnung. Mit einem Sternchen am Anfang oder Ende darf das Wort dort weitergehen: <code>spam*</code> findet auch „spammer“.",
  "Word list deleted.": "Wortliste gelöscht.",
  "Word list saved.": "Wortliste gespeichert.",
  "WordPress looks for its keys inside of words (“press” finds “WordPress”), in the text, the name, the e-mail and the web address. Here they are sought in the same places, but as whole words, which hits fewer honest comments.":
    "WordPress sucht seine Begriffe auch innerhalb von Wörtern („press“ findet „WordPress“): im Text, im Namen, in der E-Mail- und der Webadresse. Hier werden sie an denselben Stellen gesucht, aber als ganze Wörter; das trifft weniger unbedenkliche Kommentare.",
  "Words and phrases": "Wörter und Wendungen",
  "Words and phrases that rules look for. Many rules may use one list.":
    "Wörter und Wendungen, nach denen Regeln suchen. Mehrere Regeln können dieselbe Liste benutzen.",
  "Would it hit honest comments?": "Träfe die Liste auch unbedenkliche Kommentare?",
  "in {comments, plural, one {# comment} other {# comments}}":
    "in {comments, plural, one {# Kommentar} other {# Kommentaren}}",
  "longer than {max} characters": "länger als {max} Zeichen",
  "not readable as text": "nicht als Text lesbar",
  "nothing but asterisks": "nur Sternchen",
  "{count, plural, one {# duplicate} other {# duplicates}} left out.":
    "{count, plural, one {# doppelter Begriff} other {# doppelte Begriffe}} ausgelassen.",
  "{count, plural, one {# line left out that looks} other {# lines left out that look}} like addresses of computers ({some}): a word list does not look at those.":
    "{count, plural, one {# Zeile ausgelassen, die wie eine IP-Adresse aussieht} other {# Zeilen ausgelassen, die wie IP-Adressen aussehen}} ({some}): Danach sucht eine Wortliste nicht.",
  "{count, plural, one {# line} other {# lines}} refused: {some}.":
    "{count, plural, one {# Zeile} other {# Zeilen}} nicht angenommen: {some}.",
  "{count, plural, one {# phrase} other {# phrases}} added.":
    "{count, plural, one {# Begriff} other {# Begriffe}} hinzugefügt.",
  "{found, number} of {all, number} found.": "{found, number} von {all, number} gefunden.",
  "{phrases, plural, one {# phrase} other {# phrases}} in the last {comments, plural, one {# approved comment} other {# approved comments}}:":
    "{phrases, plural, one {# Begriff} other {# Begriffe}} in {comments, plural, one {dem letzten freigegebenen Kommentar} other {den letzten # freigegebenen Kommentaren}}:",
  "{phrases, plural, one {# phrase} other {# phrases}}{allowed, plural, =0 {} other {, # allowed}}{isOfPack, select, true {, of a pack} other {}}, changed {when}":
    "{phrases, plural, one {# Begriff} other {# Begriffe}}{allowed, plural, =0 {} other {, # erlaubt}}{isOfPack, select, true {, aus einem Paket} other {}}, geändert {when}",
  "“{line}” ({why})": "„{line}“ ({why})",
} as const;
