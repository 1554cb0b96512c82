/**
 * A model's reaction network as a .net file of BioNetGen 2.9: every reaction with its whole constant (statistical
 * factor and sizes included), observables as weighted sums of species.
 */
import { dependencies } from "../../../compiler/expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../../compiler/expression/graph.ts";
import type { FlatModel, FlatReaction, Stoichiometry } from "../../../compiler/model/flatModel.ts";
import type { ComplexGraph, TypeLayout } from "../../../compiler/plan/network/complexGraph.ts";
import { expandMolecules } from "../../../compiler/plan/network/expandMolecules.ts";
import type { NetworkLimits } from "../../../compiler/plan/network/network.ts";
import { generateNetwork } from "../../../compiler/plan/network/generateNetwork.ts";
import type { ExportRequest } from "../../exportRequest.ts";
import { NotInBngl } from "./bnglExpression.ts";
import { BnglNames } from "./bnglNames.ts";
import { type DraftMolecule, PatternText } from "./bnglPattern.ts";
import { ExportValues } from "./exportValues.ts";
import { isSayable } from "./unsaidParts.ts";

export function exportNet(request: ExportRequest): { readonly text: string } | null {
  if (!isSayable(request)) return null;
  const { flat, limits, sink, origin } = request;
  const expanded = expandMolecules(flat, limits, sink, true);
  if (expanded === null) return null;
  try {
    return { text: netText(flat, expanded, limits) };
  } catch (error) {
    if (!(error instanceof NotInBngl)) throw error;
    sink.report("TDL9110", origin, { what: error.message });
    return null;
  }
}

/** `written` has the molecules, `flat` their complexes as species. */
function netText(written: FlatModel, flat: FlatModel, limits: NetworkLimits): string {
  const names = new BnglNames();
  const values = new ExportValues(flat, names, {
    species: (name, i) => `${name} ${i + 1}`,
    measure: () => {
      throw new NotInBngl("A count of molecules that is left in the network");
    },
  });
  const species = speciesTexts(written, flat, limits).map((text, i) => {
    const { initial, holds, size, isFixed } = flat.species[i] ?? {};
    if (initial === undefined) return "";
    const amount =
      holds === "concentration" && size !== null && size !== undefined
        ? flat.graph.multiply([initial, size])
        : initial;
    return `${isFixed === true ? "$" : ""}${text} ${values.text(amount)}`;
  });
  const parameters = values.parameterLines();
  const groups = observedGroups(flat, names, values);
  const derived = new Map<string, string>();
  const reactions = flat.reactions.map((reaction) => reactionText(flat, reaction, values, names, derived));
  const constants = [...parameters, ...[...derived].map(([value, name]) => `${name} ${value}`)];
  return [
    `# ${flat.title ?? flat.name}`,
    "# Written by tendril. Quantities are numbers of molecules, lengths um, times s.",
    ...block("parameters", constants),
    ...block(
      "functions",
      values.functions.map((line) => line.replace(" = ", " ")),
    ),
    ...block("species", species),
    ...block("reactions", reactions),
    ...block("groups", [...groups, ...values.observables]),
    "",
  ].join("\n");
}

function speciesTexts(written: FlatModel, flat: FlatModel, limits: NetworkLimits): readonly string[] {
  const molecules = new BnglNames();
  const { structured, graph } = written;
  const patterns = new PatternText(structured ?? { types: [] }, molecules);
  const plain = written.species.map(({ name }, i) => `${molecules.of(`species ${i}`, name)}()`);
  if (structured === null) return plain;
  const { complexes, layouts } = generateNetwork(structured, graph, limits);
  const places = structured.compartments.length > 1;
  if (places) throw new NotInBngl("Molecules in several compartments");
  if (plain.length + complexes.length !== flat.species.length)
    throw new Error("the network was generated differently the second time");
  return [...plain, ...complexes.map((complex) => patterns.text(complexMolecules(complex, layouts)))];
}

function complexMolecules(complex: ComplexGraph, layouts: readonly TypeLayout[]): readonly DraftMolecule[] {
  const labels = new Map<number, string>();
  return Array.from(complex.agentType, (type, agent): DraftMolecule => {
    const first = complex.siteStart[agent] ?? 0;
    const end = complex.siteStart[agent + 1] ?? first;
    return {
      type,
      label: null,
      sites: Array.from({ length: end - first }, (_, i) => {
        const site = first + i;
        const partner = complex.sitePartner[site] ?? -1;
        const state = complex.siteState[site] ?? -1;
        const key = Math.min(site, partner);
        const bond = partner < 0 ? null : (labels.get(key) ?? String(labels.size + 1));
        if (bond !== null) labels.set(key, bond);
        return {
          siteClass: layouts[type]?.classOf[i] ?? 0,
          state: state < 0 ? null : state,
          bond,
        };
      }),
    };
  });
}

/** Observables that are sums of amounts as groups; the others as functions. */
function observedGroups(flat: FlatModel, names: BnglNames, values: ExportValues): readonly string[] {
  const indexOf = new Map(flat.species.map(({ symbol }, i) => [symbol, i]));
  return flat.observables.flatMap(({ name, value }) => {
    const weights = weightsOf(flat.graph, value, indexOf);
    if (weights === null) {
      values.functions.push(`${names.fresh(name)}() = ${values.text(value)}`);
      return [];
    }
    const terms = weights
      .toSorted(([a], [b]) => a - b)
      .map(([i, weight]) => (weight === 1 ? `${i + 1}` : `${weight}*${i + 1}`));
    return [`${names.fresh(name)} ${terms.join(",")}`];
  });
}

/** A weighted sum of amounts, sums in it multiplied out; null for anything else. */
function weightsOf(
  graph: ExpressionGraph,
  value: ExpressionId,
  indexOf: ReadonlyMap<SymbolId, number>,
): readonly (readonly [number, number])[] | null {
  const node = graph.node(value);
  if (node.kind === "number") return node.value === 0 ? [] : null;
  if (node.kind === "symbol") {
    const species = indexOf.get(node.symbol);
    return species === undefined ? null : [[species, 1]];
  }
  if (node.kind !== "operation") return null;
  if (node.operation === "add") {
    const terms = node.operands.map((term) => weightsOf(graph, term, indexOf));
    return terms.includes(null) ? null : terms.flatMap((term) => term ?? []);
  }
  if (node.operation !== "multiply") return null;
  const numbers = node.operands.map((factor) => graph.numberValue(factor));
  const [weighed, ...others] = node.operands.filter((_, i) => numbers[i] === null);
  if (weighed === undefined || others.length > 0) return null;
  const weight = numbers.reduce<number>((product, number) => product * (number ?? 1), 1);
  return (
    weightsOf(graph, weighed, indexOf)?.map(([species, own]) => [species, own * weight] as const) ?? null
  );
}

/** Simulators of .net files read a rate as a name: `derived` gets one for each other constant. */
function reactionText(
  flat: FlatModel,
  reaction: FlatReaction,
  values: ExportValues,
  names: BnglNames,
  derived: Map<string, string>,
): string {
  const { graph } = flat;
  const { name, reactants, products, rate } = reaction;
  const order = reactants.reduce((sum, { count }) => sum + count, 0);
  const divisor = reactants.reduce((product, { count }) => product * factorial(count), 1);
  const side = (list: readonly Stoichiometry[]): string =>
    list.length === 0
      ? "0"
      : list.flatMap(({ species, count }) => Array.from({ length: count }, () => species + 1)).join(",");
  let constant: ExpressionId;
  if (rate.kind === "total") {
    if (divisor > 1) throw new NotInBngl(`A total velocity of several molecules of one species, in ${name},`);
    const amounts = reactants.flatMap(({ species }) => flat.species[species]?.amount ?? []);
    const product = graph.multiply(amounts);
    constant =
      amounts.length === 0
        ? rate.velocity
        : graph.conditional(
            graph.greater(product, graph.number(0)),
            graph.divide(rate.velocity, product),
            graph.number(0),
          );
  } else {
    const size = rate.size === null || order === 1 ? null : graph.power(rate.size, graph.number(1 - order));
    const factors = [rate.constant, ...(size === null ? [] : [size])];
    constant = graph.multiply(divisor === 1 ? factors : [...factors, graph.number(1 / divisor)]);
  }
  const symbols = [...dependencies(graph, constant)];
  const isConstant = symbols.every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
  const written = values.rate(constant, name);
  let law = isConstant ? written : written.replace("()", "");
  if (isConstant && !/^[A-Za-z_]\w*$/.test(written)) {
    law = derived.get(written) ?? names.fresh(`rate_${name}`);
    derived.set(written, law);
  }
  return `${side(reactants)} ${side(products)} ${law} #${name}`;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function block(name: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0 && name === "functions") return [];
  return [`begin ${name}`, ...lines.map((line, i) => `  ${i + 1} ${line}`), `end ${name}`];
}
