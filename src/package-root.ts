import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of package.json: sources run from src/, the build from .build/src/; SQL and page assets lie beside. */
export const packageRoot = findUp(import.meta.dirname);

function findUp(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error("package.json not found above the program");
  return findUp(parent);
}
