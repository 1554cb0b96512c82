/**
 * The stationary distribution of a compiled reaction network with few molecules: all states that its reactions reach,
 * the generator of the jumps between them, and the null vector of that, by elimination (Grassmann, Taksar and Heyman
 * 1985, doi:10.1287/opre.33.5.1107: no subtractions, so that small probabilities keep their digits).
 */
import { PropensityTable } from "../../runtime/engines/ssa/propensities.ts";
import type { CompiledModel } from "../../runtime/model.ts";

export interface Stationary {
  /** Observables of each state. */
  readonly observed: readonly Float64Array[];
  readonly probability: readonly number[];
}

/** @throws Error when there are more than `limit` states, or some can not be left or reached again. */
export function stationaryDistribution(model: CompiledModel, limit = 2000): Stationary {
  const { jumps } = model;
  if (jumps === null) throw new Error("not compiled for stochastic simulation");
  const c = new Float64Array(model.constantCount);
  model.code.derive(c, new Uint8Array(model.parameters.length));
  const start = new Float64Array(model.states.length);
  model.code.initial(c, start);
  const table = new PropensityTable(model, jumps, c);
  table.readConstants(0);
  const states = [start];
  const index = new Map([[start.join(), 0]]);
  const rates: Map<number, number>[] = [];
  for (const [from, y] of states.entries()) {
    rates[from] = new Map();
    for (let reaction = 0; reaction < jumps.reactionNames.length; reaction++) {
      const rate = table.evaluate(reaction, 0, y);
      if (rate === 0) continue;
      const next = y.slice();
      for (let k = jumps.changeStart[reaction]; k < jumps.changeStart[reaction + 1]; k++)
        next[jumps.changeState[k]] += jumps.changeAmount[k];
      const key = next.join();
      const to = index.get(key) ?? states.length;
      if (to === states.length) {
        if (to >= limit) throw new Error(`more than ${limit} states`);
        index.set(key, to);
        states.push(next);
      }
      rates[from].set(to, (rates[from].get(to) ?? 0) + rate);
    }
  }
  return {
    observed: states.map((y) => {
      const out = new Float64Array(model.observables.length);
      model.code.observe(0, y, c, out);
      return out;
    }),
    probability: nullVector(rates),
  };
}

function nullVector(rates: readonly ReadonlyMap<number, number>[]): readonly number[] {
  const size = rates.length;
  const q = rates.map((row) => Float64Array.from({ length: size }, (_, to) => row.get(to) ?? 0));
  const leaving = new Float64Array(size);
  for (let n = size - 1; n > 0; n--) {
    leaving[n] = q[n].subarray(0, n).reduce((sum, rate) => sum + rate, 0);
    if (!(leaving[n] > 0)) throw new Error("a state that leads nowhere");
    for (let from = 0; from < n; from++) {
      if (q[from][n] === 0) continue;
      const share = q[from][n] / leaving[n];
      for (let to = 0; to < n; to++) if (to !== from) q[from][to] += share * q[n][to];
    }
  }
  const weight = new Float64Array(size);
  weight[0] = 1;
  for (let n = 1; n < size; n++) {
    let flow = 0;
    for (let from = 0; from < n; from++) flow += weight[from] * q[from][n];
    weight[n] = flow / leaving[n];
  }
  const total = weight.reduce((sum, value) => sum + value, 0);
  return [...weight].map((value) => value / total);
}

/** Probability of each value of an observable, rounded to a whole number. */
export function distributionOf(
  model: CompiledModel,
  observable: string,
  { observed, probability }: Stationary,
): ReadonlyMap<number, number> {
  const column = model.observables.findIndex(({ name }) => name === observable);
  const distribution = new Map<number, number>();
  observed.forEach((values, state) => {
    const value = Math.round(values[column]);
    distribution.set(value, (distribution.get(value) ?? 0) + probability[state]);
  });
  return distribution;
}
