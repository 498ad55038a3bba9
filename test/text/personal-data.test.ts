import { describe, expect, test } from "@jest/globals";
import { findPersonalData, masked, personalDataKinds } from "../../src/text/personal-data.ts";

const all = new Set(personalDataKinds);
const foundIn = (text: string): [string, string][] =>
  findPersonalData(text, all).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe("phone numbers", () => {
  test.each([
    "+44 20 7946 0958",
    "0044 7700 900123",
    "0171 123 45 67",
    "(020) 7946 0958",
    "06 12 34 56 78",
    "+49 (0)30 123456",
    "212-555-0123",
    "(212) 555-0123",
    "1-800-555-0199",
    "07700900123",
    "٠٧٧٠٠٩٠٠١٢٣",
    "０７７００９００１２３",
  ])("%s is one by its form", (number) => {
    expect(foundIn(`so ${number}, or not`)).toEqual([["phone", number]]);
  });

  test.each([
    ["my number is 2125550123", "2125550123"],
    ["WhatsApp: 2348012345678", "2348012345678"],
    ["tel. 555-0134-22", "555-0134-22"],
    ["звоните 495 1234567", "495 1234567"],
  ])("“%s” has one because of what is said before it", (text, number) => {
    expect(foundIn(text)).toEqual([["phone", number]]);
    expect(foundIn(`a total of ${number}`)).toEqual([]);
  });

  test.each([
    "on 01.02.2024 at 10:30",
    "call 01.02.2024",
    "2013-11-07T06:20:48",
    "06/12/2013 00:00",
    "from 1939-1945, 1984 1990",
    "2.124.821.694 views, 666,002,018 or 2 124 821 694",
    "10 000 000 people",
    "3.14159265358979 or 0.123456789",
    "0123456789 is all the digits",
    "ISBN 978-3-16-148410-0 and 0-306-40615-2",
    "the order 1234567890123",
    "won 10-12 11-13 7-11",
    "$1234567 and £0800123456",
    "version 1.2.3.4 on 192.168.100.200",
    "https://shop.example/0123456789?v=07700900123",
    "call 1800 for help",
    "a07700900123b",
  ])("there is none in “%s”", (text) => {
    expect(foundIn(text)).toEqual([]);
  });
});

describe("e-mail addresses", () => {
  test.each([
    ["write to ana.b+c@example.com.", "ana.b+c@example.com"],
    ["(ana@mail.example.co.uk)", "ana@mail.example.co.uk"],
    ["ana (at) example (dot) com", "ana (at) example (dot) com"],
    ["ana[at]example.org, please", "ana[at]example.org"],
    ["иван@пример.рф", "иван@пример.рф"],
  ])("“%s” has one", (text, address) => {
    expect(foundIn(text)).toEqual([["email", address]]);
  });

  test.each(["@ana hi", "see you @ 5.30pm", "root@localhost", "look at (at) me", "@@@@", "50 @ 2.99"])(
    "“%s” has none",
    (text) => {
      expect(foundIn(text)).toEqual([]);
    },
  );
});

describe("card numbers", () => {
  test.each([
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
    "378282246310005",
    "3782 822463 10005",
    "6011111111111117",
  ])("%s is one", (number) => {
    expect(foundIn(`pay with ${number}!`)).toEqual([["card", number]]);
  });

  test.each([
    ["a wrong check digit", "4111 1111 1111 1112"],
    ["no issuer, though the check digit is right", "1234 5678 9012 3452"],
    ["a number within a longer one", "99994111111111111111"],
    ["an address's number", "https://x.example/4111111111111111"],
  ])("%s is none", (_, text) => {
    expect(foundIn(text)).toEqual([]);
  });
});

describe("bank accounts", () => {
  test.each([
    "DE89 3704 0044 0532 0130 00",
    "GB82WEST12345698765432",
    "gb82 west 1234 5698 7654 32",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NL91ABNA0417164300",
  ])("%s is one", (account) => {
    expect(foundIn(`IBAN: ${account}.`)).toEqual([["iban", account]]);
  });

  test.each([
    "DE89 3704 0044 0532 0130 01",
    "DE89 3704 0044 0532",
    "XX89 3704 0044 0532 0130 00",
    "MH17 crashed in 2014",
  ])("%s is none", (text) => {
    expect(foundIn(text)).toEqual([]);
  });
});

test("what is found is masked: enough to know it again, too little to use it", () => {
  expect(masked("phone", "+44 20 7946 0958")).toBe("…58");
  expect(masked("card", "4111 1111 1111 1234")).toBe("…1234");
  expect(masked("iban", "gb82 west 1234 5698 7654 32")).toBe("GB…32");
  expect(masked("email", "ana.b@example.com")).toBe("a…@example.com");
  expect(masked("email", "ana (at) example.com")).toBe("a…(at) example.com");
});

// What takes time with the square of the length needs minutes for these, what is linear some milliseconds.
test.each(["1 ", "1", "1-1", "+1", "@a.", "a@a.", "(at) ", "GB82 ", "call ", " ".repeat(50) + "1"])(
  "half a million characters of “%s” take less than two seconds",
  (piece) => {
    const text = piece.repeat(Math.ceil(500_000 / piece.length));
    const before = process.cpuUsage();

    findPersonalData(text, all);

    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  },
);
