import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: fromHere("./widget"),
  publicDir: false,
  build: {
    outDir: fromHere("../../.build/embed"),
    emptyOutDir: true,
    // One classic script: it finds its own tag, and websites need no more than a <script> for it.
    lib: {
      entry: fromHere("./widget/main.ts"),
      name: "moderato",
      formats: ["iife"],
      fileName: () => "embed.js",
    },
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
});
