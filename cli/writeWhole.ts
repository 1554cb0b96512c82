/**
 * Output files appear whole or not at all: the text goes to a new file in the same folder, which is then
 * renamed. Pipes and devices (`/dev/stdout`, `/dev/null`) are written as they are.
 */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { RunFailure } from "./exitCode.ts";
import { reasonOf } from "./fileHost.ts";

/** @throws RunFailure when it can not be written; nothing is left behind then, and an older file stays. */
export function writeWhole(path: string, text: string | Uint8Array | Iterable<string>, cwd: string): void {
  const target = followLink(resolve(cwd, path));
  const aside = isDevice(target) ? null : join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = openSync(aside ?? target, aside === null ? "w" : "wx", 0o666);
    try {
      const chunks = typeof text === "string" || text instanceof Uint8Array ? [text] : text;
      for (const chunk of chunks) writeAll(file, chunk);
      if (aside !== null) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (aside !== null) renameSync(aside, target);
  } catch (error) {
    if (aside !== null) rmSync(aside, { force: true });
    throw new RunFailure(`${path} can not be written: ${reasonOf(error)}; nothing was kept of it`);
  }
}

/** A write may take only a part, on a pipe or when the disk fills. */
function writeAll(file: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** What a link points at is replaced, not the link. */
function followLink(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch {
    return path;
  }
}

function isDevice(path: string): boolean {
  try {
    const state = statSync(path);
    return !state.isFile() && !state.isDirectory();
  } catch {
    return false;
  }
}
