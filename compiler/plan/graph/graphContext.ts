/** What the parts of the graph plan share: states, which of them and which attributes move between events. */
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { FlatModel } from "../../model/flatModel.ts";
import type { AttributeRead, Draw, Proximity, SpatialModel } from "../../model/spatial.ts";
import type { GraphProximity } from "../../../runtime/graphModel.ts";
import { variesBetweenReactions } from "../agents/varying.ts";
import type { AttributePlace } from "../plan.ts";
import type { StateSpace } from "../stateSpace.ts";
import type { FragmentTable, PlacedPatterns } from "./fragmentTable.ts";

export class GraphContext {
  readonly flat: FlatModel;
  readonly spatial: SpatialModel;
  readonly space: StateSpace;
  readonly fragments: FragmentTable;
  /** Distances that bound the search for neighbours. */
  readonly reaches: ExpressionId[] = [];
  readonly #states: ReadonlyMap<SymbolId, number>;
  /** States that flows move, and amounts of fields. */
  readonly #continuous: ReadonlySet<number>;
  /** "type slot" of every attribute component that moves between events. */
  readonly #moving: ReadonlySet<string>;
  readonly #varyingMeasures: ReadonlySet<SymbolId>;

  constructor(flat: FlatModel, spatial: SpatialModel, space: StateSpace, fragments: FragmentTable) {
    this.flat = flat;
    this.spatial = spatial;
    this.space = space;
    this.fragments = fragments;
    this.#states = new Map(space.states.map(({ symbol }, i) => [symbol, i]));
    this.#continuous = new Set([
      ...flat.flows.flatMap(({ target }) => space.stateOf(target) ?? []),
      ...spatial.fields.map(({ species }) => this.speciesState(species)),
    ]);
    this.#moving = movingSlots(spatial);
    this.#varyingMeasures = varyingMeasures(spatial, (type, slot) => this.attributeVaries(type, slot));
  }

  attributeVaries(type: number, slot: number): boolean {
    return this.#moving.has(`${type} ${slot}`);
  }

  /** Whether a measure changes between events. */
  variesInSpace(symbol: SymbolId): boolean {
    return this.#varyingMeasures.has(symbol);
  }

  stateOf(symbol: SymbolId): number {
    const state = this.#states.get(symbol);
    if (state === undefined) throw new Error(`${this.flat.graph.symbolInfo(symbol).name} is no state`);
    return state;
  }

  /** Of a species that is a field, which no stimulus sets. */
  speciesState(species: number): number {
    return this.stateOf(this.flat.species[species].symbol);
  }

  fieldOf(species: number): number {
    return this.spatial.fields.findIndex((field) => field.species === species);
  }

  statesRead(ids: readonly ExpressionId[]): ReadonlySet<number> {
    const read = new Set<number>();
    for (const id of ids)
      for (const symbol of dependencies(this.flat.graph, id)) {
        const state = this.#states.get(symbol);
        if (state !== undefined) read.add(state);
      }
    return read;
  }

  /** Whether the value changes between events for another reason than attributes of a match. */
  variesInTime(id: ExpressionId): boolean {
    if (variesBetweenReactions(this.flat.graph, this.flat.time, new Set(), id)) return true;
    return [...dependencies(this.flat.graph, id)].some((symbol) => {
      const state = this.#states.get(symbol);
      return this.#varyingMeasures.has(symbol) || (state !== undefined && this.#continuous.has(state));
    });
  }

  /** Where the symbols of a statement are found. */
  places(reads: readonly AttributeRead[], placed: PlacedPatterns): readonly AttributePlace[] {
    return reads.map(({ symbol, agent, slot }) => {
      const isSecond = agent < placed.matched && placed.patternOf(agent) > 0;
      const position = isSecond ? (this.spatial.types[placed.typeOf(agent)].position ?? null) : null;
      const component = position === null ? -1 : slot - position;
      const isCoordinate = component >= 0 && component < this.spatial.dimension;
      return { symbol, agent: placed.agent(agent), slot, shift: isCoordinate ? component : null };
    });
  }

  proximity(proximity: Proximity | null, placed: PlacedPatterns): GraphProximity | null {
    if (proximity === null) return null;
    this.reaches.push(this.space.inStates(proximity.below));
    return {
      a: placed.agent(proximity.a),
      b: placed.agent(proximity.b),
      end: proximity.end === null ? -1 : placed.agent(proximity.end),
      reach: this.reaches.length - 1,
      isClosed: proximity.isClosed,
    };
  }

  drawInStates({ symbol, distribution }: Draw): Draw {
    const { inStates } = this.space;
    return {
      symbol,
      distribution:
        distribution.kind === "uniform"
          ? { kind: "uniform", low: inStates(distribution.low), high: inStates(distribution.high) }
          : { kind: "normal", mean: inStates(distribution.mean), sd: inStates(distribution.sd) },
    };
  }
}

function movingSlots(spatial: SpatialModel): ReadonlySet<string> {
  const moving = new Set<string>();
  for (const { type, slot, components } of spatial.motions)
    for (let i = 0; i < components; i++) moving.add(`${type} ${slot + i}`);
  for (const { pattern, targets } of spatial.flows)
    for (const { agent, slot } of targets) moving.add(`${pattern.agents[agent].type} ${slot}`);
  // What the engine computes changes with other molecules, also when no rule has touched its own.
  spatial.types.forEach(({ attributes }, type) => {
    for (const { slot, components, computed } of attributes)
      for (let i = 0; computed !== null && i < components; i++) moving.add(`${type} ${slot + i}`);
  });
  return moving;
}

function varyingMeasures(
  spatial: SpatialModel,
  varies: (type: number, slot: number) => boolean,
): ReadonlySet<SymbolId> {
  return new Set(
    spatial.measures
      .filter(({ pattern, reads }) =>
        reads.some(({ agent, slot }) => varies(pattern.agents[agent].type, slot)),
      )
      .map(({ symbol }) => symbol),
  );
}
