/**
 * A function given piece by piece along one value, as nested conditions. Pieces are found by halving, so that
 * hundreds of them nest a few conditions deep and cost a few comparisons.
 */
export interface Piece {
  /** The piece holds below this value of x (or up to and with it, as the relation says). */
  readonly end: number;
  /** Text of an expression. */
  readonly value: string;
}

/** `x`: text of what is compared, in brackets where it needs them; `rest` holds after the last piece. */
export function piecewise(x: string, relation: "<" | "<=", pieces: readonly Piece[], rest: string): string {
  const [first] = pieces;
  if (first === undefined) return rest;
  const middle = Math.floor(pieces.length / 2);
  const { end, value } = pieces[middle] ?? first;
  const below = piecewise(x, relation, pieces.slice(0, middle), value);
  const above = piecewise(x, relation, pieces.slice(middle + 1), rest);
  return `(if ${x} ${relation} ${signed(end)} then ${below} else ${above})`;
}

/** Through points: straight lines between them, or steps at them; constant outside. */
export function throughPoints(
  x: string,
  points: readonly { readonly x: number; readonly y: number }[],
  isStep: boolean,
): string {
  const pieces = points.map((point, i): Piece => {
    const before = points[i - 1];
    if (before === undefined) return { end: point.x, value: signed(point.y) };
    const slope = (point.y - before.y) / (point.x - before.x);
    const isLevel = isStep || slope === 0;
    const line = `${signed(before.y)} + ${signed(slope)} * (${x} - ${signed(before.x)})`;
    return { end: point.x, value: isLevel ? signed(before.y) : line };
  });
  return piecewise(x, "<", pieces, signed(points.at(-1)?.y ?? 0));
}

function signed(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
