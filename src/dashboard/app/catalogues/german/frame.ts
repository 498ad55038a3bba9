export const frame = {
  Comments: "Kommentare",
  "Connecting…": "Verbinde …",
  "Keyboard help": "Tasten",
  Language: "Sprache",
  Live: "Live",
  "My account": "Mein Konto",
  "New comments appear by themselves": "Neue Kommentare erscheinen von selbst",
  Numbers: "Zahlen",
  "Reconnecting…": "Verbinde neu …",
  Rules: "Regeln",
  "Saving {count, number}…": "Speichere {count, number} …",
  Settings: "Einstellungen",
  "Sign out": "Abmelden",
  "Try again": "Noch einmal versuchen",
  Webhooks: "Webhooks",
  "{count, plural, one {# decision waits} other {# decisions wait}}<wide> for the connection</wide>":
    "{count, plural, one {# Entscheidung wartet} other {# Entscheidungen warten}}<wide> auf die Verbindung</wide>",
} as const;
