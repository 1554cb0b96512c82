/** The reactions of plain species as a picture: species as boxes, reactions as dots, both ways of a rule as one. */
import type { FlatModel } from "../../compiler/model/flatModel.ts";
import { layeredLayout } from "./layeredLayout.ts";
import { box, curve, label, picture, textWidth } from "./svg.ts";

/** Networks beyond this are lists, not pictures. */
const mostNodes = 120;

/** Null for a model without reactions, or with too many to be looked at. */
export function reactionPicture({ species, reactions }: FlatModel): string | null {
  const names = species.map(({ name }) => name);
  const forward = reactions.filter(({ name }) => !name.endsWith(" (back)"));
  const twoWay = new Set(
    reactions.flatMap(({ name }) => (name.endsWith(" (back)") ? [name.slice(0, -7)] : [])),
  );
  if (forward.length === 0 || names.length + forward.length > mostNodes) return null;
  const used = new Set(
    reactions.flatMap(({ reactants, products }) => [...reactants, ...products].map((one) => one.species)),
  );
  const shown = names.map((_, i) => i).filter((i) => used.has(i));
  const place = new Map(shown.map((one, i) => [one, i]));
  const nodes = [
    ...shown.map((i) => ({ width: textWidth(names[i]) + 20, height: 26 })),
    ...forward.map(({ name }) => ({ width: Math.max(12, textWidth(name)), height: 30 })),
  ];
  const edges = forward.flatMap(({ name, reactants, products }, r) => {
    const reaction = shown.length + r;
    const isBoth = twoWay.has(name);
    const isKept = (one: number): boolean => products.some((other) => other.species === one);
    return [
      ...reactants.map(({ species: one, count }) => ({
        from: place.get(one) ?? 0,
        to: reaction,
        count,
        hasHead: false,
        isCatalyst: isKept(one),
        isBoth,
      })),
      ...products
        .filter(
          ({ species: one }) =>
            !reactants.some((other) => other.species === one && other.count === 1) || !isKept(one),
        )
        .map(({ species: one, count }) => ({
          from: reaction,
          to: place.get(one) ?? 0,
          count,
          hasHead: true,
          isCatalyst: false,
          isBoth,
        })),
    ];
  });
  const layout = layeredLayout(nodes, edges, { layer: 46, node: 22 });
  const isSpecies = (node: number): boolean => node < shown.length;
  const lines = edges.map(({ from, to, hasHead, isCatalyst, isBoth, count }, i) => {
    const points = layout.edges[i];
    const sign = layout.nodes[from].x < layout.nodes[to].x ? 1 : -1;
    const half = (node: number): number => (isSpecies(node) ? nodes[node].width / 2 : 6);
    const ends = points.map((point, k) => ({
      x: point.x + (k === 0 ? sign * half(from) : k === points.length - 1 ? -sign * half(to) : 0),
      y: point.y,
    }));
    const drawn = hasHead ? ends : isBoth ? ends.toReversed() : ends;
    const style = isCatalyst ? "catalyst" : hasHead || isBoth ? "makes" : "takes";
    const middle = points[Math.floor(points.length / 2)];
    const number =
      count === 1 ? "" : label(String(count), (points[0].x + middle.x) / 2, middle.y - 6, "middle", "faint");
    return curve(drawn, style) + number;
  });
  const shapes = nodes.map(({ width, height }, i) => {
    const { x, y } = layout.nodes[i];
    if (isSpecies(i)) {
      const name = names[shown[i]];
      return box(x - width / 2, y - height / 2, width, height, "species") + label(name, x, y + 4, "middle");
    }
    const { name } = forward[i - shown.length];
    return box(x - 5, y - 5, 10, 10, "process", name) + label(name, x, y - 9, "middle", "faint");
  });
  return picture(layout.width, layout.height, "Reactions", ...lines, ...shapes);
}
