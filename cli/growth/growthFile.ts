/** What `--growth PATH` writes: the molecules of the first run at its output times. */
import { resolve } from "node:path";
import type { CompiledModel } from "../../runtime/model.ts";
import { recordPath } from "../../runtime/outputFiles.ts";
import type { GeometryFrame } from "../../runtime/results/geometry.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import {
  growthFormat,
  type GrowthScene,
  type SceneField,
  type SceneFrame,
} from "../../viewer/growthScene.ts";
import type { CliContext } from "../context.ts";
import { UsageError } from "../exitCode.ts";
import { writeWhole } from "../writeWhole.ts";
import { browserProgram } from "./browserProgram.ts";
import { simulariumText } from "./simularium.ts";
import { viewerPage } from "./viewerPage.ts";

/** Numbers of a film that still fit in a page with comfort. */
const filmLimit = 30_000_000;

/** @throws UsageError for a path whose ending names no format, and where the run record of `out` goes. */
export function requireGrowthPath(path: string, out: string | null): void {
  if (!/\.(html|simularium|json)$/i.test(path))
    throw new UsageError(`--growth writes .html, .simularium or .json, not ${path}`);
  if (out !== null && out !== "-" && resolve(recordPath(out)) === resolve(path))
    throw new UsageError(
      `--growth ${path} is where the run record of --out ${out} goes: choose another name`,
    );
}

/** Collects the frames of a run. */
export class GrowthFilm {
  readonly #model: CompiledModel;
  readonly #frames: SceneFrame[] = [];
  readonly #observed: (readonly number[])[] = [];
  #fields: readonly SceneField[] = [];
  #numbers = 0;

  /** @throws UsageError for a model whose molecules have no place. */
  constructor(model: CompiledModel) {
    this.#model = model;
    if (model.graph?.dimension === undefined || model.graph.dimension === 0)
      throw new UsageError(
        "--growth shows molecules in space, and this run has none: it needs `space` and the method graph",
      );
  }

  readonly add = (frame: GeometryFrame, observed: readonly number[]): void => {
    const cells = frame.fields.reduce((sum, { values }) => sum + values.length, 0);
    this.#numbers += frame.attributes.length + frame.bond.length + frame.state.length + cells;
    if (this.#numbers > filmLimit)
      throw new SimulationError(
        "tooMuchOutput",
        "There are too many molecules and output times for one picture file; choose a longer output interval.",
      );
    this.#frames.push(sceneFrame(this.#model, frame));
    this.#fields = frame.fields.map(({ name, low, widths, counts }) => ({ name, low, widths, counts }));
    this.#observed.push(observed);
  };

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  scene(): GrowthScene {
    const { graph, manifest, observables } = this.#model;
    return {
      format: growthFormat,
      title: [manifest.model, manifest.experiment].filter((name) => name !== null).join(": "),
      dimension: graph?.dimension === 3 ? 3 : 2,
      types: (graph?.types ?? []).map(({ name, role, sites, attributes, position }) => ({
        name,
        role,
        sites,
        attributes: attributes
          .filter(isShown(position))
          .map((attribute) => ({ name: attribute.name, unit: attribute.unit })),
      })),
      frames: this.#frames,
      ...(this.#fields.length === 0 ? {} : { fields: this.#fields }),
      series: observables.map(({ name, unit }, i) => ({
        name,
        unit,
        values: this.#observed.map((observed) => observed[i]),
      })),
    };
  }
}

/** @throws RunFailure when the file can not be written. */
export async function writeGrowth(
  film: GrowthFilm,
  path: string,
  context: CliContext,
  isQuiet: boolean,
): Promise<void> {
  if (film.isEmpty) return;
  const scene = film.scene();
  await writeWhole(path, await growthText(scene, path), context.cwd);
  if (!isQuiet) context.stderr.write(`wrote ${path}\n`);
}

/** Whether the file is a page with a program in it. */
export function isGrowthPage(path: string): boolean {
  return /\.html$/i.test(path);
}

async function growthText(scene: GrowthScene, path: string): Promise<string> {
  if (isGrowthPage(path)) return viewerPage(scene, await browserProgram());
  return /\.json$/i.test(path) ? `${JSON.stringify(scene)}\n` : simulariumText(scene);
}

interface Attribute {
  readonly slot: number;
  readonly components: number;
  readonly factor: number;
}

function isShown(position: number): (attribute: Attribute) => boolean {
  return ({ slot }) => slot !== position;
}

/** Nodes without a place are left out. */
function sceneFrame(model: CompiledModel, frame: GeometryFrame): SceneFrame {
  const { graph } = model;
  if (graph === null) throw new Error("a frame of a model without a graph");
  const { types, dimension, attributeStride } = graph;
  const kept = new Int32Array(frame.node.length).fill(-1);
  const node: number[] = [];
  const type: number[] = [];
  const position: number[] = [];
  const state: number[] = [];
  const attribute: number[] = [];
  let stateAt = 0;
  frame.node.forEach((number, i) => {
    const own = types[frame.type[i]];
    const firstState = stateAt;
    stateAt += own.sites.length;
    if (own.position < 0) return;
    kept[i] = node.length;
    node.push(number);
    type.push(frame.type[i]);
    for (let d = 0; d < dimension; d++)
      position.push(shortNumber(frame.attributes[i * attributeStride + own.position + d]));
    for (let site = 0; site < own.sites.length; site++) state.push(frame.state[firstState + site]);
    for (const shown of own.attributes.filter(isShown(own.position)))
      attribute.push(shortNumber(sizeOf(frame, i * attributeStride, shown)));
  });
  const bond: number[] = [];
  const bondSite: number[] = [];
  for (let k = 0; k < frame.bond.length; k += 2) {
    const [a, b] = [kept[frame.bond[k]], kept[frame.bond[k + 1]]];
    if (a < 0 || b < 0) continue;
    bond.push(a, b);
    bondSite.push(frame.bondSite[k], frame.bondSite[k + 1]);
  }
  const molecules = { time: frame.time, node, type, position, state, attribute, bond, bondSite };
  if (frame.fields.length === 0) return molecules;
  const fields = frame.fields.map(({ values }) => values.map((value) => mapNumber(value / micromolar)));
  return { ...molecules, fields };
}

/** Of a vector its length. */
function sizeOf(frame: GeometryFrame, first: number, { slot, components, factor }: Attribute): number {
  const at = first + slot;
  if (components === 1) return frame.attributes[at] / factor;
  return Math.hypot(...frame.attributes.slice(at, at + components)) / factor;
}

/** Of 1 uM in count/um^3. */
const micromolar = 602.214076;

/** Four are enough for a colour. */
function mapNumber(value: number): number {
  return Number(value.toPrecision(4));
}

/** Six digits are enough for a picture. */
function shortNumber(value: number): number {
  return Number(value.toPrecision(6));
}
