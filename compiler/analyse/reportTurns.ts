/**
 * Experiments whose `split` keeps loads as they are for too long: an end grows several times in a turn, while the contact
 * would have given way in between, within drag / stiffness. With the constants of the experiment and the amounts at the
 * start; where these are not known before a run, nothing is told.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { SymbolId } from "../expression/graph.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialEnergy, SpatialModel, SpatialRule } from "../model/spatial.ts";
import { EnergyCurvature } from "./energyCurvature.ts";
import { numberAt, parameterValues, type SymbolValue } from "./knownParameters.ts";

/** `flat` has the values of the experiment, which stands at `origin`. */
export function reportTurns(flat: FlatModel, origin: Origin, sink: DiagnosticSink): void {
  const { spatial, experiment } = flat;
  const turn = experiment.splitStep;
  if (spatial === null || turn === null) return;
  const parameters = parameterValues(flat);
  for (const rule of spatial.rules) {
    const loads = loadsOf(flat, spatial, rule);
    const rate = loads === null ? 0 : rateWithoutLoad(flat, spatial, rule, loads.symbols, parameters);
    if (loads === null || !(rate * turn > 1)) continue;
    const energy = spatial.energies.find(
      ({ patterns }) => patterns.length === 2 && touches(patterns, loads.types),
    );
    const time = energy === undefined ? null : timeToGiveWay(flat, spatial, parameters, energy);
    if (energy === undefined || time === null || turn <= time) continue;
    sink.report("TDL5296", origin, {
      experiment: experiment.name,
      rule: rule.name,
      energy: energy.name,
      turn,
      events: rate * turn,
      time,
    });
    return;
  }
}

interface Loads {
  /** Of contact forces. */
  readonly symbols: ReadonlySet<SymbolId>;
  /** Of the molecules that they act on. */
  readonly types: ReadonlySet<number>;
}

/** The contact forces that the rate of a rule reads; null: none. */
function loadsOf(
  flat: FlatModel,
  { types }: SpatialModel,
  { patterns, reads, rate }: SpatialRule,
): Loads | null {
  const agents = patterns.flatMap((pattern) => pattern.agents);
  const read = dependencies(flat.graph, rate.kind === "match" ? rate.constant : rate.velocity);
  const forces = reads.filter(
    ({ agent, slot, symbol }) =>
      read.has(symbol) &&
      agent < agents.length &&
      types[agents[agent].type].attributes.some(
        (one) =>
          one.computed?.kind === "contactForce" && slot >= one.slot && slot < one.slot + one.components,
      ),
  );
  if (forces.length === 0) return null;
  return {
    symbols: new Set(forces.map(({ symbol }) => symbol)),
    types: new Set(forces.map(({ agent }) => agents[agent].type)),
  };
}

/** Of one match with the amounts at the start, in 1/s; NaN where a run tells. */
function rateWithoutLoad(
  flat: FlatModel,
  { types, dimension }: SpatialModel,
  { rate, consumed, reads, patterns }: SpatialRule,
  loads: ReadonlySet<SymbolId>,
  parameters: SymbolValue,
): number {
  if (rate.kind !== "match") return Number.NaN;
  const agents = patterns.flatMap((pattern) => pattern.agents);
  const valueOf: SymbolValue = (symbol) => {
    if (loads.has(symbol)) return 0;
    const read = reads.find((one) => one.symbol === symbol);
    if (read !== undefined) {
      const position = read.agent < agents.length ? types[agents[read.agent].type].position : null;
      // The agents stand in a row, so that there are directions that loads of zero can be along.
      if (position === null || read.slot < position || read.slot >= position + dimension) return Number.NaN;
      return read.slot === position ? 1 + read.agent : 0;
    }
    const held = flat.species.find((species) => species.symbol === symbol);
    return held === undefined ? parameters(symbol) : numberAt(flat, held.initial, parameters);
  };
  const size = rate.size === null ? 1 : numberAt(flat, rate.size, valueOf);
  return consumed.reduce(
    (product, { species, count }) =>
      product * (numberAt(flat, flat.species[species].amount, valueOf) / size) ** count,
    numberAt(flat, rate.constant, valueOf),
  );
}

function touches(patterns: SpatialEnergy["patterns"], types: ReadonlySet<number>): boolean {
  return patterns.some(({ agents }) => agents.some(({ type }) => types.has(type)));
}

/** In s: drag over stiffness of a contact at depths within its reach; null: nothing gives way. */
function timeToGiveWay(
  flat: FlatModel,
  spatial: SpatialModel,
  parameters: SymbolValue,
  energy: SpatialEnergy,
): number | null {
  const { proximity, patterns } = energy;
  if (proximity === null) return null;
  const { a, b, end } = proximity;
  const agents = patterns.flatMap((pattern) => pattern.agents);
  const reach = numberAt(flat, proximity.below, parameters);
  const curvature = new EnergyCurvature(flat, energy, parameters);
  const { position } = spatial.types[agents[a].type];
  if (position === null || !(reach > 0)) return null;
  let stiffest = 0;
  for (const depth of [0.2, 0.4, 0.6, 0.8])
    for (const side of [1, -1]) {
      const placeOf = (agent: number, axis: number): number => {
        if (agent === a) return axis === 1 ? side * depth * reach : axis === 0 && end !== null ? reach : 0;
        if (agent === b) return 0;
        return axis === 0 ? 2 * reach * (agent === end ? 1 : 1 + agent) : 0;
      };
      const valueOf = (agent: number, slot: number): number => {
        const own = spatial.types[agents[agent].type].position;
        return own !== null && slot >= own && slot < own + spatial.dimension
          ? placeOf(agent, slot - own)
          : Number.NaN;
      };
      stiffest = Math.max(stiffest, curvature.of(a, position, spatial.dimension, reach, valueOf));
    }
  const mobility = [a, b].reduce(
    (sum, agent) => sum + mobilityOf(flat, spatial, parameters, agents[agent].type),
    0,
  );
  return stiffest > 0 && mobility > 0 ? 1 / (stiffest * mobility) : null;
}

/** One over the drag of the place of a type; 0: it stays. */
function mobilityOf(
  flat: FlatModel,
  { motions, types }: SpatialModel,
  parameters: SymbolValue,
  type: number,
): number {
  const motion = motions.find((one) => one.type === type && one.slot === types[type].position);
  const drag = motion === undefined ? 0 : numberAt(flat, motion.drag, parameters);
  return drag > 0 ? 1 / drag : 0;
}
