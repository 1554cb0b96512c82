/**
 * The constant of a rule whose two reactants differ only in the states that new molecules take over, as in
 * `A(c%1) + A(c%2) -> B(d%1,e%2)`. BioNetGen gives the constant to the rule as it is written: exchanging the
 * reactants is a symmetry where the products are the same then, and none where they differ. Here such a rule is one
 * for every pair of states, in which exchanging two equal states always is a symmetry. So the constant is
 * multiplied by the ratio of the numbers of symmetries, which a table keyed by both states tells.
 */
import { type CarriedStates } from "./carriedStates.ts";
import { type Direction, vanished } from "./direction.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { PatternWriter } from "./patternText.ts";
import type { BnglComponent, BnglMolecule, BnglPattern } from "./syntax.ts";

export interface CarriedPair {
  /** What the constant is multiplied by. */
  readonly factor: string;
  /** Tables that the factor reads. */
  readonly tables: readonly string[];
}

/** Null where no such factor is needed, or where the rule was refused. */
export function carriedPair(
  direction: Direction,
  carried: CarriedStates,
  patterns: PatternWriter,
  context: ImportContext,
): CarriedPair | null {
  const { left, molecules, rule } = direction;
  const isCarried = (component: BnglComponent): boolean => carried.variableOf(component) !== null;
  const keys = molecules.map(({ molecule, pattern }) => keyOf(molecule, pattern, isCarried));
  const equal = molecules.flatMap(({ molecule }, i) =>
    molecule.components.some(isCarried) && keys.indexOf(keys[i] ?? "") !== keys.lastIndexOf(keys[i] ?? "")
      ? [i]
      : [],
  );
  const isWithin = molecules.some(({ molecule }) => hasEqualSites(molecule, isCarried));
  if (equal.length === 0 && !isWithin) return null;
  const gone = vanished(direction);
  const [first, second, third] = equal.map((i) => molecules[i]);
  if (!isWithin && equal.length === 2 && equal.filter((i) => gone.has(i)).length === 1) return null;
  const isPair =
    !isWithin &&
    first !== undefined &&
    second !== undefined &&
    third === undefined &&
    equal.every((i) => gone.has(i)) &&
    [first, second].every(({ index }) => left[index]?.molecules.length === 1) &&
    rule.conditions.length === 0 &&
    [...left, ...direction.right].every(({ label, molecules: all }) => label === null && !all.some(isBound));
  if (!isPair) {
    refuse(context, rule.span, "States that are taken over from reactants that nothing else tells apart");
    return null;
  }
  return pairFactor(direction, [first.molecule, second.molecule], isCarried, carried, patterns, context);
}

function pairFactor(
  { right }: Direction,
  [first, second]: readonly [BnglMolecule, BnglMolecule],
  isCarried: (component: BnglComponent) => boolean,
  carried: CarriedStates,
  patterns: PatternWriter,
  context: ImportContext,
): CarriedPair {
  const tables: string[] = [];
  const exchange = new Map<string, string>();
  const equalities = first.components.filter(isCarried).flatMap((one): readonly string[] => {
    const other = second.components.find(({ name, label }) => name.text === one.name.text && label !== null);
    if (one.label === null || other?.label === null || other === undefined) return [];
    exchange.set(one.label, other.label).set(other.label, one.label);
    const known = one.states[0]?.text ?? "?";
    if (known !== "?") return [];
    const table = context.names.unused(`same_${first.name.text}_${one.name.text}`);
    tables.push(equalityTable(table, first, one, patterns, context));
    return [`${table}[${carried.variableOf(one) ?? ""}, ${carried.variableOf(other) ?? ""}]`];
  });
  const productsOf = (labelOf: (label: string) => string): string =>
    right
      .map((pattern) => pattern.molecules.map((one) => keyOf(one, pattern, () => false, labelOf)).sort())
      .map((members) => members.join("."))
      .sort()
      .join("+");
  const isSame = productsOf((label) => label) === productsOf((label) => exchange.get(label) ?? label);
  const symmetries = `(1 + ${equalities.length === 0 ? "1" : equalities.join(" * ")})`;
  return { factor: isSame ? `${symmetries} / 2` : symmetries, tables };
}

/** 1 where two states are the same, else 0. */
function equalityTable(
  name: string,
  molecule: BnglMolecule,
  component: BnglComponent,
  patterns: PatternWriter,
  { table }: ImportContext,
): string {
  const site = table.get(molecule.name.text)?.sites.find((one) => one.name === component.name.text);
  const states = (site?.states ?? []).map((state) => patterns.state(state));
  const key = `${patterns.type(molecule)}.${patterns.site(component)}`;
  const rows = states.map((one) => `${one}: ${states.map((other) => (one === other ? 1 : 0)).join(", ")}`);
  return `table ${name}[${key}, ${key}] unitless {\n${states.join(", ")}\n${rows.join("\n")}\n}`;
}

/** Equal for molecules of which the same is said, up to the order of sites and to the states that are carried. */
function keyOf(
  { name, components, compartment }: BnglMolecule,
  pattern: BnglPattern,
  isCarried: (component: BnglComponent) => boolean,
  labelOf: (label: string) => string = () => "",
): string {
  const sites = components.map((component) => {
    const { name: site, states, bonds, label } = component;
    const carry = isCarried(component) ? "carried" : "";
    const own = label === null ? "" : labelOf(label);
    return [site.text, states[0]?.text ?? "?", ...bonds.map(({ kind }) => kind), carry, own].join(" ");
  });
  return `${name.text}(${sites.sort().join(",")})@${(compartment ?? pattern.compartment)?.text ?? ""}`;
}

/** Whether two identical sites of one molecule pass on their states. */
function hasEqualSites(
  { components }: BnglMolecule,
  isCarried: (component: BnglComponent) => boolean,
): boolean {
  const names = components.filter(isCarried).map(({ name }) => name.text);
  return new Set(names).size < names.length;
}

function isBound({ components }: BnglMolecule): boolean {
  return components.some(({ bonds }) => bonds.some(({ kind }) => kind === "label"));
}
