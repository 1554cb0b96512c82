/**
 * The cut around a module: which species are its own, and what in the model around needs more of it than its
 * surrogate follows.
 */
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel, FlatSubmodel } from "../model/flatModel.ts";
import { mapSpatial } from "../model/mapSpatial.ts";
import type { SpatialModel } from "../model/spatial.ts";

export interface Cut {
  /** Indices of the module's own species: those it declares, and complexes of its rules. */
  readonly own: readonly number[];
  /** Rules outside that use its molecules. */
  readonly opened: readonly { readonly rule: string; readonly molecule: string; readonly origin: Origin }[];
  /** What is not followed, but needed. */
  readonly missing: readonly { readonly name: string; readonly origin: Origin }[];
  /** Observables of what is not followed. */
  readonly leftOut: readonly string[];
}

/** `followed`: names of the values that the surrogate gives. */
export function findCut(flat: FlatModel, submodel: FlatSubmodel, followed: ReadonlySet<string>): Cut {
  const { graph } = flat;
  const own = ownSpecies(flat, submodel);
  const isOwn = new Set(own);
  const ownSymbols = new Set(own.map((index) => flat.species[index]?.symbol));
  const hidden = new Set<SymbolId | undefined>([
    ...ownSymbols,
    ...submodel.values.filter(({ name }) => !followed.has(name)).map(({ symbol }) => symbol),
  ]);
  const seen = (id: ExpressionId): SymbolId | undefined =>
    [...dependencies(graph, id)].find((symbol) => hidden.has(symbol));
  const opened: Cut["opened"][number][] = [];
  const missing: Cut["missing"][number][] = [];
  const need = (id: ExpressionId, origin: Origin): void => {
    const symbol = seen(id);
    if (symbol !== undefined) missing.push({ name: graph.symbolInfo(symbol).name, origin });
  };
  for (const { name, reactants, products, rate, origin } of flat.reactions) {
    if (name.startsWith(submodel.prefix)) continue;
    const used = [...reactants, ...products].find(({ species }) => isOwn.has(species));
    const molecule = flat.species[used?.species ?? -1]?.name;
    const isKnown = opened.some((other) => other.origin === origin);
    if (molecule !== undefined && !isKnown) opened.push({ rule: name, molecule, origin });
    if (molecule === undefined) need(rate.kind === "total" ? rate.velocity : rate.constant, origin);
  }
  for (const { rate, origin } of flat.flows) need(rate, origin);
  for (const { trigger, assignments } of flat.events) {
    const [first] = assignments;
    if (first !== undefined) need(trigger, first.origin);
    for (const { target, value, origin } of assignments) {
      need(value, origin);
      const name =
        target.kind === "species" && isOwn.has(target.index) ? flat.species[target.index]?.name : undefined;
      if (name !== undefined) missing.push({ name, origin });
    }
  }
  for (const { target, value, origin } of flat.clamps) {
    need(value, origin);
    const name =
      target.kind === "species" && isOwn.has(target.index) ? flat.species[target.index]?.name : undefined;
    if (name !== undefined) missing.push({ name, origin });
  }
  for (const { origin, consumed, produced, name, expressions } of growth(flat.spatial)) {
    const used = [...consumed, ...produced].find(({ species }) => isOwn.has(species));
    const molecule = flat.species[used?.species ?? -1]?.name;
    if (molecule !== undefined) opened.push({ rule: name, molecule, origin });
    for (const id of expressions) need(id, origin);
  }
  const leftOut = flat.observables.filter(({ value }) => seen(value) !== undefined).map(({ name }) => name);
  return { own, opened, missing, leftOut };
}

/** What growth needs, statement by statement. */
function growth(spatial: SpatialModel | null): readonly {
  readonly name: string;
  readonly origin: Origin;
  readonly consumed: SpatialModel["rules"][number]["consumed"];
  readonly produced: SpatialModel["rules"][number]["produced"];
  readonly expressions: readonly ExpressionId[];
}[] {
  if (spatial === null) return [];
  const nothing = { ...spatial, rules: [], energies: [], motions: [], flows: [], measures: [], seeds: [] };
  const expressionsOf = (part: Partial<SpatialModel>): ExpressionId[] => {
    const found: ExpressionId[] = [];
    mapSpatial({ ...nothing, ...part }, (id) => {
      found.push(id);
      return id;
    });
    return found;
  };
  const only = { consumed: [], produced: [] };
  return [
    ...spatial.rules.map((rule) => ({ ...rule, expressions: expressionsOf({ rules: [rule] }) })),
    ...spatial.energies.map((energy) => ({
      ...energy,
      ...only,
      expressions: expressionsOf({ energies: [energy] }),
    })),
    ...spatial.motions.map((motion) => ({
      ...motion,
      ...only,
      name: "motion",
      expressions: expressionsOf({ motions: [motion] }),
    })),
    ...spatial.flows.map((flow) => ({ ...flow, ...only, expressions: expressionsOf({ flows: [flow] }) })),
  ];
}

/** In the order of the flat model. */
function ownSpecies({ species, reactions }: FlatModel, submodel: FlatSubmodel): number[] {
  const shared = new Set(submodel.ports.flatMap((port) => (port.kind === "species" ? [port.species] : [])));
  const used = new Set(
    reactions
      .filter(({ name }) => name.startsWith(submodel.prefix))
      .flatMap(({ reactants, products }) => [...reactants, ...products].map((entry) => entry.species)),
  );
  return species.flatMap(({ name, molecules }, index) => {
    const isOwn = molecules === undefined ? name.startsWith(submodel.prefix) : used.has(index);
    return isOwn && !shared.has(index) ? [index] : [];
  });
}
