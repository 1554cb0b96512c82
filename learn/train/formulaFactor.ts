/** One factor of a formula's term as a number, with its slope: a power, what saturates, or what falls by saturation. */
import type { FormulaTerm } from "../../compiler/surrogate/card.ts";
import { integerPower } from "../../runtime/math/integerPower.ts";

export type FormulaFactor = FormulaTerm["factors"][number];

/** What the factor is a function of. */
export function factorVariable({ variable, per }: FormulaFactor, variables: Float64Array, from = 0): number {
  const own = variables[from + variable];
  return per === undefined ? own : own / variables[from + per];
}

export function factorValue({ power, half, falls }: FormulaFactor, x: number): number {
  const raised = integerPower(x, power);
  if (half === null) return raised;
  const level = integerPower(half, power);
  return (falls === true ? level : raised) / (level + raised);
}

export function factorSlope({ power, half, falls }: FormulaFactor, x: number): number {
  const slope = power * integerPower(x, power - 1);
  if (half === null) return slope;
  const level = integerPower(half, power);
  const sum = level + integerPower(x, power);
  return ((falls === true ? -1 : 1) * slope * level) / (sum * sum);
}
