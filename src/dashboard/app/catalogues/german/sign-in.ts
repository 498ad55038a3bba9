export const signIn = {
  "Already set up": "Schon eingerichtet",
  "At least {count, number} characters. A few words make a good one.":
    "Mindestens {count, number} Zeichen. Ein paar Wörter ergeben ein gutes Passwort.",
  Back: "Zurück",
  Code: "Code",
  "Copy the whole set-up link that the server printed at its first start.":
    "Bitte den ganzen Link kopieren, den der Server bei seinem ersten Start ausgegeben hat.",
  "From your authenticator app, or one of your recovery codes.":
    "Aus der Authenticator-App oder ein Wiederherstellungscode.",
  "It may moderate every site and change every setting.":
    "Dieses Konto darf jede Website moderieren und jede Einstellung ändern.",
  "Make the account": "Konto anlegen",
  "Make the first account": "Das erste Konto anlegen",
  "Making the account…": "Konto wird angelegt …",
  "Sign in to go on. Comments you have not decided are still here; nothing was lost.":
    "Zum Weiterarbeiten neu anmelden. Kommentare ohne Entscheidung sind noch da; nichts ist verloren gegangen.",
  "Sign in to moderate": "Zum Moderieren anmelden",
  "Signing in…": "Wird angemeldet …",
  "The first account exists, so this link has done its work.":
    "Das erste Konto gibt es schon; dieser Link hat seinen Dienst getan.",
  "There is no account yet. Open the one-time set-up link from the server's first start to make one.":
    "Es gibt noch kein Konto. Zum Anlegen bitte den Einmal-Link vom ersten Start des Servers öffnen.",
  "Your session has ended": "Die Sitzung ist beendet",
} as const;
