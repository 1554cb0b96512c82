/**
 * Reads a quantity from a command line or a file of parameters: "10 s", "4 /uM/s", "1e-3", "-65 mV".
 *
 * The value is the double nearest to the number times the correctly rounded factor of its unit, rounded again:
 * one double multiplication, the same as for a quantity in a model, so that both ways give the same bits.
 */
import { type Dimension, dimensionless } from "./dimension.ts";
import { parseUnit } from "./parseUnit.ts";

export type QuantityResult =
  | {
      readonly ok: true;
      /** In internal units. */
      readonly value: number;
      readonly dimension: Dimension;
      /** The unit as written, or null for a bare number. */
      readonly unit: string | null;
    }
  | {
      readonly ok: false;
      readonly reason: "not a number" | "unknown unit";
      /** The text that was not understood. */
      readonly text: string;
      readonly offset: number;
    };

export function parseQuantity(text: string): QuantityResult {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(\s*)(.*?)\s*$/u.exec(text);
  const number = match?.[1];
  if (match === null || number === undefined) {
    return {
      ok: false,
      reason: "not a number",
      text: text.trim(),
      offset: text.length - text.trimStart().length,
    };
  }
  const value = Number(number);
  const unit = match[3] ?? "";
  if (!Number.isFinite(value)) {
    return { ok: false, reason: "not a number", text: number, offset: text.indexOf(number) };
  }
  if (unit === "") return { ok: true, value, dimension: dimensionless, unit: null };
  const parsed = parseUnit(unit);
  if (!parsed.ok) {
    const start = text.indexOf(number) + number.length + (match[2] ?? "").length;
    return { ok: false, reason: "unknown unit", text: parsed.symbol, offset: start + parsed.offset };
  }
  return { ok: true, value: value * parsed.factor, dimension: parsed.dimension, unit };
}
