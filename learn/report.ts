/** The report page of a trained surrogate: HTML with pictures inside, for people who decide whether to trust it. */
import type { SurrogateCard } from "../compiler/surrogate/card.ts";
import type { Measurement } from "./validate/measure.ts";

/** `pictures`: SVG, in the order of the shown rollouts. */
export function reportPage(
  card: SurrogateCard,
  measurement: Measurement,
  pictures: readonly string[],
): string {
  const { metrics, acceptance, training } = card;
  const percent = (value: number): string => `${Number((100 * value).toPrecision(3))} %`;
  const verdict = acceptance.accepted ? "accepted" : "rejected";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(card.surrogate)} of ${escaped(card.module)}: ${verdict}</title>
<style>
body { font-family: sans-serif; margin: 2em; max-width: 60em; }
table { border-collapse: collapse; margin: 1em 0; }
td, th { padding: 0.3em 0.8em; border-bottom: 1px solid #ccc; text-align: left; }
.accepted { color: #060; } .rejected { color: #a00; }
</style>
</head>
<body>
<h1>Surrogate ${escaped(card.surrogate)} of ${escaped(card.module)}</h1>
<p class="${verdict}"><strong>${verdict}</strong></p>
${table(
  ["condition", "holds", "found"],
  acceptance.conditions.map(({ text, holds, found }) => [text, holds ? "yes" : "no", found]),
)}
<h2>Held-out rollouts</h2>
<p>Root of the mean squared error of a whole run, over the range of the value in training.</p>
${table(
  ["value", "median", "99th percentile", "largest"],
  metrics.nrmse.map(({ name, median, p99, max }) => [name, percent(median), percent(p99), percent(max)]),
)}
${pictures.join("\n")}
<h2>Outside the domain</h2>
<p>All inputs outside, where the guard ends the surrogate: errors that it would make if it went on.</p>
${table(
  ["inputs up to", "median error", "99th percentile", "largest"],
  measurement.shells.map(({ stretch, errors }) => [
    `${stretch} times beyond`,
    percent(errors.median),
    percent(errors.p99),
    percent(errors.max),
  ]),
)}
<h2>Cost</h2>
${table(
  ["", ""],
  [
    [
      "speed-up of the module",
      `${Number(metrics.speedup.toPrecision(3))} times, both alone, by the deterministic engine, without the guard`,
    ],
    ["such runs until training has paid", String(metrics.breakEvenRuns ?? "never")],
    ["held-out samples that the guard accepts", percent(metrics.guardAccepts)],
    [
      "rates in training and in a simulator's code differ by",
      metrics.codeError === null ? "no rates" : metrics.codeError.toExponential(1),
    ],
    ["largest change of a conserved total", metrics.conservation.toExponential(1)],
  ],
)}
<h2>Training</h2>
${table(
  ["", ""],
  [
    ["seed", card.seed],
    ...Object.entries(training).map(([name, value]) => [name, String(value)]),
    ["weights, SHA-256", card.hashes.weights],
    ["data, SHA-256", card.hashes.data],
    ["module, SHA-256", card.hashes.submodel],
  ],
)}
</body>
</html>
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const header = head.some((text) => text !== "") ? `${cells(head, "th")}\n` : "";
  return `<table>\n${header}${rows.map((row) => cells(row, "td")).join("\n")}\n</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
