/** Tendril as a program of a contest. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MethodName } from "../runtime/methods.ts";
import type { Outcome, Program } from "./benchmark.ts";
import type { BendTest, BendTimes } from "./growth/treadmilling.ts";

export interface ModelSource {
  readonly language: "tdl" | "bngl";
  readonly text: string;
}

export type OwnTask =
  | {
      readonly kind: "simulate";
      readonly model: ModelSource;
      readonly method: MethodName;
      /** In s. */
      readonly until: number;
      /** What is counted; absent: events. */
      readonly unit?: "events" | "nodeSteps";
    }
  /** Simulated seconds, and the errors of bends on the way. */
  | {
      readonly kind: "bend";
      readonly model: ModelSource;
      readonly times: BendTimes;
      readonly tests: readonly BendTest[];
    }
  | IntegrationTask
  /** From the text to the first result of an experiment of so many s; the work is the number of reactions. */
  | { readonly kind: "start"; readonly model: ModelSource; readonly until: number }
  | { readonly kind: "generate"; readonly model: ModelSource }
  | GrowthTask
  /** Bytes held when the run is over, with the rest of the program; the work is the number of molecules. */
  | {
      readonly kind: "hold";
      readonly model: ModelSource;
      readonly method: MethodName;
      readonly until: number;
    };

/** The `ode` method with a relative tolerance, and the same absolute one in molecules. */
export interface IntegrationTask {
  readonly kind: "integrate";
  readonly model: ModelSource;
  readonly until: number;
  readonly tolerance: number;
}

/** An exact run, with what it holds in memory. */
export interface GrowthTask {
  readonly kind: "grow";
  readonly model: ModelSource;
  /** In s. */
  readonly until: number;
}

export interface Growth extends Outcome {
  /** CPU time from the text to the first reaction, in s. */
  readonly start: number;
  /** Bytes held at the end beside the program: model, network and state. */
  readonly held: number;
}

export function grow(task: GrowthTask): Growth {
  return ownRun(task) as Growth;
}

/** One run, with the state at its end. */
export interface Integration extends Outcome {
  readonly values: readonly number[];
}

export function integrate(task: IntegrationTask): Integration {
  return ownRun(task) as Integration;
}

export function ownProgram(task: OwnTask): Program {
  return { name: "tendril", run: () => ownRun(task) };
}

/** Does a task in a process of its own. */
export function ownRun(task: OwnTask): Outcome {
  const file = fileURLToPath(new URL("ownRun.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", file], {
    input: JSON.stringify(task),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Outcome;
}
