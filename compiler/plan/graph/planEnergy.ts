/** An energy for the graph engine: its value, its gradient and its curvature by the coordinates that motion moves. */
import { differentiate } from "../../expression/differentiate.ts";
import type { ExpressionId } from "../../expression/graph.ts";
import type { SpatialEnergy, SpatialModel } from "../../model/spatial.ts";
import type { GraphEnergy } from "../../../runtime/graphModel.ts";
import { patternAutomorphisms } from "../network/automorphisms.ts";
import type { GraphEnergyPlan } from "../plan.ts";
import { convexCurvature, isSpring, withoutSquaredRoots } from "./curvature.ts";
import type { GraphContext } from "./graphContext.ts";

export function planEnergy(
  context: GraphContext,
  energy: SpatialEnergy,
): { readonly table: GraphEnergy; readonly plan: GraphEnergyPlan } {
  const { flat, spatial, space, fragments } = context;
  const { graph } = flat;
  const placed = fragments.place(energy.patterns);
  const bare = withoutSquaredRoots(graph, space.inStates(energy.value));
  const condition = energy.condition === null ? null : space.inStates(energy.condition);
  /** Where the condition fails nothing acts, also where a derivative is no number (of a distance of zero). */
  const where = (id: ExpressionId): ExpressionId =>
    condition === null ? id : graph.conditional(condition, id, graph.number(0));
  const value = where(bare);
  const agents = energy.patterns.flatMap((pattern) => pattern.agents);
  const moved = agents.flatMap(({ type }, agent) =>
    [
      ...spatial.motions.filter((motion) => motion.type === type),
      ...(energy.patterns.length > 1 ? feltAt(spatial, type) : []),
    ]
      .filter(({ slot, components }) =>
        energy.reads.some(
          (read) => read.agent === agent && read.slot >= slot && read.slot < slot + components,
        ),
      )
      .map(({ slot, components }) => ({ agent, slot, components })),
  );
  const coordinates = moved.flatMap(({ agent, slot, components }) =>
    Array.from({ length: components }, (_, i) => {
      const read = energy.reads.find((entry) => entry.agent === agent && entry.slot === slot + i);
      // A component that the energy does not read has derivative zero.
      return read?.symbol ?? graph.declareSymbol("unread", "local");
    }),
  );
  const [first, second] = energy.patterns;
  const isPair = second !== undefined && JSON.stringify(first) === JSON.stringify(second);
  const divisor = energy.patterns.reduce((product, pattern) => product * patternAutomorphisms(pattern), 1);
  return {
    table: {
      name: energy.name,
      fragments: placed.fragments,
      divisor: isPair ? 2 * divisor : divisor,
      proximity: context.proximity(energy.proximity, placed),
      isSpring:
        energy.patterns.length === 1 &&
        divisor === 1 &&
        moved.length === 2 &&
        moved[0].components === moved[1].components &&
        isSpring(graph, value, coordinates),
      moved: moved.map(({ agent, slot, components }) => ({ agent: placed.agent(agent), slot, components })),
    },
    plan: {
      reads: context.places(energy.reads, placed),
      value,
      gradient: differentiate(graph, value, coordinates),
      curvature: convexCurvature(graph, bare, coordinates).map(where),
    },
  };
}

/** The place of a type that stays where it is but whose contact force some rule reads. */
function feltAt(
  { types, motions, dimension }: SpatialModel,
  type: number,
): readonly { readonly slot: number; readonly components: number }[] {
  const { position, attributes } = types[type];
  const isFelt = attributes.some(({ computed }) => computed?.kind === "contactForce");
  const isMoved = motions.some((motion) => motion.type === type && motion.slot === position);
  return isFelt && !isMoved && position !== null ? [{ slot: position, components: dimension }] : [];
}
