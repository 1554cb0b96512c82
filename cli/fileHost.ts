/**
 * Model files from the file system, for the compiler.
 *
 * Reads the main file that the user named, and else only files inside its import root: the nearest folder with
 * a package file (tendril.json), else the main file's folder. Symbolic links are followed before that is
 * judged, when an import is resolved and again when it is read.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { ReadResult, SourceHost } from "../compiler/host.ts";
import { systemReason } from "../runtime/systemReason.ts";

export const packageFile = "tendril.json";
/** Larger files are refused: 16 MiB. */
export const sizeLimit = 16 * 1024 * 1024;

const outside = "it lies outside the folder that imports may read";

export class NodeFileHost implements SourceHost {
  /** Real path of the folder that imports stay in. */
  readonly root: string;
  readonly #cwd: string;
  /** Real path of the main file; itself where it does not exist. */
  readonly #main: string;

  /** `main` as the user wrote it, relative to `cwd`. */
  constructor(main: string, cwd: string) {
    this.#cwd = cwd;
    const path = resolve(cwd, main);
    this.#main = realPath(path) ?? path;
    this.root = importRoot(realPath(dirname(path)) ?? dirname(path));
  }

  readText(path: string): ReadResult {
    const real = realPath(resolve(this.#cwd, path));
    if (real === null) return { ok: false, reason: "there is no such file" };
    if (real !== this.#main && !isInside(real, this.root)) return { ok: false, reason: outside };
    return readTextFile(real);
  }

  readBytes(path: string): Uint8Array | null {
    const real = realPath(resolve(this.#cwd, path));
    if (real === null || !isInside(real, this.root)) return null;
    try {
      return statSync(real).size > sizeLimit ? null : readFileSync(real);
    } catch {
      return null;
    }
  }

  resolveImport(from: string, specifier: string): ReturnType<SourceHost["resolveImport"]> {
    if (specifier.includes("\0")) return { ok: false, reason: "its path holds a character that no path may" };
    if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) {
      return { ok: false, reason: "only files can be imported, not addresses" };
    }
    const path = resolve(dirname(resolve(this.#cwd, from)), specifier);
    // The nearest existing folder is judged where the file itself is missing, so that nothing can be probed.
    const real = realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), "missing");
    if (!isInside(real, this.root)) return { ok: false, reason: outside };
    if (realPath(path) === null) return { ok: false, reason: "there is no such file" };
    return { ok: true, path: isAbsolute(from) ? path : relative(this.#cwd, path).split(sep).join("/") };
  }
}

/** The text of one file, with every way that can fail as a reason for "The file … can not be read: …". */
export function readTextFile(path: string): ReadResult {
  let file: number;
  try {
    const state = statSync(path);
    if (state.isDirectory()) return { ok: false, reason: "it is a folder" };
    // Asked before it is opened, since opening a pipe waits for whoever writes it.
    if (!state.isFile()) return { ok: false, reason: "it is not an ordinary file" };
    file = openSync(path, "r");
  } catch (error) {
    return { ok: false, reason: systemReason(error) };
  }
  try {
    if (fstatSync(file).size > sizeLimit) return { ok: false, reason: "it is larger than 16 MiB" };
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    return { ok: true, text };
  } catch (error) {
    return {
      ok: false,
      reason: error instanceof TypeError ? "it is not text in UTF-8" : systemReason(error),
    };
  } finally {
    closeSync(file);
  }
}

function importRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, packageFile))) return at;
    if (dirname(at) === at) return folder;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
