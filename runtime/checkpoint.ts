/**
 * The state of a simulation as plain JSON data, from which it goes on exactly as if it had not been
 * interrupted. JSON has no infinities and no negative zero, so such numbers are written as `{"number": "-0"}`.
 */
import type { MethodName } from "./methods.ts";
import { SimulationError } from "./simulationError.ts";

export const checkpointFormat = "tendril checkpoint";
/**
 * Another number for another layout of what engines save; 2: a node's bonds and states stand in one record; 3: near
 * pairs that are only counted are left out.
 */
export const checkpointVersion = 3;

export interface Checkpoint {
  readonly format: typeof checkpointFormat;
  readonly version: typeof checkpointVersion;
  readonly model: string;
  /** Content hash of the model that it belongs to. */
  readonly hash: string;
  readonly experiment: string | null;
  readonly method: MethodName;
  /** The solver that was asked for; null: chosen automatically. */
  readonly odeMethod: string | null;
  readonly motionTolerance: number | null;
  /** In s. */
  readonly time: number;
  /** States in internal units, by index. */
  readonly y: readonly number[];
  /** The parameters that were set, in internal units. */
  readonly parameters: readonly (readonly [name: string, value: number])[];
  /** The values of all parameters, in internal units, by index. */
  readonly values: readonly number[];
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly engine: unknown;
  readonly random: readonly number[];
}

/** JSON data for data that may hold any numbers. */
export function packNumbers(value: unknown): unknown {
  if (typeof value === "number") {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    return { number: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (Array.isArray(value)) return value.map(packNumbers);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packNumbers(item)]));
  }
  return value;
}

/** The inverse of `packNumbers`. */
export function unpackNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackNumbers);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 1 && entries[0][0] === "number") return Number(entries[0][1]);
    return Object.fromEntries(entries.map(([key, item]) => [key, unpackNumbers(item)]));
  }
  return value;
}

/**
 * Checks data that should be a checkpoint of this model and method, as `packNumbers` wrote it.
 * @throws SimulationError badCheckpoint when it is not.
 */
export function readCheckpoint(
  data: unknown,
  expected: {
    readonly hash: string;
    readonly experiment: string | null;
    readonly method: MethodName;
    readonly states: number;
    readonly parameters: number;
  },
): Checkpoint {
  const checkpoint = unpackNumbers(data) as Partial<Checkpoint> | null;
  if (typeof checkpoint !== "object" || checkpoint === null || checkpoint.format !== checkpointFormat) {
    throw new SimulationError("badCheckpoint", "This is not a checkpoint of a simulation.");
  }
  if (checkpoint.version !== checkpointVersion) {
    throw new SimulationError(
      "badCheckpoint",
      `The checkpoint is of format version ${String(checkpoint.version)}; this program reads ${checkpointVersion}.`,
    );
  }
  if (checkpoint.hash !== expected.hash) {
    throw new SimulationError(
      "badCheckpoint",
      "The checkpoint is of another model, or of another version of it.",
    );
  }
  if (checkpoint.experiment !== expected.experiment) {
    const [saved, own] = [checkpoint.experiment, expected.experiment].map((name) => name ?? "none");
    throw new SimulationError(
      "badCheckpoint",
      `The checkpoint is of the experiment ${saved}, this run is of the experiment ${own}.`,
    );
  }
  if (checkpoint.method !== expected.method) {
    throw new SimulationError(
      "badCheckpoint",
      `The checkpoint is of a run by ${String(checkpoint.method)}, this one is by ${expected.method}.`,
    );
  }
  const isWhole =
    typeof checkpoint.time === "number" &&
    isNumberList(checkpoint.y) &&
    checkpoint.y.length === expected.states &&
    isNumberList(checkpoint.random) &&
    isNumberList(checkpoint.values) &&
    checkpoint.values.length === expected.parameters &&
    (checkpoint.odeMethod === null || typeof checkpoint.odeMethod === "string") &&
    (checkpoint.motionTolerance === null || typeof checkpoint.motionTolerance === "number") &&
    typeof checkpoint.relativeTolerance === "number" &&
    typeof checkpoint.absoluteTolerance === "number" &&
    Array.isArray(checkpoint.parameters) &&
    checkpoint.parameters.every(
      (entry: unknown) =>
        Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "number",
    );
  if (!isWhole) throw new SimulationError("badCheckpoint", "The checkpoint is damaged or incomplete.");
  return checkpoint as Checkpoint;
}

function isNumberList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}
