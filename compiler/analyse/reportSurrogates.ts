/**
 * What only the reactions of a module show of its surrogate: whether what is retained is a sum of amounts and what is
 * kept is kept, and, for experiments that use it, whether the cut around the part is closed. Whether one is trained is
 * not asked: that is no matter of the text.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { Assignment } from "../../grammar/syntax/expression.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import { surrogateNamed } from "../check/checkUse.ts";
import { flatten } from "../model/flatten.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { chooseMethod } from "../plan/makePlan.ts";
import { expandMolecules } from "../plan/network/expandMolecules.ts";
import { defaultNetworkLimits } from "../plan/network/network.ts";
import { fitsPart } from "../surrogate/fitsPart.ts";
import { type PreparedModule, prepareModule } from "../surrogate/prepareModule.ts";
import { usedPrefixes, usesOf } from "../surrogate/uses.ts";
import type { AnalysedProgram } from "./analysedProgram.ts";

/** Whether what is set is of a part: what the model computes from its own parameters is looked at in the run. */
function setsPart(target: Assignment["target"]): boolean {
  return target.kind === "reference" && target.path.parts.length > 1;
}

export function reportSurrogates({ sources, program, checker }: AnalysedProgram, sink: DiagnosticSink): void {
  const modules = new Map<SymbolOfKind<"surrogate">, PreparedModule | null>();
  const cuts = new Set<string>();
  for (const node of sources.main.declarations) {
    if (node.kind === "surrogate") {
      const symbol = program.main.lookup(node.name.text);
      if (symbol?.kind === "surrogate") prepared(symbol);
    }
    if (node.kind === "experiment") reportCuts(node);
  }

  function prepared(symbol: SymbolOfKind<"surrogate">): PreparedModule | null {
    const known = modules.get(symbol);
    if (known !== undefined) return known;
    const own = new DiagnosticSink();
    const made = prepareModule({ program, checker, symbol, limits: defaultNetworkLimits, sink: own });
    for (const diagnostic of own.diagnostics) if (diagnostic.code.startsWith("TDL7")) sink.add(diagnostic);
    modules.set(symbol, made);
    return made;
  }

  function reportCuts(experiment: Experiment): void {
    const scope = program.scopes.get(experiment);
    const uses = usesOf(experiment);
    const model = scope?.parent?.module ?? null;
    if (scope === undefined || model === null || uses.length === 0) return;
    // Experiments that differ in nothing that a cut depends on are looked at once.
    const textOf = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): string =>
      scope.file.text.slice(span.start, span.end);
    const changing = experiment.body.filter(
      (statement) =>
        ["use", "param", "event", "stimulus", "observe"].includes(statement.kind) ||
        (statement.kind === "setting" && statement.name.text === "method") ||
        (statement.kind === "set" && statement.assignments.some(({ target }) => setsPart(target))),
    );
    const key = [model.name.text, ...changing.map(textOf)].join("\n");
    if (cuts.has(key)) return;
    cuts.add(key);
    const flat = expanded();
    if (flat === null) return;
    for (const use of uses) {
      const symbol = surrogateNamed(use, scope, program);
      const module = symbol === null ? null : prepared(symbol);
      if (module !== null) fitsPart(flat, use, module, scope, sink);
    }

    function expanded(): FlatModel | null {
      if (model === null) return null;
      const own = new DiagnosticSink();
      const submodels = usedPrefixes(experiment);
      const flattened = flatten({ program, checker, model, experiment, hash: "", sink: own, submodels });
      if (own.hasErrors) return null;
      const { method } = chooseMethod(flattened, null);
      const [first] = uses;
      if (method === "network_free" && scope !== undefined && first !== undefined) {
        sink.report("TDL7017", { file: scope.file, span: first.span }, { method });
        return null;
      }
      return expandMolecules(flattened, defaultNetworkLimits, own, true);
    }
  }
}
