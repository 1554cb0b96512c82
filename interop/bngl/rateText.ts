/** Rates of BNGL rules: plain numbers there, read here per count (and per size, with compartments). */
import type { Direction } from "./direction.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { Owner } from "./labelledOwners.ts";
import { quantity } from "../importedText.ts";
import { largestUnitExponent } from "../../runtime/units/parseUnit.ts";
import type { PatternWriter } from "./patternText.ts";
import type { BnglExpression, BnglPattern } from "./syntax.ts";

export class RateWriter {
  readonly #context: ImportContext;
  readonly #expressions: ExpressionWriter;
  readonly #patterns: PatternWriter;

  constructor(context: ImportContext, expressions: ExpressionWriter, patterns: PatternWriter) {
    this.#context = context;
    this.#expressions = expressions;
    this.#patterns = patterns;
  }

  /** For a rule that labels these molecules and complexes. */
  within(owners: ReadonlyMap<string, Owner>): RateWriter {
    if (owners.size === 0) return this;
    return new RateWriter(this.#context, this.#expressions.within(owners), this.#patterns);
  }

  /** `@ k assume /s, back …` or `total …`; `factor` multiplies the constant, and so does `more`, as text. */
  rate(
    { rule, left, right }: Direction,
    forward: BnglExpression,
    back: BnglExpression | null,
    factor: number,
    more: string | null = null,
  ): string {
    if (forward.kind === "call" && forward.name.text === "Arrhenius")
      return this.#balanced(forward, left, right, back !== null);
    const law = forward.kind === "call" ? this.#law(forward, left) : null;
    if (law !== null) return `total ${quantity(law, "count/s")}`;
    if (rule.isTotalRate) {
      const backText = back === null ? "" : `, back ${quantity(this.#expressions.number(back), "count/s")}`;
      return `total ${quantity(this.#expressions.number(forward), "count/s")}${backText}`;
    }
    const number = this.#expressions.number(forward);
    const constant = more === null ? number : `${number} * ${more}`;
    const text =
      factor === 1 ? constant : factor < 1 ? `${constant} / ${1 / factor}` : `${factor} * ${constant}`;
    const backText =
      back === null ? "" : `, back ${this.#constant(this.#expressions.number(back), right, left)}`;
    return `@ ${this.#constant(text, left, right)}${backText}`;
  }

  /** `Arrhenius(phi,E)`: the constant exp(-E) where no energies change, in both ways, and detailed balance. */
  #balanced(
    { arguments: [phi, barrier], span }: BnglExpression & { kind: "call" },
    left: readonly BnglPattern[],
    right: readonly BnglPattern[],
    isReversible: boolean,
  ): string {
    if (phi === undefined || barrier === undefined) {
      refuse(this.#context, span, "`Arrhenius` without its two values");
      return "@ 0";
    }
    const constant = `exp(-(${this.#expressions.number(barrier)}))`;
    const back = isReversible ? `, back ${this.#constant(constant, right, left)}` : "";
    const share = this.#expressions.number(phi);
    return `@ ${this.#constant(constant, left, right)}${back}, balanced ${share}`;
  }

  /** A constant with its unit; with compartments it may refer to quantities of many molecules each, not to counts. */
  #constant(text: string, reactants: readonly BnglPattern[], products: readonly BnglPattern[]): string {
    const unit = this.#unit(reactants, products);
    const { actions, compartments } = this.#context.model;
    const option = actions.findLast(
      ({ name, values }) => name.text === "setOption" && values[0]?.text === "NumberPerQuantityUnit",
    );
    const number = Number(option?.values[1]?.text ?? "1");
    if (compartments.length === 0 || reactants.length < 2 || !(number > 0) || number === 1)
      return quantity(text, unit);
    const divisor = Array.from({ length: reactants.length - 1 }, () => String(number)).join(" / ");
    return quantity(`${text} / ${divisor}`, unit);
  }

  /** The unit that a constant has for these reactants. */
  #unit(reactants: readonly BnglPattern[], products: readonly BnglPattern[]): string {
    const order = reactants.length;
    if (order === 1) return "/s";
    const dimensions = this.#dimensions(order === 0 ? products : reactants);
    if (order === 0) return dimensions === null ? "count/s" : `count/um^${dimensions}/s`;
    const counts = powerText("/", "count", order - 1);
    return dimensions === null
      ? `${counts}/s`
      : `${powerText("*", "um", dimensions * (order - 1)).slice(1)}${counts}/s`;
  }

  /** Of the compartment of highest dimension where these may be; null in a model without compartments. */
  #dimensions(patterns: readonly BnglPattern[]): number | null {
    const { compartments } = this.#context.model;
    if (compartments.length === 0) return null;
    const all = compartments.map(({ dimensions }) => dimensions);
    const found = patterns.flatMap((pattern) =>
      pattern.molecules.flatMap((molecule) => {
        const place = this.#context.placements.placeOf(molecule, pattern);
        return place === null
          ? all
          : compartments.filter(({ name }) => name.text === place.text).map(({ dimensions }) => dimensions);
      }),
    );
    return Math.max(...(found.length > 0 ? found : all));
  }

  /**
   * `Sat`, `MM` and `Hill`, which BioNetGen reads as laws of the amounts of each generated reaction's own reactants:
   * so each reactant of the rule must be one species. Null for any other law.
   */
  #law(call: BnglExpression & { kind: "call" }, left: readonly BnglPattern[]): string | null {
    const name = call.name.text;
    if (!/^(Sat|MM|Hill)$/.test(name)) return null;
    const counts = left.map((pattern) => `count ${this.#patterns.pattern(pattern)}`);
    const arePlain = left.every(({ molecules }) => molecules.every((one) => this.#patterns.isPlain(one)));
    const areWhole =
      left.every((pattern) => this.#isWhole(pattern)) && new Set(counts).size === counts.length;
    if (!arePlain && !areWhole) {
      const what = `\`${name}\` for patterns of more than one species`;
      refuse(this.#context, call.span, what, "Name every site, or write it as a function of observables.");
      return "0";
    }
    const [k = "0", ...constants] = call.arguments.map(
      (argument) => `(${this.#expressions.number(argument)})`,
    );
    const [substrate = "0", enzyme = "0"] = counts;
    const [constant = "0", exponent = "1"] = constants;
    if (name === "Sat") {
      const factors = counts.map((count, i) =>
        constants[i] === undefined ? `(${count})` : `((${count}) / (${constants[i]} + ${count}))`,
      );
      return [k, ...factors].join(" * ");
    }
    if (name === "Hill") {
      const others = counts
        .slice(1)
        .map((count) => ` * (${count})`)
        .join("");
      return `${k} * (${substrate})^${exponent} / (${constant}^${exponent} + (${substrate})^${exponent})${others}`;
    }
    const difference = `((${substrate}) - ${constant} - (${enzyme}))`;
    const free = `(0.5 * (${difference} + sqrt(${difference}^2 + 4 * ${constant} * (${substrate}))))`;
    return `${k} * (${enzyme}) * ${free} / (${constant} + ${free})`;
  }

  /** Whether a pattern is one species, in one way: one molecule with all its sites, none of them identical or bound. */
  #isWhole({ molecules: [molecule, ...others] }: BnglPattern): boolean {
    if (molecule === undefined || others.length > 0) return false;
    if (this.#patterns.isPlain(molecule)) return true;
    const sites = this.#context.table.get(molecule.name.text)?.sites ?? [];
    const isNamed = sites.every(({ name, states, multiplicity }) => {
      const [component] = molecule.components.filter((one) => one.name.text === name);
      const state = component?.states[0]?.text ?? "";
      const isKnown = states.length === 0 || states.includes(state);
      return multiplicity === 1 && component?.bonds.length === 0 && isKnown;
    });
    return isNamed && this.#context.model.compartments.length === 0;
  }
}

/** `/count^12/count^2`: a unit to a power, in as many factors as it takes that none has an exponent above 12. */
function powerText(sign: "*" | "/", unit: string, power: number): string {
  if (power > largestUnitExponent)
    return powerText(sign, unit, largestUnitExponent) + powerText(sign, unit, power - largestUnitExponent);
  return `${sign}${unit}${power === 1 ? "" : `^${power}`}`;
}
