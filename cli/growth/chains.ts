/**
 * Filaments and membranes of one frame as chains of their molecules: along bonds of the first site of one to the
 * second site of the next. Crosslinks and branch points do not join chains.
 */
import type { GrowthScene, SceneFrame } from "../../viewer/growthScene.ts";

export interface Chain {
  /** Index into the types of the scene. */
  readonly type: number;
  /** Indices into the molecules of the frame; the last is the one at the first end of the type (barbed, say). */
  readonly members: readonly number[];
  /** The last is bound to the first. */
  readonly isRing: boolean;
}

/** Every molecule is in one chain; one that is neither of a filament nor of a membrane is alone. */
export function chainsOf(scene: GrowthScene, frame: SceneFrame): readonly Chain[] {
  const ahead = new Int32Array(frame.node.length).fill(-1);
  const behind = new Int32Array(frame.node.length).fill(-1);
  const join = (from: number, to: number): void => {
    ahead[from] = to;
    behind[to] = from;
  };
  for (let k = 0; k < frame.bond.length; k += 2) {
    const [a, b] = [frame.bond[k], frame.bond[k + 1]];
    if (frame.type[a] !== frame.type[b] || scene.types[frame.type[a]].role === "molecule") continue;
    if (frame.bondSite[k] === 0 && frame.bondSite[k + 1] === 1) join(a, b);
    if (frame.bondSite[k] === 1 && frame.bondSite[k + 1] === 0) join(b, a);
  }
  const isSeen = new Uint8Array(frame.node.length);
  const walk = (start: number): Chain => {
    const members: number[] = [];
    for (let at = start; at >= 0 && isSeen[at] === 0; at = ahead[at]) {
      isSeen[at] = 1;
      members.push(at);
    }
    return { type: frame.type[start], members, isRing: behind[start] >= 0 };
  };
  const open = frame.node.flatMap((_, i) => (behind[i] < 0 ? [walk(i)] : []));
  const rings = frame.node.flatMap((_, i) => (isSeen[i] === 0 ? [walk(i)] : []));
  return [...open, ...rings];
}
