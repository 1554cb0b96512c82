/** The folder of the installed package, from sources (cli/) and from the bundle (dist/, dist/chunks/) alike. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let found: string | null = null;

/** @throws Error when no package.json named `tendril` stands above this file: a broken installation. */
export function packageRoot(): string {
  if (found !== null) return found;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the folder of the package tendril can not be found");
    folder = parent;
  }
  found = folder;
  return folder;
}

function isPackage(folder: string): boolean {
  const path = join(folder, "package.json");
  return (
    existsSync(path) && (JSON.parse(readFileSync(path, "utf8")) as { name?: unknown }).name === "tendril"
  );
}
