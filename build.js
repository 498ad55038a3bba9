// Builds server, dashboard and widget into .build; with --if-needed only where a source is newer than the build.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = import.meta.dirname;
const stamp = path.join(root, ".build/built");
// The benchmark runs from the build; an image may come without it.
const sources = ["src", "workers", "test/bench", "package.json", "tsconfig.json"]
  .map((name) => path.join(root, name))
  .filter((place) => existsSync(place));

if (process.argv.includes("--if-needed") && existsSync(stamp) && newest(sources) <= statSync(stamp).mtimeMs)
  process.exit(0);
if (!existsSync(path.join(root, "node_modules/typescript"))) {
  console.error("The build needs the development packages: run npm ci (without --omit=dev) first.");
  process.exit(1);
}
console.log("Building Moderato …");
rmSync(stamp, { force: true });
const run = (program, ...args) =>
  execFileSync(process.execPath, [path.join(root, "node_modules", program), ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
run("typescript/bin/tsc", "-p", "tsconfig.json", "--noCheck");
run("vite/bin/vite.js", "build", "--config", "src/dashboard/vite.config.ts");
run("vite/bin/vite.js", "build", "--config", "src/embed/vite.config.ts");
writeFileSync(stamp, "");

function newest(paths) {
  return Math.max(
    ...paths.map((place) =>
      statSync(place).isDirectory()
        ? newest(
            readdirSync(place)
              .map((name) => path.join(place, name))
              .concat(),
          )
        : statSync(place).mtimeMs,
    ),
    0,
  );
}
