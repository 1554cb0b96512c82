/**
 * Keeps two processes from keeping finished runs in one file: a file beside it names the process that does, as
 * `4711 host`. Of a process that is gone, killed or crashed, the lock is taken over.
 */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { systemReason } from "../../runtime/systemReason.ts";
import { RunFailure, UsageError } from "../exitCode.ts";

/** Locks of this very process: after a restart its number may be that of the process that left a lock. */
const held = new Set<string>();

export class RunLock {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** For the file at `of`. @throws UsageError while another process has it, RunFailure when it can not be written. */
  static take(of: string): RunLock {
    const path = `${of}.lock`;
    const found = owner(path);
    if (found !== null) {
      if (isAlive(found, path)) refuse(of, found);
      rmSync(path, { force: true });
    }
    try {
      const file = openSync(path, "wx");
      writeSync(file, `${process.pid} ${hostname()}\n`);
      closeSync(file);
    } catch (error) {
      // Another process was faster.
      const now = owner(path);
      if (now !== null && isAlive(now, path)) refuse(of, now);
      throw new RunFailure(`${path} can not be written: ${systemReason(error)}`);
    }
    held.add(path);
    return new RunLock(path);
  }

  release(): void {
    if (!held.delete(this.path)) return;
    rmSync(this.path, { force: true });
  }
}

interface Owner {
  readonly process: number;
  readonly host: string;
}

function refuse(of: string, { process: id, host }: Owner): never {
  const isHere = host === hostname();
  const where = isHere ? "" : ` on ${host}`;
  throw new UsageError(
    `${of} is being written by another run (process ${id}${where}); wait for it, or choose another --out${isHere ? "" : `; if it is gone, remove ${of}.lock`}`,
  );
}

/** Null where there is no lock; process 0 of one that was not written to its end. */
function owner(path: string): Owner | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return null;
  }
  const [, id, host] = /^(\d+) (.*)\n/.exec(text) ?? [];
  return id === undefined ? { process: 0, host: hostname() } : { process: Number(id), host };
}

/** Of a process on another computer nothing can be known, so it counts as alive. */
function isAlive({ process: id, host }: Owner, path: string): boolean {
  if (host !== hostname()) return true;
  if (id === process.pid) return held.has(path);
  if (id === 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
