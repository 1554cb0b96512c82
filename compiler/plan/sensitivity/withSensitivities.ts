/**
 * Forward sensitivities: for each parameter p that an experiment asks about, the states are followed by
 *
 *   z = P dy/dp,   dz/dt = J z + P df/dp,   z(0) = P dy(0)/dp,
 *
 * as further variables, so that solvers, checkpoints and emitted simulators need nothing new (T. Maly and L. Petzold
 * 1996, Applied Numerical Mathematics 20, 57-79, doi:10.1016/0168-9274(95)00117-0). P is the size of the parameter (one
 * of its units when it is zero), so that z has the unit of y and the tolerances of y are those of z: the scaling that
 * CVODES uses (A. Hindmarsh et al. 2005, ACM Transactions on Mathematical Software 31, 363-396,
 * doi:10.1145/1089014.1089020). States that the parameter can not move, or that no asked observable hangs on, have none.
 *
 * At an event, whose time does not depend on p, z becomes P dg/dp + (dg/dy) z for y := g(y, p).
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { gradient } from "../../expression/differentiate.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type {
  FlatFlow,
  FlatModel,
  FlatParameter,
  FlatSensitivity,
  FlatVariable,
} from "../../model/flatModel.ts";
import { displayIn } from "../../model/displayUnit.ts";
import { sensitivityColumn } from "../../model/sensitivityColumn.ts";
import { amountDimension } from "../../../runtime/units/dimension.ts";
import type { PlanEvent } from "../plan.ts";
import { type StateSpace, stateSpace } from "../stateSpace.ts";
import { affectedStates, neededStates } from "./affected.ts";
import { parameterChain } from "./parameterChain.ts";
import { derivativeDisplay } from "./derivativeDisplay.ts";
import { refusalOf } from "./refusal.ts";
import { type TimedSystem, timedSystem } from "./timedSystem.ts";

/** Terms J z of all sensitivities: generated code of more takes long to compile and to run. */
const termLimit = 50_000;

export interface Planned {
  readonly flat: FlatModel;
  readonly space: StateSpace;
  readonly events: readonly PlanEvent[];
}

/** The model with the sensitivities that its experiment asks for; as it is after a report that there are none. */
export function withSensitivities(planned: Planned, sink: DiagnosticSink): Planned {
  const { flat } = planned;
  const system = timedSystem(flat, planned.space, planned.events);
  const builder = new SensitivityBuilder(planned, system);
  const asked = Map.groupBy(flat.experiment.sensitivities, ({ to }) => to);
  for (const [to, sensitivities] of asked) {
    const reason = builder.add(to, sensitivities);
    const [first] = sensitivities;
    if (reason !== null && first !== undefined) {
      const { file, span } = first.origin;
      sink.report("TDL6017", { file, span }, { name: to, reason });
    }
  }
  return sink.hasErrors ? planned : builder.result();
}

class SensitivityBuilder {
  readonly #planned: Planned;
  readonly #system: TimedSystem;
  readonly #variables: FlatVariable[] = [];
  readonly #flows: FlatFlow[] = [];
  readonly #assignments: { readonly state: number; readonly value: ExpressionId }[][];
  readonly #columns = new Map<FlatSensitivity, ExpressionId>();
  /** Of each velocity by states. */
  readonly #gradients = new Map<ExpressionId, ReadonlyMap<SymbolId, ExpressionId>>();
  #terms = 0;

  constructor(planned: Planned, system: TimedSystem) {
    this.#planned = planned;
    this.#system = system;
    this.#assignments = system.events.map(() => []);
  }

  /** Adds what is asked of one parameter; the reason when it can not be computed, else null. */
  add(to: string, asked: readonly FlatSensitivity[]): string | null {
    const { flat } = this.#planned;
    const system = this.#system;
    const parameter = flat.parameters.find(({ name }) => name === to);
    if (parameter === undefined) return "nothing in the model uses it";
    if (flat.surrogates.length > 0) return "a surrogate is at work";
    const chain = parameterChain(flat, parameter.symbol);
    const sources = new Set(chain.keys());
    const affected = affectedStates(system, sources);
    const refusal = refusalOf(system, flat.schedule, sources, affected);
    if (refusal !== null) return refusal;
    const values = asked.map(({ of }) => this.#observable(of));
    const needed = neededStates(system, values);
    const followed = system.states.flatMap(({ symbol }, state) =>
      affected.has(symbol) && needed.has(symbol) ? [state] : [],
    );
    const scaled = this.#follow(parameter, chain, followed);
    if (this.#terms > termLimit)
      return `the model is too large; its equations have more than ${termLimit} terms`;
    const { graph } = flat;
    const size = sizeOf(flat, parameter);
    asked.forEach((sensitivity, i) => {
      const value = values[i] ?? graph.number(Number.NaN);
      const whole = this.#derivative(value, scaled, chain, size);
      const factor = sensitivity.isRelative
        ? graph.divide(graph.symbol(parameter.symbol), graph.multiply([size, value]))
        : graph.divide(graph.number(1), size);
      this.#columns.set(sensitivity, graph.multiply([factor, whole]));
    });
    return null;
  }

  result(): Planned {
    const { flat, events } = this.#planned;
    const extended: FlatModel = {
      ...flat,
      variables: [...flat.variables, ...this.#variables],
      flows: [...flat.flows, ...this.#flows],
      observables: [
        ...flat.observables,
        ...flat.experiment.sensitivities.map((sensitivity) => ({
          name: sensitivityColumn(sensitivity),
          value: this.#columns.get(sensitivity) ?? flat.graph.number(Number.NaN),
          display: derivativeDisplay(flat, sensitivity),
          doc: null,
        })),
      ],
    };
    return {
      flat: extended,
      space: stateSpace(extended),
      events: events.map((event, i) => ({
        ...event,
        assignments: [...event.assignments, ...(this.#assignments[i] ?? [])],
      })),
    };
  }

  #observable(name: string): ExpressionId {
    const { flat, space } = this.#planned;
    const found = flat.observables.find((observable) => observable.name === name);
    if (found === undefined) throw new Error(`no observable ${name}`);
    return space.inStates(found.value);
  }

  /** Makes the variables of the followed states with what moves them; their symbols by those of the states. */
  #follow(
    parameter: FlatParameter,
    chain: ReadonlyMap<SymbolId, ExpressionId>,
    followed: readonly number[],
  ): ReadonlyMap<SymbolId, SymbolId> {
    const { flat, space } = this.#planned;
    const system = this.#system;
    const { graph, states } = system;
    const size = sizeOf(flat, parameter);
    const scaled = new Map<SymbolId, SymbolId>();
    const indices = new Map<number, number>();
    for (const state of followed) {
      const original = states[state];
      if (original === undefined) continue;
      const name = `sensitivity of ${original.name} to ${parameter.name}`;
      const symbol = graph.declareSymbol(name, "state");
      indices.set(state, flat.variables.length + this.#variables.length);
      this.#variables.push({
        name,
        kind: "variable",
        symbol,
        initial: this.#derivative(original.initial, new Map(), chain, size),
        // Species have their absolute tolerance in count, whatever unit they are shown in.
        display: original.kind === "species" ? displayIn("count", amountDimension) : original.display,
        doc: null,
      });
      scaled.set(original.symbol, symbol);
    }
    const zero = graph.number(0);
    for (const { value, changes, origin } of system.velocities) {
      const relevant = changes.filter(({ state }) => indices.has(state));
      if (relevant.length === 0) continue;
      const moved = this.#derivative(value, scaled, chain, size);
      if (graph.numberValue(moved) === 0) continue;
      for (const { state, amount } of relevant) {
        const hold = space.holds.get(state) ?? null;
        const rate = amount === 1 ? moved : graph.multiply([graph.number(amount), moved]);
        this.#flows.push({
          target: { kind: "variable", index: indices.get(state) ?? 0 },
          rate: hold === null ? rate : graph.conditional(hold, zero, rate),
          origin,
        });
        this.#terms += this.#gradientOf(value).size;
      }
    }
    // States of variables come last, in their order, and none of these is clamped.
    const firstNew = states.length - flat.variables.length;
    const stateOfVariable = (index: number): number => index + firstNew;
    system.events.forEach(({ assignments }, i) => {
      for (const { state, value } of assignments) {
        const index = indices.get(state);
        if (index === undefined) continue;
        const moved = this.#derivative(value, scaled, chain, size);
        this.#assignments[i]?.push({ state: stateOfVariable(index), value: moved });
      }
    });
    return scaled;
  }

  /** P dv/dp: along the states by their scaled sensitivities, and by the parameters themselves. */
  #derivative(
    value: ExpressionId,
    scaled: ReadonlyMap<SymbolId, SymbolId>,
    chain: ReadonlyMap<SymbolId, ExpressionId>,
    size: ExpressionId,
  ): ExpressionId {
    const { graph } = this.#system;
    const terms: ExpressionId[] = [];
    for (const [symbol, partial] of this.#gradientOf(value)) {
      const along = scaled.get(symbol);
      if (along !== undefined) terms.push(graph.multiply([partial, graph.symbol(along)]));
      const factor = chain.get(symbol);
      if (factor !== undefined) terms.push(graph.multiply([size, factor, partial]));
    }
    return graph.add(terms);
  }

  #gradientOf(value: ExpressionId): ReadonlyMap<SymbolId, ExpressionId> {
    const known = this.#gradients.get(value);
    if (known !== undefined) return known;
    const { graph, stateBySymbol } = this.#system;
    const symbols = new Set(stateBySymbol.keys());
    for (const { symbol } of this.#planned.flat.parameters) symbols.add(symbol);
    const found = gradient(graph, value, symbols);
    this.#gradients.set(value, found);
    return found;
  }
}

/** The size of a parameter's value, by which its sensitivities are scaled. */
function sizeOf({ graph }: FlatModel, { symbol, display }: FlatParameter): ExpressionId {
  const value = graph.symbol(symbol);
  const unit = graph.number(Math.abs(display.factor));
  return graph.conditional(graph.equal(value, graph.number(0)), unit, graph.apply("abs", value));
}
