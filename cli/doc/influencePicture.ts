/** The influence map: which rule makes others possible or impossible. A graph while it can be read, else a matrix. */
import type { Influence, InfluenceMap } from "../../compiler/document/siteEffects.ts";
import { layeredLayout } from "./layeredLayout.ts";
import { box, curve, label, picture, textWidth } from "./svg.ts";

/** More arrows than this are a tangle. */
const mostArrows = 40;

/** More rules than this make a wall. */
const mostRules = 200;

/** Null when there is nothing to show, or too much. */
export function influencePicture(map: InfluenceMap): string | null {
  if (map.influences.length === 0 || map.rules.length > mostRules) return null;
  return map.influences.length <= mostArrows ? graphPicture(map) : matrixPicture(map);
}

function graphPicture({ rules, influences }: InfluenceMap): string {
  const nodes = rules.map(({ name }) => ({ width: textWidth(name) + 20, height: 26 }));
  const layout = layeredLayout(nodes, influences, { layer: 70, node: 18 });
  const shapes = rules.map(({ name }, i) => {
    const { x, y } = layout.nodes[i];
    const { width, height } = nodes[i];
    return box(x - width / 2, y - height / 2, width, height, "rule") + label(name, x, y + 4, "middle");
  });
  const arrows = influences.map((influence, i) => {
    const { from, to } = influence;
    const points = layout.edges[i];
    const isForward = layout.nodes[from].x < layout.nodes[to].x;
    const sign = isForward ? 1 : -1;
    // Two rules that act on each other have arrows side by side.
    const shift = influences.some((other) => other.from === to && other.to === from) ? 5 * sign : 0;
    const ends = points.map((point, k) => ({
      x:
        point.x +
        (k === 0
          ? (sign * nodes[from].width) / 2
          : k === points.length - 1
            ? (-sign * nodes[to].width) / 2
            : 0),
      y: point.y + shift,
    }));
    const title = `${rules[from].name} ${describe(influence)} ${rules[to].name}`;
    return curve(ends, styleOf(influence), title);
  });
  return picture(layout.width, layout.height, "Influence map", ...arrows, ...shapes);
}

function matrixPicture({ rules, influences }: InfluenceMap): string {
  const size = 20;
  const names = rules.map(({ name }) => name);
  const left = Math.max(...names.map(textWidth)) + 10;
  const top = left;
  const side = left + names.length * size;
  const grid = names.map((_, i) => box(left, top + i * size, side - left, size, "cell-none"));
  const cells = influences.map((influence) => {
    const sign = cellOf(influence);
    const title = `${names[influence.from]} ${describe(influence)} ${names[influence.to]}`;
    const [x, y] = [left + influence.to * size, top + influence.from * size];
    const mark = { plus: "+", minus: "−", mixed: "±" }[sign];
    return box(x, y, size, size, `cell-${sign}`, title) + label(mark, x + size / 2, y + 14, "middle");
  });
  const rows = names.map((name, i) => label(name, left - 6, top + i * size + 14, "end"));
  const columns = names.map((name, i) => {
    const x = left + i * size + size / 2 + 4;
    return `<g transform="rotate(-90 ${x} ${top - 6})">${label(name, x, top - 6, "start")}</g>`;
  });
  const note = label("row acts on column", 0, 12, "start", "faint");
  return picture(side, side, "Influence map", note, ...grid, ...cells, ...rows, ...columns);
}

function cellOf({ activates, inhibits }: Influence): "plus" | "minus" | "mixed" {
  return activates && inhibits ? "mixed" : activates ? "plus" : "minus";
}

function describe({ activates, inhibits }: Influence): string {
  return activates && inhibits ? "enables and prevents" : activates ? "enables" : "prevents";
}

function styleOf({ activates, inhibits }: Influence): string {
  return activates && inhibits ? "mixed" : activates ? "activates" : "inhibits";
}
