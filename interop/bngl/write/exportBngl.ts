/**
 * A model as BNGL (BioNetGen 2.9). Quantities are numbers of molecules, lengths um and times s, so that rate
 * constants are per molecule; plain species become molecules without sites.
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import type { ExpressionId } from "../../../compiler/expression/graph.ts";
import type { FlatModel, FlatReaction, Stoichiometry } from "../../../compiler/model/flatModel.ts";
import type { MatchRange, StructuredModel, StructuredRule } from "../../../compiler/model/structured.ts";
import { ContactMap } from "../../../compiler/plan/agents/contactMap.ts";
import { mayMatchAlike } from "../../../compiler/plan/agents/distinctPatterns.ts";
import type { ExportRequest } from "../../exportRequest.ts";
import { NotInBngl } from "./bnglExpression.ts";
import { BnglNames } from "./bnglNames.ts";
import { PatternText } from "./bnglPattern.ts";
import { actionLines } from "./exportActions.ts";
import { ExportValues } from "./exportValues.ts";
import { ruleSides } from "./ruleSides.ts";
import { isSayable } from "./unsaidParts.ts";

export function exportBngl(request: ExportRequest): { readonly text: string } | null {
  if (!isSayable(request)) return null;
  const text = new BnglWriter(request).write();
  return request.sink.hasErrors ? null : { text };
}

const nothing: StructuredModel = {
  types: [],
  compartments: [],
  rules: [],
  seeds: [],
  measures: [],
  energies: [],
};

class BnglWriter {
  readonly #flat: FlatModel;
  readonly #sink: DiagnosticSink;
  readonly #origin: ExportRequest["origin"];
  readonly #structured: StructuredModel;
  readonly #names = new BnglNames();
  readonly #patterns: PatternText;
  readonly #values: ExportValues;
  readonly #contacts: ContactMap;

  constructor({ flat, sink, origin }: ExportRequest) {
    this.#flat = flat;
    this.#sink = sink;
    this.#origin = origin;
    this.#structured = flat.structured ?? nothing;
    this.#contacts = new ContactMap(this.#structured);
    // Observables and parameters keep their names; molecules have names of their own in BNGL.
    const molecules = new BnglNames();
    this.#patterns = new PatternText(this.#structured, molecules);
    flat.species.forEach(({ name }, i) => molecules.of(`species ${i}`, name));
    this.#speciesText = (i) => `${molecules.of(`species ${i}`, "")}()`;
    this.#values = new ExportValues(flat, this.#names, {
      species: (name, i) => `Molecules ${name} ${this.#speciesText(i)}`,
      measure: (name, { pattern, measure, having }, automorphisms) => {
        if (measure === "count") return `Molecules ${name} ${this.#patterns.pattern(pattern)}`;
        const relation = having === null ? "" : quantifierText(having, automorphisms);
        if (relation === null) throw new NotInBngl("A range of numbers of matches");
        // There plain species are complexes too.
        if (having?.least === 0 && flat.species.length > 0)
          throw new NotInBngl("A count of complexes without a match, beside plain species,");
        return `Species ${name} ${this.#patterns.pattern(pattern)}${relation}`;
      },
    });
  }

  readonly #speciesText: (index: number) => string;

  write(): string {
    const { species } = this.#flat;
    const parameters = this.#attempt(() => this.#values.parameterLines()) ?? [];
    this.#attempt(() => this.#values.addObserved());
    const rules = [
      ...this.#flat.reactions.flatMap(
        (reaction) => this.#attempt(() => [this.#reaction(reaction)], reaction) ?? [],
      ),
      ...this.#structured.rules.flatMap((rule) => this.#attempt(() => this.#rule(rule), rule) ?? []),
    ];
    const seeds = this.#attempt(() => this.#seeds()) ?? [];
    const types = [...this.#patterns.typeLines(), ...species.map((_, i) => this.#speciesText(i))];
    return [
      `# ${this.#flat.title ?? this.#flat.name}`,
      "# Written by tendril. Quantities are numbers of molecules, lengths um, times s.",
      "begin model",
      ...block("parameters", parameters),
      ...block("molecule types", types),
      ...block("seed species", seeds),
      ...block("observables", this.#values.observables),
      ...block("functions", this.#values.functions),
      ...block("reaction rules", rules),
      "end model",
      ...actionLines(this.#flat, (name) => this.#parameterName(name)),
      "",
    ].join("\n");
  }

  #parameterName(name: string): string {
    const parameter = this.#flat.parameters.find((one) => one.name === name);
    return parameter === undefined ? name : this.#names.of(`parameter ${parameter.symbol}`, name);
  }

  /** Reports what BNGL can not say. */
  #attempt<T>(
    write: () => T,
    at?: { readonly name: string; readonly origin: FlatReaction["origin"] },
  ): T | null {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof NotInBngl)) throw error;
      const origin = at?.origin ?? this.#origin;
      const what = at === undefined ? error.message : `${error.message}, in the rule ${at.name},`;
      this.#sink.report("TDL9110", origin, { what });
      return null;
    }
  }

  #seeds(): readonly string[] {
    // Those that begin with none are listed too: what is not listed has no reactions in BioNetGen.
    const plain = this.#flat.species.map(({ initial, holds, size, isFixed }, i) => {
      const { graph } = this.#flat;
      const amount = holds === "concentration" && size !== null ? graph.multiply([initial, size]) : initial;
      return `${isFixed ? "$" : ""}${this.#speciesText(i)} ${this.#values.text(amount)}`;
    });
    const complexes = this.#structured.seeds.map(
      ({ complex, initial, isFixed }) =>
        `${isFixed ? "$" : ""}${this.#patterns.complex(complex)} ${this.#values.text(initial)}`,
    );
    return [...plain, ...complexes];
  }

  #side(list: readonly Stoichiometry[]): readonly string[] {
    return list.flatMap(({ species, count }) =>
      Array.from({ length: count }, () => this.#speciesText(species)),
    );
  }

  /** A reaction of plain species. */
  #reaction(reaction: FlatReaction): string {
    const { graph } = this.#flat;
    const { name, reactants, products, rate } = reaction;
    const order = reactants.reduce((sum, { count }) => sum + count, 0);
    const sides = `${sideText(this.#side(reactants))} -> ${sideText(this.#side(products))}`;
    const label = this.#names.fresh(name);
    if (rate.kind === "total")
      return `${label}: ${sides} ${this.#values.rate(this.#shared(rate.velocity, reactants), name)}`;
    const size =
      rate.size === null || order === 1
        ? rate.constant
        : graph.multiply([rate.constant, graph.power(rate.size, graph.number(1 - order))]);
    const factor = plainFactor(reactants, products);
    const constant = factor === 1 ? size : graph.multiply([size, graph.number(factor)]);
    return `${label}: ${sides} ${this.#values.rate(constant, name)}`;
  }

  /** A total velocity over the amounts that BioNetGen multiplies to it. */
  #shared(velocity: ExpressionId, reactants: readonly Stoichiometry[]): ExpressionId {
    const { graph, species } = this.#flat;
    if (reactants.some(({ count }) => count > 1))
      throw new NotInBngl("A total velocity of several molecules of one species");
    const amounts = reactants.flatMap(({ species: i }) => species[i]?.amount ?? []);
    if (amounts.length === 0) return velocity;
    const product = graph.multiply(amounts);
    return graph.conditional(
      graph.greater(product, graph.number(0)),
      graph.divide(velocity, product),
      graph.number(0),
    );
  }

  #rule(rule: StructuredRule): readonly string[] {
    const { graph } = this.#flat;
    const { rate } = rule;
    if (rule.isBalanced) throw new NotInBngl("A rate with `balanced`");
    if (rule.locals.length > 0) throw new NotInBngl("A rate that counts in one complex");
    if (rate.kind === "total") throw new NotInBngl("A total velocity of molecules");
    if (this.#structured.compartments.length > 1) throw new NotInBngl("Molecules in several compartments");
    if (!rule.isDistinct && mayMatchAlike(rule, this.#structured, this.#contacts, graph))
      throw new NotInBngl(
        "Counting every match of what is not changed (`distinct` counts as BioNetGen does)",
      );
    const plainLeft = this.#side(rule.consumed);
    const plainRight = this.#side(rule.produced);
    const order = rule.patterns.length + plainLeft.length;
    const size = this.#size(rule);
    const perSize = (constant: ExpressionId): ExpressionId =>
      size === null || order === 1
        ? constant
        : graph.multiply([constant, graph.power(size, graph.number(1 - order))]);
    const factor = plainFactor(rule.consumed, rule.produced);
    const scaled = (constant: ExpressionId): ExpressionId =>
      factor === 1 ? constant : graph.multiply([constant, graph.number(factor)]);
    const conditions = rule.conditions.map((one) => this.#condition(rule, one));
    const forms = ruleSides(rule, this.#patterns).flatMap((one) => {
      const { left, right, deletesMolecules } = one;
      const words = [...conditions, ...(deletesMolecules ? ["DeleteMolecules"] : [])];
      const end = words.length === 0 ? "" : ` ${words.join(" ")}`;
      const apart = { left, right, constant: scaled(perSize(rate.constant)) };
      const isMeeting = left.length > 1 && (rate.within !== null || rate.anywhere);
      const inside = {
        left: [one.leftAsOne],
        right: rule.products === null ? [one.rightAsOne] : right,
        constant: scaled(rate.within ?? perSize(rate.constant)),
      };
      return (isMeeting ? [apart, inside] : [apart])
        .filter(({ constant }) => graph.numberValue(constant) !== 0)
        .map((form) => ({
          text: `${sideText([...plainLeft, ...form.left])} -> ${sideText([...plainRight, ...form.right])}`,
          constant: form.constant,
          end,
        }));
    });
    return forms.map(
      ({ text, constant, end }) =>
        `${this.#names.fresh(rule.name)}: ${text} ${this.#values.rate(constant, rule.name)}${end}`,
    );
  }

  #condition(
    rule: StructuredRule,
    { kind, side, agent, pattern }: StructuredRule["conditions"][number],
  ): string {
    const plain = (side === "reactant" ? rule.consumed : rule.produced).reduce(
      (sum, { count }) => sum + count,
      0,
    );
    const sets: readonly (readonly number[])[] =
      side === "product" && rule.products !== null ? rule.products : agentsByPattern(rule);
    const index = sets.findIndex((members) => members.includes(agent));
    return `${kind}_${side}s(${plain + index + 1},${this.#patterns.pattern(pattern)})`;
  }

  /** The size that the constant of a rule refers to. */
  #size({ consumed }: StructuredRule): ExpressionId | null {
    const [compartment] = this.#structured.compartments;
    if (compartment !== undefined && compartment.name !== "") return compartment.size;
    return (
      consumed.map(({ species }) => this.#flat.species[species]?.size ?? null).find((one) => one !== null) ??
      null
    );
  }
}

function agentsByPattern({ patterns }: StructuredRule): readonly (readonly number[])[] {
  let start = 0;
  return patterns.map(({ agents }) => {
    const first = start;
    start += agents.length;
    return agents.map((_, i) => first + i);
  });
}

/**
 * A constant here is of one way among n!; BioNetGen divides only by exchanges of identical plain reactants that the
 * rule does not tell apart by their fate.
 */
function plainFactor(consumed: readonly Stoichiometry[], produced: readonly Stoichiometry[]): number {
  let factor = 1;
  for (const { species, count } of consumed) {
    const after = produced.find((one) => one.species === species)?.count ?? 0;
    const stay = Math.min(count, after);
    factor *= (factorial(stay) * factorial(count - stay)) / factorial(count);
  }
  return factor;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/** null: BNGL has no word for it. */
function quantifierText({ least, most }: MatchRange, automorphisms: number): string | null {
  if (most === null) return `>=${least * automorphisms}`;
  if (most === least) return `==${least * automorphisms}`;
  return least === 0 ? `<=${most * automorphisms}` : null;
}

function sideText(patterns: readonly string[]): string {
  return patterns.length === 0 ? "0" : patterns.join(" + ");
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`begin ${name}`, ...lines.map((line) => `  ${line}`), `end ${name}`];
}
