/**
 * A trained channel as an expression: law * product of shared reactants * what the limits leave.
 *
 * What is used up stands as a factor: concentrations of shared reactants, and of the sums and ledgers that the
 * channel lowers (or raises towards a bound), counted in events, the product as in mass action or the smallest. So a
 * velocity is zero where nothing is left, whatever was learned.
 */
import { integerPower } from "../../runtime/math/integerPower.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import type { CardChannel, FormulaTerm, SurrogateCard } from "./card.ts";

/** What stands for the state of a surrogate in expressions. */
export interface ReducedState {
  /** In the order of the card's inputs. */
  readonly inputs: readonly ExpressionId[];
  /** Sums of amounts, without offset. */
  readonly retained: readonly ExpressionId[];
  readonly ledgers: readonly ExpressionId[];
  /** Concentrations or amounts of the shared species. */
  readonly shared: readonly ExpressionId[];
}

/** All that laws may depend on, in the order in which formulas number it. */
export function lawVariables({ inputs, retained, ledgers }: ReducedState): readonly ExpressionId[] {
  return [...inputs, ...retained, ...ledgers];
}

/** Velocity in count/s. `netFunction` is the name of the net's function. */
export function channelVelocity(
  graph: ExpressionGraph,
  card: Pick<SurrogateCard, "retained" | "ledgers">,
  channel: CardChannel,
  state: ReducedState,
  netFunction: string,
): ExpressionId {
  const variables = lawVariables(state);
  const law =
    channel.law.kind === "net"
      ? graph.call(netFunction, channel.law.head, variables)
      : graph.add(channel.law.terms.map((term) => termValue(graph, term, variables)));
  const reactants = channel.shared.flatMap((change, s) => {
    const amount = state.shared[s];
    return change < 0 && amount !== undefined ? [graph.power(amount, graph.number(-change))] : [];
  });
  const rooms = channel.limits.map((row) => allowedEvents(graph, card, channel, state, row));
  const [first, ...others] = rooms;
  const factors = [law, ...reactants];
  if (first !== undefined && channel.isProduct) factors.push(...rooms);
  else if (first !== undefined) factors.push(others.reduce((a, b) => graph.minimum(a, b), first));
  return graph.multiply(factors);
}

/** How many events a limit leaves, not below 0. */
function allowedEvents(
  graph: ExpressionGraph,
  card: Pick<SurrogateCard, "retained" | "ledgers">,
  channel: CardChannel,
  state: ReducedState,
  row: number,
): ExpressionId {
  const sums = card.retained.length;
  const change = (row < sums ? channel.retained[row] : channel.ledgers[row - sums]) ?? 0;
  const value = row < sums ? state.retained[row] : state.ledgers[row - sums];
  const bound = (row < sums ? card.retained[row] : card.ledgers[row - sums])?.bound ?? 0;
  if (value === undefined || change === 0) throw new Error(`row ${row} is no limit`);
  const room = change < 0 ? value : graph.subtract(graph.number(bound), value);
  const events = graph.multiply([room, graph.number(1 / Math.abs(change))]);
  return graph.maximum(events, graph.number(0));
}

function termValue(
  graph: ExpressionGraph,
  { coefficient, factors }: FormulaTerm,
  variables: readonly ExpressionId[],
): ExpressionId {
  const values = factors.map(({ variable, per, power, half, falls }) => {
    const own = variables[variable];
    const size = per === undefined ? undefined : variables[per];
    if (own === undefined) throw new Error(`a formula without variable ${variable}`);
    const x = size === undefined ? own : graph.divide(own, size);
    const raised = graph.power(x, graph.number(power));
    if (half === null) return raised;
    const level = graph.number(integerPower(half, power));
    return graph.divide(falls === true ? level : raised, graph.add([level, raised]));
  });
  return graph.multiply([graph.number(coefficient), ...values]);
}
