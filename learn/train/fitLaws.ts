/**
 * Learns the laws of all channels (formulas where short ones do, a net with a head each for the others), or the
 * values of a steady state; then the ensemble, and the polishing of its first member on rollouts.
 */
import type { CardChannel, CardNet, SurrogateCard } from "../../compiler/surrogate/card.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { type SurrogateHead, SurrogateNet } from "../../runtime/surrogate/surrogateNet.ts";
import type { CardStructure } from "../structure.ts";
import type { Dataset } from "./dataset.ts";
import { type FitEffort, type FitSamples, fitMember } from "./netFit.ts";
import { minimiseByLbfgs } from "./minimise.ts";
import { ReducedSystem, rolloutLoss, type RolloutWindow } from "./rollout.ts";
import { findFormulas } from "./findFormulas.ts";
import type { FoundFormula } from "./formulaTerms.ts";
import { sortedLaws } from "./dataset.ts";

export const ensembleSize = 5;
const hiddenWidth = 12;
/** Of log r: heads reach so much beyond the range of the samples, on each side. */
const headRoom = 0.1;
/** A law this far below its largest is not resolved. */
const deepestLog = 12;

export interface MemberStore {
  read(member: number): Float64Array | null;
  write(member: number, weights: Float64Array): void;
}

/**
 * Formulas and the shape of the net; the samples that the net is to fit. What several limits leave enters as their
 * product where that gives a formula, else as the smallest. `dataOf` gives the laws under a structure.
 */
export function chooseLaws(
  given: CardStructure,
  dataOf: (structure: CardStructure) => Dataset,
  outputs: readonly { readonly bound: number; readonly group: number }[],
  formulaTolerance: number,
  identities: readonly (FoundFormula | null)[],
): {
  readonly channels: readonly CardChannel[];
  readonly net: CardNet | null;
  readonly data: Dataset;
  readonly samples: FitSamples;
} {
  const isMoments = given.kind === "moments";
  const heads: SurrogateHead[] = [];
  const columns: number[] = [];
  const asProducts = dataOf(given);
  const isOpen = given.channels.map((_, c) => (identities[c] ?? null) === null);
  const sampled = findFormulas(asProducts, formulaTolerance, isOpen);
  const formulas = sampled.map((formula, c) => identities[c] ?? formula);
  const changed = given.channels.map(({ limits }, c) => formulas[c] === null && limits.length > 1);
  const structure = {
    ...given,
    channels: given.channels.map((channel, c) => (changed[c] ? { ...channel, isProduct: false } : channel)),
  };
  const data = changed.includes(true) ? dataOf(structure) : asProducts;
  const ofSmallest = data === asProducts ? formulas : findFormulas(data, formulaTolerance, changed);
  const channels = structure.channels.map((channel, c): CardChannel => {
    const formula = changed[c] ? ofSmallest[c] : formulas[c];
    if (formula !== null && formula !== undefined)
      return {
        ...channel,
        law: { kind: "formula", terms: formula.terms, ...(isOpen[c] ? {} : { isIdentity: true }) },
      };
    const range = sortedLaws(data, c);
    const top = fdLog(range.at(-1)?.value ?? 1);
    const bottom = Math.max(fdLog(range[0]?.value ?? 1), top - deepestLog);
    const half = (0.5 + headRoom) * Math.max(top - bottom, 0.01);
    columns.push(c);
    heads.push({ kind: "rate", centre: 0.5 * (top + bottom), half });
    return { ...channel, law: { kind: "net", head: heads.length - 1 } };
  });
  if (!isMoments) {
    outputs.forEach(({ bound, group }, k) => {
      columns.push(k);
      heads.push({ kind: "share", group, total: bound });
    });
  }
  const count = heads.length;
  const targets = new Float64Array(data.count * count);
  const weights = new Float64Array(data.count * count);
  for (let i = 0; i < data.count; i++)
    columns.forEach((column, k) => {
      const from = i * data.channelCount + column;
      targets[i * count + k] = data.laws[from];
      // Beyond what heads resolve nothing can be fitted.
      const head = heads[k];
      const isSeen = head?.kind !== "rate" || fdLog(data.laws[from]) > head.centre - head.half;
      weights[i * count + k] = data.weights[from] > 0 && isSeen ? data.weights[from] : 0;
    });
  const samples = { count: data.count, variables: data.variables, targets, weights };
  return { channels, net: count === 0 ? null : netShape(structure, data, heads), data, samples };
}

function netShape(structure: CardStructure, data: Dataset, heads: readonly SurrogateHead[]): CardNet {
  const { inputs } = structure;
  const size = data.variableCount;
  const isLog = Array.from({ length: size }, (_, i) => inputs[i]?.isLog ?? false);
  const floor = Array.from({ length: size }, (_, i) => {
    const input = inputs[i];
    if (input === undefined) return -Number.MAX_VALUE;
    return input.isLog ? input.low / 100 : -Number.MAX_VALUE;
  });
  const centre: number[] = [];
  const scale: number[] = [];
  for (let v = 0; v < size; v++) {
    let sum = 0;
    let square = 0;
    for (let i = 0; i < data.count; i++) {
      const raw = data.variables[i * size + v];
      const x = isLog[v] ? fdLog(Math.max(raw, floor[v])) : raw;
      sum += x;
      square += x * x;
    }
    const mean = sum / data.count;
    const deviation = Math.sqrt(Math.max(square / data.count - mean * mean, 0));
    centre.push(mean);
    scale.push(deviation > 1e-9 * (Math.abs(mean) + 1e-300) ? 1 / deviation : 0);
  }
  return {
    isLog,
    floor,
    centre,
    scale,
    widths: [size, hiddenWidth, hiddenWidth, heads.length],
    heads,
    spread: heads.map(() => 1),
    members: ensembleSize,
  };
}

export function fitEnsemble(
  net: CardNet,
  samples: FitSamples,
  seed: string,
  effort: FitEffort,
  store: MemberStore,
  onProgress: (fraction: number) => void,
  /** After each member that was not kept before and is now; an error from it ends the training. */
  onMember: () => void,
): { readonly members: Float64Array[]; readonly losses: number[] } {
  const members: Float64Array[] = [];
  const losses: number[] = [];
  for (let member = 0; member < net.members; member++) {
    const known = store.read(member);
    if (known !== null) {
      members.push(known.slice(1));
      losses.push(known[0]);
      continue;
    }
    const { weights, loss } = fitMember(net, samples, seed, member, effort, (fraction) =>
      onProgress((member + fraction) / net.members),
    );
    members.push(weights);
    losses.push(loss);
    store.write(member, Float64Array.from([loss, ...weights]));
    onMember();
  }
  // The best member gives the values.
  const best = losses.indexOf(Math.min(...losses));
  [members[0], members[best]] = [members[best], members[0]];
  [losses[0], losses[best]] = [losses[best], losses[0]];
  return { members, losses };
}

/** Trains the first member through the integrator; returns the loss before and after. */
export function polishByRollouts(
  structure: Pick<SurrogateCard, "retained" | "ledgers" | "channels" | "inputs" | "shared">,
  net: CardNet,
  members: readonly Float64Array[],
  windows: readonly RolloutWindow[],
  scale: Float64Array,
  iterations: number,
  onProgress: (fraction: number) => void,
): { readonly before: number; readonly after: number } {
  const surrogate = new SurrogateNet({ ...net, members: members.map((weights) => Array.from(weights)) });
  const system = new ReducedSystem(structure, surrogate);
  const weights = surrogate.members[0];
  const anchor = Float64Array.from(weights);
  const targets = windows.reduce(
    (sum, window) => sum + window.targets.filter((target) => target !== null).length,
    0,
  );
  if (targets === 0) return { before: 0, after: 0 };
  let evaluations = 0;
  const objective = (trial: Float64Array, gradient: Float64Array): number => {
    weights.set(trial);
    gradient.fill(0);
    let loss = 0;
    for (const window of windows) loss += rolloutLoss(system, window, scale, gradient);
    onProgress(Math.min(1, ++evaluations / (iterations * 1.2)));
    for (let i = 0; i < gradient.length; i++) gradient[i] /= targets;
    return loss / targets;
  };
  const before = objective(anchor, new Float64Array(anchor.length));
  const after = minimiseByLbfgs(objective, anchor, iterations);
  members[0].set(anchor);
  return { before, after };
}
