/** Output files of commands: they appear whole or not at all (runtime/outputFiles.ts). */
import { resolve } from "node:path";
import { checkOutputFolder, type FileContent, writeWhole as writeWholeFile } from "../runtime/outputFiles.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import { RunFailure } from "./exitCode.ts";

/** `path` as the user wrote it. @throws RunFailure when it can not be written; an older file stays then. */
export async function writeWhole(path: string, content: FileContent, cwd: string): Promise<void> {
  await asRunFailure(writeWholeFile(resolve(cwd, path), content, path));
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
