/** A Vega-Lite specification as SVG, drawn by Vega without a browser. */
import type { TopLevelSpec } from "vega-lite";
import type { JsonObject } from "./figure.ts";

export async function renderSvg(spec: JsonObject): Promise<string> {
  const [{ compile }, { parse, View }] = await Promise.all([import("vega-lite"), import("vega")]);
  const view = new View(parse(compile(spec as unknown as TopLevelSpec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
