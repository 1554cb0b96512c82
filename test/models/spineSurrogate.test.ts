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
import { defaultNetworkLimits } from "../../compiler/plan/network/network.ts";
import { cardText, readArtefact } from "../../compiler/surrogate/artefact.ts";
import { prepareModule } from "../../compiler/surrogate/prepareModule.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { driveRun } from "../../learn/sample/drive.ts";
import { planRuns } from "../../learn/sample/runPlan.ts";
import { goldenError } from "../../learn/validate/golden.ts";
import { exactText, reducedText } from "../../learn/validate/comparison.ts";
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
  observe calmodulin =
    camkii.f00 + camkii.f01 + camkii.f02 + camkii.f10 + camkii.f11 + camkii.f12 + camkii.f20 + camkii.f21
      + camkii.free_CaM4 + camkii.held + camkii.bound_unphosphorylated + camkii.bound_phosphorylated
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
        [`${folder}/pairs.surrogate/card.json`, cardText(card)],
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
    const [before, left, back, end] = [1 - 1e-9, 1 + 1e-9, 1.25 + 1e-9, 3].map(at);
    const statistics = run.statistics();
    expect(statistics["surrogate pairs for camkii: left the domain"]).toBe(1);
    // Calmodulin is all in the surrogate's sums, or all in the module's molecules.
    const calmodulin = (seen: Readonly<Record<string, number>>): number => seen["calmodulin"] ?? 0;
    expect(calmodulin(before)).toBeCloseTo(225.8302785, 6);
    for (const seen of [left, back, end])
      expect(Math.abs(calmodulin(seen) / calmodulin(before) - 1)).toBeLessThan(1e-12);
    // No sum jumps: two nanoseconds lie between.
    for (const { name, high } of card.retained) {
      const place = `camkii.${name}`;
      if (left[place] === undefined || name.startsWith("f")) continue;
      expect(Math.abs((left[place] ?? 0) - (before[place] ?? 0)), name).toBeLessThan(1e-3 * high);
    }
    expect(back["camkii.active"]).toBeGreaterThan(before["camkii.active"] ?? 0);
    expect(end["camkii.active"]).toBeGreaterThan(0);
  }, 120_000);

  it("stays on in the model around it, at pulses too, and follows the exact module", () => {
    const main = "models/spine/signalling.tdl";
    const runOf = (experiment: string): Simulation => {
      const host = new NodeFileHost(main, root);
      const { compiled } = compile({ main, host, experiment, method: null });
      if (compiled === null) throw new Error("the model has mistakes");
      return new Simulation(compiled, odeEngine);
    };
    const surrogate = runOf("ltp_pairs");
    const exact = runOf("ltp_exact");
    for (const time of [0.01, 0.1, 1, 2, 2.01, 2.1, 3]) {
      surrogate.advanceTo(time);
      exact.advanceTo(time);
      for (const name of ["camkii.active", "camkii.phosphorylated", "cofilin.cofilin_active"]) {
        const wanted = exact.observe()[name] ?? 0;
        expect(Math.abs((surrogate.observe()[name] ?? 0) - wanted)).toBeLessThan(0.01 * wanted + 1e-4);
      }
    }
    expect(surrogate.statistics()["surrogate pairs for camkii: left the domain"]).toBe(0);
  }, 120_000);
});
