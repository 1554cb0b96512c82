/** Where a species lives, and with it the dimension of its concentration. */
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import { resolvePath } from "../bind/resolve.ts";
import {
  amountDimension,
  areaDimension,
  type Dimension,
  divideDimensions,
  lengthDimension,
  volumeDimension,
} from "../../runtime/units/dimension.ts";

export type Place =
  | { readonly kind: "compartment"; readonly symbol: SymbolOfKind<"compartment"> }
  /** A shared species whose compartment the parent decides. */
  | { readonly kind: "open" }
  /** The model has no compartments: the species is only counted. */
  | { readonly kind: "none" }
  /** Several compartments and none is named, or the name is wrong. */
  | { readonly kind: "unclear" };

export function placeOf(program: BoundProgram, species: SymbolOfKind<"species">): Place {
  const { node, scope } = species;
  if (node.compartment !== null) {
    const resolution = resolvePath(program, scope, node.compartment);
    if (resolution.kind === "symbol" && resolution.symbol.kind === "compartment") {
      return { kind: "compartment", symbol: resolution.symbol };
    }
    return { kind: "unclear" };
  }
  if (node.share) return { kind: "open" };
  const all = compartmentsOf(scope);
  const [only, ...more] = all;
  if (only === undefined) return { kind: scope.isIncomplete ? "unclear" : "none" };
  if (more.length > 0) return { kind: "unclear" };
  only.uses++;
  return { kind: "compartment", symbol: only };
}

const knownCompartments = new WeakMap<Scope, readonly SymbolOfKind<"compartment">[]>();

/** The compartments that a scope declares. */
export function compartmentsOf(scope: Scope): readonly SymbolOfKind<"compartment">[] {
  const known = knownCompartments.get(scope);
  if (known !== undefined) return known;
  const found = [...scope.values.values()].filter((symbol) => symbol.kind === "compartment");
  knownCompartments.set(scope, found);
  return found;
}

/** Volume for a shared compartment that states no size. */
export function sizeDimension(compartment: SymbolOfKind<"compartment">): Dimension {
  switch (compartment.node.size?.measure ?? "volume") {
    case "volume":
      return volumeDimension;
    case "area":
      return areaDimension;
    case "length":
      return lengthDimension;
  }
}

/** Null when the species has no compartment, so that only its number is defined. */
export function concentrationDimensionOf(place: Place): Dimension | null {
  switch (place.kind) {
    case "compartment":
      return divideDimensions(amountDimension, sizeDimension(place.symbol));
    case "open":
      return divideDimensions(amountDimension, volumeDimension);
    case "none":
    case "unclear":
      return null;
  }
}
