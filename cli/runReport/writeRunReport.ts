/** What `--report PATH` does: the report of an experiment as a page, and its summary on the terminal. */
import { extname } from "node:path";
import type { RunResult } from "../../runtime/experiment.ts";
import { type ResultRows, wholeTable } from "../../runtime/results/resultTable.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import type { GrowthScene } from "../../viewer/growthScene.ts";
import type { CliContext } from "../context.ts";
import { RunFailure, UsageError } from "../exitCode.ts";
import { browserProgram } from "../growth/browserProgram.ts";
import { viewerPage } from "../growth/viewerPage.ts";
import { type Results, resultsOf } from "../plot/results.ts";
import { writeWhole } from "../writeWhole.ts";
import { runReportPage } from "./page.ts";
import { reportPictures } from "./pictures.ts";
import { courseSentences, runSentences } from "./runWords.ts";

/** Numbers of a table that a report still takes in with comfort. */
const numberLimit = 50_000_000;

export interface Reported {
  readonly record: RunRecord;
  readonly results: Results;
}

/** @throws UsageError for a path that is no page. */
export function requireReportPath(path: string): void {
  if (extname(path).toLowerCase() !== ".html")
    throw new UsageError(`--report writes an .html page, not ${path}`);
}

/** Takes the numbers into memory. @throws RunFailure when they are too many. */
export function reportedOf({ table }: RunResult<ResultRows>, record: RunRecord): Reported {
  if (table.rows * table.columns.length > numberLimit)
    throw new RunFailure(
      "The results are too many for a report; choose a longer output interval or fewer runs.",
    );
  const whole = wholeTable(table);
  const columns = whole.columns.map((_, i) => whole.column(i));
  const results = resultsOf({ names: whole.columns, columns }, record);
  if (results === null) throw new Error("a result table without time");
  return { record, results };
}

/** @throws RunFailure when it can not be written. */
export async function writeRunReport(
  path: string,
  { record, results }: Reported,
  scene: GrowthScene | null,
  context: CliContext,
): Promise<void> {
  const pictures = results.rows === 0 ? [] : await reportPictures(results);
  const viewer = scene === null ? null : viewerPage(scene, await browserProgram());
  await writeWhole(path, runReportPage({ record, results, pictures, viewer }), context.cwd);
}

/** The summary of the report, for a terminal. */
export function reportSummary({ record, results }: Reported): string {
  const courses = courseSentences(results, record);
  const width = Math.max(0, ...courses.map(({ name }) => name.length));
  const lines = courses.map(({ name, text }) => `  ${name.padEnd(width)}  ${text}`);
  return `${[...runSentences(record), ...lines].join("\n")}\n`;
}
