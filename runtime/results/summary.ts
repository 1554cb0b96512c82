/** What a run shows when it writes no file: one line an observable, one block a point of the sweeps. */
import type { EngineTraits } from "../engines/engine.ts";
import type { RunResult } from "../experiment.ts";
import type { CompiledModel } from "../model.ts";
import { isOfPart } from "./ofPart.ts";

/** More points than this are for a file. */
const summaryPoints = 20;

/** From so many reactions and steps on a summary says how many there were, and how long they took. */
const muchWork = 1_000_000;

/** Rows of the table from `start` to below `end` that belong to one point. */
interface PointRows {
  readonly start: number;
  readonly end: number;
}

export function summaryText(model: CompiledModel, traits: EngineTraits, result: RunResult): string {
  const { manifest } = model;
  const { settings, table } = result;
  const title = manifest.title === null ? manifest.model : `${manifest.model}: ${manifest.title}`;
  const lines = [title];
  if (manifest.experiment !== null) {
    const { experiment, experimentTitle } = manifest;
    lines.push(`experiment ${experiment}${experimentTitle === null ? "" : `: ${experimentTitle}`}`);
  }
  lines.push(`method     ${traits.name}, ${traits.title} (${manifest.methodReason})`);
  const replicates = settings.replicates > 1 ? `, ${settings.replicates} replicates` : "";
  const seed = traits.stochastic ? `, seed "${settings.seed}"` : "";
  lines.push(`time       0 to ${settings.until} s${replicates}${seed}`);
  const work = workLine(result);
  if (work !== null) lines.push(work);
  const points = pointsOfTable(result);
  for (const point of points.slice(0, summaryPoints)) {
    lines.push("");
    if (settings.sweeps.length > 0) {
      const values = settings.sweeps.map(
        ({ parameter, unit }, i) => `${parameter} = ${`${table.value(point.start, i)} ${unit}`.trimEnd()}`,
      );
      lines.push(values.join(", "));
    }
    lines.push(...blockLines(model, result, point));
  }
  if (points.length > summaryPoints) {
    lines.push("", `and ${points.length - summaryPoints} more points; --out writes all of them to a file`);
  }
  return `${lines.join("\n")}\n`;
}

/** What a run of much work did; null for a short one. */
function workLine({ statistics, wallSeconds }: RunResult): string | null {
  const counts = ["reactions", "leaps", "steps"].flatMap((name): [string, number][] => {
    const value = statistics[name];
    return typeof value === "number" && value > 0 ? [[name, value]] : [];
  });
  if (counts.reduce((sum, [, value]) => sum + value, 0) < muchWork) return null;
  const texts = counts.map(([name, value]) => `${value.toLocaleString("en-US")} ${name}`);
  return `work       ${texts.join(", ")} in ${Number(wallSeconds.toPrecision(2))} s`;
}

function pointsOfTable({ settings, table }: RunResult): readonly PointRows[] {
  const points: PointRows[] = [];
  const swept = settings.sweeps.map((_, i) => table.column(i));
  let start = 0;
  for (let row = 1; row <= table.rows; row++) {
    if (row < table.rows && swept.every((column) => column[row] === column[row - 1])) continue;
    points.push({ start, end: row });
    start = row;
  }
  return points;
}

function blockLines(model: CompiledModel, result: RunResult, { start, end }: PointRows): readonly string[] {
  const { settings, table } = result;
  const hasReplicates = settings.replicates > 1;
  const head = settings.sweeps.length + (hasReplicates ? 1 : 0) + 1;
  const replicate = hasReplicates ? table.column(head - 2) : null;
  const rows = model.observables.map(({ name, unit }, i) => {
    const column = table.column(head + i);
    const initials: number[] = [];
    const finals: number[] = [];
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let row = start; row < end; row++) {
      const isFirst = row === start || (replicate !== null && replicate[row] !== replicate[row - 1]);
      const isLast = row === end - 1 || (replicate !== null && replicate[row] !== replicate[row + 1]);
      if (isFirst) initials.push(column[row]);
      if (isLast) finals.push(column[row]);
      min = Math.min(min, column[row]);
      max = Math.max(max, column[row]);
    }
    return [name, meanText(initials), meanText(finals), shortNumber(min), shortNumber(max), unit];
  });
  const [heading, ...lines] = alignColumns([["", "initial", "final", "min", "max", ""], ...rows]);
  const isInner = model.observables.map(isOfPart);
  const own = lines.filter((_, i) => !isInner[i]);
  const inner = lines.filter((_, i) => isInner[i]);
  const between = own.length > 0 && inner.length > 0 ? ["of parts"] : [];
  return [heading, ...own, ...between, ...inner];
}

/** Mean, and the standard deviation over several replicates. */
function meanText(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return shortNumber(mean);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return `${shortNumber(mean)} ± ${shortNumber(Math.sqrt(squares / (values.length - 1)))}`;
}

/** Six digits, without zeros that say nothing. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const isText = column === 0 || column === row.length - 1;
        return isText ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
      })
      .join("  ")
      .trimEnd(),
  );
}
