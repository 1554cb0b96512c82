/**
 * Which reactants meet: species in one volume, on one surface, or on a surface and in a volume beside it. Here a
 * surface and any volume meet, so that a rule whose reactants might be in compartments that are not neighbours is
 * written for each pair of places that are.
 */
import type { ImportContext } from "./importContext.ts";
import type { RulePart } from "./splitRule.ts";
import type { BnglCompartment, BnglPattern } from "./syntax.ts";

type Context = Pick<ImportContext, "model" | "placements">;

/** The rule, if its reactants always meet; else one for each way to place them, none where they never meet. */
export function whereReactantsMeet(part: RulePart, { model, placements }: Context): readonly RulePart[] {
  const { rule, ending } = part;
  const { compartments } = model;
  if (compartments.length < 2 || rule.left.length < 2) return [part];
  const places = rule.left.map((pattern) => placements.speciesPlaces(pattern));
  const all = combinations(places);
  const meeting = all.filter((combination) => doMeet(combination, compartments));
  if (meeting.length === all.length) return [part];
  return meeting.map((combination) => {
    const left = rule.left.map((pattern, p): BnglPattern => {
      const text = combination[p];
      const isKnown = text === undefined || pattern.compartment !== null || (places[p]?.length ?? 0) < 2;
      return isKnown ? pattern : { ...pattern, compartment: { text, span: pattern.span } };
    });
    const open = combination.filter((_, p) => (places[p]?.length ?? 0) > 1);
    return { rule: { ...rule, left }, ending: [ending, ...open].join("_") };
  });
}

function doMeet(places: readonly string[], compartments: readonly BnglCompartment[]): boolean {
  const found = places.flatMap((place) => compartments.find(({ name }) => name.text === place) ?? []);
  return found.every((a) =>
    found.every(
      (b) =>
        a === b ||
        a.dimensions === b.dimensions ||
        a.outside?.text === b.name.text ||
        b.outside?.text === a.name.text,
    ),
  );
}

function combinations(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (found, list) => found.flatMap((one) => list.map((place) => [...one, place])),
    [[]],
  );
}
