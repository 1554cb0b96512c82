/**
 * Laws that follow from the rules, and are not only good where the module has been: formulas that hold at random states
 * of the module, which no run visited. Velocities and formulas are rational functions of amounts and inputs, and
 * two of these that agree at random points are the same (Schwartz 1980, doi:10.1145/322217.322225): where molecules
 * react by a site that is seen and whatever else they are does not matter, the sums are an exact lumping (Wei and Kuo
 * 1969, doi:10.1021/i160029a019). Such a law needs no range.
 */
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { expandSeed } from "../../runtime/random/seedExpansion.ts";
import { nextUniform } from "../../runtime/random/xoshiro128.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { tilted } from "../../runtime/surrogate/tilt.ts";
import type { DrivenModel } from "../sample/drive.ts";
import type { CardStructure } from "../structure.ts";
import { makeDataset } from "./dataset.ts";
import { findFormulas } from "./findFormulas.ts";
import { type FoundFormula, relativeErrors } from "./formulaTerms.ts";

const stateCount = 192;
/** Formulas are sought at so many of the states, and must hold at the others. */
const fitCount = 128;
/** Amounts before totals are met are spread over so many powers of e to either side. */
const spread = 6;
/** Inputs go beyond a logarithmic domain by this factor. */
const stretch = 10;
/** Relative error of a formula that holds; rounding, and coefficients that were fitted to samples. */
const agreement = 1e-5;

/**
 * For each channel the formula that is an identity; null: none was found.
 * @param names of the states that hold the amounts of the card's species in `driven`
 * @param sizes inputs that laws may divide by
 */
export function findIdentities(
  structure: CardStructure,
  driven: DrivenModel,
  names: readonly string[],
  sizes: readonly number[],
  seed: string,
): readonly (FoundFormula | null)[] {
  const rows = randomRows(structure, driven, names, seed);
  if (rows.length < stateCount) return structure.channels.map(() => null);
  const seen = makeDataset(structure, rows.slice(0, fitCount), sizes);
  const others = makeDataset(structure, rows.slice(fitCount), sizes);
  return findFormulas(seen, agreement).map((formula, c) => {
    if (formula === null) return null;
    const worst = relativeErrors(others, c, formula.terms).at(-1)?.error ?? Number.POSITIVE_INFINITY;
    return worst <= agreement ? formula : null;
  });
}

/** In the columns of training: at random amounts that have the module's totals, and random inputs. */
function randomRows(
  { totals, species }: CardStructure,
  { model, inputs }: DrivenModel,
  names: readonly string[],
  seed: string,
): Float64Array[] {
  const generator = expandSeed(`${seed} identities`, 4);
  const start = [0];
  for (const total of totals) start.push((start.at(-1) ?? 0) + total.species.length);
  const rows = {
    size: species.length,
    start,
    species: totals.flatMap((total) => total.species),
    weight: totals.flatMap(({ weights }) => weights),
  };
  const right = totals.map(({ value }) => value);
  const mean = right.reduce((most, value) => Math.max(most, value), 1) / species.length;
  const simulation = new Simulation(model, odeEngine);
  const found: Float64Array[] = [];
  for (let n = 0; n < stateCount; n++) {
    const base = Float64Array.from(names, () => mean * fdExp(spread * (2 * nextUniform(generator) - 1)));
    const amounts = tilted(rows, base, right, right.length, 0);
    const levels = inputs.map(({ low, high, isLog }) => {
      const part = nextUniform(generator);
      if (!isLog) return low + part * (high - low);
      const width = fdLog(high / low) + 2 * fdLog(stretch);
      return fdExp(fdLog(low / stretch) + part * width);
    });
    if (amounts === null) continue;
    // Parameters first: at the start they set the state anew.
    inputs.forEach(({ name, state }, i) => {
      if (state === null) simulation.setParameter(name, levels[i]);
    });
    inputs.forEach(({ state }, i) => {
      if (state !== null) simulation.setState(state.name, levels[i] * state.factor);
    });
    names.forEach((name, i) => simulation.setState(name, amounts[i]));
    const row = new Float64Array(model.observables.length);
    simulation.observeInto(row);
    found.push(row);
  }
  return found;
}
