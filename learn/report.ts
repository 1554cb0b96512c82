/** The report page of a trained surrogate: HTML with pictures inside, for people who decide whether to trust it. */
import { type InputUnit, internalUnit } from "./inputUnits.ts";
import type { CardErrors, GuardCounts, SurrogateCard } from "../compiler/surrogate/card.ts";

/** SVG of reportFigures.ts, drawn. */
export interface ReportPictures {
  readonly rollouts: readonly string[];
  readonly errors: string;
  readonly steps: readonly string[];
}

/** `units`: in which the domain of each input was written. */
export function reportPage(
  card: SurrogateCard,
  pictures: ReportPictures,
  units: readonly InputUnit[],
): string {
  const { metrics, acceptance } = card;
  const isOfUse = (name: string): boolean => card.training["nets"] !== 0 || !ofNets.has(name);
  const verdict = acceptance.accepted ? "accepted" : "rejected";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(card.surrogate)} of ${escaped(card.module)}: ${verdict}</title>
<style>
body { font-family: sans-serif; margin: 2em; max-width: 60em; line-height: 1.4; }
table { border-collapse: collapse; margin: 1em 0; }
td, th { padding: 0.3em 0.8em; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; }
.accepted { color: #060; } .rejected { color: #a00; }
.wide { overflow-x: auto; } td { overflow-wrap: anywhere; }
svg { max-width: 100%; height: auto; }
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
<p>Root of the mean squared error of a whole run, over the range of the value in training; in brackets what 95 % of
resampled sets of runs give (${card.training["heldOutRuns"] ?? "?"} runs).</p>
${table(
  ["value", "median", "99th percentile", "largest"],
  metrics.nrmse.map(({ name, median, p99, max, medianInterval, p99Interval }) => [
    name,
    `${percent(median)} (${medianInterval.map(percent).join(" to ")})`,
    `${percent(p99)} (${p99Interval.map(percent).join(" to ")})`,
    percent(max),
  ]),
)}
${pictures.rollouts.join("\n")}
${oneStepSection(card, pictures)}
<h2>Outside the domain</h2>
<p>All inputs are driven beyond their domain, where the guard ends the surrogate: errors that it would make if it went
on.</p>
${table(
  [
    "inputs up to",
    "runs: median",
    "99th percentile",
    "largest",
    "steps: median",
    "99th percentile",
    "largest",
  ],
  metrics.shells.map(({ stretch, rollout, oneStep }) => [
    `${stretch} times beyond`,
    ...summary(rollout),
    ...(metrics.oneStep.length > 0 ? summary(oneStep) : ["", "", ""]),
  ]),
)}
${pictures.errors}
<h2>Guard</h2>
<p>What it does with samples. A step is bad that errs by more than ${percent(metrics.badStep)} of the range.</p>
${table(
  ["inputs", "samples", "left on", "left on though bad", "ended though good"],
  [
    guardRow("in the domain", metrics.guard),
    ...metrics.shells.map(({ stretch, guard }) => guardRow(`up to ${stretch} times beyond`, guard)),
  ],
)}
<h2>Cost</h2>
${table(
  ["", ""],
  [
    [
      "speed-up of the module",
      `${times(metrics.speedup)} with its guard, ${times(metrics.speedupWithoutGuard)} without, module and surrogate alone, by the deterministic engine`,
    ],
    ["such runs until training has paid", String(metrics.breakEvenRuns ?? "never")],
  ],
)}
<h2>What holds for any weights</h2>
${table(
  ["", ""],
  [
    ["largest change of a conserved total", small(metrics.conservation)],
    [
      metrics.oneStep.length > 0
        ? "rates in training and in a simulator's code differ by"
        : "outputs in training and in a simulator's code differ by",
      small(metrics.codeError),
    ],
  ],
)}
<h2>Training</h2>
${table(
  ["", ""],
  [
    [
      "inputs",
      card.inputs
        .map(({ name, low, high, isLog }, i) => {
          const { unit, factor } = units[i] ?? internalUnit;
          return `${name}: ${short(low / factor)} to ${short(high / factor)} ${unit}${isLog ? ", log" : ""}`;
        })
        .join("; "),
    ],
    ["seed", card.seed],
    ...Object.entries(card.training)
      .filter(([name]) => isOfUse(name))
      .map(([name, value]) => [
        trainingWords[name] ?? name,
        typeof value === "number" ? short(value) : value,
      ]),
    ["weights, SHA-256", card.hashes.weights],
    ["data, SHA-256", card.hashes.data],
    ["module, SHA-256", card.hashes.submodel],
    ["files of the model, SHA-256", card.hashes.model],
  ],
)}
</body>
</html>
`;
}

/** Smaller errors are not told apart. */
const smallestPart = 1e-6;

const trainingWords: Readonly<Record<string, string>> = {
  runs: "exact runs",
  heldOutRuns: "runs held out",
  samples: "samples",
  experimentSamples: "samples of experiments",
  horizon: "longest segment of a run, s",
  members: "nets in the ensemble",
  formulas: "laws that are formulas",
  identities: "of these, that follow from the rules",
  matchingLoss: "loss after derivative matching",
  nets: "laws that are nets",
  rolloutWindows: "windows for back-propagation through the integrator",
  rolloutLossBefore: "loss of rollouts before it",
  rolloutLossAfter: "loss of rollouts after it",
  adamSteps: "steps of Adam",
  polishIterations: "iterations of L-BFGS",
};

/** Words that say nothing where all laws are formulas. */
const ofNets: ReadonlySet<string> = new Set([
  "members",
  "matchingLoss",
  "rolloutWindows",
  "rolloutLossBefore",
  "rolloutLossAfter",
  "adamSteps",
  "polishIterations",
]);

function oneStepSection({ metrics }: SurrogateCard, { steps }: ReportPictures): string {
  if (metrics.oneStep.length === 0) return "";
  return `<h2>One step</h2>
<p>From the exact sums and ledgers to the next sample: what the laws err by before errors add up.</p>
${table(
  ["value", "median", "99th percentile", "largest"],
  metrics.oneStep.map(({ name, ...errors }) => [name, ...summary(errors)]),
)}
${steps.join("\n")}`;
}

function guardRow(name: string, { samples, accepted, acceptedBad, leftGood }: GuardCounts): string[] {
  const part = samples > 0 ? accepted / samples : 0;
  return [name, String(samples), `${accepted} (${percent(part)})`, String(acceptedBad), String(leftGood)];
}

function summary({ median, p99, max }: CardErrors): string[] {
  return [percent(median), percent(p99), percent(max)];
}

function percent(value: number): string {
  if (value > 0 && value < smallestPart) return `< ${100 * smallestPart} %`;
  return `${short(100 * value)} %`;
}

function small(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

function times(value: number): string {
  return `${short(value)} times`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const header = head.some((text) => text !== "") ? `${cells(head, "th")}\n` : "";
  return `<div class="wide"><table>\n${header}${rows.map((row) => cells(row, "td")).join("\n")}\n</table></div>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
