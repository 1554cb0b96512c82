/**
 * Standard normal draws by the ziggurat (Marsaglia & Tsang 2000, J. Stat. Softw. 5(8), doi:10.18637/jss.v005.i08)
 * of 256 layers, with layer, sign and 53 bits of position taken from disjoint bits (the correction of Doornik
 * 2005) and the tail beyond the last layer by Marsaglia's exact method.
 */
import { fdExp } from "../math/exp.ts";
import { fdLog } from "../math/log.ts";
import { nextExponential } from "./exponential.ts";
import { type GeneratorState, nextUint32, nextUniform } from "./xoshiro128.ts";

const normalLayers = 256;
/** Where the tail begins, and the area of every layer (under exp(-x^2 / 2)). */
const normalTail = 3.6541528853610088;
const normalArea = 4.92867323399141e-3;
/** Right edges of the layers from the base up, and the density there; edge 0 includes the tail's area. */
const [normalEdges, normalDensities] = normalTables();

function normalTables(): readonly [edges: Float64Array, densities: Float64Array] {
  const edges = new Float64Array(normalLayers + 1);
  const densities = new Float64Array(normalLayers + 1);
  let density = fdExp(-0.5 * normalTail * normalTail);
  edges[0] = normalArea / density;
  let edge = normalTail;
  for (let layer = 1; layer < normalLayers; layer++) {
    edges[layer] = edge;
    densities[layer] = density;
    density += normalArea / edge;
    edge = Math.sqrt(-2 * fdLog(Math.min(1, density)));
  }
  densities[normalLayers] = 1;
  return [edges, densities];
}

/** A draw from the normal distribution of mean zero and variance one. */
export function nextNormal(state: GeneratorState): number {
  for (;;) {
    const word = nextUint32(state);
    const layer = word & 255;
    const position = ((word >>> 11) * 4294967296 + nextUint32(state)) * 1.1102230246251565e-16;
    let x = position * (normalEdges[layer] ?? 0);
    if (x >= (normalEdges[layer + 1] ?? 0)) {
      if (layer === 0) {
        x = normalTailDraw(state);
      } else {
        const below = normalDensities[layer] ?? 0;
        const above = normalDensities[layer + 1] ?? 0;
        if (below + nextUniform(state) * (above - below) >= fdExp(-0.5 * x * x)) continue;
      }
    }
    return (word & 256) === 0 ? x : -x;
  }
}

/** A draw from the normal distribution given that it lies beyond `normalTail`. */
function normalTailDraw(state: GeneratorState): number {
  for (;;) {
    const excess = nextExponential(state) / normalTail;
    if (2 * nextExponential(state) > excess * excess) return normalTail + excess;
  }
}
