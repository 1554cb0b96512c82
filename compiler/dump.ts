/** What each phase made, as text for `tendril compile --dump PHASE`. */
import { formatExpression } from "./expression/format.ts";
import type { ExpressionId } from "./expression/graph.ts";
import type { BoundProgram } from "./bind/scope.ts";
import type { SourceSet } from "./load/load.ts";
import type { FlatModel } from "./model/flatModel.ts";
import type { PhaseName } from "./compile.ts";
import type { Plan } from "./plan/plan.ts";
import type { TypeChecker } from "./check/typeChecker.ts";
import { describeType } from "./check/valueType.ts";

/** Filled phase by phase; a missing entry was not reached. */
export interface PhaseResults {
  readonly sources?: SourceSet;
  readonly program?: BoundProgram;
  readonly checker?: TypeChecker;
  flat?: FlatModel;
  plan?: Plan;
  optimised?: Plan;
  literal?: string;
}

export function dumpPhase(phase: PhaseName, results: PhaseResults): string | null {
  const { sources, program, checker, flat, plan, optimised, literal } = results;
  switch (phase) {
    case "load":
      return sources === undefined
        ? null
        : text({ hash: sources.hash, files: [...sources.files.keys()], imports: [...sources.imports] });
    case "parse":
      return sources === undefined
        ? null
        : text([...sources.files.values()].map((tree) => ({ ...tree, source: tree.source.path })));
    case "bind":
      return program === undefined
        ? null
        : text(
            [...program.scopes].map(([node, scope]) => ({
              name: node.name.text,
              declares: [...scope.values].map(([name, { kind }]) => `${kind} ${name}`),
            })),
          );
    case "check":
      return program === undefined || checker === undefined
        ? null
        : text(
            [...program.scopes.values()].flatMap((scope) =>
              [...scope.values.values()].map(
                (symbol) => `${symbol.kind} ${symbol.name}: ${describeType(checker.typeOfSymbol(symbol))}`,
              ),
            ),
          );
    case "model":
      return flat === undefined ? null : dumpExpressions(flat, { ...flat, graph: undefined });
    case "plan":
      return plan === undefined ? null : dumpExpressions(plan.flat, { ...plan, flat: undefined });
    case "optimise":
      return optimised === undefined
        ? null
        : dumpExpressions(optimised.flat, { ...optimised, flat: undefined });
    case "emit":
      return literal ?? null;
  }
}

/** Keys whose numbers are expressions of the graph. */
const expressionKeys = new Set([
  "value",
  "initial",
  "amount",
  "size",
  "constant",
  "velocity",
  "rate",
  "trigger",
  "priority",
  "propensity",
  "start",
  "period",
  "from",
  "until",
  "derivative",
  "jacobian",
  "timeDerivative",
  "roots",
  "drift",
  "observables",
]);

function dumpExpressions(flat: FlatModel, value: unknown): string {
  const show = (key: string, item: unknown): unknown => {
    if (typeof item === "number" && expressionKeys.has(key))
      return formatExpression(flat.graph, item as ExpressionId);
    if (ArrayBuffer.isView(item)) return [...(item as Int32Array)];
    if (Array.isArray(item)) return item.map((entry) => show(key, entry));
    if (item === null || typeof item !== "object" || "text" in item) return item;
    return Object.fromEntries(Object.entries(item).map(([name, entry]) => [name, show(name, entry)]));
  };
  const whole = value as { experiment?: unknown };
  const shown = show("", { ...whole, experiment: undefined }) as Record<string, unknown>;
  return text({ ...shown, experiment: whole.experiment });
}

function text(value: unknown): string {
  return `${JSON.stringify(value, (_, item: unknown) => (item instanceof Map ? [...item] : item), 2)}\n`;
}
