/**
 * What the entries of filaments, membranes and growth statements must be, told where they are written: an energy made
 * of an entry would point at something that the user did not write.
 *
 * Energies without a unit are in kT, so that what makes one may be in kT too: a `tension` is then in /um^2.
 */
import { describeQuantity, usualUnit } from "../check/describeQuantity.ts";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  energyDimension,
  equalDimensions,
  forceDimension,
  lengthDimension,
  makeDimension,
} from "../../runtime/units/dimension.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Filament, GrowthEvent, Membrane } from "../../grammar/syntax/growth.ts";
import type { GrowthModel } from "./growthForm.ts";
import { knownDimension } from "./knownDimension.ts";
import { knownNumber } from "./knownNumber.ts";
import { partsOf } from "./userExpression.ts";

interface Entry {
  readonly name: string;
  readonly value: Expression | null;
  readonly expected: Dimension;
}

const forcePerLength = divideDimensions(forceDimension, lengthDimension);
const pressureDimension = makeDimension(-1, 1, -2);

/** False after an error. */
export function hasFilamentEntries(filament: Filament, model: GrowthModel): boolean {
  const { rise, persistence, stretch, name } = filament;
  return allFit(name.text, model, [
    { name: "rise", value: rise, expected: lengthDimension },
    { name: "persistence", value: persistence, expected: lengthDimension },
    { name: "stretch", value: stretch, expected: forceDimension },
  ]);
}

/** False after an error. */
export function hasMembraneEntries(membrane: Membrane, model: GrowthModel): boolean {
  const { radius, mesh, within, tension, bending, pressure, contact, name } = membrane;
  return allFit(name.text, model, [
    { name: "radius", value: radius, expected: lengthDimension },
    { name: "mesh", value: mesh, expected: lengthDimension },
    { name: "bending", value: bending, expected: energyDimension },
    { name: "tension", value: tension, expected: forcePerLength },
    { name: "pressure", value: pressure, expected: pressureDimension },
    { name: "contact", value: contact, expected: forcePerLength },
    { name: "within", value: within, expected: lengthDimension },
  ]);
}

/** False after an error; angles of more than half a turn are told of, and pass. */
export function hasEventEntries(event: GrowthEvent, model: GrowthModel): boolean {
  const { angle, length, stiffness, within, kind, when, rate } = event;
  const fits = allFit(kind, model, [
    { name: "angle", value: angle?.mean ?? null, expected: dimensionless },
    { name: "sd", value: angle?.sd ?? null, expected: dimensionless },
    { name: "length", value: length, expected: lengthDimension },
    { name: "stiffness", value: stiffness, expected: forcePerLength },
    { name: "within", value: within, expected: lengthDimension },
  ]);
  if (!fits) return false;
  for (const one of [angle?.mean, angle?.sd]) if (one != null) reportWideAngle(one, model);
  for (const condition of [when, rate.forward])
    if (condition !== null) for (const part of partsOf(condition)) reportWideBend(part, model);
  return true;
}

function allFit(owner: string, model: GrowthModel, entries: readonly Entry[]): boolean {
  let isFine = true;
  for (const { name, value, expected } of entries)
    for (const choice of value === null ? [] : choicesOf(value)) {
      const found = knownDimension(choice, model);
      if (found === null || equalDimensions(found, expected)) continue;
      // Lengths and angles make no energy.
      const isEnergy = expected[1] !== 0;
      if (isEnergy && equalDimensions(found, divideDimensions(expected, energyDimension))) continue;
      const bare = choice.kind === "quantity" && choice.unit === null ? choice.text : null;
      const hasUnit = bare === null || expected === dimensionless;
      model.report("TDL5280", choice.span, {
        entry: name,
        owner,
        expected: describeQuantity(expected),
        found: describeQuantity(found),
        example: hasUnit ? null : `${bare} ${unitOf(name, Number(bare), expected)}`,
      });
      isFine = false;
    }
  return isFine;
}

/** What comes after each `then` and `else`. */
function choicesOf(value: Expression): readonly Expression[] {
  if (value.kind !== "conditional") return [value];
  return [...choicesOf(value.consequent), ...choicesOf(value.alternate)];
}

/** What is usually written: short lengths in nm, those over which filaments bend in um. */
function unitOf(entry: string, size: number, expected: Dimension): string {
  if (expected === pressureDimension) return "Pa";
  return expected === lengthDimension && entry !== "persistence" && size >= 1 ? "nm" : usualUnit(expected);
}

/** `bend > 57`: never true of an angle between two directions. */
function reportWideBend(part: Expression, model: GrowthModel): void {
  if (part.kind !== "binary" || !comparisons.has(part.operator) || model.declared.has("bend")) return;
  const sides = [part.left, part.right];
  const isBend = (one: Expression): boolean =>
    one.kind === "reference" && one.path.parts.length === 1 && one.path.parts[0]?.text === "bend";
  if (sides.some(isBend)) for (const one of sides) if (!isBend(one)) reportWideAngle(one, model);
}

const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

function reportWideAngle(value: Expression, model: GrowthModel): void {
  const dimension = knownDimension(value, model);
  const size = knownNumber(value, model.model);
  // 180 deg is pi but for the last digit.
  if (dimension === null || size === null || !equalDimensions(dimension, dimensionless)) return;
  if (Math.abs(size) <= Math.PI * (1 + 1e-12)) return;
  const written = model.file.text.slice(value.span.start, value.span.end).trim();
  model.report("TDL5281", value.span, {
    angle: written,
    isPlain: value.kind === "quantity" && value.unit === null && value.value <= 360,
  });
}
