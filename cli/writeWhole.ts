/** Output files of commands: they appear whole or not at all (runtime/outputFiles.ts). */
import { resolve } from "node:path";
import { type FileContent, writeWhole as writeWholeFile } from "../runtime/outputFiles.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import { RunFailure } from "./exitCode.ts";

/** `path` as the user wrote it. @throws RunFailure when it can not be written; an older file stays then. */
export async function writeWhole(path: string, content: FileContent, cwd: string): Promise<void> {
  try {
    await writeWholeFile(resolve(cwd, path), content, path);
  } catch (error) {
    throw error instanceof SimulationError ? new RunFailure(error.message) : error;
  }
}
