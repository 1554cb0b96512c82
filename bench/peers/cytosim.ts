/**
 * Cytosim (Nedelec and Foethke 2007, doi:10.1088/1367-2630/9/11/427), the open release of 2017, compiled for two
 * dimensions. It takes steps of a length that its user chooses. Its outcome is that of the whole process (GNU time).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchSettings, Outcome, Program } from "../benchmark.ts";
import {
  type BendTimes,
  endSpeed,
  expectedBend,
  filamentLength,
  persistenceLength,
  segmentLength,
  separations,
  thermalEnergy,
  viscosity,
} from "../growth/treadmilling.ts";
import { inFolder, wholeTime } from "./peers.ts";

/** None without `--peer cytosim=…`. `step` in s. */
export function cytosim(
  { peers }: BenchSettings,
  filaments: number,
  step: number,
  times: BendTimes,
): readonly Program[] {
  const program = peers.get("cytosim");
  if (program === undefined) return [];
  return [
    {
      name: `Cytosim, steps of ${step * 1000} ms`,
      run: (): Outcome =>
        inFolder((folder) => {
          writeFileSync(join(folder, "config.cym"), configuration(filaments, step, times));
          const cost = wholeTime(program, [], folder);
          const reports = readFileSync(join(folder, "points.txt"), "utf8");
          return { work: times.until, cost, errors: bendErrors(reports) };
        }),
    },
  ];
}

function configuration(filaments: number, step: number, { from, every, until }: BendTimes): string {
  const run = (time: number): string => `run simul * { nb_steps = ${Math.round(time / step)}
 nb_frames = 0
}
report fiber:points points.txt { }`;
  const more = Math.round((until - from) / every);
  return `set simul treadmilling { time_step = ${step}
 viscosity = ${viscosity}
 kT = ${thermalEnergy}
}
set space cell { geometry = ( square 60 60 ) }
new space cell
set fiber actin { rigidity = ${persistenceLength * thermalEnergy}
 segmentation = ${segmentLength}
 activity = treadmill
 growing_speed = ${endSpeed}, 0
 shrinking_speed = 0, -${endSpeed}
 growing_force = inf, inf
}
new ${filaments} fiber actin { length = ${filamentLength}
 end_state = 1, 4
}
${run(from)}
repeat ${more}
{
${run(every)}
}
`;
}

/** From reports: a line `% fiber` for each filament, then its points. */
function bendErrors(reports: string): readonly number[] {
  const filaments = reports.split("% fiber").slice(1).map(bondsOf);
  return separations.map((k) => {
    let [sum, expected] = [0, 0];
    for (const bonds of filaments)
      bonds.slice(k).forEach((one, i) => {
        const other = bonds[i] ?? one;
        sum += 1 - one.x * other.x - one.y * other.y;
        expected += expectedOf(k, one.length);
      });
    return sum / expected - 1;
  });
}

/** Lengths of bonds differ by little, so that few are looked up. */
const known = new Map<string, number>();

function expectedOf(k: number, length: number): number {
  const key = `${k} ${length.toFixed(3)}`;
  const value = known.get(key) ?? expectedBend(k, Number(length.toFixed(3)));
  known.set(key, value);
  return value;
}

function bondsOf(
  text: string,
): readonly { readonly x: number; readonly y: number; readonly length: number }[] {
  const points = text
    .split("\n")
    .slice(1)
    .filter((line) => /^\s*\d/.test(line))
    .map((line) => line.trim().split(/\s+/).map(Number));
  return points.slice(1).map(([, x = 0, y = 0], i) => {
    const [, fromX = 0, fromY = 0] = points[i] ?? [];
    const length = Math.hypot(x - fromX, y - fromY);
    return { x: (x - fromX) / length, y: (y - fromY) / length, length };
  });
}
