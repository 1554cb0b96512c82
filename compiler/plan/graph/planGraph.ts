/**
 * The plan of the graph engine: tables of patterns and rewriting, and the expressions of rates, sets, energies with
 * their derivatives, flows and measures, in terms of states.
 */
import type { ExpressionId } from "../../expression/graph.ts";
import type { FlatModel } from "../../model/flatModel.ts";
import type { SpatialBoundary, SpatialField, SpatialModel } from "../../model/spatial.ts";
import type {
  GraphBoundary,
  GraphField,
  GraphFieldReaction,
  GraphFlow,
  GraphMeasure,
  GraphSeed,
  GraphType,
} from "../../../runtime/graphModel.ts";
import { patternAutomorphisms } from "../network/automorphisms.ts";
import type { GraphPlan } from "../plan.ts";
import type { StateSpace } from "../stateSpace.ts";
import { FragmentTable } from "./fragmentTable.ts";
import { GraphContext } from "./graphContext.ts";
import { planEnergy } from "./planEnergy.ts";
import { identicalOrders } from "../rateFactor.ts";
import { netChanges, planSpatialRule } from "./planSpatialRule.ts";

/** `deciding`: expressions besides rules (triggers, flows of states, plain velocities) that read states. */
export function planGraph(
  flat: FlatModel,
  spatial: SpatialModel,
  space: StateSpace,
  deciding: readonly ExpressionId[],
): GraphPlan {
  const { graph } = flat;
  const fragments = new FragmentTable();
  const context = new GraphContext(flat, spatial, space, fragments);
  const rules = spatial.rules.map((rule) => planSpatialRule(context, rule));
  const energies = spatial.energies.map((energy) => planEnergy(context, energy));
  const flows = spatial.flows.map(({ name, pattern, targets, reads }) => {
    const placed = fragments.place([pattern]);
    const table: GraphFlow = {
      name,
      fragment: placed.fragments[0],
      targets: targets.map(({ agent, slot }) => ({ agent: placed.agent(agent), slot })),
    };
    const rates = targets.map(({ rate }) => space.inStates(rate));
    return { table, plan: { reads: context.places(reads, placed), rates } };
  });
  const decidingStates = context.statesRead([
    ...deciding,
    ...rules.flatMap(({ plan }) => [plan.scale, plan.weight, ...plan.sets.map(({ value }) => value)]),
    ...energies.map(({ plan }) => plan.value),
    ...flows.flatMap(({ plan }) => plan.rates),
  ]);
  const measures = spatial.measures.map(({ pattern, measure, value, reads, symbol }) => {
    const placed = fragments.place([pattern]);
    const state = context.stateOf(symbol);
    const table: GraphMeasure = {
      state,
      fragment: placed.fragments[0],
      measure,
      divisor: patternAutomorphisms(pattern),
      reads: reads.map(({ agent, slot }) => ({ agent: placed.agent(agent), slot })),
      isLive: decidingStates.has(state),
      varies: context.variesInSpace(symbol),
    };
    return {
      table,
      plan: {
        reads: context.places(reads, placed),
        value: space.inStates(value ?? graph.number(1)),
      },
    };
  });
  return {
    tables: {
      dimension: spatial.dimension,
      attributeStride: Math.max(1, ...spatial.types.map(slotCount)),
      types: spatial.types.map((type, index) => typeTable(context, type, index)),
      fragments: fragments.fragments,
      rules: rules.map(({ table }) => table),
      classes: [],
      unlisted: [],
      energies: energies.map(({ table }) => table),
      motions: spatial.motions.map(({ type, slot, components, thermal }) => ({
        type,
        slot,
        components,
        thermal,
      })),
      flows: flows.map(({ table }) => table),
      measures: measures.map(({ table }) => table),
      seeds: spatial.seeds.map(
        ({ name, agents, bonds }): GraphSeed => ({
          name,
          agents: agents.map(({ type, states }) => ({ type, states })),
          bonds,
        }),
      ),
      boundaries: spatial.boundaries.map(
        ({ condition, types, shape }): GraphBoundary => ({
          condition,
          types,
          shape: shape.kind,
          of: shape.kind === "curve" ? shape.of : -1,
        }),
      ),
      fields: spatial.fields.map(
        (field): GraphField => ({
          name: flat.species[field.species].name,
          state: context.speciesState(field.species),
          condition: field.condition,
          grid: spatial.fields.findIndex((other) => gridOf(other) === gridOf(field)),
          hasInitial: field.initial !== null,
        }),
      ),
      fieldReactions: spatial.fieldReactions.map(
        ({ name, reactants, products }): GraphFieldReaction => ({
          name,
          reactants: reactants.map(({ species, count }) => ({
            field: context.fieldOf(species),
            multiplicity: count,
          })),
          changes: netChanges(reactants, products).map(({ species, amount }) => ({
            field: context.fieldOf(species),
            amount,
          })),
        }),
      ),
      reachCount: context.reaches.length,
    },
    rules: rules.map(({ plan }) => plan),
    energies: energies.map(({ plan }) => plan),
    flows: flows.map(({ plan }) => plan),
    measures: measures.map(({ plan }) => plan),
    sizes: spatial.sizes.map((size) => ({ ...size, value: space.inStates(size.value) })),
    drags: spatial.motions.map(({ drag }) => space.inStates(drag)),
    kT: space.inStates(spatial.kT ?? graph.number(0)),
    reaches: context.reaches,
    amounts: spatial.seeds.map(({ count }) => space.inStates(count)),
    placements: spatial.seeds.map(({ copy, draws, sets }) => ({
      copy,
      draws: draws.map((draw) => context.drawInStates(draw)),
      sets: sets.map(({ agent, slot, value }) => ({ agent, slot, value: space.inStates(value) })),
    })),
    boundaries: spatial.boundaries.map(({ shape }) => shapeNumbers(shape).map(space.inStates)),
    fields: spatial.fields.map(({ low, high, mesh, diffusion, initial }) => ({
      numbers: [...low, ...high, mesh, diffusion, spatial.depth ?? graph.number(1)],
      initial,
    })),
    fieldConstants: spatial.fieldReactions.map(({ constant, reactants }) =>
      graph.divide(constant, graph.number(identicalOrders(reactants))),
    ),
  };
}

/** Equal for fields whose cells are the same. */
function gridOf({ low, high, mesh, condition }: SpatialField): string {
  return [condition, mesh, ...low, ...high].join(" ");
}

function shapeNumbers(shape: SpatialBoundary["shape"]): readonly ExpressionId[] {
  switch (shape.kind) {
    case "ball":
      return [...shape.centre, shape.radius];
    case "box":
      return [...shape.low, ...shape.high];
    case "curve":
      return [];
  }
}

function slotCount(type: SpatialModel["types"][number]): number {
  return type.attributes.reduce((count, { slot, components }) => Math.max(count, slot + components), 0);
}

function typeTable(context: GraphContext, type: SpatialModel["types"][number], index: number): GraphType {
  return {
    name: type.name,
    role: type.role,
    sites: type.sites,
    attributes: type.attributes.map(({ name, slot, components, display, computed }) => ({
      name,
      slot,
      components,
      unit: display.unit,
      factor: display.factor,
      computed: computed?.kind ?? "",
      of: computed?.kind === "distanceTo" ? computed.type : computed?.kind === "field" ? computed.field : -1,
      varies: context.attributeVaries(index, slot),
    })),
    position: type.position ?? -1,
    motion: context.spatial.motions.findIndex(
      (motion) => motion.type === index && motion.slot === type.position,
    ),
  };
}
