/**
 * The compartment whose size a rate constant refers to. Each complex is in the compartment of lowest dimension among
 * the molecules that the rule names of it, in a membrane if one of them is; of those the one of highest dimension
 * counts, since what meets a membrane comes to it from a volume.
 */
import type { StructuredModel } from "../../model/structured.ts";

/** By complex, the compartments of its named molecules; null where none is in a compartment. */
export function referenceCompartment(
  complexes: readonly (readonly number[])[],
  compartments: StructuredModel["compartments"],
): number | null {
  const rankOf = (place: number | null): number => compartments.at(place ?? 0)?.rank ?? 0;
  let best: number | null = null;
  for (const members of complexes) {
    let own: number | null = null;
    for (const place of members) {
      // A model without compartments lists none.
      const compartment = compartments.at(place);
      if (compartment === undefined || compartment.name === "") continue;
      if (own === null || compartment.rank < rankOf(own)) own = place;
    }
    if (own !== null && (best === null || rankOf(own) > rankOf(best))) best = own;
  }
  return best;
}
