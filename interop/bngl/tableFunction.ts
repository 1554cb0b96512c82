/**
 * `tfun`: a function through points, given in the file or in a table file beside it.
 *
 * Lower-case `tfun` runs straight between points unless `method=>"step"` is said; upper-case `TFUN`, of
 * network-free simulation, steps from point to point. Both are constant outside the points.
 */
import type { BnglExpression } from "./syntax.ts";

export interface TableCall {
  /** What the points run along. */
  readonly index: BnglExpression;
  readonly isStep: boolean;
  readonly points:
    | { readonly kind: "listed"; readonly points: readonly Point[] }
    | { readonly kind: "file"; readonly path: string };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a call says; null when it can not be understood. */
export function tableCall(call: BnglExpression & { kind: "call" }): TableCall | null {
  const texts = call.arguments.map((one) => (one.kind === "name" ? one.name.text : ""));
  const isOld = call.name.text === "TFUN";
  const isStep = isOld || texts.some((text) => /^method\s*=>\s*["']step["']$/.test(text));
  const places = call.arguments.filter((_, i) => !/=>/.test(texts[i] ?? ""));
  const [first, second, third] = places;
  if (first === undefined) return null;
  const time: BnglExpression = {
    kind: "name",
    name: { text: "time", span: call.span },
    span: call.span,
  };
  const quoted = (one: BnglExpression | undefined): string | null =>
    /^["'](.*)["']$/.exec(one?.kind === "name" ? one.name.text : "")?.[1]?.trim() ?? null;
  const path = quoted(first);
  if (path !== null) return { index: second ?? time, isStep, points: { kind: "file", path } };
  const later = quoted(second);
  if (later !== null) return { index: first, isStep, points: { kind: "file", path: later } };
  const [xs, ys] = texts.slice(0, 2).map(listed);
  if (xs === undefined || ys === undefined || xs === null || ys === null) return null;
  const points = xs.map((x, i) => ({ x, y: ys[i] ?? Number.NaN }));
  if (xs.length !== ys.length || !areRising(points)) return null;
  return { index: third ?? time, isStep, points: { kind: "listed", points } };
}

/** The points of a table file: two columns below a line of names; null when it holds anything else. */
export function tablePoints(text: string): readonly Point[] | null {
  const rows = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/[\s,]+/).map(Number));
  const [head] = rows;
  const data = head?.some((value) => Number.isNaN(value)) === true ? rows.slice(1) : rows;
  const points = data.map(([x = Number.NaN, y = Number.NaN]) => ({ x, y }));
  return points.length > 0 && data.every(({ length }) => length === 2) && areRising(points) ? points : null;
}

function listed(text: string): readonly number[] | null {
  const inner = /^\[(.*)\]$/.exec(text.trim())?.[1];
  return inner === undefined ? null : inner.split(",").map((value) => Number(value));
}

function areRising(points: readonly Point[]): boolean {
  return points.every(({ x, y }, i) => {
    const before = points[i - 1];
    return Number.isFinite(x) && Number.isFinite(y) && (before === undefined || before.x < x);
  });
}
