import { expect, test } from "@jest/globals";
import { guessLanguage } from "../../src/text/language.ts";

test.each<[string | null, string]>([
  ["en", "I think this is the best of what they have said on it."],
  ["de", "Das ist doch nicht wahr, wir haben auch keine Zeit für so etwas."],
  ["fr", "Je ne suis pas d'accord avec cette idée, mais elle est dans le texte."],
  ["es", "Esto no es verdad, pero el artículo está muy bien escrito por una vez."],
  ["it", "Non sono d'accordo con questo articolo, ma il tema è molto importante per tutti."],
  ["pt", "Eu não concordo com isso, mas é muito bom que o texto foi publicado."],
  ["nl", "Ik vind het niet goed dat er geen trein naar de stad is."],
  ["pl", "Nie wiem jak to jest możliwe, ale tak już było od lat."],
  ["sv", "Jag tycker inte att det är bra för den som har barn."],
  ["ru", "Я не знаю, что это такое, но мы были там уже раз."],
  ["uk", "Я не знаю, що це таке, але ми вже були там і не раз."],
  ["tr", "Bu çok güzel bir yazı ama daha iyi olabilir ve ben öyle gibi."],
  ["el", "Δεν συμφωνώ με αυτό το άρθρο."],
  ["ja", "これは良い記事だと思います。"],
  ["zh", "这篇文章写得很好。"],
  ["ko", "좋은 기사입니다."],
  ["th", "บทความนี้ดีมาก"],
  ["he", "אני לא מסכים עם המאמר הזה"],
  ["ar", "هذا المقال جيد من كل ما قرأت عن هذه"],
  [null, ""],
  [null, "👍👍👍"],
  [null, "OK"],
  [null, "Nice one"],
  [null, "Lorem ipsum dolor sit amet consectetur"],
  [null, "12345 67890"],
])("the guess is %s for %j", (language, text) => {
  expect(guessLanguage(text)).toBe(language);
});
