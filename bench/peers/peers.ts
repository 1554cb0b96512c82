/**
 * Other programs, which whoever runs the benchmarks has built: `bng` is the path of BNG2.pl (it also makes the XML
 * files that NFsim reads); `run_network`, `nfsim`, `kasim`, `kade` and `cytosim` are programs, and `dggml` one's own
 * (dggml.ts).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const peerNames: readonly string[] = [
  "bng",
  "run_network",
  "nfsim",
  "kasim",
  "kade",
  "cytosim",
  "dggml",
];

/** Does something in a folder that is removed after it. */
export function inFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "tendril-bench-"));
  try {
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program printed. @throws Error when it failed. */
export function output(command: string, args: readonly string[], folder: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} failed: ${stderr}${stdout.slice(-500)}`);
  return stdout;
}

/** CPU time of a program, start-up included; in s. @throws Error when it failed. */
export function wholeTime(command: string, args: readonly string[], folder: string): number {
  const [user = Number.NaN, system = Number.NaN] = resources("%U %S", command, args, folder);
  return user + system;
}

/** What a program takes by the clock, start-up included; in s. @throws Error when it failed. */
export function wallTime(command: string, args: readonly string[], folder: string): number {
  const [elapsed = Number.NaN] = resources("%e", command, args, folder);
  return elapsed;
}

/** The most memory that a program had in use at once, in bytes. @throws Error when it failed. */
export function largestMemory(command: string, args: readonly string[], folder: string): number {
  const [kilobytes = Number.NaN] = resources("%M", command, args, folder);
  return 1024 * kilobytes;
}

/** What GNU time tells of a program. */
function resources(format: string, command: string, args: readonly string[], folder: string): number[] {
  output("/usr/bin/time", ["-f", format, "-o", "resources.txt", command, ...args], folder);
  return readFileSync(join(folder, "resources.txt"), "utf8").trim().split(" ").map(Number);
}

/** A number that a program printed. @throws Error when there is none. */
export function printedNumber(text: string, pattern: RegExp): number {
  const value = Number(pattern.exec(text)?.[1]);
  if (!Number.isFinite(value)) throw new Error(`nothing like ${pattern.source} was printed`);
  return value;
}
