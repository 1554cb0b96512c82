/** The program that a viewer page runs in the browser (viewer/), as one script. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RunFailure } from "../exitCode.ts";
import { packageRoot } from "../packageRoot.ts";

let found: Promise<string> | null = null;

/**
 * Of an installed package what its build left in dist/; where Tendril runs from its sources they are bundled, once a
 * process. @throws RunFailure where neither can be had.
 */
export function browserProgram(): Promise<string> {
  found ??= fileURLToPath(import.meta.url).endsWith(".ts") ? fromSources(packageRoot()) : fromBuild();
  return found;
}

async function fromBuild(): Promise<string> {
  try {
    return await readFile(join(packageRoot(), "dist", "growthViewer.js"), "utf8");
  } catch {
    throw new RunFailure(
      "Pages that show what grew need dist/growthViewer.js, which is missing from this installation. " +
        "In a clone, `npm run build` makes it; else install tendril anew.",
    );
  }
}

async function fromSources(root: string): Promise<string> {
  try {
    return await bundledViewer(root);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunFailure(
      `Pages that show what grew need the program of viewer/, which can not be built here: ${reason.split("\n", 1)[0]} ` +
        "`npm ci` installs what the build needs.",
    );
  }
}

/** Also what tools/build.ts writes to dist/. @throws Error of esbuild. */
export async function bundledViewer(root: string): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["viewer/growthViewer.ts"],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    legalComments: "inline",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
