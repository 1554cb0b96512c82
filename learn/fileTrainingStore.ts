/**
 * The state of a training in files, so that an interrupted one goes on where it stopped. Files are named by a
 * hash of all that decides their content, and written aside and renamed.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, type Tensor, writeSafetensors } from "../compiler/surrogate/safetensors.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import { systemReason } from "../runtime/systemReason.ts";
import type { TrainingStore } from "./trainingStore.ts";

export interface FileTrainingStore extends TrainingStore {
  /** Removes everything, after the training has come to its end. */
  clear(): void;
}

/** It and its methods that write throw SimulationError output, with the system's reason. */
export function fileTrainingStore(folder: string, key: string): FileTrainingStore {
  const own = join(folder, key.slice(0, 16));
  const read = (name: string): ReadonlyMap<string, Tensor> | null => {
    const path = join(own, `${name}.safetensors`);
    return existsSync(path) ? readSafetensors(readFileSync(path)) : null;
  };
  const write = (name: string, tensors: ReadonlyMap<string, Tensor>): void => {
    const path = join(own, `${name}.safetensors`);
    kept(() => {
      writeFileSync(`${path}.tmp`, writeSafetensors(tensors));
      renameSync(`${path}.tmp`, path);
    });
  };
  // Now, and not after the first runs.
  kept(() => mkdirSync(own, { recursive: true }));
  return {
    readChunk(name) {
      const tensors = read(name);
      if (tensors === null) return null;
      const count = tensors.size / 2;
      return Array.from({ length: count }, (_, i) => ({
        times: tensors.get(`times ${i}`)?.values ?? new Float64Array(0),
        rows: tensors.get(`rows ${i}`)?.values ?? new Float64Array(0),
      }));
    },
    writeChunk(name, runs) {
      const tensors = new Map<string, Tensor>();
      runs.forEach(({ times, rows }, i) => {
        tensors.set(`times ${i}`, { shape: [times.length], values: times });
        tensors.set(`rows ${i}`, { shape: [rows.length], values: rows });
      });
      write(name, tensors);
    },
    read: (member) => read(`member ${member}`)?.get("weights")?.values ?? null,
    write: (member, weights) =>
      write(`member ${member}`, new Map([["weights", { shape: [weights.length], values: weights }]])),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function kept(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new SimulationError("output", `The work of the training can not be kept: ${systemReason(error)}.`);
  }
}
