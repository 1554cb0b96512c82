/** Deterministic models written by hand, for tests of solvers: equations with their exact derivatives. */
import { planFactorisation } from "../../compiler/plan/sparse/symbolicFactorisation.ts";
import type { CompiledModel, ScheduledTimes, SparsePattern } from "../../runtime/model.ts";

export interface HandMadeEvent {
  readonly trigger: (t: number, y: Float64Array) => boolean;
  /** New values by state index, computed from the state before. */
  readonly assign: readonly (readonly [state: number, value: (t: number, y: Float64Array) => number])[];
  readonly priority?: number;
}

export interface HandMadeEquations {
  readonly initial: readonly number[];
  readonly names?: readonly string[];
  derivative(t: number, y: Float64Array, dy: Float64Array): void;
  /** Sets d dy[row] / d y[column] by `set(row, column, value)`; what is never set is zero. */
  jacobian(t: number, y: Float64Array, set: (row: number, column: number, value: number) => void): void;
  /** Left out: the equations do not depend on time. */
  timeDerivative?(t: number, y: Float64Array, out: Float64Array): void;
  readonly roots?: readonly ((t: number, y: Float64Array) => number)[];
  readonly events?: readonly HandMadeEvent[];
  readonly schedule?: readonly ScheduledTimes[];
  readonly until?: number;
}

/** Entries that the Jacobian sets at the initial state, and the diagonal. */
function patternOf(equations: HandMadeEquations): SparsePattern {
  const size = equations.initial.length;
  const columns = Array.from({ length: size }, (_, i) => new Set([i]));
  equations.jacobian(0, Float64Array.from(equations.initial), (row, column) => columns[column].add(row));
  const rows = columns.map((column) => [...column].sort((a, b) => a - b));
  const columnStart = new Int32Array(size + 1);
  rows.forEach((column, j) => {
    columnStart[j + 1] = columnStart[j] + column.length;
  });
  return { size, columnStart, row: Int32Array.from(rows.flat()) };
}

export function handMadeModel(equations: HandMadeEquations): CompiledModel {
  const { initial, roots = [], events = [], schedule = [] } = equations;
  const pattern = patternOf(equations);
  const place = new Map<number, number>();
  for (let column = 0; column < pattern.size; column++) {
    for (let p = pattern.columnStart[column]; p < pattern.columnStart[column + 1]; p++) {
      place.set(pattern.row[p] * pattern.size + column, p);
    }
  }
  return {
    manifest: {
      model: "handMade",
      title: null,
      experiment: null,
      experimentTitle: null,
      hash: "0",
      compiler: "test",
      method: "ode",
      methodReason: "test",
      sources: [],
      notes: [],
    },
    parameters: [],
    constantCount: 0,
    states: initial.map((_, i) => ({
      name: equations.names?.[i] ?? `y${i}`,
      kind: "species",
      unit: "",
      factor: 1,
      discrete: false,
    })),
    observables: [],
    events: events.map((event, i) => ({ name: `event${i}`, targets: event.assign.map(([state]) => state) })),
    rootCount: roots.length,
    code: {
      derive: () => {},
      initial: (_, y) => y.set(initial),
      observe: () => {},
      triggers: (t, y, _, out) => events.forEach((event, i) => (out[i] = event.trigger(t, y) ? 1 : 0)),
      roots: (t, y, _, out) => roots.forEach((root, i) => (out[i] = root(t, y))),
      priority: (event) => events[event].priority ?? 0,
      fire: (event, t, y, _, out) => events[event].assign.forEach(([, value], i) => (out[i] = value(t, y))),
      schedule: () => schedule,
    },
    ode: {
      derivative: (t, y, _, dy) => equations.derivative(t, y, dy),
      jacobian: (t, y, _, values) => {
        values.fill(0);
        equations.jacobian(t, y, (row, column, value) => {
          values[place.get(row * pattern.size + column) ?? Number.NaN] = value;
        });
      },
      timeDerivative: (t, y, _, out) => {
        if (equations.timeDerivative === undefined) out.fill(0);
        else equations.timeDerivative(t, y, out);
      },
      pattern,
      factorisation: planFactorisation(pattern),
    },
    jumps: null,
    agents: null,
    graph: null,
    experiment: {
      until: equations.until ?? null,
      every: null,
      replicates: 1,
      seed: "1",
      relativeTolerance: 1e-6,
      absoluteTolerance: 1e-6,
      sweeps: [],
      plots: [],
    },
  };
}
