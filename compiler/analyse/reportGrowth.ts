/** Tells of models that list their complexes, by their method, while rules can make these ever larger. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { unboundedGrowth } from "../plan/network/unboundedGrowth.ts";
import type { RuleIndex } from "./ruleIndex.ts";
import type { ReachableFacts } from "./siteFacts.ts";

/** `experiments`: those of the model. */
export function reportGrowth(
  flat: FlatModel,
  facts: ReachableFacts,
  experiments: readonly Experiment[],
  rules: RuleIndex,
  sink: DiagnosticSink,
): void {
  const { structured, graph } = flat;
  const listing = experiments.filter((experiment) => methodOf(experiment) !== "network_free");
  if (structured === null || (experiments.length > 0 && listing.length === 0)) return;
  const endless = unboundedGrowth(structured, graph, (one) => facts.canHappen(one));
  if (endless === null) return;
  const { rule } = endless;
  const related = listing.map(({ name }) => ({
    file: rules.location(rule.origin).file,
    span: name.span,
    message: "an experiment that lists all complexes",
  }));
  sink.report("TDL5173", rules.location(rule.origin), { rule: rules.name(rule.origin) }, { related });
}

function methodOf({ body }: Experiment): string | null {
  for (const statement of body) {
    if (statement.kind !== "setting" || statement.name.text !== "method") continue;
    const { value } = statement;
    if (!("kind" in value)) return value.value;
    if (value.kind === "reference") return pathText(value.path);
  }
  return null;
}
