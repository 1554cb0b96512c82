/** Reads where molecules were, as `tendril run --growth RUN.json` writes it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseDuration } from "../../runtime/runOptions.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import { growthFormat, type GrowthScene } from "../../viewer/growthScene.ts";
import { UsageError } from "../exitCode.ts";
import { requireTime } from "./lastValues.ts";
import { systemReason } from "../../runtime/systemReason.ts";

/** @throws UsageError when the file can not be read or holds something else. */
export function readGrowth(path: string, cwd: string): GrowthScene {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`the file ${path} can not be read: ${systemReason(error)}`);
  }
  const scene = parsed(text) as GrowthScene | null;
  if (scene?.format !== growthFormat)
    throw new UsageError(`${path} holds no molecules of a run; tendril run --growth RUN.json writes them`);
  if (scene.frames.length === 0) throw new UsageError(`${path} has no times to plot`);
  return scene;
}

/**
 * Indices of the frames nearest to times such as "0, 2 min", in their order.
 * @throws UsageError for what is no time of the run.
 */
export function framesAt({ frames }: GrowthScene, times: string): readonly number[] {
  const nearest = (time: number): number =>
    frames.reduce(
      (best, frame, i) => (Math.abs(frame.time - time) < Math.abs(frames[best].time - time) ? i : best),
      0,
    );
  try {
    const wanted = times.split(",").map((text) => {
      const time = parseDuration(text.trim(), "--at");
      requireTime(
        time,
        frames.map((frame) => frame.time),
      );
      return nearest(time);
    });
    return [...new Set(wanted)].toSorted((a, b) => a - b);
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
