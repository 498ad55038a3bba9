export const numbers = {
  "(key)": "(Schlüssel)",
  "95 % within": "95 % warteten höchstens",
  "Active hours": "Aktive Stunden",
  "Admins see everybody on their sites, others see themselves.":
    "Die Verwaltung sieht alle auf ihren Websites, andere sehen nur sich selbst.",
  "CSV<heard> of “{title}”</heard>": "CSV<heard> zu „{title}“</heard>",
  Came: "Eingegangen",
  "Comments and outcomes": "Kommentare und Ergebnisse",
  "Comments and outcomes by time": "Kommentare und Ergebnisse im Zeitverlauf",
  "Comments by the hour of the week": "Kommentare nach Wochentag und Stunde",
  Confirmed: "Bestätigt",
  "Days are those of UTC.": "Tage nach UTC.",
  "Decided by people": "Von Menschen entschieden",
  "Decided by rules": "Von Regeln entschieden",
  Decisions: "Entscheidungen",
  "From when a comment was written until people first approved or refused it; what rules decide at once is left out. Times may be off by {percent, number} %.":
    "Von der Abgabe eines Kommentars bis zur ersten Freigabe oder Ablehnung durch Menschen; was Regeln sofort entscheiden, zählt nicht mit. Die Zeiten können um {percent, number} % abweichen.",
  "Half within": "Hälfte wartete höchstens",
  "Held at most": "Höchstens zurückgehalten",
  "Held at the end": "Am Ende zurückgehalten",
  "Held by people": "Von Menschen zurückgehalten",
  "Held by rules": "Von Regeln zurückgehalten",
  "Held comments by time": "Zurückgehaltene Kommentare im Zeitverlauf",
  Hour: "Stunde",
  "Hours of the week": "Wochentage und Stunden",
  Judged: "Beurteilt",
  "Most comments come on {weekday}s from {from} to {until}: about {count} in that hour.":
    "Die meisten Kommentare gehen am {weekday} von {from} bis {until} Uhr ein: etwa {count} in dieser Stunde.",
  "No comment came, and nobody decided anything. Choose another time or site.":
    "Es ging kein Kommentar ein, und niemand hat etwas entschieden. Bitte eine andere Zeit oder Website wählen.",
  "No comment came.": "Es ging kein Kommentar ein.",
  "No comment was decided for the first time.": "Über keinen Kommentar wurde erstmals entschieden.",
  "No rule has hit anything.": "Keine Regel hat etwas getroffen.",
  "Nobody has decided anything.": "Niemand hat etwas entschieden.",
  "Nothing happened in this time": "In dieser Zeit ist nichts geschehen",
  "Numbers are kept by whole hours of UTC. In your time zone a day begins with the hour that begins in it.":
    "Gezählt wird nach vollen Stunden in UTC. In der hiesigen Zeitzone beginnt ein Tag mit der ersten Stunde, die in ihm beginnt.",
  "Of {comments, plural, one {# comment} other {# comments}} that people decided, half had waited for about {half} or less, and 95 % for about {most} or less.":
    "Von {comments, plural, one {# Kommentar, über den Menschen entschieden,} other {# Kommentaren, über die Menschen entschieden,}} wartete die Hälfte höchstens etwa {half}, und 95 % warteten höchstens etwa {most}.",
  "Older comments are still being counted; these numbers will grow.":
    "Ältere Kommentare werden noch gezählt; diese Zahlen wachsen noch.",
  "Other days": "Andere Tage",
  "People have decided nothing.": "Menschen haben nichts entschieden.",
  "People have judged none of these hits.": "Menschen haben keinen dieser Treffer beurteilt.",
  "People judged {judged, plural, one {# hit} other {# hits}} and overturned {overturned, plural, =0 {none} other {#}}.":
    "Menschen haben {judged, plural, one {# Treffer} other {# Treffer}} beurteilt und {overturned, plural, =0 {keinen} other {#}} aufgehoben.",
  "Point at the picture, or use the arrow keys, to read its values.":
    "Auf das Diagramm zeigen oder die Pfeiltasten benutzen, um die Werte abzulesen.",
  Surely: "Mindestens",
  "Table of “{title}”": "Tabelle zu „{title}“",
  "Table<heard> of “{title}”</heard>": "Tabelle<heard> zu „{title}“</heard>",
  "The larger the spot, the more comments come in that hour.":
    "Je größer der Kreis, desto mehr Kommentare gehen in dieser Stunde ein.",
  "The {shown, number} rules with the most hits; the table has all. Days are those of UTC.":
    "Die {shown, number} Regeln mit den meisten Treffern; alle stehen in der Tabelle. Tage nach UTC.",
  "There is nothing to draw.": "Es gibt nichts zu zeichnen.",
  Time: "Zeit",
  "Time to a decision": "Zeit bis zur Entscheidung",
  "Time to a decision by people, by time": "Zeit bis zur Entscheidung durch Menschen im Zeitverlauf",
  "Waited an hour or longer": "Eine Stunde oder länger gewartet",
  "Waiting for people": "Rückstand",
  "Week of {date}": "Woche vom {date}",
  Who: "Wer",
  "Who decided": "Wer entschieden hat",
  draft: "Entwurf",
  enforce: "Scharf",
  hold: "Zurückhalten",
  shadow: "Schatten",
  to: "bis",
  "{came, plural, one {# comment} other {# comments}} came. Of {decided, plural, one {# decision} other {# decisions}}, people made {byPeople, number} and rules {byRules, number}.":
    "{came, plural, one {# Kommentar ging} other {# Kommentare gingen}} ein. Von {decided, plural, one {# Entscheidung} other {# Entscheidungen}} trafen Menschen {byPeople, number} und Regeln {byRules, number}.",
  "{came, plural, one {# comment} other {# comments}} came; nothing was decided.":
    "{came, plural, one {# Kommentar ging} other {# Kommentare gingen}} ein; entschieden wurde nichts.",
  "{comments, plural, =1 {One comment was decided, after about {half}} other {Half of the comments were decided within about {half}}}{byPeople, select, none {} other {, half of those that people decided within {byPeople}}}; {late, plural, =0 {none waited for an hour} other {# waited for an hour or longer}}.":
    "{comments, plural, =1 {Ein Kommentar wurde entschieden, er wartete etwa {half}} other {Die Hälfte der Kommentare wartete höchstens etwa {half} auf eine Entscheidung}}{byPeople, select, none {} other {, die Hälfte der von Menschen entschiedenen höchstens {byPeople}}}; {late, plural, =0 {keiner wartete eine Stunde oder länger} one {# wartete eine Stunde oder länger} other {# warteten eine Stunde oder länger}}.",
  "{count, plural, one {# day} other {# days}}": "{count, plural, one {# Tag} other {# Tage}}",
  "{count, plural, one {# hour} other {# hours}}": "{count, plural, one {# Stunde} other {# Stunden}}",
  "{count, plural, one {# minute} other {# minutes}}": "{count, plural, one {# Minute} other {# Minuten}}",
  "{count, plural, one {# second} other {# seconds}}": "{count, plural, one {# Sekunde} other {# Sekunden}}",
  "{days, number} d": "{days, number} T",
  "{days, plural, =1 {Today} =365 {Last year} other {Last # days}}":
    "{days, plural, =1 {Heute} =365 {Letzte 365 Tage} other {Letzte # Tage}}",
  "{decisions, plural, one {# decision} other {# decisions}} in {hours, plural, one {# hour} other {# hours}}":
    "{decisions, plural, one {# Entscheidung} other {# Entscheidungen}} in {hours, plural, one {# Stunde} other {# Stunden}}",
  "{held, plural, =0 {Nothing is waiting} one {# comment is waiting} other {# comments are waiting}} {when, select, now {now} other {at the end}}{most, plural, =0 {, and nothing did} =1 {; at most one did} other {; at most # did}}.":
    "{when, select, now {Jetzt} other {Am Ende}} {held, plural, =0 {wartet nichts} one {wartet # Kommentar} other {warten # Kommentare}}{most, plural, =0 {, und auch vorher wartete nichts} =1 {; höchstens war es einer} other {; höchstens waren es #}}.",
  "{hits, plural, one {# hit} other {# hits}}, not judged":
    "{hits, plural, one {# Treffer} other {# Treffer}}, nicht beurteilt",
  "{hits, plural, one {# hit} other {# hits}}, right in {share} of {judged, number} judged":
    "{hits, plural, one {# Treffer} other {# Treffer}}, {share} von {judged, number} beurteilten richtig",
  "{moderators, number} moderators made {decisions, plural, one {# decision} other {# decisions}}; {name} made {share} of them.":
    "{moderators, number} Personen aus der Moderation haben {decisions, plural, one {# Entscheidung} other {# Entscheidungen}} getroffen, davon {name} {share}.",
  "{name} made {decisions, plural, one {# decision} other {# decisions}}.":
    "{name} hat {decisions, plural, one {# Entscheidung} other {# Entscheidungen}} getroffen.",
  "{rules, plural, one {# rule} other {# rules}} hit something, most of all “{name}” ({hits, plural, one {# hit} other {# hits}}).":
    "{rules, plural, one {# Regel hat} other {# Regeln haben}} etwas getroffen, am meisten „{name}“ ({hits, plural, one {# Treffer} other {# Treffer}}).",
  "{time}: half within {half}, 95 % within {most}; {late, number} of {comments, number} waited an hour or longer.":
    "{time}: Die Hälfte wartete höchstens {half}, 95 % warteten höchstens {most}; eine Stunde oder länger: {late, number} von {comments, number}.",
  "{time}: people decided nothing.": "{time}: Menschen haben nichts entschieden.",
  "{time}: {came, number} came, {approved, number} approved, {rejected, number} rejected, {spam, number} spam.":
    "{time}: {came, number} eingegangen, {approved, number} freigegeben, {rejected, number} abgelehnt, {spam, number} Spam.",
  "{time}: {held, number} held at the end, at most {most, number}.":
    "{time}: {held, number} am Ende zurückgehalten, höchstens {most, number}.",
  "{weekday}, {from} to {until}: usually {usually}; {came, number} came, people decided {decided, number}.":
    "{weekday}, {from} bis {until} Uhr: üblicherweise {usually}; {came, number} eingegangen, {decided, number} von Menschen entschieden.",
} as const;
