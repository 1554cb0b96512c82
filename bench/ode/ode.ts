/**
 * Differential equations of networks at equal achieved error: each program takes the loosest tolerance, by powers of ten,
 * with which its own result is within the error that is asked for, and is timed with that.
 *
 * The error is the root of the mean over species of ((n - r) / (r + 1e-3))^2 at the end, where r is what our own method
 * gives with a relative tolerance of 1e-12; a program that did not agree with it would never reach the goal.
 */
import type { BenchSettings, Contest, ContestBenchmark, Program } from "../benchmark.ts";
import { dimersText } from "../models/dimers.ts";
import { receptorBngl } from "../models/receptor.ts";
import { type Integration, integrate, type ModelSource } from "../ownProgram.ts";
import { runNetworkIntegrators } from "../peers/runNetwork.ts";

const referenceTolerance = 1e-12;
const leastNumber = 1e-3;
const tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11];

interface Task {
  readonly size: string;
  readonly species: number;
  readonly model: ModelSource;
  readonly until: number;
}

function contests({ size, species, model, until }: Task, errors: readonly number[], settings: BenchSettings) {
  const own = (tolerance: number): Integration => integrate({ kind: "integrate", model, until, tolerance });
  const others = runNetworkIntegrators(settings, model, until, species);
  let known: readonly number[] | null = null;
  const reference = (): readonly number[] => (known ??= own(referenceTolerance).values);
  return errors.map(
    (error): Contest => ({
      size: `${size}, error ${error}`,
      own: atError("tendril", own, reference, error),
      peers: others.map((other) =>
        atError(other.name, (tolerance) => other.integrate(tolerance), reference, error),
      ),
    }),
  );
}

/** Finds its tolerance in the first run. */
function atError(
  name: string,
  solve: (tolerance: number) => Integration,
  reference: () => readonly number[],
  error: number,
): Program {
  let found: number | null = null;
  return {
    name,
    run: () => {
      found ??=
        tolerances.find((tolerance) => errorOf(solve(tolerance).values, reference()) <= error) ?? null;
      if (found === null) throw new Error(`${name} does not come within ${error} of the reference`);
      return solve(found);
    },
  };
}

function errorOf(values: readonly number[], reference: readonly number[]): number {
  let sum = 0;
  values.forEach((value, i) => {
    const right = reference[i] ?? Number.NaN;
    sum += ((value - right) / (right + leastNumber)) ** 2;
  });
  return Math.sqrt(sum / reference.length);
}

export const odeBenchmarks: readonly ContestBenchmark[] = [
  {
    name: "ode/receptor",
    about: "the equations of a growth factor receptor and its adapters, at equal error",
    unit: "runs",
    contests: (settings) =>
      contests(
        {
          size: "356 species, 3,749 reactions",
          species: 356,
          model: { language: "bngl", text: receptorBngl(1800) },
          until: 120,
        },
        settings.quick ? [1e-5] : [1e-3, 1e-5, 1e-7],
        settings,
      ),
  },
  {
    name: "ode/dimers",
    about: "the equations of paired receptors with four sites, at equal error",
    unit: "runs",
    contests: (settings) =>
      contests(
        {
          size: "3,403 species, 50,814 reactions",
          species: 3403,
          model: { language: "tdl", text: dimersText() },
          until: 600,
        },
        settings.quick ? [1e-3] : [1e-3, 1e-5],
        settings,
      ),
  },
];
