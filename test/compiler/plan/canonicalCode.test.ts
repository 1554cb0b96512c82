/** Canonical codes against the labels of canonicalLabel.ts, on random complexes in random orders. */
import { expect, it } from "vitest";
import type { Complex, ComplexAgent, MoleculeType } from "../../../compiler/model/structured.ts";
import { canonicalForm } from "../../../compiler/plan/network/canonicalLabel.ts";
import { type ComplexGraph, complexGraph, typeLayout } from "../../../compiler/plan/network/complexGraph.ts";
import { NetworkKernel } from "../../../compiler/plan/network/networkKernel.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";

const site = (name: string, multiplicity = 1, states: readonly string[] = []) => ({
  name,
  states,
  multiplicity,
});
const types: readonly MoleculeType[] = [
  { name: "A", sites: [site("x"), site("y", 1, ["u", "p"]), site("z")] },
  { name: "B", sites: [site("r", 3), site("s")] },
  { name: "C", sites: [site("t", 2, ["u", "p"])] },
];
const layouts = types.map(typeLayout);
const random = RandomStream.fromSeed("codes", 1, "test");

interface MutableAgent extends ComplexAgent {
  readonly bonds: ({ agent: number; site: number } | null)[];
}

/** A tree of molecules by random bonds, with some further bonds that close rings. */
function randomComplex(size: number, rings: number): Complex {
  const agents: MutableAgent[] = [];
  const isFree = (agent: number): number[] =>
    agents[agent].bonds.flatMap((bond, k) => (bond === null ? [k] : []));
  const pick = (list: readonly number[]): number => list[random.below(list.length)];
  const join = (a: number, b: number): void => {
    const [left, right] = [isFree(a), isFree(b)];
    if (left.length === 0 || right.length === 0 || (a === b && left.length < 2)) return;
    const siteA = pick(left);
    const siteB = pick(isFree(b).filter((k) => a !== b || k !== siteA));
    agents[a].bonds[siteA] = { agent: b, site: siteB };
    agents[b].bonds[siteB] = { agent: a, site: siteA };
  };
  for (let i = 0; i < size; i++) {
    const type = random.below(types.length);
    const layout = layouts[type];
    const states = Array.from(layout.classOf, (own) =>
      layout.stateNames[own].length === 0 ? -1 : random.below(layout.stateNames[own].length),
    );
    const open = agents.flatMap((_, agent) => (isFree(agent).length > 0 ? [agent] : []));
    if (i > 0 && open.length === 0) break;
    agents.push({ type, compartment: 0, states, bonds: states.map(() => null) });
    if (i > 0) join(i, pick(open));
  }
  for (let k = 0; k < rings; k++) join(random.below(agents.length), random.below(agents.length));
  return { agents };
}

function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const k = random.below(i + 1);
    [order[i], order[k]] = [order[k], order[i]];
  }
  return order;
}

/** The same complex with molecules and identical sites in another order. */
function reordered({ agents }: Complex): Complex {
  const place = shuffled(agents.length);
  const sites = agents.map(({ type }) => {
    const { classStart } = layouts[type];
    return Array.from({ length: classStart.length - 1 }, (_, own) =>
      shuffled(classStart[own + 1] - classStart[own]).map((k) => classStart[own] + k),
    ).flat();
  });
  const result: ComplexAgent[] = [];
  agents.forEach(({ type, compartment, states, bonds }, i) => {
    const own = { type, compartment, states: [...states], bonds: [...bonds] };
    states.forEach((state, k) => {
      own.states[sites[i][k]] = state;
      const bond = bonds[k];
      own.bonds[sites[i][k]] =
        bond === null ? null : { agent: place[bond.agent], site: sites[bond.agent][bond.site] };
    });
    result[place[i]] = own;
  });
  return { agents: result };
}

function numberOf(graph: ComplexGraph, kernel: NetworkKernel): number {
  kernel.begin(graph);
  expect(kernel.identify()).toBe(null);
  return kernel.made[0];
}

function newKernel(): NetworkKernel {
  return new NetworkKernel(layouts, [], [], { molecules: 100, species: 10_000 });
}

it("are equal exactly when labels are, for trees and for rings", () => {
  const kernel = newKernel();
  const labels = new Map<number, string>();
  const numbers = new Map<string, number>();
  for (let k = 0; k < 3000; k++) {
    const complex = randomComplex(1 + random.below(6), random.below(3));
    const graph = complexGraph(complex);
    const number = numberOf(graph, kernel);
    expect(numberOf(complexGraph(reordered(complex)), kernel)).toBe(number);
    const { label } = canonicalForm(graph, layouts);
    expect(labels.get(number) ?? label).toBe(label);
    expect(numbers.get(label) ?? number).toBe(number);
    labels.set(number, label);
    numbers.set(label, number);
  }
  // Many are met more than once.
  expect(labels.size).toBeGreaterThan(1000);
  expect(labels.size).toBeLessThan(2500);
});

it("give complexes back as they came", () => {
  const kernel = newKernel();
  for (let k = 0; k < 100; k++) {
    const graph = complexGraph(randomComplex(1 + random.below(6), random.below(3)));
    const before = kernel.complexes.length;
    const number = numberOf(graph, kernel);
    if (number >= before) expect(kernel.complexes[number]).toEqual(graph);
  }
});

it("tell a symmetric ring from a chain of the same molecules", () => {
  const agent = (bonds: ComplexAgent["bonds"]): ComplexAgent => ({
    type: 0,
    compartment: 0,
    states: [-1, 0, -1],
    bonds,
  });
  const ring = {
    agents: [0, 1, 2].map((i) =>
      agent([{ agent: (i + 2) % 3, site: 2 }, null, { agent: (i + 1) % 3, site: 0 }]),
    ),
  };
  const chain = {
    agents: [
      agent([null, null, { agent: 1, site: 0 }]),
      agent([{ agent: 0, site: 2 }, null, { agent: 2, site: 0 }]),
      agent([{ agent: 1, site: 2 }, null, null]),
    ],
  };
  const kernel = newKernel();
  expect(numberOf(complexGraph(ring), kernel)).not.toBe(numberOf(complexGraph(chain), kernel));
  expect(numberOf(complexGraph(reordered(ring)), kernel)).toBe(numberOf(complexGraph(ring), kernel));
});
