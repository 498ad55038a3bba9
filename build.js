// Builds server, dashboard and widget into .build; with --if-needed only where a source is newer than the build.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = import.meta.dirname;
const stamp = path.join(root, ".build/built");
// The benchmark runs from the build; an image may come without it.
const sources = ["src", "workers", "test/bench", "package.json", "tsconfig.json"]
  .map((name) => path.join(root, name))
  .filter((place) => existsSync(place));

if (process.argv.includes("--if-needed") && existsSync(stamp) && newest(sources) <= statSync(stamp).mtimeMs)
  process.exit(0);
if (!existsSync(path.join(root, "node_modules/vite"))) {
  console.error("The build needs the development packages: run npm ci (without --omit=dev) first.");
  process.exit(1);
}
console.log("Building Moderato …");
rmSync(stamp, { force: true });
const bundles = ["src/dashboard/vite.config.ts", "src/embed/vite.config.ts"].map(bundle);
await compile(["src", "workers", "test"].filter((folder) => existsSync(path.join(root, folder))));
await Promise.all(bundles);
compress(path.join(root, ".build/dashboard/assets"));
writeFileSync(stamp, "");

/** Types are checked by `npm run types`; here they are only taken out, file by file, which takes a second. */
async function compile(folders) {
  const { transformWithOxc } = await import("vite");
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .map((file) => path.join(folder, file))
      .filter((name) => /\.ts$/.test(name) && !/\.d\.ts$/.test(name) && !isBundled(name)),
  );
  await Promise.all(
    files.map(async (name) => {
      const { code, map } = await transformWithOxc(readFileSync(path.join(root, name), "utf8"), name, {
        target: "es2023",
        sourcemap: true,
        tsconfig: false,
        typescript: { onlyRemoveTypeImports: true, rewriteImportExtensions: "rewrite" },
      });
      if (code.includes("@oxc-project/runtime"))
        throw new Error(`${name} would need the transformer's own library when it runs`);
      const target = path.join(root, ".build", name.replace(/ts$/, "js"));
      const sources = [path.relative(path.dirname(target), path.join(root, name))];
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `${code}//# sourceMappingURL=${path.basename(target)}.map\n`);
      writeFileSync(`${target}.map`, JSON.stringify({ ...map, sources, sourcesContent: undefined }));
    }),
  );
}

function isBundled(name) {
  return ["src/dashboard/app", "src/embed/widget"].some((folder) =>
    name.startsWith(path.join(folder, path.sep)),
  );
}

function bundle(config) {
  const vite = path.join(root, "node_modules/vite/bin/vite.js");
  return promisify(execFile)(process.execPath, [vite, "build", "--config", config], { cwd: root }).catch(
    (error) => {
      console.error(error.stderr || error.message);
      process.exit(1);
    },
  );
}

/** Once here, rather than with each request: a copy by Brotli and one by gzip beside each file. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const place = path.join(folder, name);
    const content = readFileSync(place);
    writeFileSync(`${place}.br`, brotliCompressSync(content));
    writeFileSync(`${place}.gz`, gzipSync(content, { level: 9 }));
  }
}

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
