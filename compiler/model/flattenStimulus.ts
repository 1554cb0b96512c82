/**
 * Stimuli. `adds` is a flux into a species (a source reaction, so that stochastic engines integrate its
 * hazard) or a term in the equation of a variable; `sets` clamps its target. In a pulse train `t` runs from
 * each pulse's start; the pulses of `adds` overlap and add, `sets` follows the latest pulse.
 */
import type { Stimulus } from "../../grammar/syntax/declaration.ts";
import {
  amountDimension,
  divideDimensions,
  equalDimensions,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import { quantityType } from "../check/valueType.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { Flattening } from "./flattening.ts";
import type { StateTarget } from "./flatModel.ts";
import type { Instance } from "./instance.ts";

/** How much earlier than its start, in periods, a pulse of `sets` counts as begun. */
const startRoom = 1e-11;

export function flattenStimulus(stimulus: Stimulus, instance: Instance, flattener: Flattening): void {
  const { graph, translator, time, schedule } = flattener;
  const zero = graph.number(0);
  const optional = (value: Stimulus["from"]): ExpressionId | null =>
    value === null ? null : flattener.values.initial(value, instance, "The timing of a stimulus");
  const start = optional(stimulus.from) ?? zero;
  const period = optional(stimulus.every);
  const duration = optional(stimulus.duration);
  const count = period === null ? graph.number(1) : duration === null ? graph.number(Infinity) : pulseCount();
  schedule.push({ start, period: period ?? zero, count });
  const end = duration === null ? null : graph.add([start, duration]);
  // A train ends when its last pulse has started; a single stimulus ends with its duration.
  if (end !== null && (period === null || stimulus.action === "sets")) {
    schedule.push({ start: end, period: zero, count: graph.number(1) });
  }

  const localSymbol = graph.declareSymbol("t", "local");
  const shape = translator.translate(stimulus.shape, instance, new Map([["t", graph.symbol(localSymbol)]]));
  const { target, toHeld } = targetOf();
  const origin = { file: instance.scope.file, span: stimulus.target.span };

  if (stimulus.action === "adds") {
    let flux: ExpressionId;
    if (period === null) {
      const local = substitute(graph, shape, new Map([[localSymbol, graph.subtract(time, start)]]));
      const begun = graph.greaterEqual(time, start);
      const isOn = end === null ? begun : graph.and([begun, graph.less(time, end)]);
      const isAlways = stimulus.from === null && end === null;
      flux = isAlways ? local : graph.conditional(isOn, local, zero);
    } else {
      flux = graph.sumOverPulses({ body: shape, start, period, count, time, localTime: localSymbol });
    }
    const rate = toHeld(flux);
    if (target.kind === "species") {
      flattener.sources.push({ species: target.index, origin });
      flattener.reactions.all.push({
        name: instance.prefix + stimulus.name.text,
        reactants: [],
        products: [{ species: target.index, count: 1 }],
        rate: { kind: "total", velocity: rate },
        origin,
      });
    } else flattener.changes.flows.push({ target, rate, origin });
    return;
  }

  const elapsed = graph.subtract(time, start);
  let sinceLatest = elapsed;
  if (period !== null) {
    const since = graph.subtract(elapsed, graph.multiply([period, latestPulse()]));
    sinceLatest = graph.maximum(zero, since);
    // The value jumps between this and the start, where engines stop too.
    const before = graph.subtract(start, graph.multiply([graph.number(2 * startRoom), period]));
    schedule.push({ start: before, period, count });
  }
  const value = toHeld(substitute(graph, shape, new Map([[localSymbol, sinceLatest]])));
  const isAlways = stimulus.from === null && end === null;
  const window = isAlways ? null : { from: start, until: end ?? graph.number(Infinity) };
  flattener.clamps.push({ target, value, window, origin });

  /**
   * Index of the pulse that began last; at the very end of the train still its last one. The room keeps
   * round-off from leaving the pulse before in place at a pulse's very start (0.3 s of 0.1 s + 2 * 0.1 s).
   */
  function latestPulse(): ExpressionId {
    const begun = graph.add([graph.divide(elapsed, period ?? zero), graph.number(startRoom)]);
    return graph.minimum(graph.apply("floor", begun), graph.subtract(count, graph.number(1)));
  }

  /** Pulses start at start + i * period while i * period < duration, with room for round-off. */
  function pulseCount(): ExpressionId {
    const ratio = graph.divide(duration ?? zero, period ?? zero);
    return graph.apply("ceil", graph.subtract(ratio, graph.number(1e-9)));
  }

  /** The target and how the shape's value becomes its held quantity (per second for `adds`). */
  function targetOf(): { target: StateTarget; toHeld: (value: ExpressionId) => ExpressionId } {
    const found = flattener.tree.find(instance, stimulus.target);
    const path = stimulus.target;
    const reference = { kind: "reference", path, span: path.span } as const;
    if (found.symbol.kind === "variable") return flattener.changes.target(reference, instance);
    const member = { label: null, type: path, sites: null, compartment: null, span: path.span };
    const pattern = { kind: "pattern", braced: false, members: [member], span: path.span } as const;
    const locals = new Map([["t", quantityType(timeDimension)]]);
    const type = flattener.request.checker.typeOf(stimulus.shape, instance.scope, locals);
    const dimension = type.kind === "quantity" ? type.dimension : null;
    const asAmount =
      stimulus.action === "adds" ? divideDimensions(amountDimension, timeDimension) : amountDimension;
    const isAmount = dimension === null || equalDimensions(dimension, asAmount);
    return flattener.changes.target(
      isAmount
        ? { kind: "measure", measure: "amount", of: pattern, having: null, owner: null, span: path.span }
        : { kind: "concentration", of: pattern, span: path.span },
      instance,
    );
  }
}
