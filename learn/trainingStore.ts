/** What an interrupted training has done so far, kept until it is finished. */
export interface SampledChunk {
  readonly times: Float64Array;
  readonly rows: Float64Array;
}

export interface TrainingStore {
  readChunk(name: string): readonly SampledChunk[] | null;
  writeChunk(name: string, runs: readonly SampledChunk[]): void;
  read(member: number): Float64Array | null;
  write(member: number, weights: Float64Array): void;
}

/** Keeps nothing. */
export const noStore: TrainingStore = {
  readChunk: () => null,
  writeChunk: () => undefined,
  read: () => null,
  write: () => undefined,
};
