/**
 * The reactions of a model that go both ways, with the logarithms of their equilibrium constants.
 *
 * Two reactions are the two ways of one process when they belong to one rule with `<->`, or when two rules only make
 * and only break the same bonds. Opposite rules of any other kind, such as a kinase and its phosphatase, are driven
 * from outside and belong to no equilibrium. Rates that change during a run, total velocities and rates of zero
 * leave a reaction out.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { dependencies } from "../../expression/dependencies.ts";
import { evaluate } from "../../expression/evaluate.ts";
import type { Origin } from "../../model/origin.ts";
import type { FlatModel, FlatReaction, Stoichiometry } from "../../model/flatModel.ts";
import type { StructuredRule } from "../../model/structured.ts";
import { complexReactions } from "../../plan/network/complexReactions.ts";
import { keyOf } from "../ruleIndex.ts";
import type { NetworkLimits } from "../../plan/network/network.ts";
import { generateNetwork } from "../../plan/network/generateNetwork.ts";

/** One rule (for one combination of states) forwards and back: what has one equilibrium constant. */
export interface ReversiblePair {
  readonly forward: RuleDirectionName;
  readonly back: RuleDirectionName;
}

export interface RuleDirectionName {
  /** `bind[0, 2]`, `r (back)`. */
  readonly name: string;
  readonly origin: Origin;
}

export interface ReversibleReaction {
  readonly left: readonly Stoichiometry[];
  readonly right: readonly Stoichiometry[];
  /** ln of the product of the amounts on the right over that on the left, at equilibrium. */
  readonly logConstant: number;
  /** Index into `pairs`. */
  readonly pair: number;
}

export interface ReversibleReactions {
  readonly species: number;
  readonly pairs: readonly ReversiblePair[];
  readonly reactions: readonly ReversibleReaction[];
  /** Reactions that happen and have no way back. */
  readonly irreversible: readonly RuleDirectionName[];
}

const backMark = " (back)";

type Nature = "twoWay" | "binding" | "unbinding" | "driven";

interface Process {
  readonly reaction: FlatReaction;
  readonly nature: Nature;
  /** ln of the velocity at one molecule of each reactant. */
  readonly logVelocity: number;
}

/**
 * The part of the network that the limits allow is enough: every circle in it is one of the whole network.
 * `flat` is not changed, apart from new nodes in its graph.
 */
export function reversibleReactions(flat: FlatModel, limits: NetworkLimits): ReversibleReactions {
  const values = new ParameterValues(flat);
  const { list, species } = allReactions(flat, limits);
  const byKey = new Map<string, Process[]>();
  for (const { reaction, nature } of list) {
    const logVelocity = logOfVelocity(reaction, values, flat.graph);
    if (logVelocity === null) continue;
    const key = reactionKey(reaction.reactants, reaction.products);
    byKey.set(key, [...(byKey.get(key) ?? []), { reaction, nature, logVelocity }]);
  }
  const pairs: ReversiblePair[] = [];
  const pairIndex = new Map<string, number>();
  const reactions: ReversibleReaction[] = [];
  const irreversible = new Map<string, RuleDirectionName>();
  for (const processes of byKey.values()) {
    for (const process of processes) {
      const { reactants, products, name, origin } = process.reaction;
      const opposite = byKey.get(reactionKey(products, reactants)) ?? [];
      if (opposite.length === 0) irreversible.set(name, { name, origin });
      const back = wayBack(process, processes, opposite);
      if (back === null) continue;
      const key = `${name}\n${back.reaction.name}`;
      let pair = pairIndex.get(key);
      if (pair === undefined) {
        pair = pairs.length;
        pairIndex.set(key, pair);
        const { name: backName, origin: backOrigin } = back.reaction;
        pairs.push({ forward: { name, origin }, back: { name: backName, origin: backOrigin } });
      }
      const logConstant = process.logVelocity - back.logVelocity;
      reactions.push({ left: reactants, right: products, logConstant, pair });
    }
  }
  return { species, pairs, reactions, irreversible: [...irreversible.values()] };
}

/** The way back of a process that goes forwards; null when there is none, or it is not clear which. */
function wayBack(
  { reaction, nature }: Process,
  beside: readonly Process[],
  opposite: readonly Process[],
): Process | null {
  if (nature === "twoWay") {
    return opposite.find((other) => other.reaction.name === reaction.name + backMark) ?? null;
  }
  if (nature !== "binding") return null;
  const [back, ...more] = opposite.filter((other) => other.nature === "unbinding");
  const isOnly = more.length === 0 && beside.filter((other) => other.nature === "binding").length === 1;
  return isOnly ? (back ?? null) : null;
}

function allReactions(
  flat: FlatModel,
  limits: NetworkLimits,
): {
  readonly list: readonly { readonly reaction: FlatReaction; readonly nature: Nature }[];
  readonly species: number;
} {
  const twoWay = new Set(
    [...flat.reactions, ...(flat.structured?.rules ?? [])].flatMap(({ name, origin }) =>
      name.endsWith(backMark) ? [keyOf(origin)] : [],
    ),
  );
  const isTwoWay = ({ origin }: { readonly origin: Origin }): boolean => twoWay.has(keyOf(origin));
  const plain = flat.reactions.map((reaction) => ({
    reaction,
    nature: isTwoWay(reaction) ? ("twoWay" as const) : natureOfReaction(reaction),
  }));
  const { structured, graph } = flat;
  const offset = flat.species.length;
  if (structured === null) return { list: plain, species: offset };
  const network = generateNetwork(structured, graph, limits);
  const made = complexReactions(flat, structured, network, offset, new Map());
  const ofComplexes = made.map((reaction, i) => {
    const { rule } = network.reactions[i];
    return { reaction, nature: isTwoWay(rule) ? ("twoWay" as const) : natureOfRule(rule) };
  });
  return { list: [...plain, ...ofComplexes], species: offset + network.complexes.length };
}

function natureOfRule({ actions, created }: StructuredRule): Nature {
  if (created.length > 0 || actions.length === 0) return "driven";
  if (actions.every(({ kind }) => kind === "bind")) return "binding";
  return actions.every(({ kind }) => kind === "unbind") ? "unbinding" : "driven";
}

/** Several plain species that become one bind, one that becomes several comes apart. */
function natureOfReaction({ reactants, products }: FlatReaction): Nature {
  const [left, right] = [reactants, products].map((side) => side.reduce((sum, { count }) => sum + count, 0));
  const isCatalysed = reactants.some(({ species }) => products.some((other) => other.species === species));
  if (isCatalysed) return "driven";
  if (left > 1 && right === 1) return "binding";
  return left === 1 && right > 1 ? "unbinding" : "driven";
}

function logOfVelocity(
  { rate, reactants }: FlatReaction,
  values: ParameterValues,
  graph: ExpressionGraph,
): number | null {
  if (rate.kind === "total") return null;
  const order = reactants.reduce((sum, { count }) => sum + count, 0);
  const constant = values.of(rate.constant);
  const size = order === 1 || rate.size === null ? 1 : values.of(rate.size ?? graph.number(1));
  if (constant === null || size === null || !(constant > 0) || !(size > 0)) return null;
  const identical = reactants.reduce((sum, { count }) => sum + logFactorialOf(count), 0);
  return Math.log(constant) - identical - (order - 1) * Math.log(size);
}

function logFactorialOf(count: number): number {
  let sum = 0;
  for (let i = 2; i <= count; i++) sum += Math.log(i);
  return sum;
}

function reactionKey(left: readonly Stoichiometry[], right: readonly Stoichiometry[]): string {
  const side = (list: readonly Stoichiometry[]): string =>
    [...list]
      .sort((a, b) => a.species - b.species)
      .map(({ species, count }) => `${count}*${species}`)
      .join("+");
  return `${side(left)}>${side(right)}`;
}

/** Values of expressions of parameters at their defaults. */
class ParameterValues {
  readonly #graph: ExpressionGraph;
  readonly #definitions: ReadonlyMap<SymbolId, ExpressionId>;
  readonly #values = new Map<SymbolId, number>();

  constructor({ graph, parameters }: FlatModel) {
    this.#graph = graph;
    this.#definitions = new Map(parameters.map(({ symbol, value }) => [symbol, value]));
  }

  /** Null for a value that changes in a run. */
  of(id: ExpressionId): number | null {
    for (const symbol of dependencies(this.#graph, id)) if (!this.#definitions.has(symbol)) return null;
    const value = evaluate(this.#graph, id, (symbol) => this.#parameter(symbol));
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  #parameter(symbol: SymbolId): number {
    const known = this.#values.get(symbol);
    if (known !== undefined) return known;
    const definition = this.#definitions.get(symbol);
    const value = definition === undefined ? Number.NaN : (this.of(definition) ?? Number.NaN);
    this.#values.set(symbol, value);
    return value;
  }
}
