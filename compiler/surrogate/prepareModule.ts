/** The module of a surrogate as it runs by itself, with its domain and what is kept of it. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Surrogate } from "../../grammar/syntax/surrogate.ts";
import { amountDimension, equalDimensions } from "../../runtime/units/dimension.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import { surrogateModule } from "../check/checkSurrogate.ts";
import { constantValue } from "../check/constantValue.ts";
import { noLocals } from "../check/locals.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import { flatten } from "../model/flatten.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel, FlatSubmodel } from "../model/flatModel.ts";
import { expandMolecules } from "../plan/network/expandMolecules.ts";
import type { NetworkLimits } from "../plan/network/network.ts";
import type { CardInput, SurrogateKind } from "./card.ts";
import { keptTotalNames } from "../check/checkAcceptance.ts";
import { ruleThatBreaks } from "./keptTotals.ts";
import { withExactValues } from "./resolveValues.ts";
import { findSubmodel, type Submodel, SubmodelError } from "./submodel.ts";
import { submodelHash } from "./submodelHash.ts";

export interface PreparedModule {
  readonly surrogate: Surrogate;
  readonly module: Scope;
  /** Of the file that declares the surrogate. */
  readonly fileScope: Scope;
  readonly kind: SurrogateKind;
  /** Expanded, with exact values. */
  readonly flat: FlatModel;
  readonly source: FlatSubmodel;
  /** Its `retained` are the retained values, or the outputs of a steady state. */
  readonly submodel: Submodel;
  readonly inputs: readonly CardInput[];
  readonly hash: string;
  readonly origin: Origin;
}

export interface PreparationRequest {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly symbol: SymbolOfKind<"surrogate">;
  readonly limits: NetworkLimits;
  readonly sink: DiagnosticSink;
}

/** A steady state gives shares of totals. */
function requireBounds(kind: SurrogateKind, { retained }: Submodel): void {
  const open = retained.find(({ bound }) => !Number.isFinite(bound));
  if (kind === "steady_state" && open !== undefined)
    throw new SubmodelError(open.name, "no conserved total says how large it may become");
}

/** Null after reporting what is wrong. The directive was checked before. */
export function prepareModule(request: PreparationRequest): PreparedModule | null {
  const { program, checker, symbol, limits, sink } = request;
  const surrogate = symbol.node;
  const fileScope = symbol.scope;
  const module = surrogateModule(surrogate, fileScope, checker);
  const model = module?.module ?? null;
  if (module === null || model === null) return null;
  const origin = { file: fileScope.file, span: surrogate.name.span };
  const flattened = flatten({
    program,
    checker,
    model,
    experiment: null,
    hash: "",
    sink,
    submodels: [""],
    changingSizes: surrogate.inputs.flatMap(({ path }) =>
      module.values.get(pathText(path))?.kind === "compartment" ? [pathText(path)] : [],
    ),
  });
  if (sink.hasErrors) return null;
  if (flattened.spatial !== null) {
    const reason = "its molecules grow, move or carry numbers of their own";
    sink.report("TDL7007", origin, { module: model.name.text, reason });
    return null;
  }
  const expanded = expandMolecules(flattened, limits, sink, true);
  const [source] = expanded?.submodels ?? [];
  if (expanded === null || source === undefined) return null;
  const flat = withExactValues(expanded, [source]);
  const kind: SurrogateKind = surrogate.method?.name.text === "steady_state" ? "steady_state" : "moments";
  const kept =
    kind === "moments"
      ? (surrogate.method?.retain ?? []).map(pathText)
      : surrogate.outputs.map(({ path }) => pathText(path));
  try {
    const submodel = findSubmodel(flat, flat.submodels[0] ?? source, kept);
    requireBounds(kind, submodel);
    for (const { name, span } of keptTotalNames(surrogate)) {
      const rule = ruleThatBreaks(submodel, name);
      if (rule === null) continue;
      sink.report(
        "TDL7005",
        { file: fileScope.file, span },
        {
          what: `What is kept (\`total(${name})\`)`,
          expected: `something that the rules of ${model.name.text} keep, which ${rule} does not`,
          nearest: null,
        },
      );
      return null;
    }
    return {
      surrogate,
      module,
      fileScope,
      kind,
      flat,
      source: submodel.source,
      submodel,
      inputs: surrogate.inputs.map((input): CardInput => {
        const port = module.values.get(pathText(input.path));
        const type = checker.typeOf(input.high, fileScope, noLocals);
        const dimension = type.kind === "quantity" ? type.dimension : null;
        const isAmount = dimension !== null && equalDimensions(dimension, amountDimension);
        return {
          name: pathText(input.path),
          measure: port?.kind !== "species" ? "value" : isAmount ? "amount" : "concentration",
          low: constantValue(program, fileScope, input.low) ?? Number.NaN,
          high: constantValue(program, fileScope, input.high) ?? Number.NaN,
          isLog: input.spacing === "log",
        };
      }),
      hash: submodelHash(submodel),
      origin,
    };
  } catch (error) {
    if (!(error instanceof SubmodelError)) throw error;
    const { value } = error;
    const paths = [...(surrogate.method?.retain ?? []), ...surrogate.outputs.map(({ path }) => path)];
    const named = paths.find((path) => pathText(path) === value) ?? surrogate.name;
    sink.report(
      "TDL7005",
      { file: fileScope.file, span: named.span },
      {
        what: `The value ${value}`,
        expected: `a sum of amounts of the module's molecules: ${error.reason}`,
        nearest: null,
      },
    );
    return null;
  }
}
