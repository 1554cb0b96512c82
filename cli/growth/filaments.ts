/** Filaments of a run, frame by frame: their lengths, directions and how long they have existed. */
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";
import { type Chain, chainsOf } from "./chains.ts";

export interface FilamentShape extends Chain {
  /** The same number in every frame in which the filament exists. */
  readonly track: number;
  /** Time of the frame that showed it first; a piece is as old as the filament that it was cut from. */
  readonly born: number;
  readonly subunits: number;
  /** From the first to the last molecule; null for a single one. */
  readonly direction: readonly number[] | null;
}

/** The filaments of every frame. */
export function filamentsOf(scene: GrowthScene): readonly (readonly FilamentShape[])[] {
  let before: ReadonlyMap<number, FilamentShape> = new Map();
  let tracks = 0;
  return scene.frames.map((frame) => {
    const subunits = subunitsOf(scene, frame);
    const isTaken = new Set<number>();
    const chains = chainsOf(scene, frame).filter(({ type }) => scene.types[type].role === "filament");
    // Of several pieces the longest stays the same filament.
    const shapes = chains
      .toSorted((a, b) => b.members.length - a.members.length)
      .map((chain): FilamentShape => {
        const earlier = predecessor(chain, frame, before);
        const track = earlier === null || isTaken.has(earlier.track) ? tracks++ : earlier.track;
        isTaken.add(track);
        return {
          ...chain,
          track,
          born: earlier?.born ?? frame.time,
          subunits: chain.members.reduce((sum, index) => sum + subunits[index], 0),
          direction: directionOf(scene, frame, chain),
        };
      });
    before = new Map(shapes.flatMap((shape) => shape.members.map((index) => [frame.node[index], shape])));
    return shapes;
  });
}

/** Place of a molecule, `dimension` numbers. */
export function placeOf(scene: GrowthScene, frame: SceneFrame, index: number): readonly number[] {
  return frame.position.slice(index * scene.dimension, (index + 1) * scene.dimension);
}

/** The filament that most molecules of this one came from. Numbers of lost molecules are given to new ones, so a few tell nothing. */
function predecessor(
  chain: Chain,
  frame: SceneFrame,
  before: ReadonlyMap<number, FilamentShape>,
): FilamentShape | null {
  const votes = new Map<FilamentShape, number>();
  for (const index of chain.members) {
    const earlier = before.get(frame.node[index]);
    if (earlier?.type === chain.type) votes.set(earlier, (votes.get(earlier) ?? 0) + 1);
  }
  let best: FilamentShape | null = null;
  for (const [earlier, count] of votes) if (best === null || count > (votes.get(best) ?? 0)) best = earlier;
  return best;
}

/** Subunits that each molecule stands for: what its counters add up to, or one where it has none. */
function subunitsOf(scene: GrowthScene, frame: SceneFrame): readonly number[] {
  let at = 0;
  return frame.type.map((type) => {
    const { attributes } = scene.types[type];
    const first = at;
    at += attributes.length;
    const counters = attributes.flatMap(({ unit }, i) =>
      unit === "count" ? [frame.attribute[first + i]] : [],
    );
    return counters.length === 0 ? 1 : counters.reduce((sum, count) => sum + count, 0);
  });
}

function directionOf(scene: GrowthScene, frame: SceneFrame, { members }: Chain): readonly number[] | null {
  const from = placeOf(scene, frame, members[0]);
  const to = placeOf(scene, frame, members[members.length - 1]);
  const along = to.map((value, d) => value - from[d]);
  const length = Math.hypot(...along);
  return length > 0 ? along.map((value) => value / length) : null;
}
