/**
 * A trained channel as an expression: law * product of shared reactants * how many events what is there allows.
 *
 * What is used up stands as a factor: concentrations of shared reactants, and the smallest of all sums and
 * ledgers that the channel lowers (or raises towards a bound), counted in events. So a velocity is zero where
 * nothing is left, whatever was learned.
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
  const allowed = [
    ...channel.retained.flatMap((change, k) =>
      allowedEvents(graph, change, state.retained[k], card.retained[k]?.bound ?? null),
    ),
    ...channel.ledgers.flatMap((change, m) =>
      allowedEvents(graph, change, state.ledgers[m], card.ledgers[m]?.bound ?? null),
    ),
  ];
  const [first, ...others] = allowed;
  const factors = [law, ...reactants];
  if (first !== undefined) {
    const smallest = others.reduce((a, b) => graph.minimum(a, b), first);
    factors.push(graph.maximum(smallest, graph.number(0)));
  }
  return graph.multiply(factors);
}

function allowedEvents(
  graph: ExpressionGraph,
  change: number,
  value: ExpressionId | undefined,
  bound: number | null,
): ExpressionId[] {
  if (value === undefined || change === 0 || (change > 0 && bound === null)) return [];
  const room = change < 0 ? value : graph.subtract(graph.number(bound ?? 0), value);
  return [graph.multiply([room, graph.number(1 / Math.abs(change))])];
}

function termValue(
  graph: ExpressionGraph,
  { coefficient, factors }: FormulaTerm,
  variables: readonly ExpressionId[],
): ExpressionId {
  const values = factors.map(({ variable, power, half, falls }) => {
    const x = variables[variable];
    if (x === undefined) throw new Error(`a formula without variable ${variable}`);
    const raised = graph.power(x, graph.number(power));
    if (half === null) return raised;
    const level = graph.number(integerPower(half, power));
    return graph.divide(falls === true ? level : raised, graph.add([level, raised]));
  });
  return graph.multiply([graph.number(coefficient), ...values]);
}
