/**
 * The surrogate that ships with the spine: of the module as it is, good on a run that it has not seen, the same in a
 * simulator as in training, and gone from and come back to without a jump.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { compile, frontEnd } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import { defaultNetworkLimits } from "../../compiler/plan/network/generateNetwork.ts";
import { readArtefact } from "../../compiler/surrogate/artefact.ts";
import { prepareModule } from "../../compiler/surrogate/prepareModule.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { driveRun } from "../../learn/sample/drive.ts";
import { planRuns } from "../../learn/sample/runPlan.ts";
import { goldenError } from "../../learn/validate/golden.ts";
import { exactText, reducedText } from "../../learn/validate/measure.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { root } from "./shippedModel.ts";

const main = "models/spine/camkii_pairs.tdl";
const host = new NodeFileHost(main, root);
const sink = new DiagnosticSink();
const front = frontEnd({ main, host }, sink);
const symbol = front?.program.main.lookup("pairs");
if (front === null || symbol?.kind !== "surrogate") throw new Error("no surrogate pairs");
const prepared = prepareModule({ ...front, symbol, limits: defaultNetworkLimits, sink });
const read = readArtefact(host, symbol.scope.file.path, "pairs");
if (prepared === null || !read.ok) throw new Error("the surrogate can not be read");
const { artefact } = read;
const { card } = artefact;

describe("the surrogate of the spine's pairs", () => {
  it("is of the module as it is, and accepted", () => {
    expect(card.hashes.submodel).toBe(prepared.hash);
    expect(card.acceptance.accepted).toBe(true);
    expect(card.acceptance.conditions.filter(({ holds }) => !holds)).toEqual([]);
    expect(card.metrics.speedup).toBeGreaterThanOrEqual(10);
  });

  it("has the same rates in a simulator's code as in training, to 1e-12", () => {
    expect(goldenError(prepared, artefact)).toBeLessThanOrEqual(1e-12);
  });

  it("follows a run that it was not trained on within 2 %, without anything negative", () => {
    const { horizon } = card.training;
    const plan = planRuns(40, prepared.inputs, Number(horizon), card.seed).at(-1) ?? [];
    const texts = [exactText(prepared), reducedText(prepared, artefact)];
    const [exact, reduced] = texts.map(({ text, inputs }) =>
      driveRun({ model: evaluateModel(text), inputs }, plan),
    );
    const width = card.retained.length;
    card.retained.forEach(({ name, low, high }, k) => {
      let square = 0;
      exact.times.forEach((_, n) => {
        const value = reduced.rows[n * width + k];
        square += (value - exact.rows[n * width + k]) ** 2;
        expect(value, name).toBeGreaterThanOrEqual(-1e-6);
      });
      expect(Math.sqrt(square / exact.times.length) / (high - low), name).toBeLessThan(0.02);
    });
  }, 120_000);

  it("falls back above its domain and rejoins, with all calmodulin there", () => {
    const folder = "models/spine";
    const text = `language 1.0
import SpinePairs, pairs from "./camkii_pairs.tdl"
model Flood {
  compartment head { volume 0.0125 um^3 }
  species Ca in head = 1 uM
  part camkii = SpinePairs(head = head, Ca = Ca)
  observe calcium = count Ca
}
experiment flood of Flood {
  use pairs for camkii
  method ode
  until 3 s  every 1 s
  event more when time >= 1 s set [Ca] = 900 uM
  event less when time >= 1.25 s set [Ca] = 2 uM
}
`;
    const memory = new MemoryHost(
      new Map([
        [`${folder}/flood.tdl`, text],
        ...[main, `${folder}/calcium.tdl`].map(
          (path) => [path, readFileSync(join(root, path), "utf8")] as const,
        ),
        [`${folder}/pairs.surrogate/card.json`, JSON.stringify(card)],
      ]),
      new Map([
        [
          `${folder}/pairs.surrogate/weights.safetensors`,
          readFileSync(join(root, folder, "pairs.surrogate/weights.safetensors")),
        ],
      ]),
    );
    const { compiled } = compile({
      main: `${folder}/flood.tdl`,
      host: memory,
      experiment: "flood",
      method: null,
    });
    if (compiled === null) throw new Error("the model has mistakes");
    const run = new Simulation(compiled, odeEngine);
    const at = (time: number): Readonly<Record<string, number>> => {
      run.advanceTo(time);
      return { ...run.observe() };
    };
    // Calmodulin is all in the surrogate's sums, or all in the module's molecules.
    const [before, left, back, end] = [0.9999, 1.0001, 1.2501, 3].map(at);
    const statistics = run.statistics();
    expect(statistics["surrogate pairs for camkii: left the domain"]).toBe(1);
    const lobes = ["0", "1", "2"].flatMap((c) => ["0", "1", "2"].map((n) => `camkii.f${c}${n}`));
    const calmodulin = (seen: Readonly<Record<string, number>>): number =>
      [
        ...lobes,
        "camkii.free_CaM4",
        "camkii.held",
        "camkii.bound_unphosphorylated",
        "camkii.bound_phosphorylated",
      ]
        .map((name) => seen[name] ?? 0)
        .reduce((sum, value) => sum + value, 0);
    for (const seen of [left, back, end])
      expect(Math.abs(calmodulin(seen) / calmodulin(before) - 1)).toBeLessThan(1e-12);
    // Of a tenth of a millisecond and the moment of change together.
    expect(
      Math.abs((left["camkii.phosphorylated"] ?? 0) - (before["camkii.phosphorylated"] ?? 0)),
    ).toBeLessThan(1e-3);
    expect(back["camkii.active"]).toBeGreaterThan(before["camkii.active"] ?? 0);
    expect(end["camkii.active"]).toBeGreaterThan(0);
  }, 120_000);
});
