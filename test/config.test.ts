import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ConfigError, readConfig } from "../src/config.ts";

const root = path.resolve(import.meta.dirname, "..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");

/** The lines of the refusal; fails where the environment is accepted. */
function refusalOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split("\n");
  }
  throw new Error("the environment was accepted");
}

describe("defaults", () => {
  test("without any variable it is the embedded mode, for this machine alone", () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: null,
      databaseUrl: null,
      redisUrl: null,
      dataDir: ".data",
      admin: null,
      adminApiKey: null,
      trustProxy: false,
      logLevel: "info",
      webhookAllowedCidrs: [],
      akismetUrl: "https://rest.akismet.com",
      mail: null,
      demo: true,
    });
  });

  test("with a database of one's own it listens everywhere and keeps no demo site", () => {
    const config = readConfig({ DATABASE_URL: "postgresql://moderato@db/moderato" });

    expect(config).toMatchObject({ host: "0.0.0.0", demo: false });
  });

  test("what is set beats what follows from the mode", () => {
    const config = readConfig({ DATABASE_URL: "postgres://db/moderato", HOST: "10.0.0.5", DEMO: "on" });

    expect(config).toMatchObject({ host: "10.0.0.5", demo: true });
    expect(readConfig({ DEMO: "off" }).demo).toBe(false);
  });
});

describe("reading values", () => {
  test("an empty or blank value counts as unset", () => {
    const variables = variablesOfSchema();
    const unset = readConfig({});

    expect(readConfig(Object.fromEntries(variables.map((name) => [name, ""])))).toEqual(unset);
    expect(readConfig(Object.fromEntries(variables.map((name) => [name, "  "])))).toEqual(unset);
  });

  test("variables of other programs are no concern of ours", () => {
    expect(readConfig({ PATH: "/bin", PGHOST: "elsewhere" })).toEqual(readConfig({}));
  });

  test("PUBLIC_URL loses its trailing slash", () => {
    expect(readConfig({ PUBLIC_URL: "https://comments.example.org/" }).publicUrl).toBe(
      "https://comments.example.org",
    );
  });

  test("TRUST_PROXY is a number of hops or a list of networks; 0 is off", () => {
    expect(readConfig({ TRUST_PROXY: "2" }).trustProxy).toBe(2);
    expect(readConfig({ TRUST_PROXY: "0" }).trustProxy).toBe(false);
    expect(readConfig({ TRUST_PROXY: "10.0.0.0/8, ::1" }).trustProxy).toEqual(["10.0.0.0/8", "::1"]);
  });

  test("WEBHOOK_ALLOWED_CIDRS is a list of networks", () => {
    expect(readConfig({ WEBHOOK_ALLOWED_CIDRS: "10.0.0.0/8, fd00::/8," }).webhookAllowedCidrs).toEqual([
      "10.0.0.0/8",
      "fd00::/8",
    ]);
  });

  test("mail is a server and an address to send from", () => {
    const from = "Moderato <moderato@example.org>";

    expect(readConfig({ SMTP_URL: "smtps://ada:p%40ss@mail.example", MAIL_FROM: from }).mail).toEqual({
      smtpUrl: "smtps://ada:p%40ss@mail.example",
      from,
    });
    expect(readConfig({ MAIL_FROM: from }).mail).toBeNull();
  });

  test("the admin is the two variables together", () => {
    const admin = { ADMIN_EMAIL: "ada@example.org", ADMIN_PASSWORD: "correct horse battery" };

    expect(readConfig(admin).admin).toEqual({ email: "ada@example.org", password: "correct horse battery" });
  });
});

describe("a wrong value", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "-1"],
    ["PORT", "65536"],
    ["PORT", "999999"],
    ["PUBLIC_URL", "moderato.test"],
    ["PUBLIC_URL", "ftp://moderato.test"],
    ["PUBLIC_URL", "https://example.org/comments"],
    ["DATABASE_URL", "mysql://db/moderato"],
    ["DATABASE_URL", "moderato"],
    ["REDIS_URL", "localhost:6379"],
    ["REDIS_URL", "http://redis:6379"],
    ["ADMIN_EMAIL", "ada"],
    ["ADMIN_PASSWORD", "short"],
    ["ADMIN_API_KEY", "too-short"],
    ["ADMIN_API_KEY", `${"x".repeat(40)} with blanks`],
    ["ADMIN_API_KEY", "x".repeat(201)],
    ["TRUST_PROXY", "yes"],
    ["TRUST_PROXY", "10.0.0.0/99"],
    ["LOG_LEVEL", "loud"],
    ["WEBHOOK_ALLOWED_CIDRS", "192.168.1.1"],
    ["SMTP_URL", "http://mail.example"],
    ["SMTP_URL", "mail.example:25"],
    ["SMTP_URL", "smtp:///"],
    ["SMTP_URL", "smtp://mail.example/inbox"],
    ["SMTP_URL", "smtp://ada:100%@mail.example"],
    ["MAIL_FROM", "Ada at example.org"],
    ["MAIL_FROM", "Moderato <a@example.org>, Eve <eve@example.org>"],
    ["MAIL_FROM", "Moderato\r\nBcc: eve@example.org <a@example.org>"],
    ["DEMO", "perhaps"],
  ])("%s=%s is refused by one line that names it", (name, value) => {
    const lines = refusalOf({ [name]: value });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
    // A password in the terminal's history is bad enough.
    if (name !== "LOG_LEVEL") expect(lines[0]).not.toContain(value);
  });

  test("all wrong values are told at once, a line each", () => {
    const lines = refusalOf({ PORT: "x", LOG_LEVEL: "loud", REDIS_URL: "x" });

    expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual(["LOG_LEVEL", "PORT", "REDIS_URL"]);
  });

  test("a mail server without an address to send from is refused", () => {
    expect(refusalOf({ SMTP_URL: "smtp://mail.example" })).toEqual([
      "MAIL_FROM is missing: SMTP_URL needs an address to send from",
    ]);
  });

  test("half an admin is refused by naming the missing half", () => {
    expect(refusalOf({ ADMIN_EMAIL: "ada@example.org" })).toEqual([
      "ADMIN_PASSWORD is missing: ADMIN_EMAIL and ADMIN_PASSWORD go together",
    ]);
    expect(refusalOf({ ADMIN_PASSWORD: "correct horse battery" })[0]).toMatch(/^ADMIN_EMAIL is missing/);
  });
});

describe("what is written about it", () => {
  test("the table of the README lists every variable and no other", () => {
    const table = /## Configuration\n(.*?)\n## /s.exec(read("README.md"))![1]!;
    const listed = [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map((row) => row[1]);

    expect(listed.sort()).toEqual(variablesOfSchema().sort());
  });
});

/** The schema is private to src/config.ts, so that nothing but readConfig is used; its names stand in the source. */
function variablesOfSchema(): string[] {
  const schema = /const environmentSchema = z\.object\(\{\n(.*?)\n\}\);/s.exec(read("src/config.ts"))![1]!;
  return [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((line) => line[1]!);
}
