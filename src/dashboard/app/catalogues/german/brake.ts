export const brake = {
  "An admin can put it back.": "Die Verwaltung kann sie wieder hochstufen.",
  "Back to {stage, select, hold {hold} other {enforce}}, without the brake":
    "Zurück auf {stage, select, hold {Zurückhalten} other {Scharf}}, ohne Bremse",
  "Back to {stage, select, hold {hold} other {enforce}}, without the brake: {name}":
    "Zurück auf {stage, select, hold {Zurückhalten} other {Scharf}}, ohne Bremse: {name}",
  "Dismiss: {name}": "Ausblenden: {name}",
  "It was in {stage, select, hold {hold} other {enforce}} and is in shadow now: it watches, without any effect.":
    "Die Regel stand auf {stage, select, hold {Zurückhalten} other {Scharf}} und steht jetzt auf Schatten: Sie beobachtet nur, ohne Wirkung.",
  "Leave it in shadow": "Auf Schatten lassen",
  "Leave it in shadow: {name}": "Auf Schatten lassen: {name}",
  "Notice dismissed.": "Hinweis ausgeblendet.",
  "The emergency brake stopped {name}": "Die Notbremse hat {name} angehalten",
  "Undo what it did<heard> ({name})</heard>": "Entscheidungen zurücknehmen<heard> ({name})</heard>",
  "What it decided stays decided.": "Was sie entschieden hat, bleibt entschieden.",
  "{ago} on {site}": "{ago} auf {site}",
  "{name} is back in {stage, select, hold {hold} other {enforce}}. It will not be braked again.":
    "{name} steht wieder auf {stage, select, hold {Zurückhalten} other {Scharf}}. Die Notbremse greift nicht mehr ein.",
  "{name} stays in shadow.": "{name} bleibt auf Schatten.",
} as const;
