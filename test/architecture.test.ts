// The layout of CONTRIBUTING.md, held to: which folder may import which, and what a kind of file never contains.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = path.resolve(import.meta.dirname, "..");

interface SourceFile {
  /** From the root, with slashes: src/comments/comment.ts */
  name: string;
  text: string;
  /** Modules as written: packages by name, our own files from the root. */
  imports: string[];
}

const files = ["src", "workers"].flatMap(readFolder);
const inFolder = (folder: string) => files.filter((file) => file.name.startsWith(folder));
const importers = (from: SourceFile[], forbidden: (imported: string) => boolean) =>
  from.flatMap((file) =>
    file.imports.filter(forbidden).map((imported) => `${file.name} imports ${imported}`),
  );

describe("directions of imports", () => {
  test("src/main.ts alone in src imports workers, and nothing imports test", () => {
    const others = inFolder("src/").filter((file) => file.name !== "src/main.ts");

    expect(importers(others, (imported) => imported.startsWith("workers/"))).toEqual([]);
    expect(importers(files, (imported) => imported.startsWith("test/"))).toEqual([]);
  });

  test("src/text depends on nothing of ours", () => {
    const outside = (imported: string) =>
      /^(src|workers)\//.test(imported) && !imported.startsWith("src/text/");

    expect(importers(inFolder("src/text/"), outside)).toEqual([]);
  });

  test("rules are pure: no database, no queue, no HTTP, no environment, no clock", () => {
    const effects = ["pg", "bullmq", "ioredis", "express", "undici", "node:fs", "node:net", "node:http"];
    const pure = files.filter(
      ({ name }) =>
        /^src\/(text\/|rules\/(checks\/|packs\/|compile|evaluate|outcome|verdict|rule\.|facts|outside-fact|check\.))/.test(
          name,
        ) ||
        ["src/comments/comment.ts", "src/webhooks/delivery.ts", "src/webhooks/sign-webhook.ts"].includes(
          name,
        ),
    );

    expect(
      importers(pure, (imported) => effects.includes(imported) || imported.startsWith("src/db/")),
    ).toEqual([]);
    expect(
      pure.filter(({ text }) => /process\.env|Date\.now\(\)|new Date\(\)/.test(text)).map(({ name }) => name),
    ).toEqual([]);
  });

  test("workers are doorways: they neither speak SQL nor judge", () => {
    const doorways = inFolder("workers/");

    expect(importers(doorways, (imported) => imported === "pg" || imported.startsWith("src/rules/"))).toEqual(
      [],
    );
    expect(withSql(doorways)).toEqual([]);
  });

  test("routes speak no SQL and know no queue", () => {
    const routes = files.filter(({ name }) => /-routes\.ts$/.test(name));

    expect(routes.length).toBeGreaterThan(8);
    expect(withSql(routes)).toEqual([]);
    expect(importers(routes, (imported) => ["bullmq", "ioredis"].includes(imported))).toEqual([]);
  });

  test("use cases and queries know nothing of Express", () => {
    const inner = inFolder("src/").filter(
      ({ name }) => !/^src\/(http|embed|dashboard)\//.test(name) && !/-routes\.ts$/.test(name),
    );

    expect(importers(inner, (imported) => imported === "express")).toEqual([]);
  });

  test("BullMQ and Redis stay behind src/queues.ts and the rate limits", () => {
    const others = files.filter(({ name }) => !["src/queues.ts", "src/http/rate-limits.ts"].includes(name));

    expect(importers(others, (imported) => ["bullmq", "ioredis"].includes(imported))).toEqual([]);
  });

  test("the dashboard and the widget know the server by its API alone", () => {
    for (const folder of ["src/dashboard/app/", "src/embed/widget/"]) {
      const shared = [
        folder,
        "src/embed/words.ts",
        "src/embed/thread.ts",
        "src/embed/comments.css",
        "src/comments/comment.ts",
        "src/text/",
      ];
      const outside = (imported: string) =>
        imported.startsWith("node:") ||
        (imported.startsWith("src/") && !shared.some((own) => imported.startsWith(own)));
      expect(importers(inFolder(folder), outside)).toEqual([]);
    }
  });
});

describe("one place for each thing", () => {
  test("the environment is read by src/main.ts and given to src/config.ts", () => {
    const readers = files.filter(({ text }) => text.includes("process.env")).map(({ name }) => name);

    // What PostgreSQL's programs inherit is no setting of ours.
    expect(readers.sort()).toEqual(["src/db/embedded-binaries.ts", "src/main.ts"]);
  });

  test("a comment's status is written by src/comments/write-decisions.ts, for those who settle what may be", () => {
    const writers = files
      .filter(({ text }) =>
        text
          .match(/UPDATE comments\b.*?\bSET\b.*?\b(FROM|WHERE)\b/gs)
          ?.some((set) => /\bstatus = /.test(set)),
      )
      .map(({ name }) => name);

    expect(writers).toEqual(["src/comments/write-decisions.ts"]);
    const callers = files.filter(({ text }) => text.includes('write-decisions.ts"')).map(({ name }) => name);
    expect(callers.sort()).toEqual(["src/comments/decide-comment.ts", "src/comments/edit-comment.ts"]);
  });

  test("no folder is a drawer for anything, and no file exports others' things", () => {
    const drawers = files.filter(({ name }) =>
      /\/(utils|helpers|common|services|models|types|lib)\//.test(name),
    );
    const barrels = files.filter(({ text }) => /^export \* from/m.test(text));

    expect([...drawers, ...barrels].map(({ name }) => name)).toEqual([]);
  });
});

const withSql = (among: SourceFile[]) =>
  among
    .filter(({ text }) => /\b(SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/.test(text))
    .map(({ name }) => name);

function readFolder(folder: string): SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => readSource(`${folder}/${file.split(path.sep).join("/")}`));
}

function readSource(name: string): SourceFile {
  const text = readFileSync(path.join(root, name), "utf8");
  const written = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
  const imports = written.map((module) =>
    module.startsWith(".") ? path.posix.join(path.posix.dirname(name), module) : module,
  );
  return { name, text, imports };
}
