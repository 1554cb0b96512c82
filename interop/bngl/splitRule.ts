/**
 * BNGL rules that are several rules of the language: the two directions of one that makes or deletes molecules,
 * and one for each compartment where a rule makes molecules wherever its reactants are.
 */
import { moleculesOf } from "./correspondence.ts";
import { directionOf } from "./direction.ts";
import type { BnglExpression, BnglModel, BnglName, BnglPattern, BnglRule } from "./syntax.ts";

/** A rule with what its name gets at its end. */
export interface RulePart {
  readonly rule: BnglRule;
  readonly ending: string;
}

/** The two directions as rules of their own; conditions on reactants are those on products of the way back. */
export function bothDirections(rule: BnglRule): readonly RulePart[] {
  const { left, right, back, conditions } = rule;
  const one: RulePart = { rule: { ...rule, isReversible: false, back: null }, ending: "" };
  if (back === null) return [one];
  const turned = conditions.map((condition) => ({
    ...condition,
    side: condition.side === "reactant" ? ("product" as const) : ("reactant" as const),
  }));
  const other: BnglRule = {
    ...rule,
    left: right,
    right: left,
    isReversible: false,
    forward: turnedLaw(back),
    back: null,
    conditions: turned,
  };
  return [one, { rule: other, ending: "_back" }];
}

/** `Arrhenius(phi,E)` of the way forward is `Arrhenius(1-phi,E)` of the way back. */
function turnedLaw(law: BnglExpression): BnglExpression {
  if (law.kind !== "call" || law.name.text !== "Arrhenius") return law;
  const [phi, ...rest] = law.arguments;
  if (phi === undefined) return law;
  const { span } = phi;
  const one = { kind: "number", text: "1", span } as const;
  return { ...law, arguments: [{ kind: "binary", operator: "-", left: one, right: phi, span }, ...rest] };
}

/**
 * A new species without a compartment is made on the surface where a reactant is, else in the volume of the first
 * reactant: so the rule is written for each compartment in which that may be.
 */
export function inEveryPlace(
  part: RulePart,
  { compartments }: Pick<BnglModel, "compartments">,
): readonly RulePart[] {
  const { rule, ending } = part;
  if (compartments.length < 2 || !makesAnywhere(rule)) return [part];
  const open = rule.left.findIndex((pattern) => placeOf(pattern) === null);
  if (open < 0) return [{ rule: placed(rule, compartments), ending }];
  return compartments.flatMap(({ name }) => {
    const left = rule.left.map((pattern, p) => (p === open ? inPlace(pattern, name) : pattern));
    return inEveryPlace({ rule: { ...rule, left }, ending: `${ending}_${name.text}` }, { compartments });
  });
}

/** Whether a product that is new altogether has no compartment. */
function makesAnywhere(rule: BnglRule): boolean {
  return newPatterns(rule).some((pattern) => placeOf(pattern) === null);
}

function newPatterns(rule: BnglRule): readonly BnglPattern[] {
  if (rule.left.length === 0) return [];
  const { followers } = directionOf(rule, rule.left, rule.right);
  return rule.right.filter((pattern) =>
    followers.every((one) => one.pattern !== pattern || one.from === null),
  );
}

function placed(rule: BnglRule, compartments: BnglModel["compartments"]): BnglRule {
  const places = rule.left.flatMap((pattern) => placeOf(pattern) ?? []);
  const isSurface = ({ text }: BnglName): boolean =>
    compartments.some(({ name, dimensions }) => name.text === text && dimensions === 2);
  const place = places.find(isSurface) ?? places[0];
  if (place === undefined) return rule;
  const isNew = new Set(newPatterns(rule));
  const right = rule.right.map((pattern) =>
    isNew.has(pattern) && placeOf(pattern) === null ? inPlace(pattern, place) : pattern,
  );
  return { ...rule, right };
}

/** A compartment that the pattern names; null when it names none. */
function placeOf(pattern: BnglPattern): BnglName | null {
  return (
    pattern.compartment ??
    moleculesOf([pattern]).find(({ molecule }) => molecule.compartment !== null)?.molecule.compartment ??
    null
  );
}

function inPlace(pattern: BnglPattern, compartment: BnglName): BnglPattern {
  return { ...pattern, compartment };
}
