/** Runs as a whole: the same from the same seed, however they are divided, and through checkpoints. */
import { describe, expect, test } from "vitest";
import { networkFreeEngine } from "../../../runtime/engines/networkFree/networkFreeEngine.ts";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import type { EngineTraits } from "../../../runtime/engines/engine.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { networkFreeCases } from "../../support/networkFreeModels.ts";
import { compileFor, modelText } from "../../support/networkFreeRun.ts";
import { sampleMoments } from "../../support/statistics.ts";

/** Some two hundred numbers are compared; a seed chosen anew passes with a probability of about 98 %. */
const meanBound = 4.5;
const varianceBound = 5;
const replicates = 400;

/** Observables at two times: sets[time][observable] holds one number a replicate. */
function sample(model: CompiledModel, traits: EngineTraits, until: number): number[][][] {
  const times = [until / 4, until];
  const sets = times.map(() => model.observables.map((): number[] => []));
  for (let replicate = 1; replicate <= replicates; replicate++) {
    const run = new Simulation(model, traits, { seed: "moments", replicate });
    times.forEach((time, i) => {
      run.advanceTo(time);
      Object.values(run.observe()).forEach((value, k) => sets[i][k].push(value));
    });
  }
  return sets;
}

/** Squared standard error of a sample's variance, from its fourth moment: rare observables have wide tails. */
function varianceOfVariance(values: readonly number[]): number {
  const { mean, variance } = sampleMoments(values);
  const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / values.length;
  return (fourth - variance ** 2) / values.length;
}

describe.each(networkFreeCases)("$name", ({ text, until }) => {
  const model = compileFor(text, "network_free");

  test("has the means and variances of the generated network", () => {
    const own = sample(model, networkFreeEngine, until);
    const known = sample(compileFor(text, "ssa"), ssaEngine, until);
    own.forEach((set, i) => {
      set.forEach((values, k) => {
        const [a, b] = [sampleMoments(values), sampleMoments(known[i][k])];
        const pooled = (a.variance + b.variance) / 2;
        if (pooled === 0) return expect(a.mean).toBe(b.mean);
        const z = (a.mean - b.mean) / Math.sqrt((2 * pooled) / replicates);
        const spread = varianceOfVariance(values) + varianceOfVariance(known[i][k]);
        const y = (a.variance - b.variance) / Math.sqrt(spread);
        const label = `${model.observables[k].name}: mean ${a.mean} and ${b.mean}, variance ${a.variance} and ${b.variance}`;
        expect(Math.abs(z), label).toBeLessThan(meanBound);
        expect(Math.abs(y), label).toBeLessThan(varianceBound);
      });
    });
  });

  test("goes on from a checkpoint as if not interrupted, however the run is divided", () => {
    const whole = new Simulation(model, networkFreeEngine, { seed: "s" });
    whole.advanceTo(until);
    const first = new Simulation(model, networkFreeEngine, { seed: "s" });
    for (let k = 1; k <= 7; k++) first.advanceTo((until * k) / 14);
    while (!first.advanceSome(until * 0.6, 1)) {
      // One event at a time.
    }
    const saved: unknown = JSON.parse(JSON.stringify(first.save()));
    const second = Simulation.restore(model, networkFreeEngine, saved);
    second.advanceTo(until);
    expect(second.observe()).toEqual(whole.observe());
    expect(second.save()).toEqual(whole.save());
  });
});

test("an event that sets a plain species changes the rates of rules", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    species X in cell = 0 count
    molecule A { s {u, p} }
    rule go: A(s{u}) + X -> A(s{p}) + X @ 100 um^3/count/s
    init A() = 50 count
    event add when time >= 1 s set amount X = 10 count
    observe p = count A(s{p})`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(0.99);
  expect(run.observe()).toMatchObject({ p: 0 });
  run.advanceTo(2);
  expect(run.observe()).toMatchObject({ p: 50 });
});

test("a trigger that reads a count fires at the reaction that makes it true", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    species X in cell = 0 count
    molecule A { s {u, p} }
    rule go: A(s{u -> p}) @ 1 /s
    init A() = 50 count
    event reached when count A(s{p}) >= 20 set amount X = count A(s{p}) * 1 count
    observe x = count X`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(10);
  expect(run.observe()).toMatchObject({ x: 20 });
});

test("what an event sets may read a measure that nothing else reads", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    species X in cell = 0 count
    molecule A { x, s {u, p} }
    rule go: A(s{u -> p}) @ 1000 /s
    rule pair: A(x[.]) + A(x[.]) -> A(x[1]), A(x[1]) @ 1000 um^3/count/s
    init A() = 50 count
    event look when time >= 1 s set amount X = (count A(s{p}) + complexes A(x[_])) * 1 count
    observe x = count X`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(2);
  expect(run.observe()).toMatchObject({ x: 75 });
});

test("a rate that changes at a known time follows it exactly", () => {
  const text = modelText(`molecule A { s {u, p} }
    rule go: A(s{u -> p}) @ if time > 1 s then 1000 /s else 0 /s
    init A() = 50 count
    observe p = count A(s{p})`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(1);
  expect(run.observe()).toMatchObject({ p: 0 });
  run.advanceTo(1.1);
  expect(run.observe()).toMatchObject({ p: 50 });
});

test("a parameter set during a run leaves the molecules as they are", () => {
  const text = modelText(`param k = 0 /s
    molecule A { s {u, p} }
    rule go: A(s{u -> p}) @ 10 /s
    rule back: A(s{p -> u}) @ k
    init A() = 50 count
    observe p = count A(s{p})`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(2);
  run.setParameter("k", 0.001);
  expect(run.observe()).toMatchObject({ p: 50 });
  run.advanceTo(2.0001);
  expect(run.observe()).toMatchObject({ p: 50 });
});

test("a number of molecules that is not whole is rounded with a notice", () => {
  const text = modelText(`molecule A { s {u, p} }
    rule go: A(s{u -> p}) @ 10 /s
    init A() = 5.6 count
    observe a = count A()`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  expect(run.notices.join()).toContain("rounded from 5.6 to 6");
  expect(run.observe()).toMatchObject({ a: 6 });
});

test("a total velocity belongs to the whole rule, however many complexes match", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    molecule A { s {u, p}, x { 0, 1, 2 } }
    rule go: A(s{u}) -> A(s{p}) total 100 count/s
    init A(x{0}) = 500 count
    init A(x{1}) = 500 count
    init A(x{2}) = 500 count
    observe p = count A(s{p})`);
  const run = new Simulation(compileFor(text, "network_free"), networkFreeEngine, { seed: "1" });
  run.advanceTo(4);
  const { p } = run.observe();
  expect(Math.abs(p - 400)).toBeLessThan(80);
  run.advanceTo(100);
  expect(run.observe()).toMatchObject({ p: 1500 });
});
