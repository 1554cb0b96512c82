/**
 * Finished runs in a file beside the result, `run.csv.unfinished`, so that an interrupted experiment can go on and
 * its table need not fit in memory.
 *
 * The first line says in JSON which experiment it is. Then follow records: three 32-bit numbers (bytes of the
 * header, numbers that follow it, CRC-32 of both), the header (JSON: the runs' ends and how many numbers each
 * has), the numbers (64 bits, least byte first). Where writing was cut off, the last record is not whole, which
 * its length or its sum tells; it is dropped.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { crc32 } from "node:zlib";
import type { RunEnd } from "../../runtime/singleRun.ts";
import { systemReason } from "../../runtime/systemReason.ts";
import { RunFailure } from "../exitCode.ts";
import type { OutcomeStore } from "./outcomeStore.ts";
import type { RunOutcome } from "./runTask.ts";

const journalFormat = "tendril unfinished runs";
const frameBytes = 12;

/** What decides the results, by name; texts that are compared. */
export type JournalSettings = Readonly<Record<string, string>>;

interface StoredRun {
  readonly index: number;
  readonly length: number;
  readonly end: Omit<RunEnd, "error" | "isFinished">;
}

/** Where a run's record is, and its place in it. */
interface Place {
  readonly at: number;
  readonly number: number;
}

export class RunJournal implements OutcomeStore {
  readonly path: string;
  readonly #file: number;
  #size: number;
  readonly #places = new Map<number, Place>();
  #last: { readonly at: number; readonly runs: readonly StoredRun[]; readonly values: Float64Array } | null =
    null;

  private constructor(path: string, file: number, size: number) {
    this.path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Begins anew. @throws RunFailure when the file can not be written. */
  static create(path: string, settings: JournalSettings): RunJournal {
    try {
      const file = openSync(path, "w+");
      const journal = new RunJournal(path, file, 0);
      journal.#write(Buffer.from(`${JSON.stringify({ format: journalFormat, version: 1, settings })}\n`));
      return journal;
    } catch (error) {
      throw error instanceof RunFailure
        ? error
        : new RunFailure(`${path} can not be written: ${systemReason(error)}`);
    }
  }

  /** What the file at `path` is of; null when there is none, or it is something else. */
  static settingsAt(path: string): JournalSettings | null {
    if (!existsSync(path) || !statSync(path).isFile()) return null;
    const file = openSync(path, "r");
    try {
      return readFirstLine(file)?.settings ?? null;
    } finally {
      closeSync(file);
    }
  }

  /** Goes on with the file at `path`, whose settings were found to fit. */
  static reopen(path: string): RunJournal {
    const file = openSync(path, "r+");
    const journal = new RunJournal(path, file, readFirstLine(file)?.length ?? 0);
    journal.#scan();
    return journal;
  }

  has(index: number): boolean {
    return this.#places.has(index);
  }

  get count(): number {
    return this.#places.size;
  }

  /** @throws RunFailure when the disk is full, or the like; what was there before stays. */
  add(outcomes: readonly RunOutcome[]): void {
    const fresh = outcomes.filter(({ index }) => !this.has(index));
    if (fresh.length === 0) return;
    const runs = fresh.map(({ index, end, values }): StoredRun => {
      const { statistics, notices, parameters } = end;
      return { index, length: values.length, end: { statistics, notices, parameters } };
    });
    const header = Buffer.from(JSON.stringify(runs));
    const body = Buffer.concat([header, ...fresh.map(({ values }) => littleEndian(values))]);
    const frame = Buffer.alloc(frameBytes);
    frame.writeUInt32LE(header.length, 0);
    frame.writeUInt32LE((body.length - header.length) / 8, 4);
    frame.writeUInt32LE(crc32(body), 8);
    const at = this.#size;
    this.#write(Buffer.concat([frame, body]));
    runs.forEach(({ index }, number) => this.#places.set(index, { at, number }));
  }

  end(index: number): RunEnd {
    const { at, number } = this.#placeOf(index);
    const { runs } = this.#record(at);
    return { isFinished: true, error: null, ...runs[number].end };
  }

  values(index: number): Float64Array {
    const { at, number } = this.#placeOf(index);
    const { runs, values } = this.#record(at);
    const start = runs.slice(0, number).reduce((sum, { length }) => sum + length, 0);
    return values.subarray(start, start + runs[number].length);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Closes and removes the file: the result is written, or nothing is worth keeping. */
  remove(): void {
    closeSync(this.#file);
    rmSync(this.path, { force: true });
  }

  #placeOf(index: number): Place {
    const place = this.#places.get(index);
    if (place === undefined) throw new RangeError(`run ${index} is not kept`);
    return place;
  }

  /** The record at a place of the file; the last one asked for is kept, since runs are read in their order. */
  #record(at: number): { readonly runs: readonly StoredRun[]; readonly values: Float64Array } {
    if (this.#last?.at === at) return this.#last;
    const record = this.#read(at);
    if (record === null) throw new RunFailure(`${this.path} was changed while it was in use`);
    this.#last = { at, ...record };
    return this.#last;
  }

  /** Null where no whole record begins. */
  #read(at: number): { runs: readonly StoredRun[]; values: Float64Array; next: number } | null {
    const frame = readAt(this.#file, at, frameBytes);
    if (frame === null) return null;
    const headerLength = frame.readUInt32LE(0);
    const length = headerLength + 8 * frame.readUInt32LE(4);
    if (at + frameBytes + length > fstatSync(this.#file).size) return null;
    const body = readAt(this.#file, at + frameBytes, length);
    if (body === null || crc32(body) !== frame.readUInt32LE(8)) return null;
    const runs = JSON.parse(body.toString("utf8", 0, headerLength)) as readonly StoredRun[];
    return { runs, values: fromLittleEndian(body.subarray(headerLength)), next: at + frameBytes + length };
  }

  /** Finds all whole records, and cuts off what follows them. */
  #scan(): void {
    for (let record = this.#read(this.#size); record !== null; record = this.#read(this.#size)) {
      const at = this.#size;
      record.runs.forEach(({ index }, number) => this.#places.set(index, { at, number }));
      this.#size = record.next;
    }
    ftruncateSync(this.#file, this.#size);
  }

  #write(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#size + done);
      this.#size += bytes.length;
    } catch (error) {
      const kept =
        this.count === 0
          ? "nothing was kept"
          : `${this.count} finished runs are kept in it, and --resume goes on with them`;
      throw new RunFailure(`${this.path} can not be written: ${systemReason(error)}; ${kept}`);
    }
  }
}

function readFirstLine(file: number): { readonly settings: JournalSettings; readonly length: number } | null {
  const start = Buffer.alloc(Math.min(fstatSync(file).size, 1 << 20));
  readSync(file, start, 0, start.length, 0);
  const end = start.indexOf(10);
  if (end < 0) return null;
  try {
    const line = JSON.parse(start.toString("utf8", 0, end)) as {
      readonly format?: unknown;
      readonly version?: unknown;
      readonly settings: JournalSettings;
    };
    if (line.format !== journalFormat || line.version !== 1) return null;
    return { settings: line.settings, length: end + 1 };
  } catch {
    return null;
  }
}

/** Null where the file ends before. */
function readAt(file: number, at: number, length: number): Buffer | null {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const read = readSync(file, bytes, done, length - done, at + done);
    if (read === 0) return null;
    done += read;
  }
  return bytes;
}

function littleEndian(values: Float64Array): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (let i = 0; i < values.length; i++) bytes.writeDoubleLE(values[i], 8 * i);
  return bytes;
}

function fromLittleEndian(bytes: Buffer): Float64Array {
  const values = new Float64Array(bytes.length / 8);
  for (let i = 0; i < values.length; i++) values[i] = bytes.readDoubleLE(8 * i);
  return values;
}
