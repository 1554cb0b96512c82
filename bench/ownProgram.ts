/** Tendril as a program of a contest. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MethodName } from "../runtime/methods.ts";
import type { Outcome, Program } from "./benchmark.ts";

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
  | { readonly kind: "generate"; readonly model: ModelSource };

export function ownProgram(task: OwnTask): Program {
  return {
    name: "tendril",
    run(): Outcome {
      const file = fileURLToPath(new URL("ownRun.ts", import.meta.url));
      const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
        input: JSON.stringify(task),
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Outcome;
    },
  };
}
