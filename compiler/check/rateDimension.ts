/** Dimensions of rate constants: (amount / size)^(1 - m) / time for m reactants. */
import type { SourceFile } from "../../diagnostics/source.ts";
import type { Rule, RuleSide } from "../../grammar/syntax/declaration.ts";
import {
  amountDimension,
  type Dimension,
  dimensionless,
  divideDimensions,
  powerOfDimension,
  timeDimension,
  volumeDimension,
} from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import type { Reactant } from "./analysedRule.ts";
import { speciesOf } from "./measureTypes.ts";
import { type Place, placeOf, sizeDimension } from "./species.ts";
import type { Typing } from "./typing.ts";

/** The plain species of one side; null (reported) when it holds anything else. */
export function participantsOf(side: RuleSide, scope: Scope, checker: Typing): readonly Reactant[] | null {
  const reactants: Reactant[] = [];
  let isWhole = true;
  for (const participant of side.participants) {
    const species = speciesOf(checker, participant.pattern, scope);
    if (species === null) {
      isWhole = false;
      continue;
    }
    reactants.push({
      species,
      place: placeOf(checker.program, species),
      coefficient: participant.coefficient,
      participant,
    });
  }
  return isWhole ? reactants : null;
}

export function orderOf(reactants: readonly Reactant[]): number {
  return reactants.reduce((order, { coefficient }) => order + coefficient, 0);
}

/**
 * The compartment that a mass-action constant of these reactants refers to: the one of highest dimension;
 * null for species that are only counted; "ambiguous" for two of equal rank (which only matters for two or
 * more reactants).
 */
export function referencePlace(reactants: readonly Reactant[]): Place | null | "ambiguous" {
  let best: Place | null = null;
  let isAmbiguous = false;
  for (const { place } of reactants) {
    if (place.kind === "none" || place.kind === "unclear") continue;
    if (best === null || rank(place) > rank(best)) {
      best = place;
      isAmbiguous = false;
    } else if (rank(place) === rank(best) && !samePlace(place, best)) isAmbiguous = true;
  }
  return isAmbiguous ? "ambiguous" : best;
}

function rank(place: Place): number {
  if (place.kind !== "compartment") return 3;
  const measure = place.symbol.node.size?.measure ?? "volume";
  return measure === "volume" ? 3 : measure === "area" ? 2 : 1;
}

function samePlace(a: Place, b: Place): boolean {
  if (a.kind === "compartment" && b.kind === "compartment") return a.symbol === b.symbol;
  // Shared species without a compartment of their own: the parent decides, checked again when it is bound.
  return true;
}

export function rateConstantDimension(order: number, place: Place | null): Dimension {
  const power =
    powerOfDimension(divideDimensions(amountDimension, sizeOf(place)), 1 - order) ?? dimensionless;
  return divideDimensions(power, timeDimension);
}

function sizeOf(place: Place | null): Dimension {
  if (place === null) return dimensionless;
  return place.kind === "compartment" ? sizeDimension(place.symbol) : volumeDimension;
}

/** `A + B -> C` as written, on one line. */
export function reactionText(rule: Rule, file: SourceFile): string {
  const end = rule.right?.span.end ?? rule.left.span.end;
  return file.text.slice(rule.left.span.start, end).replace(/\s+/g, " ");
}

/** Whether a compartment could not be read, which was told of: rates may refer to its size. */
export function mayLackCompartment(scope: Scope): boolean {
  return scope.isBroken("compartment");
}
