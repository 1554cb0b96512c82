/**
 * How the cost of a reaction, memory and the time to start grow with a network, from ten reactions to a hundred thousand,
 * for networks of different kinds (ssaModels.ts): a line each, and figures.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderSvg } from "../../cli/plot/renderSvg.ts";
import type { BenchSettings, TableBenchmark } from "../benchmark.ts";
import { type Growth, grow } from "../ownProgram.ts";
import { figures } from "../statistics.ts";
import { chain, hub, modifiedSites, randomNetwork, sparseRing } from "./ssaModels.ts";

interface Kind {
  readonly name: string;
  /** What `text` is called with, and how many reactions that gives. */
  readonly sizes: readonly { readonly size: number; readonly reactions: number }[];
  readonly text: (size: number) => string;
  /** In s, for some hundred thousand reactions. */
  readonly until: (size: number) => number;
}

interface Point extends Growth {
  readonly kind: string;
  readonly reactions: number;
}

const powers = [10, 100, 1000, 10_000, 100_000];
const each = (share: number): Kind["sizes"] =>
  powers.map((reactions) => ({ size: Math.max(2, Math.round(reactions / share)), reactions }));

const kinds: readonly Kind[] = [
  { name: "random", sizes: each(1), text: randomNetwork, until: (size) => 20_000 / size },
  { name: "ring", sizes: each(3), text: sparseRing, until: (size) => 8000 / size },
  { name: "hub", sizes: each(2), text: hub, until: () => 20_000 },
  { name: "chain", sizes: each(2), text: chain, until: (size) => 5000 / size },
  {
    name: "combinatorial",
    sizes: [2, 4, 7, 10, 13].map((sites) => ({ size: sites, reactions: sites * 2 ** sites })),
    text: (sites) => modifiedSites(sites, 1000),
    until: (sites) => 750 / sites,
  },
];

export const ssaGrowth: TableBenchmark = {
  name: "ssa/growth",
  about: "cost of a reaction, memory and time to start, from ten reactions to a hundred thousand",
  table: async (settings) => {
    const points = kinds.flatMap((kind) => measure(kind, settings));
    if (settings.figures === null) return "  --figures FOLDER draws these";
    const path = join(settings.figures, "ssa_growth.svg");
    writeFileSync(path, await renderSvg(figureOf(points)));
    return `  drawn in ${path}`;
  },
};

function measure({ name, sizes, text, until }: Kind, { quick }: BenchSettings): Point[] {
  const chosen = quick ? sizes.slice(0, 3) : sizes;
  return chosen.map(({ size, reactions }) => {
    const model = { language: "tdl", text: text(size) } as const;
    const point = { kind: name, reactions, ...grow({ kind: "grow", model, until: until(size) }) };
    // The large ones take minutes.
    console.log(lineOf(point));
    return point;
  });
}

const costOf = ({ work, cost }: Point): number => (1e9 * cost) / work;

function lineOf(point: Point): string {
  return (
    `  ${point.kind}, ${point.reactions.toLocaleString("en")} reactions: ${figures(costOf(point))} ns a reaction that fires, ` +
    `${figures(point.held / 2 ** 20)} MiB, ${figures(point.held / point.reactions)} bytes a reaction, start ${figures(point.start)} s`
  );
}

function figureOf(points: readonly Point[]) {
  const panel = (field: string, title: string) => ({
    width: 280,
    height: 240,
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "reactions", type: "quantitative", title: "reactions", scale: { type: "log" } },
      y: { field, type: "quantitative", title, scale: { type: "log" } },
      color: { field: "kind", type: "nominal", title: null },
    },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: {
      values: points.map((point) => ({
        kind: point.kind,
        reactions: point.reactions,
        cost: costOf(point),
        memory: point.held / 2 ** 20,
        start: point.start,
      })),
    },
    hconcat: [
      panel("cost", "CPU time of a reaction that fires (ns)"),
      panel("memory", "memory (MiB)"),
      panel("start", "CPU time to start (s)"),
    ],
  };
}
