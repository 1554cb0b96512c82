/** Exact runs of a training: the same on threads as here, and failures that a user can read. */
import { afterAll, describe, expect, it } from "vitest";
import { drivenModel, type DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { submodelColumns } from "../../compiler/surrogate/columns.ts";
import { planRuns } from "../../learn/sample/runPlan.ts";
import { RunSampler } from "../../learn/sample/runSampler.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import { enzymeText, prepare } from "./trainModel.ts";

function drivenText(text: string): DrivenText {
  const { flat, source, inputs, submodel, origin } = prepare(text, "quick");
  return drivenModel(flat, source, inputs, submodelColumns(submodel, inputs).state, origin);
}

const { inputs } = prepare(enzymeText, "quick");
const plans = planRuns(6, inputs, 1, "1");
const samplers: RunSampler[] = [];

function sampler(driven: DrivenText, jobs: number, worth: number): RunSampler {
  const made = new RunSampler(driven, jobs, worth);
  samplers.push(made);
  return made;
}

afterAll(() => Promise.all(samplers.map((one) => one.close())));

describe("exact runs", () => {
  const driven = drivenText(enzymeText);

  it("are the same on worker threads as here, bit by bit", async () => {
    const here = sampler(driven, 1, 0);
    const spread = sampler(driven, 2, 0);
    const [a, b] = [await here.sample(plans, plans.length), await spread.sample(plans, plans.length)];
    expect([here.threads, spread.threads]).toEqual([0, 2]);
    expect(b).toEqual(a);
  });

  it("stay here where threads would take longer to start", async () => {
    const one = sampler(driven, 2, 1e6);
    await one.sample(plans, plans.length);
    expect(one.threads).toBe(0);
  });

  it("fail with what the module did wrong, from a thread too", async () => {
    const broken = enzymeText.replace("@ 400 /s", "@ 400 /s * sqrt([S] / 1 uM - 1)");
    const one = sampler(drivenText(broken), 2, 0);
    const held = { duration: 1, from: [2], to: [2] };
    const bad = { duration: 1, from: [0.5], to: [0.5] };
    const failing = one.sample([[held], [bad]], 2);
    await expect(failing).rejects.toThrow(SimulationError);
    await expect(failing).rejects.toThrow("the rate of change of ES1 is not a finite number");
  });
});
