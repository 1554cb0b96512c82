/**
 * The operations of expressions and their values on plain numbers: the one definition that constant folding,
 * the interpreter and, through the same runtime functions, emitted code share.
 */
import { fdAtan } from "../../runtime/math/atan.ts";
import { fdCos } from "../../runtime/math/cos.ts";
import { fdCosh } from "../../runtime/math/cosh.ts";
import { fdExp } from "../../runtime/math/exp.ts";
import { fdExpm1 } from "../../runtime/math/expm1.ts";
import { integerPower } from "../../runtime/math/integerPower.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { fdLog10 } from "../../runtime/math/log10.ts";
import { fdLog1p } from "../../runtime/math/log1p.ts";
import { fdPow } from "../../runtime/math/pow.ts";
import { fdSin } from "../../runtime/math/sin.ts";
import { fdSinh } from "../../runtime/math/sinh.ts";
import { fdTan } from "../../runtime/math/tan.ts";
import { fdTanh } from "../../runtime/math/tanh.ts";

/** Functions of one number. `round` takes a half upwards, as Math.round does. */
export type UnaryFunction =
  | "abs"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "log10"
  | "sqrt"
  | "sin"
  | "cos"
  | "tan"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "floor"
  | "ceil"
  | "round";

export type Comparison = "less" | "lessEqual" | "equal";

export type Operation =
  | "add"
  | "multiply"
  | "divide"
  | "power"
  | "negate"
  | "minimum"
  | "maximum"
  | UnaryFunction
  | Comparison
  | "and"
  | "or"
  | "not"
  | "conditional";

interface FunctionEntry {
  /** What emitted code calls. */
  readonly callee: string;
  readonly value: (x: number) => number;
}

/** Each function with its value and its name in emitted code. */
export const unaryFunctions: Readonly<Record<UnaryFunction, FunctionEntry>> = {
  abs: { callee: "Math.abs", value: Math.abs },
  exp: { callee: "fdExp", value: fdExp },
  expm1: { callee: "fdExpm1", value: fdExpm1 },
  log: { callee: "fdLog", value: fdLog },
  log1p: { callee: "fdLog1p", value: fdLog1p },
  log10: { callee: "fdLog10", value: fdLog10 },
  sqrt: { callee: "Math.sqrt", value: Math.sqrt },
  sin: { callee: "fdSin", value: fdSin },
  cos: { callee: "fdCos", value: fdCos },
  tan: { callee: "fdTan", value: fdTan },
  atan: { callee: "fdAtan", value: fdAtan },
  sinh: { callee: "fdSinh", value: fdSinh },
  cosh: { callee: "fdCosh", value: fdCosh },
  tanh: { callee: "fdTanh", value: fdTanh },
  floor: { callee: "Math.floor", value: Math.floor },
  ceil: { callee: "Math.ceil", value: Math.ceil },
  round: { callee: "Math.round", value: Math.round },
};

export function isUnaryFunction(operation: string): operation is UnaryFunction {
  return Object.hasOwn(unaryFunctions, operation);
}

/** Exponents up to this size are raised by repeated multiplication where they are constants. */
const largestIntegerPower = 16;

/** Whether x^exponent is computed by `integerPower`; `exponent` is a constant of the expression. */
export function usesIntegerPower(exponent: number): boolean {
  return Number.isInteger(exponent) && Math.abs(exponent) <= largestIntegerPower;
}

/** x^exponent for an exponent that is a constant of the expression. */
export function constantPower(x: number, exponent: number): number {
  return usesIntegerPower(exponent) ? integerPower(x, exponent) : fdPow(x, exponent);
}

export function compare(comparison: Comparison, a: number, b: number): boolean {
  if (comparison === "less") return a < b;
  return comparison === "lessEqual" ? a <= b : a === b;
}

const conditions: ReadonlySet<string> = new Set(["less", "lessEqual", "equal", "and", "or", "not"]);

/** Whether the operation always gives a boolean. */
export function isCondition(operation: Operation): boolean {
  return conditions.has(operation);
}
