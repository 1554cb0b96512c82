/** The progress bar of a run, on standard error and only on a terminal. */
import type { SingleBar } from "cli-progress";
import type { CliContext } from "./context.ts";

/** Runs shorter than this show no bar, in ms. */
const patience = 500;

export interface Progress {
  /** `fraction` from 0 to 1. */
  show(fraction: number, label: string): void;
  /** Removes the bar. */
  clear(): void;
}

export async function createProgress(context: CliContext, quiet: boolean): Promise<Progress> {
  if (quiet || !context.stderr.isTerminal) return { show: () => undefined, clear: () => undefined };
  const { default: progress } = await import("cli-progress");
  const began = performance.now();
  let bar: SingleBar | null = null;
  return {
    show(fraction, label) {
      if (bar === null) {
        if (performance.now() - began < patience || fraction >= 1) return;
        bar = new progress.SingleBar(
          {
            format: "{bar} {percentage} % | {eta_formatted} left {label}",
            clearOnComplete: true,
            hideCursor: true,
          },
          progress.Presets.shades_classic,
        );
        bar.start(1000, 0, { label });
      }
      bar.update(Math.floor(fraction * 1000), { label });
    },
    clear() {
      bar?.stop();
      bar = null;
    },
  };
}
