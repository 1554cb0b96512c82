/**
 * Which reactants meet: species in one volume, on one surface, or on a surface and in a volume beside it. Here a
 * surface and any volume meet, so that a rule whose reactants might be in compartments that are not neighbours is
 * written for each pair of places that are. BioNetGen lets species that hold molecules of a surface meet on the surface,
 * whichever of their molecules the rule shows; here the shown ones decide to which size the constant refers, so that it
 * is multiplied by the ratio of the sizes where these are in a volume.
 */
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { RulePart } from "./splitRule.ts";
import type { BnglCompartment, BnglExpression, BnglPattern, BnglRule } from "./syntax.ts";

/** The rule, if its reactants always meet; else one for each way to place them, none where they never meet. */
export function whereReactantsMeet(part: RulePart, context: ImportContext): readonly RulePart[] {
  const { model, placements } = context;
  const { rule, ending } = part;
  const { compartments } = model;
  if (compartments.length < 2 || rule.left.length < 2) return [part];
  const places = rule.left.map((pattern) => placements.speciesPlaces(pattern));
  const all = combinations(places);
  const meeting = all.filter((combination) => doMeet(combination, compartments));
  const scaleAt = (combination: readonly string[]): BnglExpression | null =>
    surfaceScale(rule, combination, context);
  if (meeting.length === all.length && all.every((combination) => scaleAt(combination) === null))
    return [part];
  return meeting.map((combination) => {
    const left = rule.left.map((pattern, p): BnglPattern => {
      const text = combination[p];
      const isKnown = text === undefined || pattern.compartment !== null || (places[p]?.length ?? 0) < 2;
      return isKnown ? pattern : { ...pattern, compartment: { text, span: pattern.span } };
    });
    const open = combination.filter((_, p) => (places[p]?.length ?? 0) > 1);
    const scale = scaleAt(combination);
    const forward = scale === null ? rule.forward : product(rule.forward, scale);
    return { rule: { ...rule, left, forward }, ending: [ending, ...open].join("_") };
  });
}

/**
 * Of species that are all on surfaces: by what the constant is multiplied where one shows only molecules in a volume;
 * null where it stays.
 */
function surfaceScale(
  rule: BnglRule,
  places: readonly string[],
  context: ImportContext,
): BnglExpression | null {
  const { model, placements } = context;
  const find = (text: string | undefined) => model.compartments.find(({ name }) => name.text === text);
  const surface = find(places[0]);
  const areSurfaces = places.every((place) => find(place)?.dimensions === 2);
  const isLaw = rule.forward.kind === "call" && /^(Sat|MM|Hill|Arrhenius)$/.test(rule.forward.name.text);
  if (surface === undefined || !areSurfaces || rule.isTotalRate || isLaw) return null;
  for (const [p, pattern] of rule.left.entries()) {
    const own = find(places[p]);
    const beside = model.compartments
      .filter(({ name, outside }) => name.text === own?.outside?.text || outside?.text === own?.name.text)
      .map(({ name }) => name.text);
    const around = own === undefined ? beside : [own.name.text, ...beside];
    const shown = pattern.molecules.map((molecule) => {
      const known = placements.placeOf(molecule, pattern)?.text;
      return known === undefined
        ? around.filter((place) => placements.only(molecule, [place]) !== null)
        : [known];
    });
    if (shown.flat().some((place) => find(place)?.dimensions === 2)) continue;
    // Nothing of it is beside that surface: no such species.
    if (shown.some((list) => list.length === 0)) return null;
    const [first, second] = new Set(shown.flat());
    const volume = find(first);
    if (volume === undefined || second !== undefined) {
      refuse(context, pattern.span, "A reactant whose molecules may be on both sides of a surface");
      return null;
    }
    const { span } = pattern;
    const ratio = {
      kind: "binary",
      operator: "/",
      left: volume.volume,
      right: surface.volume,
      span,
    } as const;
    return rule.left.slice(2).reduce<BnglExpression>((power) => product(power, ratio), ratio);
  }
  return null;
}

function product(left: BnglExpression, right: BnglExpression): BnglExpression {
  return { kind: "binary", operator: "*", left, right, span: left.span };
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
