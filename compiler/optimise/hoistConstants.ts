/**
 * Hoisting: every largest subexpression that only depends on parameters becomes a constant that a run
 * computes once (`k / size`, rate constants with their statistical factor, tables of derived values).
 *
 * Roots of a mass-action constant are hoisted even when they are plain numbers, since engines look their
 * values up by index.
 */
import { reachable } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import type { DerivedConstant, OdePlan, Plan } from "../plan/plan.ts";
import { mapPlanExpressions } from "./mapPlan.ts";

export function hoistConstants(plan: Plan): Plan {
  const { graph } = plan.flat;
  const derived: DerivedConstant[] = [...plan.derived];
  const symbolOf = new Map<ExpressionId, ExpressionId>();
  const hoist = (id: ExpressionId, hint: string): ExpressionId => {
    const known = symbolOf.get(id);
    if (known !== undefined) return known;
    const symbol = graph.declareSymbol(hint, "definition");
    derived.push({ name: hint, symbol, value: id });
    const image = graph.symbol(symbol);
    symbolOf.set(id, image);
    return image;
  };
  const roots: ExpressionId[] = [];
  mapPlanExpressions(plan, (id) => {
    roots.push(id);
    return id;
  });
  const constants = new Set<ExpressionId>();
  const images = new Map<ExpressionId, ExpressionId>();
  const imageOf = (id: ExpressionId): ExpressionId => images.get(id) ?? id;
  /** The image of an operand inside something that is not constant. */
  const outside = (id: ExpressionId): ExpressionId => {
    if (!constants.has(id) || !isWorthHoisting(graph, id)) return imageOf(id);
    return hoist(id, `derived${derived.length + 1}`);
  };
  for (const id of reachable(graph, roots)) {
    const node = graph.node(id);
    switch (node.kind) {
      case "number":
      case "boolean":
        constants.add(id);
        break;
      case "symbol":
        if (graph.symbolInfo(node.symbol).kind === "parameter") constants.add(id);
        break;
      case "operation": {
        if (node.operands.every((operand) => constants.has(operand))) {
          constants.add(id);
          break;
        }
        const operands =
          node.operation === "multiply" ? groupConstants(graph, node.operands, constants) : node.operands;
        const rebuilt = operands.map(outside);
        images.set(id, graph.rebuild(node, rebuilt));
        break;
      }
      case "call":
        images.set(id, graph.call(node.callee, node.index, node.operands.map(outside)));
        break;
      case "sumOverPulses": {
        const [body, start, period, count, time] = node.operands;
        images.set(
          id,
          graph.sumOverPulses({
            body: outside(body),
            start: outside(start),
            period: outside(period),
            count: outside(count),
            time: outside(time),
            localTime: node.localTime,
          }),
        );
        break;
      }
    }
  }
  const mapped = mapPlanExpressions(plan, outside);
  /** The index of a rate constant that engines look up: a parameter's own, else a hoisted one. */
  const indexed = (constant: ExpressionId, name: string): ExpressionId =>
    graph.node(constant).kind === "symbol" ? constant : hoist(constant, `rate of ${name}`);
  const jumps =
    mapped.jumps === null
      ? null
      : {
          ...mapped.jumps,
          reactions: mapped.jumps.reactions.map((reaction) =>
            reaction.constant === null
              ? reaction
              : { ...reaction, constant: indexed(reaction.constant, reaction.name) },
          ),
        };
  const withTables = <Equations extends Omit<OdePlan, "waiting">>(equations: Equations): Equations => {
    const { massAction } = equations;
    if (massAction === null) return equations;
    const reactions = massAction.reactions.map((reaction) => ({
      ...reaction,
      constant: indexed(reaction.constant, reaction.name),
    }));
    return { ...equations, massAction: { ...massAction, reactions } };
  };
  const waiting = mapped.ode?.waiting;
  const ode =
    mapped.ode === null
      ? null
      : {
          ...withTables(mapped.ode),
          ...(waiting === undefined ? {} : { waiting: { ...waiting, ode: withTables(waiting.ode) } }),
        };
  const agents =
    mapped.agents === null
      ? null
      : {
          ...mapped.agents,
          rates: mapped.agents.rates.map((rate, i) => {
            const original = plan.agents?.rates[i]?.constant ?? null;
            if (original === null || graph.node(original).kind === "symbol") return rate;
            return { ...rate, constant: hoist(original, `rate of ${plan.agents?.tables.channels[i]?.name}`) };
          }),
        };
  return { ...mapped, jumps, ode, agents, derived };
}

/** `k * x * V` with constants k and V becomes `(k * V) * x`, so that one constant serves. */
function groupConstants(
  graph: ExpressionGraph,
  factors: readonly ExpressionId[],
  constants: Set<ExpressionId>,
): readonly ExpressionId[] {
  const constant = factors.filter((factor) => constants.has(factor));
  if (constant.length < 2) return factors;
  const product = graph.multiply(constant);
  constants.add(product);
  return [product, ...factors.filter((factor) => !constants.has(factor))];
}

/** Numbers and bare parameters are as cheap where they stand. */
function isWorthHoisting(graph: ExpressionGraph, id: ExpressionId): boolean {
  return graph.node(id).kind === "operation" && !graph.isBoolean(id);
}
