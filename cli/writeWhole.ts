/** Output files of commands: they appear whole or not at all (runtime/outputFiles.ts). */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { checkOutputFolder, type FileContent, writeWhole as writeWholeFile } from "../runtime/outputFiles.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import { systemReason } from "../runtime/systemReason.ts";
import { RunFailure } from "./exitCode.ts";

/** `path` as the user wrote it. @throws RunFailure when it can not be written; an older file stays then. */
export async function writeWhole(path: string, content: FileContent, cwd: string): Promise<void> {
  await asRunFailure(writeWholeFile(resolve(cwd, path), content, path));
}

/** Makes a folder with those around it, where they are missing. @throws RunFailure when it can not be made. */
export async function makeFolder(path: string, cwd: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(cwd, path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  // One by one: `recursive` never ends where the system denies that a folder around is there, as in /proc.
  try {
    for (const folder of missing) await mkdir(folder);
  } catch (error) {
    throw new RunFailure(`the folder ${path} can not be made: ${systemReason(error)}`);
  }
}

/** Refuses, before work begins, files that could not be written after it. @throws RunFailure */
export async function requireWritable(paths: readonly (string | undefined)[], cwd: string): Promise<void> {
  for (const path of paths) {
    if (path !== undefined && path !== "-") await asRunFailure(checkOutputFolder(resolve(cwd, path)));
  }
}

async function asRunFailure(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof SimulationError ? new RunFailure(error.message) : error;
  }
}
