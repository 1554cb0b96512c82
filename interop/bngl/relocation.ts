/**
 * Transport of a whole species: from a volume to another, or with a membrane. A membrane takes what is beside it
 * to the same sides of the other membrane where both stand in one volume, to the opposite sides where one encloses
 * the volume in which the other stands, as in endocytosis (Harris, Hogg and Faeder 2009,
 * doi:10.1109/WSC.2009.5429719).
 */
import type { BnglCompartment, BnglName } from "./syntax.ts";

/** By compartment before: that after; text: why there is none. */
export function relocation(
  from: BnglName,
  to: BnglName,
  compartments: readonly BnglCompartment[],
): ReadonlyMap<string, string> | string {
  const find = (text: string | undefined) => compartments.find(({ name }) => name.text === text);
  const [source, target] = [find(from.text), find(to.text)];
  if (source === undefined || target === undefined)
    return `there is no compartment ${from.text} or ${to.text}`;
  if (source.dimensions !== target.dimensions) return "a species moves between a surface and a volume";
  if (source.dimensions === 3) return new Map([[from.text, to.text]]);
  const sides = ({ name, outside }: BnglCompartment) => ({
    outside: outside?.text,
    inside: compartments.find((one) => one.outside?.text === name.text)?.name.text,
  });
  const [a, b] = [sides(source), sides(target)];
  const isOpposite =
    (a.inside !== undefined && a.inside === b.outside) || (b.inside !== undefined && b.inside === a.outside);
  const isAlike =
    a.outside !== undefined && a.outside === b.outside && a.inside !== undefined && b.inside !== undefined;
  if (!isOpposite && !isAlike) return "no volume joins the two surfaces";
  const map = new Map([[from.text, to.text]]);
  const pairs = isOpposite
    ? [
        [a.outside, b.inside],
        [a.inside, b.outside],
      ]
    : [
        [a.outside, b.outside],
        [a.inside, b.inside],
      ];
  for (const [before, after] of pairs)
    if (before !== undefined && after !== undefined) map.set(before, after);
  return map;
}
