/** Where the molecules of one filament were against time, with their states, and how far ends went. */
import { type FilamentShape, placeOf } from "../growth/filaments.ts";
import { type TimeUnit, timeUnitOf } from "./timeUnit.ts";
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";

/** Molecules of one state next to each other, from one time to the next. */
export interface KymographStretch {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly state: string;
}

export interface KymographPanel {
  readonly kind: "kymograph";
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** What states tell; null where molecules have none. */
  readonly legendTitle: string | null;
  readonly states: readonly string[];
  readonly stretches: readonly KymographStretch[];
}

export interface AdvancePanel {
  readonly kind: "advance";
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[];
}

type Filaments = readonly (readonly FilamentShape[])[];

/** Lines of the picture of ends, and columns of a kymograph. */
const lineLimit = 30;
const columnLimit = 200;

/** Of the filament that was seen longest, the longest of those; null for a run of one time. */
export function kymographPanel(
  scene: GrowthScene,
  type: number,
  filaments: Filaments,
): KymographPanel | null {
  const [track] = longestLived(filaments);
  if (track === undefined || scene.frames.length < 2) return null;
  const { name, sites } = scene.types[type];
  const reading = stateReading(scene, type);
  const seen = filaments.map((frame) => frame.find((filament) => filament.track === track));
  const origin = seen.findIndex((filament) => filament !== undefined);
  const direction = seen.findLast((filament) => filament?.direction)?.direction ?? null;
  const first = seen[origin];
  if (direction === null || first === undefined) return null;
  const zero = alongLine(scene, scene.frames[origin], first.members[0], direction);
  const unit = unitOf(scene);
  const stretches: KymographStretch[] = [];
  const every = Math.ceil(scene.frames.length / columnLimit);
  for (let at = 0; at < scene.frames.length; at += every) {
    const filament = seen[at];
    const frame = scene.frames[at];
    if (filament === undefined) continue;
    const last = scene.frames.length - 1;
    const to =
      at + every <= last ? scene.frames[at + every].time : 2 * frame.time - scene.frames[at - every].time;
    const place = filament.members.map((index) => alongLine(scene, frame, index, direction) - zero);
    const half = halfSpacing(place);
    const states = filament.members.map(reading.stateOf(frame));
    place.forEach((value, i) => {
      const before = stretches.at(-1);
      const [low, high] = [value - half, value + half].map((edge) => Number(edge.toPrecision(6)));
      if (i > 0 && before !== undefined && states[i - 1] === states[i])
        stretches[stretches.length - 1] = { ...before, high: Math.max(before.high, high) };
      else {
        const [from, until] = [frame.time / unit.seconds, to / unit.seconds];
        stretches.push({ from, to: until, low, high, state: states[i] });
      }
    });
  }
  return {
    kind: "kymograph",
    title: `one ${name} filament, ${sites[0].name} end up`,
    xTitle: `time (${unit.name})`,
    yTitle: "place along the filament (um)",
    legendTitle: reading.name,
    states: reading.states,
    stretches,
  };
}

/** How far the first ends of filaments went in the direction of their filaments. */
export function advancePanel(scene: GrowthScene, type: number, filaments: Filaments): AdvancePanel | null {
  if (scene.frames.length < 2) return null;
  const { sites, name } = scene.types[type];
  const unit = unitOf(scene);
  const tracks = longestLived(filaments);
  const lines = tracks.slice(0, lineLimit).flatMap((track) => {
    const seen = filaments.flatMap((frame, at) =>
      frame.filter((filament) => filament.track === track).map((filament) => ({ filament, at })),
    );
    const direction =
      seen.findLast(({ filament }) => filament.direction !== null)?.filament.direction ?? null;
    if (direction === null || seen.length < 2) return [];
    const y = seen.map(({ filament, at }) =>
      alongLine(scene, scene.frames[at], filament.members[filament.members.length - 1], direction),
    );
    return [
      { x: seen.map(({ at }) => scene.frames[at].time / unit.seconds), y: y.map((value) => value - y[0]) },
    ];
  });
  if (lines.length === 0) return null;
  const part =
    tracks.length > lineLimit ? `the ${lineLimit} of ${tracks.length} seen for the longest time` : "each";
  return {
    kind: "advance",
    title: `${name} filaments, a line ${part === "each" ? "each" : `for ${part}`}`,
    xTitle: `time (${unit.name})`,
    yTitle: `advance of the ${sites[0].name} end (um)`,
    lines,
  };
}

function unitOf({ frames }: GrowthScene): TimeUnit {
  return timeUnitOf(frames[frames.length - 1].time);
}

/** Tracks by the number of frames that show them, then by their greatest length. */
function longestLived(filaments: Filaments): readonly number[] {
  const seen = new Map<number, { frames: number; longest: number }>();
  for (const { track, subunits } of filaments.flat()) {
    const known = seen.get(track) ?? { frames: 0, longest: 0 };
    seen.set(track, { frames: known.frames + 1, longest: Math.max(known.longest, subunits) });
  }
  return [...seen]
    .toSorted(([, a], [, b]) => b.frames - a.frames || b.longest - a.longest)
    .map(([track]) => track);
}

function alongLine(
  scene: GrowthScene,
  frame: SceneFrame,
  index: number,
  direction: readonly number[],
): number {
  return placeOf(scene, frame, index).reduce((sum, value, d) => sum + value * direction[d], 0);
}

/** Half the mean distance of neighbours; a single molecule is drawn as a subunit of actin. */
function halfSpacing(place: readonly number[]): number {
  if (place.length < 2) return 0.00135;
  return Math.abs(place[place.length - 1] - place[0]) / (place.length - 1) / 2;
}

interface StateReading {
  readonly name: string | null;
  readonly states: readonly string[];
  readonly stateOf: (frame: SceneFrame) => (index: number) => string;
}

/** The state of the first site besides the ends, or the most frequent of the counted states of a bead. */
function stateReading(scene: GrowthScene, type: number): StateReading {
  const { name, sites, attributes } = scene.types[type];
  const site = sites.findIndex(({ states }, i) => i > 1 && states.length > 1);
  const counters = attributes.flatMap(({ unit }, i) => (unit === "count" ? [i] : []));
  const starts = (frame: SceneFrame, size: (type: number) => number): readonly number[] => {
    let at = 0;
    return frame.type.map((own) => {
      const first = at;
      at += size(own);
      return first;
    });
  };
  if (site >= 0) {
    const { states } = sites[site];
    return {
      name: sites[site].name,
      states,
      stateOf: (frame) => {
        const first = starts(frame, (own) => scene.types[own].sites.length);
        return (index) => states[frame.state[first[index] + site]];
      },
    };
  }
  if (counters.length > 1)
    return {
      name: "most subunits",
      states: counters.map((i) => attributes[i].name),
      stateOf: (frame) => {
        const first = starts(frame, (own) => scene.types[own].attributes.length);
        return (index) => {
          const counts = counters.map((i) => frame.attribute[first[index] + i]);
          return attributes[counters[counts.indexOf(Math.max(...counts))]].name;
        };
      },
    };
  return { name: null, states: [name], stateOf: () => () => name };
}
