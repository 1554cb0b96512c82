/** Where complexes are, and which of them can meet: in one volume or on one surface, not from two of them. */
import type { StructuredModel } from "../../model/structured.ts";
import type { ComplexGraph } from "./complexGraph.ts";

type Compartments = StructuredModel["compartments"];

const nowhere: readonly number[] = [];

/** A complex with a part in a membrane is in the membrane: its compartments of lowest rank. */
export function placesOf({ agentCompartment }: ComplexGraph, compartments: Compartments): readonly number[] {
  if (compartments.length < 2) return nowhere;
  const named = [...new Set(agentCompartment)].filter((one) => compartments[one].name !== "");
  const lowest = Math.min(...named.map((one) => compartments[one].rank));
  return named.filter((one) => compartments[one].rank === lowest);
}

/** Whether complexes can meet; `places`: of each complex of the network. */
export function canMeet(
  complexes: readonly number[],
  places: readonly (readonly number[])[],
  compartments: Compartments,
): boolean {
  if (compartments.length < 2) return true;
  return complexes.every((complex, i) => {
    const own = places[complex];
    return complexes.slice(0, i).every((earlier) => {
      const other = places[earlier];
      if (own.length === 0 || other.length === 0) return true;
      const isOneRank = compartments[own[0]].rank === compartments[other[0]].rank;
      return !isOneRank || own.some((place) => other.includes(place));
    });
  });
}
