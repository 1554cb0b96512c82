/** Result files on disk: they appear whole or not at all, since they are written aside and renamed. */
import { isRunRecord } from "./results/runRecord.ts";
import { SimulationError } from "./simulationError.ts";
import { systemReason } from "./systemReason.ts";

/** The run record's path beside a result: `run.csv` -> `run.json`. */
export function recordPath(out: string): string {
  const ending = /\.[^./\\]*$/.exec(out);
  return `${ending === null ? out : out.slice(0, ending.index)}.json`;
}

/**
 * Refuses a file whose folder is missing or can not be written to, or that is a folder itself.
 * @throws SimulationError output
 */
export async function checkOutputFolder(out: string): Promise<void> {
  const { access, stat, constants } = await import("node:fs/promises");
  const path = await import("node:path");
  const refuse = refuseOutput;
  const folder = path.dirname(out);
  const info = await stat(folder).catch(() => refuse(`The folder ${folder} of the output does not exist.`));
  if (!info.isDirectory()) refuse(`${folder} is not a folder.`);
  await access(folder, constants.W_OK).catch(() => refuse(`The folder ${folder} can not be written to.`));
  const existing = await stat(out).catch(() => null);
  if (existing?.isDirectory() === true) refuse(`${out} is not a file.`);
}

function refuseOutput(message: string): never {
  throw new SimulationError("output", message);
}

/**
 * Refuses, before a run begins, an output that could not be written after it.
 * @throws SimulationError output when the folder is missing, the path is a folder, or a file that is no run
 * record stands where the record would go.
 */
export async function checkOutput(out: string): Promise<void> {
  const { readFile, stat } = await import("node:fs/promises");
  await checkOutputFolder(out);
  const refuse = refuseOutput;
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

/** What a file is made of: text or bytes, at once or piece by piece. */
export type FileContent =
  | string
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file aside and renames it. What a link points at is replaced, not the link; pipes and devices
 * (`/dev/stdout`, `/dev/null`) are written as they are.
 * @throws SimulationError output with the system's reason, naming the file `shownAs`; nothing is left behind
 * then, and an older file stays.
 */
export async function writeWhole(path: string, content: FileContent, shownAs: string = path): Promise<void> {
  const { lstat, open, realpath, rename, rm, stat } = await import("node:fs/promises");
  const paths = await import("node:path");
  const { default: process } = await import("node:process");
  const link = await lstat(path).catch(() => null);
  const target = link?.isSymbolicLink() === true ? await realpath(path).catch(() => path) : path;
  const existing = await stat(target).catch(() => null);
  const isDevice = existing !== null && !existing.isFile() && !existing.isDirectory();
  const aside = isDevice
    ? null
    : paths.join(paths.dirname(target), `.${paths.basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(aside ?? target, "w");
    try {
      const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
      for await (const piece of pieces) await file.writeFile(piece);
      if (aside !== null) await file.sync();
    } finally {
      await file.close();
    }
    if (aside !== null) await rename(aside, target);
  } catch (error) {
    if (aside !== null) await rm(aside, { force: true });
    throw new SimulationError(
      "output",
      `${shownAs} can not be written: ${systemReason(error)}; nothing was kept of it`,
    );
  }
}
