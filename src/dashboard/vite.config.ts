import { defineConfig } from "vite";

const fromHere = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  root: fromHere("./app"),
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: fromHere("../../.build/dashboard"),
    emptyOutDir: true,
    assetsDir: "assets",
    // The page forbids inline content, so nothing may be folded into the HTML or the CSS.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    sourcemap: true,
  },
});
