/**
 * What a picture of growth shows of each kind of filament: distributions of length, direction and age at a few
 * times, of contact forces where the model asks for them, and kymographs.
 */
import { type FilamentShape, filamentsOf } from "../growth/filaments.ts";
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";
import { type Bins, binsOf, countIn } from "./histogram.ts";
import { advancePanel, type AdvancePanel, type KymographPanel, kymographPanel } from "./kymograph.ts";

export interface HistogramPanel {
  readonly kind: "histogram";
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly bins: Bins;
  /** Where the axis has ticks; null: anywhere. */
  readonly ticks: readonly number[] | null;
  readonly counts: readonly number[];
}

export type GrowthPanel = HistogramPanel | KymographPanel | AdvancePanel;

/** Rows of panels, top to bottom; empty where there are neither filaments nor contact forces. `shown`: indices of frames. */
export function growthPanels(
  scene: GrowthScene,
  shown: readonly number[],
): readonly (readonly GrowthPanel[])[] {
  const filaments = filamentsOf(scene);
  const rows = scene.types.flatMap(({ role }, type): (readonly GrowthPanel[])[] => {
    const own = filaments.map((frame) => frame.filter((filament) => filament.type === type));
    if (role !== "filament" || own.every((frame) => frame.length === 0)) return [];
    return [
      ...distributions(scene, type, own, shown),
      [kymographPanel(scene, type, own), advancePanel(scene, type, own)].filter((panel) => panel !== null),
    ];
  });
  const forces = scene.types.map((_, type) => forceRow(scene, type, shown));
  return [...rows, ...forces].filter((row) => row.length > 0);
}

/** The first, the middle and the last time. */
export function usualFrames({ frames }: GrowthScene): readonly number[] {
  const last = frames.length - 1;
  return [...new Set([0, Math.round(last / 2), last])];
}

function distributions(
  scene: GrowthScene,
  type: number,
  filaments: readonly (readonly FilamentShape[])[],
  shown: readonly number[],
): readonly (readonly GrowthPanel[])[] {
  const { name, sites } = scene.types[type];
  const row = (
    xTitle: string,
    valuesOf: (filament: FilamentShape, frame: SceneFrame) => readonly number[],
    bins: RowStyle["bins"],
    hasMean: boolean,
  ): readonly GrowthPanel[] =>
    histogramRow(
      scene,
      shown,
      shown.map((at) => filaments[at].flatMap((filament) => valuesOf(filament, scene.frames[at]))),
      { xTitle, yTitle: `${name} filaments`, bins, hasMean },
    );
  const end = sites[0].name;
  const is3d = scene.dimension === 3;
  return [
    row(`length of ${name} (subunits)`, ({ subunits }) => [subunits], 1, true),
    row(
      is3d ? `direction of ${end} end (degrees from z)` : `direction of ${end} end (degrees from x)`,
      ({ direction }) => (direction === null ? [] : [angleOf(direction)]),
      is3d
        ? { start: 0, width: 15, number: 12, ticks: [0, 45, 90, 135, 180] }
        : { start: -180, width: 30, number: 12, ticks: [-180, -90, 0, 90, 180] },
      false,
    ),
    row(`age of ${name} filament (s)`, ({ born }, { time }) => [time - born], 0, true),
  ];
}

/** In degrees: from the x axis, -180 to 180, in a plane; from the z axis, 0 to 180, in space. */
function angleOf(direction: readonly number[]): number {
  const [x, y, z] = direction;
  return (
    ((direction.length === 3 ? Math.acos(Math.min(1, Math.max(-1, z))) : Math.atan2(y, x)) * 180) / Math.PI
  );
}

/** How hard molecules press on others, of those that do. */
function forceRow(scene: GrowthScene, type: number, shown: readonly number[]): readonly GrowthPanel[] {
  const { name, attributes } = scene.types[type];
  const force = attributes.findIndex((attribute) => attribute.name === "contact force");
  if (force < 0) return [];
  const samples = shown.map((at) => {
    const frame = scene.frames[at];
    const values: number[] = [];
    let first = 0;
    for (const own of frame.type) {
      if (own === type && frame.attribute[first + force] > 0) values.push(frame.attribute[first + force]);
      first += scene.types[own].attributes.length;
    }
    return values;
  });
  const xTitle = `contact force on ${name} (${attributes[force].unit})`;
  return histogramRow(scene, shown, samples, {
    xTitle,
    yTitle: `${name} in contact`,
    bins: 0,
    hasMean: true,
  });
}

interface RowStyle {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Or the least width of a bin, for values from zero on. */
  readonly bins: (Bins & Pick<HistogramPanel, "ticks">) | number;
  readonly hasMean: boolean;
}

function histogramRow(
  scene: GrowthScene,
  shown: readonly number[],
  samples: readonly (readonly number[])[],
  { xTitle, yTitle, bins, hasMean }: RowStyle,
): readonly GrowthPanel[] {
  const shared = typeof bins === "number" ? binsOf([0, ...samples.flat()], bins) : bins;
  return samples.map((values, i) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const told = hasMean && values.length > 0 ? `, mean ${Number(mean.toPrecision(3))}` : "";
    return {
      kind: "histogram",
      title: `${Number(scene.frames[shown[i]].time.toPrecision(6))} s: n = ${values.length}${told}`,
      xTitle,
      yTitle,
      bins: shared,
      ticks: typeof bins === "number" ? null : bins.ticks,
      counts: countIn(shared, values),
    };
  });
}
