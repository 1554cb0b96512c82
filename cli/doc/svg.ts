/** Pieces of the pictures: boxes, labels, curves with heads, and the frame around them. */
import type { Point } from "./layeredLayout.ts";
import { element, escaped } from "./markup.ts";

/** Mean width of a character of the pictures' font, in their units. */
const characterWidth = 7.2;
export const lineHeight = 18;

export function textWidth(text: string): number {
  return text.length * characterWidth;
}

export function label(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end",
  style = "",
): string {
  return element(
    "text",
    { x, y, "text-anchor": anchor, ...(style === "" ? {} : { class: style }) },
    escaped(text),
  );
}

export function box(x: number, y: number, width: number, height: number, style: string, title = ""): string {
  const tooltip = title === "" ? "" : element("title", {}, escaped(title));
  return element("rect", { x, y, width, height, rx: 5, class: style }, tooltip);
}

/** A smooth line through points from left to right (or back), with horizontal ends. */
export function curve(points: readonly Point[], style: string, title = ""): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let d = `M${at(first)}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    d += `C${at({ x: middle, y: last.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
    last = point;
  }
  return element("path", { d, class: style }, title === "" ? "" : element("title", {}, escaped(title)));
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}

/** A whole picture with its title for those who do not see it. */
export function picture(width: number, height: number, title: string, ...content: readonly string[]): string {
  const margin = 16;
  const [w, h] = [Math.ceil(width + 2 * margin), Math.ceil(height + 2 * margin)];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${-margin} ${-margin} ${w} ${h}`,
      width: w,
      height: h,
      role: "img",
      class: "picture",
    },
    element("title", {}, escaped(title)),
    style,
    markers,
    element("rect", { x: -margin, y: -margin, width: w, height: h, class: "paper" }),
    ...content,
  );
}

const style = `<style>
.picture text { font: 12px ui-sans-serif, "Helvetica Neue", Arial, sans-serif; fill: #1c2733; }
.picture .strong { font-weight: 600; }
.picture .faint { fill: #5d6b7a; font-size: 11px; }
.picture .paper { fill: #ffffff; }
.picture .molecule { fill: #f2f5f9; stroke: #7c8da0; }
.picture .site { fill: #ffffff; stroke: #b4c0cd; }
.picture .state { fill: #fff4d6; stroke: #d9b95c; }
.picture .species { fill: #e8f1fb; stroke: #6f9bc8; }
.picture .rule { fill: #f2f5f9; stroke: #7c8da0; }
.picture .process { fill: #5d6b7a; stroke: none; }
.picture path { fill: none; stroke: #5d6b7a; stroke-width: 1.3; }
.picture .bond { stroke: #2b6cb0; stroke-width: 1.8; }
.picture .lasting { stroke: #2b6cb0; stroke-width: 1.8; stroke-dasharray: 5 3; }
.picture .activates { stroke: #2f855a; marker-end: url(#tendril-arrow-green); }
.picture .inhibits { stroke: #c53030; stroke-dasharray: 6 3; marker-end: url(#tendril-bar-red); }
.picture .mixed { stroke: #975a16; marker-end: url(#tendril-arrow-brown); }
.picture .catalyst { stroke-dasharray: 2 3; }
.picture .makes { marker-end: url(#tendril-arrow-grey); }
.picture .cell-plus { fill: #c6e6d3; stroke: #ffffff; }
.picture .cell-minus { fill: #f6cdcd; stroke: #ffffff; }
.picture .cell-mixed { fill: #f0dcae; stroke: #ffffff; }
.picture .cell-none { fill: #f6f8fa; stroke: #ffffff; }
</style>`;

const arrow = (name: string, colour: string): string =>
  `<marker id="tendril-arrow-${name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,1 L10,5 L0,9 z" style="fill:${colour};stroke:none"/></marker>`;

const markers = `<defs>${arrow("grey", "#5d6b7a")}${arrow("green", "#2f855a")}${arrow("brown", "#975a16")}<marker id="tendril-bar-red" viewBox="0 0 4 12" refX="3" refY="6" markerWidth="4" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto"><path d="M2,0 L2,12" style="stroke:#c53030;stroke-width:2;fill:none"/></marker></defs>`;
