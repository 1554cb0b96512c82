/**
 * Carries out the `use` statements of an experiment on the expanded flat model: a trained surrogate that is fit
 * to run takes the place of its part; one that is not is refused, or its part runs exactly and the run says so. Parts
 * that the experiment wants by differential equations become flows, surrogates' fallbacks among them.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Experiment, UseSurrogate } from "../../grammar/syntax/experiment.ts";
import type { MethodName } from "../../runtime/methods.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import { surrogateNamed } from "../check/checkUse.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import type { SourceHost } from "../host.ts";
import type { Origin } from "../model/origin.ts";
import type { FlatModel, FlatSubmodel } from "../model/flatModel.ts";
import { withContinuousParts } from "../model/continuousParts.ts";
import { mapFlat } from "../model/mapFlat.ts";
import type { NetworkLimits } from "../plan/network/network.ts";
import { type Artefact, readArtefact } from "./artefact.ts";
import { EmbeddingError } from "./additions.ts";
import { embedSurrogate } from "./embed.ts";
import { atDefaults } from "./parameterDefaults.ts";
import { fitsPart } from "./fitsPart.ts";
import { allUses, equationsPrefixes, prefixOf, usesOf } from "./uses.ts";
import { type PreparedModule, prepareModule } from "./prepareModule.ts";
import { withExactValues } from "./resolveValues.ts";

export interface UsesRequest {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly host: SourceHost;
  /** The main file, as it was named. */
  readonly main: string;
  readonly experiment: Experiment | null;
  readonly method: MethodName;
  readonly limits: NetworkLimits;
  readonly sink: DiagnosticSink;
}

export function applyUses(flat: FlatModel, request: UsesRequest): FlatModel {
  const scope = request.experiment === null ? undefined : request.program.scopes.get(request.experiment);
  let current = flat;
  for (const use of usesOf(request.experiment)) {
    if (scope === undefined || request.sink.hasErrors) break;
    current = applyUse(current, use, scope, request);
  }
  const exact = { ...withExactValues(current, current.submodels), submodels: [] };
  const continuous = equationsPrefixes(request.experiment);
  if (continuous.length === 0 || request.method === "ode") return exact;
  if (request.method !== "network_free") return withContinuousParts(exact, continuous);
  const [first] = allUses(request.experiment);
  if (scope !== undefined && first !== undefined)
    request.sink.report("TDL7017", { file: scope.file, span: first.span }, { method: request.method });
  return exact;
}

function applyUse(flat: FlatModel, use: UseSurrogate, scope: Scope, request: UsesRequest): FlatModel {
  const { sink, host, main, method } = request;
  const location = { file: scope.file, span: use.span };
  const symbol = surrogateNamed(use, scope, request.program);
  const submodel = flat.submodels.find(({ prefix }) => prefix === prefixOf(use));
  if (symbol === null || submodel === undefined) return flat;
  if (method === "network_free") {
    sink.report("TDL7017", location, { method });
    return flat;
  }
  const prepared = prepareModule({ ...request, symbol });
  if (prepared === null) return flat;
  const surrogate = symbol.name;
  const part = pathText(use.instance);
  const outside = prepared.surrogate.outside?.action ?? "error";
  if (!fitsPart(flat, use, prepared, scope, sink)) return flat;
  const read = readArtefact(host, symbol.scope.file.path, surrogate);
  const reason = read.ok ? unfit(read.artefact, prepared) : read.reason;
  if (reason !== null || !read.ok) {
    const why = reason ?? "can not be read";
    if (outside !== "fallback exact") {
      sink.report("TDL7015", location, { surrogate, reason: why, file: main });
      return flat;
    }
    sink.report("TDL7016", location, { surrogate, reason: why, file: main, part });
    return {
      ...flat,
      surrogates: [
        ...flat.surrogates,
        { name: surrogate, part, runs: "exact", reason: why, hash: "", leavings: null, outside: null },
      ],
    };
  }
  const origin: Origin = location;
  const frozen = frozenParameters(flat, submodel, new Set(prepared.inputs.map(({ name }) => name)));
  try {
    const embedded = embedSurrogate(frozen, {
      artefact: read.artefact,
      submodel: frozen.submodels.find(({ prefix }) => prefix === submodel.prefix) ?? submodel,
      outside,
      isStochastic: method !== "ode" && !equationsPrefixes(request.experiment).includes(submodel.prefix),
      origin,
    });
    if (embedded.leftOut.length > 0)
      sink.report("TDL7014", location, { names: embedded.leftOut.join(", "), surrogate });
    return embedded.flat;
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error;
    const what = `in this model it has ${error.message}`;
    sink.report("TDL7012", location, { part, surrogate, what });
    return flat;
  }
}

/** Why a trained surrogate may not run; null when it may. */
function unfit({ card }: Artefact, { hash, inputs, kind, submodel }: PreparedModule): string | null {
  const isSameDomain =
    card.inputs.length === inputs.length &&
    inputs.every((input, i) => JSON.stringify(input) === JSON.stringify(card.inputs[i]));
  if (card.hashes.submodel !== hash || card.kind !== kind || !isSameDomain)
    return "was trained for another version of its module";
  const kept = kind === "moments" ? card.retained : card.outputs;
  if (kept.map(({ name }) => name).join() !== submodel.retained.map(({ name }) => name).join())
    return "was trained for other values";
  if (card.acceptance.accepted) return null;
  const failed = card.acceptance.conditions.filter(({ holds }) => !holds);
  const texts = failed.map(({ text, found }) => `${text} (${found})`);
  return `is not good enough: ${texts.join(", ")}`;
}

/** What the surrogate was trained for can not be set: such parameters become numbers. */
function frozenParameters(flat: FlatModel, submodel: FlatSubmodel, inputs: ReadonlySet<string>): FlatModel {
  const { graph } = flat;
  const at = atDefaults(flat);
  const sizes = submodel.ports.flatMap((port) =>
    port.kind === "size" && !inputs.has(port.name) ? [port.value] : [],
  );
  const written = new Map(flat.parameters.map(({ symbol, value }) => [symbol, value]));
  const frozen = new Map<SymbolId, ExpressionId>();
  const freeze = (symbol: SymbolId): void => {
    const value = written.get(symbol);
    if (value === undefined || frozen.has(symbol)) return;
    frozen.set(symbol, graph.number(at(value)));
    for (const other of dependencies(graph, value)) freeze(other);
  };
  for (const { name, symbol } of flat.parameters) {
    if (!name.startsWith(submodel.prefix)) continue;
    const value = written.get(symbol);
    if (value !== undefined) frozen.set(symbol, graph.number(at(value)));
  }
  for (const size of sizes) for (const symbol of dependencies(graph, size)) freeze(symbol);
  const rewrite = (id: ExpressionId): ExpressionId => substitute(graph, id, frozen);
  const mapped = mapFlat(flat, rewrite);
  return {
    ...mapped,
    parameters: flat.parameters
      .filter(({ symbol }) => !frozen.has(symbol))
      .map((parameter) => ({ ...parameter, value: rewrite(parameter.value) })),
    species: mapped.species.map((species) => ({ ...species, initial: rewrite(species.initial) })),
    variables: mapped.variables.map((variable) => ({ ...variable, initial: rewrite(variable.initial) })),
    schedule: flat.schedule.map(({ start, period, count }) => ({
      start: rewrite(start),
      period: rewrite(period),
      count: rewrite(count),
    })),
    clamps: mapped.clamps.map((clamp) => ({
      ...clamp,
      window:
        clamp.window === null
          ? null
          : { from: rewrite(clamp.window.from), until: rewrite(clamp.window.until) },
    })),
  };
}
