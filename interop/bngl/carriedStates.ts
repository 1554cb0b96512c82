/**
 * States that new molecules take over: in `A(c%1) -> B(d%1)` the site d of the new B begins in the state that c of
 * the vanishing A had (as carbon atoms keep their isotope through a reaction).
 */
import { type Direction, vanished } from "./direction.ts";
import type { BnglComponent, BnglName } from "./syntax.ts";

export interface CarriedStates {
  /** The name that the rule gives to the state of a site of its left side; null where it needs none. */
  readonly variableOf: (component: BnglComponent) => string | null;
  /** A site of a new molecule with the state that it takes over. */
  readonly filled: (component: BnglComponent) => BnglComponent;
}

/** `nameFor`: a name that nothing else in the model has. */
export function carriedStates(direction: Direction, nameFor: (wanted: string) => string): CarriedStates {
  const wanted = new Set(
    direction.followers.flatMap(({ molecule, from }) =>
      from === null ? molecule.components.flatMap(({ label }) => label ?? []) : [],
    ),
  );
  const sources = new Map<string, { readonly state: BnglName | null; readonly variable: string }>();
  const gone = vanished(direction);
  direction.molecules.forEach(({ molecule }, i) => {
    for (const { label, states } of molecule.components) {
      if (label === null || !wanted.has(label) || (!gone.has(i) && sources.has(label))) continue;
      const [state] = states;
      const isKnown = state !== undefined && state.text !== "?";
      sources.set(label, { state: isKnown ? state : null, variable: nameFor(`state_${label}`) });
    }
  });
  const sourceOf = ({ label }: BnglComponent) => (label === null ? undefined : sources.get(label));
  return {
    variableOf: (component) => sourceOf(component)?.variable ?? null,
    filled: (component) => {
      const state = sourceOf(component)?.state ?? null;
      return state === null ? component : { ...component, states: [state] };
    },
  };
}
