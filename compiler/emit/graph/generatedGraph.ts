/** The matchers and rules of a model of growth as code (GraphCode of runtime/graphModel.ts). */
import { possiblePartners } from "../../../runtime/engines/graph/knownGraph.ts";
import type { GraphTables } from "../../../runtime/graphModel.ts";
import type { ExpressionGraph } from "../../expression/graph.ts";
import type { GraphPlan } from "../../plan/plan.ts";
import { commentText } from "../identifiers.ts";
import type { ModelCodeWriter } from "../modelCode.ts";
import { graphRuleTexts } from "./graphRuleCode.ts";
import type { LoopReaction } from "./graphLoopCode.ts";
import { nodeFragmentText } from "./nodeFragmentText.ts";
import { nodeMatchCode } from "./nodeMatchCode.ts";
import { settingText } from "./settingCode.ts";

export function graphCodeText(
  graph: ExpressionGraph,
  plan: GraphPlan,
  tables: GraphTables,
  varyingReactions: ReadonlySet<number>,
  reactions: readonly LoopReaction[] | null,
  code: ModelCodeWriter,
): string {
  const scale = (rule: number): string => {
    const { divisor, isTotal } = tables.rules[rule];
    const id = isTotal ? plan.rules[rule].scale : graph.divide(plan.rules[rule].scale, graph.number(divisor));
    const text = code.block([{ target: `coefficients[${rule}]`, id }], new Set()).trim();
    return text.includes("\n") ? `{\n${text}\n}` : text;
  };
  const sets = (rule: number): string =>
    settingText(plan.rules[rule], tables.attributeStride, (agent) => `a${agent}`, "draws", code);
  const partners = possiblePartners(tables);
  const match = tables.fragments.map(
    (fragment) => `// ${nodeFragmentText(fragment, tables)}\n${nodeMatchCode(fragment, tables, partners)}`,
  );
  const texts = graphRuleTexts(tables, varyingReactions, reactions, { scale, sets });
  const rules = texts.rules.map((rule, i) =>
    rule === null
      ? "null"
      : `{\n// ${commentText(tables.rules[i].name)}\ndraws: ${rule.draws},\n` +
        `fire(graph, hazards, n, shift, t, y, c, random, draws) {\n${rule.body}\n},\n}`,
  );
  const loop = texts.loop === null ? "null" : `(run, next, limit, work) => {\n${texts.loop}\n}`;
  return `{\nmatch: [\n${match.join(",\n")}\n],\nrules: [\n${rules.join(",\n")}\n],\nloop: ${loop},\n}`;
}
