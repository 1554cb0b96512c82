/** How stiff an energy is where its molecules are, by differences of its value: in pN/um, along and across bonds. */
import { evaluate } from "../expression/evaluate.ts";
import type { SymbolId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { SpatialEnergy } from "../model/spatial.ts";
import { numberAt, type SymbolValue } from "./knownParameters.ts";

/** Of the length over which places differ. */
const difference = 1e-3;

/** Values of what an energy reads, by agent and slot. */
export type AgentValue = (agent: number, slot: number) => number;

export class EnergyCurvature {
  readonly #flat: FlatModel;
  readonly #energy: SpatialEnergy;
  readonly #parameters: SymbolValue;

  constructor(flat: FlatModel, energy: SpatialEnergy, parameters: SymbolValue) {
    this.#flat = flat;
    this.#energy = energy;
    this.#parameters = parameters;
  }

  /**
   * Largest second derivative by moving one agent's vector, which begins at `slot` and has so many components, along the
   * axes and between them; 0 where the condition does not hold or a run tells.
   */
  of(agent: number, slot: number, components: number, length: number, value: AgentValue): number {
    const step = difference * length;
    const middle = this.#at(value, agent, slot, []);
    let largest = 0;
    for (const direction of directions(components)) {
      const shift = direction.map((part) => part * step);
      const back = shift.map((part) => -part);
      const sum = this.#at(value, agent, slot, shift) + this.#at(value, agent, slot, back);
      const curvature = (sum - 2 * middle) / step ** 2;
      if (curvature > largest) largest = curvature;
    }
    return Number.isFinite(largest) ? largest : 0;
  }

  #at(value: AgentValue, agent: number, slot: number, shift: readonly number[]): number {
    const own = new Map<SymbolId, number>(
      this.#energy.reads.map((read) => {
        const part = read.agent === agent ? (shift[read.slot - slot] ?? 0) : 0;
        return [read.symbol, value(read.agent, read.slot) + part];
      }),
    );
    const valueOf: SymbolValue = (symbol) => own.get(symbol) ?? this.#parameters(symbol);
    const { condition } = this.#energy;
    if (condition !== null && evaluate(this.#flat.graph, condition, valueOf) !== true) return 0;
    return numberAt(this.#flat, this.#energy.value, valueOf);
  }
}

/** Unit vectors along the axes and the diagonals of planes. */
function directions(components: number): readonly (readonly number[])[] {
  const axes = Array.from({ length: components }, (_, i) =>
    Array.from({ length: components }, (_, j) => (i === j ? 1 : 0)),
  );
  const diagonals = axes.flatMap((one, i) =>
    axes
      .slice(i + 1)
      .flatMap((other) =>
        [1, -1].map((sign) => one.map((part, k) => Math.SQRT1_2 * (part + sign * other[k]))),
      ),
  );
  return [...axes, ...diagonals];
}
