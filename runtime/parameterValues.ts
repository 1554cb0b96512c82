/** Values of parameters as users give them: a number in the declared unit, or a text with a unit. */
import type { ParameterInfo, StateInfo } from "./model.ts";
import { didYouMean } from "./nearestName.ts";
import { SimulationError } from "./simulationError.ts";
import { describeDimension, equalDimensions } from "./units/dimension.ts";
import { parseQuantity } from "./units/quantity.ts";

/** A number counts in the parameter's declared unit; a text may carry its own unit. */
export type ParameterValue = number | string;

/** What a name of a model can stand for. */
interface NamesOfModel {
  readonly parameters: readonly { readonly name: string }[];
  readonly states: readonly Pick<StateInfo, "name" | "kind">[];
  readonly observables: readonly { readonly name: string }[];
}

/**
 * The index of a parameter.
 * @throws SimulationError badInput with the nearest name when there is none of this name, or with what to do where
 * something else has it.
 */
export function findParameter({ parameters, states, observables }: NamesOfModel, name: string): number {
  const index = parameters.findIndex((parameter) => parameter.name === name);
  if (index >= 0) return index;
  const state = states.find((candidate) => candidate.name === name);
  if (state?.kind === "species" || state?.kind === "variable") {
    throw new SimulationError(
      "badInput",
      `${name} is a ${state.kind}, and only parameters can be set; give it its initial value through a parameter, ` +
        `as in \`${state.kind === "species" ? "species" : "var"} ${name} = ${name}0\`, and set that.`,
    );
  }
  if (observables.some((observable) => observable.name === name))
    throw new SimulationError("badInput", `${name} is an observable, and only parameters can be set.`);
  const names = parameters.map((parameter) => parameter.name);
  throw new SimulationError("badInput", `There is no parameter ${name}${didYouMean(name, names)}`);
}

/** Units are converted by a few multiplications, so a bound in another unit can be off by a few parts in 1e16. */
const conversionError = 1e-12;

/**
 * A value in internal units.
 * @throws SimulationError badInput for a text that is no quantity, or has another dimension than the parameter, and for
 * a value outside the range that the parameter was declared with.
 */
export function parameterInternalValue(info: ParameterInfo, value: ParameterValue): number {
  const internal = valueInInternalUnits(info, value);
  if (info.range === undefined || info.isLoose === true || isWithin(internal, info.range)) return internal;
  const { value: found, range } = rangeTexts(info, info.range, internal);
  throw new SimulationError(
    "badInput",
    `The parameter ${info.name} can not be ${found}: its declaration gives the range ${range}. ` +
      "If such a value is meant, give --any-range too, or widen the range in the model.",
  );
}

/** Of a value outside the declared range, in internal units; null for any other. */
export function outsideRangeNotice(info: ParameterInfo, internal: number): string | null {
  if (info.range === undefined || isWithin(internal, info.range)) return null;
  const { value: found, range } = rangeTexts(info, info.range, internal);
  return `The parameter ${info.name} is ${found}, outside the range ${range} of its declaration.`;
}

function rangeTexts(
  { unit: name, factor }: ParameterInfo,
  bounds: readonly [low: number, high: number],
  internal: number,
): { readonly value: string; readonly range: string } {
  const [low, high, found] = [...bounds, internal].map((number) => inDeclaredUnit(number, factor));
  const unit = name === "" ? "" : ` ${name}`;
  return { value: `${found}${unit}`, range: `${low} .. ${high}${unit}` };
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  const slack = conversionError * Math.max(Math.abs(low), Math.abs(high));
  return value >= low - slack && value <= high + slack;
}

function valueInInternalUnits(info: ParameterInfo, value: ParameterValue): number {
  const unitText = info.unit === "" ? "a plain number" : info.unit;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value * info.factor;
    throw new SimulationError("badInput", `The parameter ${info.name} can not be ${value}.`);
  }
  const quantity = parseQuantity(value);
  if (!quantity.ok) {
    throw new SimulationError(
      "badInput",
      quantity.reason === "unknown unit"
        ? `The value "${value}" of ${info.name} has a unit that is not known: ${quantity.text}.`
        : `The value "${value}" of ${info.name} is not a number, with or without a unit (${unitText}).`,
    );
  }
  if (quantity.unit === null) return quantity.value * info.factor;
  if (!equalDimensions(quantity.dimension, info.dimension)) {
    throw new SimulationError(
      "badInput",
      `The value "${value}" of ${info.name} is of dimension ${describeDimension(quantity.dimension)}, but the ` +
        `parameter is of dimension ${describeDimension(info.dimension)} (${unitText}).`,
    );
  }
  return quantity.value;
}

/**
 * An internal value in a unit of so many internal units, as a decimal of 15 digits where that means the same but
 * for the last bits: a value that was given as 0.1 shows as 0.1 again, whatever the rounding of the conversions.
 */
export function inDeclaredUnit(value: number, factor: number): number {
  if (factor === 1) return value;
  const quotient = value / factor;
  const short = Number(quotient.toPrecision(15));
  return Math.abs(short * factor - value) <= 4.5e-16 * Math.abs(value) ? short : quotient;
}
