/** A hand-made model as an emitted simulator would be: a program of its own, for tests that start one. */
import process from "node:process";
import { ssaEngine } from "../../runtime/engines/ssa/ssaEngine.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import { runProgram } from "../../runtime/program.ts";
import { concentrationDimension, rateDimension } from "../../runtime/units/dimension.ts";
import { handMadeJumpModel } from "./handMadeJumpModel.ts";

/** Enzyme-free isomerisation, which ends by itself soon. */
export const simulatorModel: CompiledModel = handMadeJumpModel({
  name: "Isomer",
  parameters: [
    { name: "kon", value: 1, unit: "/s", dimension: rateDimension, doc: "forward" },
    { name: "start", value: 0.1, unit: "uM", factor: 602.214076, dimension: concentrationDimension },
    { name: "speed", value: 0, unit: "/s", dimension: rateDimension },
    { name: "fault", value: 0 },
  ],
  states: { A: "start", B: 0, clock: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: "kon" },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.5 },
    { to: { clock: 1 }, rate: "speed" },
    { name: "broken", rate: (_, y, c) => (c[3] > 0 && y[1] > 20 ? -1 : 0), reads: ["B"] },
  ],
  experiment: { until: 4, every: 1 },
});

if (process.argv[1].endsWith("handMadeSimulator.ts")) {
  process.exitCode = await runProgram(simulatorModel, ssaEngine, process.argv.slice(2));
}
