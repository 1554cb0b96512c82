/**
 * Energies of molecules must depend on how these lie to each other, not on where or which way round: else the forces
 * do not balance, and momentum or angular momentum is not conserved. Told when the energy changes as all are moved,
 * or turned, together. An energy of a single molecule, or one that names a place, means a force from outside.
 *
 * A sum around a closed chain may be invariant where its terms are not (the area of a polygon by cross products), so a
 * term over one complex is let be if its change as all move cancels around a triangle of its places.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialEnergy, SpatialModel } from "../model/spatial.ts";

/** Places are some hundred nm apart: within the reach of usual contacts in one of the trials at least. */
const spreads = [1, 0.1, 0.01, 0.001];
const tolerance = 1e-6;

/** Vectors of the molecules of a match, by agent and slot. */
type Values = ReadonlyMap<SymbolId, number>;

export function reportForces(flat: FlatModel, sink: DiagnosticSink): void {
  const { spatial } = flat;
  if (spatial === null) return;
  for (const energy of spatial.energies) {
    const count = energy.patterns.reduce((sum, { agents }) => sum + agents.length, 0);
    if (count < 2 || namesPlace(energy)) continue;
    const trial = new Trial(flat, spatial, energy);
    const isMet = spreads.filter((spread) => trial.isMet(trial.values(spread, 0)));
    if (isMet.some((spread) => trial.changesWithPlace(spread)))
      sink.report("TDL5236", energy.origin, { energy: energy.name });
    else if (isMet.some((spread) => trial.changesWithDirection(spread)))
      sink.report("TDL5237", energy.origin, { energy: energy.name });
  }
}

/** Whether the text mentions a fixed place or direction, or a region. */
function namesPlace({ origin: { file, span } }: SpatialEnergy): boolean {
  return /\b(vec|inside)\s*\(/.test(file.text.slice(span.start, span.end));
}

class Trial {
  readonly #flat: FlatModel;
  readonly #spatial: SpatialModel;
  readonly #energy: SpatialEnergy;
  readonly #types: readonly number[];

  constructor(flat: FlatModel, spatial: SpatialModel, energy: SpatialEnergy) {
    this.#flat = flat;
    this.#spatial = spatial;
    this.#energy = energy;
    this.#types = energy.patterns.flatMap(({ agents }) => agents.map(({ type }) => type));
  }

  /** A fixed sequence of values, different for every symbol; agent a has those of agent a + turn. */
  values(spread: number, turn: number): Values {
    const own = this.#energy.reads;
    return new Map(
      own.map(({ symbol, agent, slot }) => {
        const like = (agent + turn) % this.#types.length;
        const source = own.find((read) => read.agent === like && read.slot === slot)?.symbol ?? symbol;
        return [symbol, spread * (0.5 + 0.5 * Math.sin(12.9898 * (source + 1)))] as const;
      }),
    );
  }

  isMet(values: Values): boolean {
    const { condition } = this.#energy;
    return condition === null || evaluate(this.#flat.graph, condition, this.#valueOf(values)) === true;
  }

  changesWithPlace(spread: number): boolean {
    const change = (turn: number): readonly [number, number] => {
      const values = this.values(spread, turn);
      return this.#change(values, this.#moved(values, 10 * spread));
    };
    const [difference, size] = change(0);
    if (!(Math.abs(difference) > tolerance * size)) return false;
    if (this.#energy.patterns.length > 1) return true;
    // All turns of the places around the molecules of the pattern: what cancels along a closed chain cancels here.
    let sum = 0;
    let scale = 0;
    for (let turn = 0; turn < this.#types.length; turn++) {
      const [part, partSize] = change(turn);
      sum += part;
      scale += partSize;
    }
    return Math.abs(sum) > tolerance * scale;
  }

  changesWithDirection(spread: number): boolean {
    const values = this.values(spread, 0);
    const [difference, size] = this.#change(values, this.#turned(values, 0.7));
    return Math.abs(difference) > tolerance * size;
  }

  /** How much the energy changes, and how large it is; a change that is no number is none. */
  #change(before: Values, after: Values): readonly [number, number] {
    const [one, other] = [this.#energyAt(before), this.#energyAt(after)];
    if (!Number.isFinite(one) || !Number.isFinite(other)) return [0, 1];
    return [other - one, Math.abs(one) + Math.abs(other)];
  }

  #energyAt(values: Values): number {
    return this.#number(this.#energy.value, values);
  }

  #number(id: ExpressionId, values: Values): number {
    return Number(evaluate(this.#flat.graph, id, this.#valueOf(values)));
  }

  #valueOf(values: Values): (symbol: SymbolId) => number {
    return (symbol) => {
      const own = values.get(symbol);
      if (own !== undefined) return own;
      const known = this.#flat.parameters.find((parameter) => parameter.symbol === symbol);
      return known === undefined ? 0.5 + 0.5 * Math.sin(symbol + 1) : this.#number(known.value, values);
    };
  }

  #moved(values: Values, shift: number): Values {
    return new Map(
      this.#energy.reads.map(({ symbol, agent, slot }) => {
        const { position } = this.#spatial.types[this.#types[agent]];
        const isPlace = position !== null && slot >= position && slot < position + this.#spatial.dimension;
        return [symbol, (values.get(symbol) ?? 0) + (isPlace ? shift : 0)] as const;
      }),
    );
  }

  /** All vectors turned about the origin, in 3D about two axes. */
  #turned(values: Values, angle: number): Values {
    const turned = new Map(values);
    const { reads } = this.#energy;
    const { dimension } = this.#spatial;
    const symbolAt = (agent: number, slot: number): SymbolId | undefined =>
      reads.find((read) => read.agent === agent && read.slot === slot)?.symbol;
    const planes = dimension === 3 ? [[0, 1] as const, [1, 2] as const] : [[0, 1] as const];
    this.#types.forEach((type, agent) => {
      for (const { slot, components } of this.#spatial.types[type].attributes) {
        if (components !== dimension) continue;
        for (const [i, j] of planes) {
          const [u, v] = [symbolAt(agent, slot + i), symbolAt(agent, slot + j)];
          const x = u === undefined ? 0 : (turned.get(u) ?? 0);
          const y = v === undefined ? 0 : (turned.get(v) ?? 0);
          if (u !== undefined) turned.set(u, x * Math.cos(angle) - y * Math.sin(angle));
          if (v !== undefined) turned.set(v, x * Math.sin(angle) + y * Math.cos(angle));
        }
      }
    });
    return turned;
  }
}
