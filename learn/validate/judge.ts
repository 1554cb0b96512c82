/** Whether a surrogate is good enough: each condition of its directive, with what was found. */
import type { AcceptanceCondition } from "../../compiler/check/checkAcceptance.ts";
import type { SurrogateCard } from "../../compiler/surrogate/card.ts";

/**
 * Besides the conditions of the directive a surrogate must be faster than its module, conserve, be on in its domain,
 * and be the same in training and in a simulator.
 */
export function judge(
  conditions: readonly AcceptanceCondition[],
  metrics: SurrogateCard["metrics"],
): SurrogateCard["acceptance"]["conditions"] {
  const own = conditions.map(({ measure, value, isAtMost, limit, text }) => {
    const found = measured(measure, value, metrics);
    return { text, holds: isAtMost ? found <= limit : found >= limit, found: show(measure, found) };
  });
  const always = [
    {
      measure: "speedup",
      text: "speedup > 1, with its guard",
      holds: metrics.speedup > 1,
      found: metrics.speedup,
    },
    {
      measure: "conservation",
      text: "conservation <= 1e-12",
      holds: metrics.conservation <= 1e-12,
      found: metrics.conservation,
    },
    {
      measure: "guard",
      text: "guard accepts >= 98 % in the domain",
      holds: metrics.guardAccepts >= 0.98,
      found: metrics.guardAccepts,
    },
    {
      measure: "code",
      text: "code agrees to 1e-12",
      holds: metrics.codeError <= 1e-12,
      found: metrics.codeError,
    },
  ];
  const asked = new Set(conditions.map(({ measure }) => measure));
  return [
    ...own,
    ...always
      .filter(({ measure }) => !asked.has(measure))
      .map(({ measure, text, holds, found }) => ({ text, holds, found: show(measure, found) })),
  ];
}

function measured(measure: string, value: string | null, metrics: SurrogateCard["metrics"]): number {
  if (measure === "speedup") return metrics.speedup;
  if (measure === "conservation") return metrics.conservation;
  const entry = metrics.nrmse.find(({ name }) => name === value);
  if (entry === undefined) return Number.NaN;
  return measure === "nrmse" ? entry.median : entry.p99;
}

function show(measure: string, found: number): string {
  if (measure === "speedup") return `${Number(found.toPrecision(3))} times`;
  if (measure === "conservation" || measure === "code") return found === 0 ? "0" : found.toExponential(1);
  return `${Number((100 * found).toPrecision(3))} %`;
}
