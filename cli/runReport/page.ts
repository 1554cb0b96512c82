/** The report of an experiment: one HTML file that needs nothing else, neither network nor other files. */
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { ownOrAll } from "../../runtime/results/ofPart.ts";
import { escaped } from "../doc/markup.ts";
import { pageStyle } from "../doc/page.ts";
import { type Section, sourceLink, table } from "../doc/sections.ts";
import type { ResultColumn, Results } from "../plot/results.ts";
import { finishedEnds } from "./endRange.ts";
import { meanOf } from "../plot/series.ts";
import { courseOf, timeText, valueText } from "./course.ts";
import type { ReportPicture } from "./pictures.ts";
import { courseSentences, runSentences } from "./runWords.ts";

export interface ReportContent {
  readonly record: RunRecord;
  readonly results: Results;
  readonly pictures: readonly ReportPicture[];
  /** A whole page that shows the molecules; null where they have no places. */
  readonly viewer: string | null;
}

/** Points of a sweep that a table shows. */
const shownPoints = 60;

export function runReportPage(content: ReportContent): string {
  const { record } = content;
  const heading = record.experimentTitle ?? record.title ?? record.experiment ?? record.model;
  const sections = reportSections(content).filter((section) => section.content !== "");
  const contents = sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`);
  const body = sections.map(
    ({ id, title, content: inner }) => `<section><h2 id="${id}">${escaped(title)}</h2>${inner}</section>`,
  );
  const experiment =
    record.experiment === null ? "" : `experiment <code>${escaped(record.experiment)}</code> of `;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(heading)}</title>
<style>${pageStyle}${ownStyle}</style>
</head>
<body>
<header><h1>${escaped(heading)}</h1>
<p class="kind">${experiment}model <code>${escaped(record.model)}</code>${record.title === null ? "" : `: ${escaped(record.title)}`}</p></header>
<nav><ul>${contents.join("")}</ul></nav>
${body.join("\n")}
</body>
</html>
`;
}

function reportSections({ record, results, pictures, viewer }: ReportContent): readonly Section[] {
  return [
    { id: "summary", title: "Summary", content: summary(record, results) },
    ...pictures.map(({ title, explanation, svg }, i) => ({
      id: `picture-${i}`,
      title,
      content: `${explanation === "" ? "" : `<p>${escaped(explanation)}</p>`}<div class="drawing">${svg}</div>`,
    })),
    {
      id: "growth",
      title: "What grew",
      content:
        viewer === null
          ? ""
          : `<p>The first run. Drag to turn, play to see it grow.</p><iframe class="viewer" title="what grew" srcdoc="${escaped(viewer)}"></iframe>`,
    },
    { id: "numbers", title: "Numbers", content: numbers(results, record) },
    { id: "sources", title: "Sources", content: sources(record) },
    { id: "record", title: "Run record", content: runRecordSection(record) },
  ];
}

function summary(record: RunRecord, results: Results): string {
  const sentences = runSentences(record).map(escaped).join(" ");
  const courses = courseSentences(results, record).map(
    ({ name, text }) => `<li><code>${escaped(name)}</code> ${escaped(text)}</li>`,
  );
  const list = courses.length === 0 ? "" : `<ul>${courses.join("")}</ul>`;
  const notes = record.notices.map((notice) => `<p class="note">Note: ${escaped(notice)}</p>`).join("");
  return `<p>${sentences}</p>${list}${notes}`;
}

/** Without sweeps start, extremes and end of every observable; with them the ends at every point. */
function numbers(results: Results, record: RunRecord): string {
  if (results.rows === 0) return "";
  if (results.swept.length > 0) return endsOfPoints(results, record.until);
  const hasSpread = results.replicate !== null;
  const rowOf = (observable: ResultColumn): readonly string[] => {
    const { name, unit, start, end, low, lowAt, high, highAt, endDeviation } = courseOf(results, observable);
    return [
      `<code>${escaped(name)}</code>`,
      valueText(start, ""),
      `${valueText(low, "")} (${timeText(lowAt)})`,
      `${valueText(high, "")} (${timeText(highAt)})`,
      valueText(end, "") + (endDeviation === null ? "" : ` ± ${valueText(endDeviation, "")}`),
      escaped(unit),
    ];
  };
  const note = hasSpread ? "<p>Means over the replicates; ± is their standard deviation.</p>" : "";
  const shown = ownOrAll(results.observables);
  const inner = results.observables.filter((one) => !shown.includes(one));
  const tableOf = (observables: readonly ResultColumn[]): string =>
    table(["Observable", "Start", "Lowest", "Highest", "End", "Unit"], observables.map(rowOf));
  return note + tableOf(shown) + folded("Observables of parts", tableOf(inner));
}

function endsOfPoints(results: Results, until: number): string {
  const ends = results.observables.map((observable) => finishedEnds(results, observable, until));
  const [first = []] = ends;
  const rows = first
    .slice(0, shownPoints)
    .map(({ point }, i) => [
      ...point.map((value) => valueText(value, "")),
      ...ends.map((points) =>
        points[i].values.length === 0 ? "not finished" : valueText(meanOf(points[i].values), ""),
      ),
    ]);
  const head = [...results.swept, ...results.observables].map(({ name, unit }) =>
    escaped(unit === "" ? name : `${name} (${unit})`),
  );
  const more =
    first.length > shownPoints
      ? `<p>And ${first.length - shownPoints} more points, in the table of results.</p>`
      : "";
  const note = `<p>At the end of each run${results.replicate === null ? "" : ", means over the replicates"}.</p>`;
  return `${note}<div class="drawing">${table(head, rows)}</div>${more}`;
}

/** Where what ran is from: papers, what the model says of its values and rules, and those of the method. */
function sources({ sources: found, notes, methodReferences }: RunRecord): string {
  const bySource = new Map<string, string[]>();
  for (const { what, source } of found) bySource.set(source, [...(bySource.get(source) ?? []), what]);
  const rows = [...bySource].map(([source, whats]) => [
    sourceLink(source),
    whats.map((what) => `<code>${escaped(what)}</code>`).join(", "),
  ]);
  const constants = rows.length === 0 ? "<p>The model names no sources.</p>" : table(["Source", "Of"], rows);
  const method = methodReferences.map((reference) => `<li>${linked(reference)}</li>`);
  const list = method.length === 0 ? "" : `<p>The method:</p><ul>${method.join("")}</ul>`;
  const noted = notes.map(({ what, note }) => [`<code>${escaped(what)}</code>`, escaped(note)]);
  return constants + folded("What the model says of its parts", table([], noted)) + list;
}

/** "Gillespie 1977, doi:10.1021/…" with the identifier as a link. */
function linked(reference: string): string {
  return reference
    .split(/(doi:10\.\S+)/)
    .map((part) => (part.startsWith("doi:") ? sourceLink(part) : escaped(part)))
    .join("");
}

function runRecordSection(record: RunRecord): string {
  const rows = [
    ["Model", `${escaped(record.model)}, content ${escaped(record.hash.slice(0, 12))}`],
    ["Method", `${escaped(record.method)}: ${escaped(record.methodTitle)} (${escaped(record.methodReason)})`],
    ["Compiler", `tendril ${escaped(record.compiler)}`],
    ["Time", `0 to ${record.until} s`],
    ["Seed", escaped(record.seed)],
    ["Runs", `${record.finishedRuns} of ${record.runs} finished`],
    [
      "Took",
      `${durationOf(record.wallSeconds)}${record.cpuSeconds === null ? "" : `, ${durationOf(record.cpuSeconds)} of processor time`}`,
    ],
    ["Table", record.out === null ? "not written" : `<code>${escaped(record.out)}</code>`],
  ];
  const counts = Object.entries(record.statistics)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => [escaped(name), escaped(value.toLocaleString("en-US"))]);
  const values = record.parameters.map(({ name, value, unit }) => [
    `<code>${escaped(name)}</code>`,
    `${valueText(value, "")} ${escaped(unit)}`,
    record.parametersSet.includes(name) ? "set for this run" : "",
  ]);
  const text = escaped(JSON.stringify(record, null, 2));
  return [
    table([], rows),
    folded("Counts", table(["", ""], counts)),
    folded(
      `Parameters${record.sweeps.length > 0 ? " at the first point" : ""}`,
      table(["Name", "Value", ""], values),
    ),
    folded("The whole record as JSON", `<pre>${text}</pre>`),
  ].join("");
}

function durationOf(seconds: number): string {
  return `${Number(seconds.toPrecision(3))} s`;
}

function folded(title: string, content: string): string {
  return content === "" ? "" : `<details><summary>${escaped(title)}</summary>${content}</details>`;
}

const ownStyle = `
.viewer { width: 100%; height: 36rem; border: 1px solid #d8dee6; border-radius: 5px; }
.note { color: #5d6b7a; font-size: .9em; } details { margin: .5rem 0; } summary { cursor: pointer; }
`;
