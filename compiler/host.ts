/** Where source texts come from: the file system (cli), memory (tests, browsers, editors). */
export type ReadResult =
  | { readonly ok: true; readonly text: string }
  /** `reason` completes "The file … can not be read: …". */
  | { readonly ok: false; readonly reason: string };

export interface SourceHost {
  readText(path: string): ReadResult;
  /** A file that is not text; null when it can not be read. Absent: there are none. */
  readBytes?(path: string): Uint8Array | null;
  /**
   * The path of an import written in `from`; refused when it leaves the import root (nearest folder with a
   * package file, else the main file's folder), symbolic links followed.
   */
  resolveImport(
    from: string,
    specifier: string,
  ): { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };
}

/** A host over texts in memory; import paths are relative to the importing file. */
export class MemoryHost implements SourceHost {
  readonly #files: ReadonlyMap<string, string>;
  readonly #bytes: ReadonlyMap<string, Uint8Array>;

  constructor(files: ReadonlyMap<string, string>, bytes: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#files = files;
    this.#bytes = bytes;
  }

  readBytes(path: string): Uint8Array | null {
    return this.#bytes.get(path) ?? null;
  }

  readText(path: string): ReadResult {
    const text = this.#files.get(path);
    return text === undefined ? { ok: false, reason: "there is no such file" } : { ok: true, text };
  }

  resolveImport(from: string, specifier: string): ReturnType<SourceHost["resolveImport"]> {
    const parts = from.split("/").slice(0, -1);
    for (const part of specifier.split("/")) {
      if (part === "..") {
        if (parts.length === 0) return { ok: false, reason: "it lies outside the model's folder" };
        parts.pop();
      } else if (part !== "." && part !== "") parts.push(part);
    }
    return { ok: true, path: parts.join("/") };
  }
}
