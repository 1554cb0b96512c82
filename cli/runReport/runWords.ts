/** What ran and what came of it, in a few sentences. */
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import type { Results } from "../plot/results.ts";
import { chosenObservables } from "../plot/chosenObservables.ts";
import { courseOf, courseText, timeText } from "./course.ts";
import { endRangeOf, endRangeText } from "./endRange.ts";

/** One sentence on what ran and how, one on the work that it took. */
export function runSentences(record: RunRecord): readonly string[] {
  const what =
    record.experiment === null ? record.model : `The experiment ${record.experiment} of ${record.model}`;
  const hasChance = record.method !== "ode";
  const how = [`by the method ${record.method} (${record.methodTitle}; ${record.methodReason})`];
  how.push(`from 0 to ${timeText(record.until)}`);
  if (hasChance) how.push(`with the seed "${record.seed}"`);
  const runs = runsText(record);
  const sentences = [`${what} ran ${how.join(", ")}${runs === "" ? "" : `: ${runs}`}.`];
  const work = workText(record);
  sentences.push(`It took ${durationText(record.wallSeconds)}${work === "" ? "" : ` for ${work}`}.`);
  if (record.error !== null) sentences.push(`It did not come to its end: ${record.error.message}`);
  else if (record.interrupted)
    sentences.push(`It was interrupted when ${record.finishedRuns} of ${record.runs} runs were finished.`);
  return sentences;
}

/** `active: rises from 0 to 3 uM`, for what the experiment plots, else what the model observes itself; with sweeps the range of the ends. */
export function courseSentences(
  results: Results,
  { until }: Pick<RunRecord, "until">,
): readonly { name: string; text: string }[] {
  if (results.rows === 0) return [];
  return chosenObservables(results).map((observable) => ({
    name: observable.name,
    text:
      results.swept.length > 0
        ? endRangeText(endRangeOf(results, observable, until))
        : courseText(courseOf(results, observable)),
  }));
}

function runsText({ runs, replicates, sweeps }: RunRecord): string {
  if (runs === 1) return "";
  const points = sweeps.map(({ parameter, values }) => `${values.length} values of ${parameter}`);
  const parts = [...points, ...(replicates > 1 ? [`${replicates} replicates`] : [])];
  return parts.length === 1 ? parts[0] : `${parts.join(" times ")}, ${runs} runs`;
}

/** The counts that say how much was done; others stand in the run record. */
function workText({ statistics }: RunRecord): string {
  const shown: readonly (readonly [key: string, name: string])[] = [
    ["reactions", "reactions and rule events"],
    ["leaps", "leaps"],
    ["steps", "steps"],
    ["events", "events of the experiment"],
  ];
  return shown
    .flatMap(([key, name]) => {
      const value = statistics[key];
      return typeof value === "number" && value > 0 ? [`${value.toLocaleString("en-US")} ${name}`] : [];
    })
    .join(", ");
}

export function durationText(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`;
}
