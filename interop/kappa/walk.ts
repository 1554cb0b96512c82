/** The expressions and patterns of a Kappa model, wherever they stand. */
import type { KappaExpression, KappaModel, KappaPattern } from "./syntax.ts";

export function expressionsOf(model: KappaModel): KappaExpression[] {
  return [
    ...model.variables.map(({ value }) => value),
    ...model.plots,
    ...model.inits.map(({ amount }) => amount),
    ...model.rules.flatMap(({ left, right, rate, back }) => [
      ...left.tokens.map(({ amount }) => amount),
      ...(right?.tokens ?? []).map(({ amount }) => amount),
      ...[rate.constant, rate.unary, back?.constant, back?.unary].filter((one) => one != null),
    ]),
    ...model.interventions.flatMap(({ condition, repeat, effects }) => [
      ...[condition, repeat].filter((one) => one !== null),
      ...effects.flatMap((effect) => ("value" in effect ? [effect.value] : [])),
    ]),
  ];
}

/** Every part of an expression, the whole first. */
export function partsOf(expression: KappaExpression): KappaExpression[] {
  const parts = [expression];
  for (const part of parts) {
    switch (part.kind) {
      case "call":
        parts.push(...part.arguments);
        break;
      case "binary":
        parts.push(part.left, part.right);
        break;
      case "choice":
        parts.push(part.condition, part.consequence, part.otherwise);
        break;
      case "number":
      case "boolean":
      case "variable":
      case "token":
      case "pattern":
      case "clock":
        break;
    }
  }
  return parts;
}

/** Of rules first, then of initial agents, then of counts. */
export function patternsOf(model: KappaModel): KappaPattern[] {
  return [
    ...model.rules.flatMap(({ left, right }) => [left.pattern, ...(right === null ? [] : [right.pattern])]),
    ...model.inits.flatMap(({ pattern }) => (pattern === null ? [] : [pattern])),
    ...expressionsOf(model)
      .flatMap(partsOf)
      .flatMap((part) => (part.kind === "pattern" ? [part.pattern] : [])),
  ];
}
