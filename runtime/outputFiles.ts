/** Result files on disk: they appear whole or not at all, since they are written aside and renamed. */
import { isRunRecord } from "./results/runRecord.ts";
import { SimulationError } from "./simulationError.ts";

/** The run record's path beside a result: `run.csv` -> `run.json`. */
export function recordPath(out: string): string {
  const ending = /\.[^./\\]*$/.exec(out);
  return `${ending === null ? out : out.slice(0, ending.index)}.json`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Refuses, before a run begins, an output that could not be written after it.
 * @throws SimulationError output when the folder is missing, the path is a folder, or a file that is no run
 * record stands where the record would go.
 */
export async function checkOutput(out: string): Promise<void> {
  const { access, readFile, stat, constants } = await import("node:fs/promises");
  const path = await import("node:path");
  const refuse = (message: string): never => {
    throw new SimulationError("output", message);
  };
  const folder = path.dirname(out);
  const info = await stat(folder).catch(() => refuse(`The folder ${folder} of the output does not exist.`));
  if (!info.isDirectory()) refuse(`${folder} is not a folder.`);
  await access(folder, constants.W_OK).catch(() => refuse(`The folder ${folder} can not be written to.`));
  const record = recordPath(out);
  for (const target of [out, record]) {
    const existing = await stat(target).catch(() => null);
    if (existing !== null && !existing.isFile()) refuse(`${target} is not a file.`);
  }
  const text = await readFile(record, "utf8").catch(() => null);
  if (text !== null && !isRunRecord(text)) {
    refuse(`${record}, where the run record would go, exists and is something else; choose another --out.`);
  }
}

/**
 * Writes a file from pieces of text.
 * @throws SimulationError output with the system's reason; nothing is left behind then.
 */
export async function writeWhole(path: string, chunks: Iterable<string>): Promise<void> {
  const { open, rename, rm } = await import("node:fs/promises");
  const paths = await import("node:path");
  const { default: process } = await import("node:process");
  const aside = paths.join(paths.dirname(path), `.${paths.basename(path)}.${process.pid}.part`);
  try {
    const file = await open(aside, "w");
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw new SimulationError("output", `${path} could not be written: ${messageOf(error)}.`);
  }
}
