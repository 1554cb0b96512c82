/**
 * The compiler: a model's text becomes a plan that every engine, the emitter and the editor use.
 *
 *   text -- load, parse, lower --> syntax trees -- bind --> scopes -- check --> types
 *        -- model --> flat model -- plan --> expressions per method -- optimise --> plan -- emit --> code
 *
 *   load      files, imports, hashes
 *   parse     text -> syntax trees (grammar/), file by file as they are loaded
 *   lower     filaments, membranes and growth as plain molecules and rules
 *   bind      names to declarations
 *   check     types, units, rules, experiments: all diagnostics of a file
 *   analyse   for `tendril check` only: what the rules of a model say together
 *   model     one flat, unit-free model of the chosen experiment
 *   surrogate trained surrogates take the place of their modules, where an experiment uses them
 *   plan      what the method needs: reactions, right-hand sides, Jacobian, propensities
 *   optimise  named passes over the plan
 *   emit      code: for `tendril run` in memory, for `tendril compile` one standalone file
 */
import { type Diagnostic, DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { CompiledModel } from "../runtime/model.ts";
import type { MethodName } from "../runtime/methods.ts";
import { analyseProgram } from "./analyse/analyseProgram.ts";
import { bind } from "./bind/bind.ts";
import type { BoundProgram } from "./bind/scope.ts";
import { refuseAttributes, statedMethod } from "./check/attributeMethod.ts";
import { checkProgram } from "./check/check.ts";
import { type ChosenModel, chooseModel } from "./chooseModel.ts";
import { dumpPhase, type PhaseResults } from "./dump.ts";
import { evaluateModel } from "./emit/evaluate.ts";
import { type ModelText, modelText } from "./emit/modelLiteral.ts";
import type { SourceHost } from "./host.ts";
import type { SourceSet } from "./load/load.ts";
import { readProgram } from "./lower/readProgram.ts";
import type { Origin } from "./model/origin.ts";
import type { FlatModel } from "./model/flatModel.ts";
import { flatten } from "./model/flatten.ts";
import { type NetworkSummary, summariseNetwork } from "./networkSummary.ts";
import { optimise } from "./optimise/optimise.ts";
import { chooseMethod, makePlan } from "./plan/makePlan.ts";
import { type Expansion, expansionOf, type StoppedAt } from "./plan/network/expandMolecules.ts";
import { defaultNetworkLimits, type NetworkLimits } from "./plan/network/network.ts";
import { applyUses } from "./surrogate/applyUses.ts";
import { usedPrefixes } from "./surrogate/uses.ts";
import {
  type Assignment,
  checkAssignments,
  withLooseRanges,
  withParameterValues,
} from "./model/parameterOverrides.ts";
import type { PhaseName } from "./phases.ts";
import type { Plan } from "./plan/plan.ts";

export type { NetworkSummary } from "./networkSummary.ts";

export interface CheckRequest {
  readonly main: string;
  readonly host: SourceHost;
}

export interface CompileRequest extends CheckRequest {
  /** The experiment to compile for; null: the only one, or none when the file has none. */
  readonly experiment: string | null;
  /** Overrides the experiment's method. */
  readonly method: MethodName | null;
  /** How large a network of complexes may grow; absent: the default. */
  readonly limits?: NetworkLimits;
  /** Other defaults of parameters, by full name, as texts such as "4 /uM/s"; absent: the model's own. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Values that parameters will be given when the compiled model runs, checked before rules are expanded. */
  readonly assigned?: readonly Assignment[];
  /** Values outside the ranges that parameters are declared with are told of, not refused. */
  readonly anyRange?: boolean;
  /** Where the file has several experiments and none is named, its model is taken without any. */
  readonly needsNoExperiment?: boolean;
  /** The experiment's sensitivities are left out. */
  readonly omitsSensitivities?: boolean;
}

export interface CheckResult {
  /** In the order of files and positions. */
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
}

export interface CompileResult extends CheckResult {
  /** Null when there are errors. */
  readonly compiled: CompiledModel | null;
  /** The same as code, for a worker thread to evaluate; null when there are errors. */
  readonly text: ModelText | null;
  /** The standalone simulator as one TypeScript file. @throws Error when there are errors. */
  emit(): Promise<string>;
  /** Readable text (JSON or code) of what a phase made; null when compilation did not get there. */
  dump(phase: PhaseName): string | null;
}

/** All that can be said of a file, also what takes a look at the reactions of its models (`analyse`). */
export function check(request: CheckRequest): CheckResult {
  const sink = new DiagnosticSink();
  const front = frontEnd(request, sink);
  if (front !== null && !sink.hasErrors) analyseProgram(front, sink);
  return finish(sink);
}

/** @throws SimulationError badInput for a parameter that does not exist or a value that does not fit. */
export function compile(request: CompileRequest): CompileResult {
  const sink = new DiagnosticSink();
  const results: PhaseResults = {};
  const flattened = flatModel(request, sink, results);
  // Network-free simulation applies the rules themselves and never lists the complexes.
  const isNetworkFree =
    flattened !== null && chooseMethod(flattened.flat, request.method).method === "network_free";
  const expanded =
    flattened === null || isNetworkFree
      ? (flattened?.flat ?? null)
      : expandedModel(flattened.flat, request, sink).flat;
  if (flattened === null || expanded === null || sink.hasErrors) return failed(sink, results);

  const embedded = withSurrogates(expanded, flattened, request, sink);
  if (sink.hasErrors) return failed(sink, results);

  const plan = makePlan(embedded, request.method, sink);
  results.plan = plan;
  if (sink.hasErrors) return failed(sink, results);

  const optimised = optimise(plan);
  results.optimised = optimised;

  const text = modelText(optimised);
  results.text = text;
  return {
    ...finish(sink),
    compiled: evaluateModel(text),
    text,
    emit: () => emitFile(optimised, text),
    dump: (phase) => dumpPhase(phase, results),
  };
}

export interface NetworkResult extends CheckResult {
  /** Null when there are errors. */
  readonly network: NetworkSummary | null;
  /** The limit that the network went beyond, which is reported; null: it was listed, or there were other errors. */
  readonly stopped: StoppedAt | null;
}

/** The reaction network of a model, whatever the method of its experiment. @throws SimulationError as `compile`. */
export function listNetwork(request: CompileRequest): NetworkResult {
  const sink = new DiagnosticSink();
  const flattened = flatModel({ needsNoExperiment: true, ...request }, sink, {});
  const expanded = flattened === null ? null : expandedModel(flattened.flat, request, sink);
  const flat = expanded?.flat ?? null;
  const embedded =
    flat === null || flattened === null ? null : withSurrogates(flat, flattened, request, sink);
  const network = embedded === null || sink.hasErrors ? null : summariseNetwork(embedded);
  return { ...finish(sink), network, stopped: expanded?.stopped ?? null };
}

export interface FlatResult extends CheckResult {
  /** Null when there are errors; `origin` is where the model is declared. */
  readonly model: { readonly flat: FlatModel; readonly origin: Origin } | null;
}

/** The flat model of the chosen experiment, from which models are written in other formats. */
export function flattenModel(request: CompileRequest): FlatResult {
  const sink = new DiagnosticSink();
  const flattened = flatModel(request, sink, {});
  if (flattened === null) return { ...finish(sink), model: null };
  const { flat, front, chosen } = flattened;
  const origin = { file: front.sources.main.source, span: chosen.model.name.span };
  return { ...finish(sink), model: { flat, origin } };
}

interface Flattened {
  readonly front: FrontEnd;
  readonly chosen: ChosenModel;
  readonly flat: FlatModel;
}

/** Up to the flat model of the chosen experiment; null after reporting why not. */
function flatModel(request: CompileRequest, sink: DiagnosticSink, results: PhaseResults): Flattened | null {
  const front = frontEnd(request, sink);
  Object.assign(results, front);
  if (front === null || sink.hasErrors) return null;
  const { experiment, needsNoExperiment } = request;
  const chosen = chooseModel(front.sources, front.program, experiment, sink, needsNoExperiment);
  if (chosen === null || sink.hasErrors) return null;
  const submodels = usedPrefixes(chosen.experiment);
  const flattened = flatten({ ...front, ...chosen, hash: front.sources.hash, sink, submodels });
  const asked = request.omitsSensitivities === true ? withoutSensitivities(flattened) : flattened;
  const meant = request.anyRange === true ? withLooseRanges(asked) : asked;
  const flat = withParameterValues(meant, request.parameters ?? new Map<string, string>());
  checkAssignments(flat, request.assigned ?? []);
  results.flat = flat;
  const place =
    request.method === null && chosen.experiment !== null ? statedMethod(chosen.experiment) : null;
  const file = chosen.experiment === null ? undefined : front.program.scopes.get(chosen.experiment)?.file;
  const location = {
    file: place === null ? front.sources.main.source : (file ?? front.sources.main.source),
    span: place?.span ?? chosen.model.name.span,
  };
  refuseAttributes(flat, chooseMethod(flat, request.method).method, location, sink);
  return sink.hasErrors ? null : { front, chosen, flat };
}

function withoutSensitivities(flat: FlatModel): FlatModel {
  return { ...flat, experiment: { ...flat.experiment, sensitivities: [] } };
}

/** Parts that the experiment uses surrogates for, replaced. */
function withSurrogates(
  expanded: FlatModel,
  { front, chosen }: Flattened,
  request: CompileRequest,
  sink: DiagnosticSink,
): FlatModel {
  const { method } = chooseMethod(expanded, request.method);
  const limits = request.limits ?? defaultNetworkLimits;
  return applyUses(expanded, { ...front, ...request, ...chosen, method, limits, sink });
}

/** Molecules as the species of their network. */
function expandedModel(flat: FlatModel, request: CompileRequest, sink: DiagnosticSink): Expansion {
  const isDeterministic = chooseMethod(flat, request.method).method === "ode";
  return expansionOf(flat, request.limits ?? defaultNetworkLimits, sink, isDeterministic);
}

export interface FrontEnd {
  readonly sources: SourceSet;
  readonly program: BoundProgram;
  readonly checker: ReturnType<typeof checkProgram>;
}

/** Load, parse, bind and check; null when the main file can not be read. */
export function frontEnd(request: CheckRequest, sink: DiagnosticSink): FrontEnd | null {
  const sources = readProgram(request, sink);
  if (sources === null) return null;
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  return { sources, program, checker };
}

async function emitFile(plan: Plan, text: ModelText): Promise<string> {
  // Loaded only here: building the file takes the TypeScript compiler, which is slow to start.
  const { emitSimulator } = await import("./emit/emitSimulator.ts");
  return emitSimulator(plan, text);
}

function failed(sink: DiagnosticSink, results: PhaseResults): CompileResult {
  return {
    ...finish(sink),
    compiled: null,
    text: null,
    emit: () => Promise.reject(new Error("a model with errors can not be emitted")),
    dump: (phase) => dumpPhase(phase, results),
  };
}

function finish(sink: DiagnosticSink): CheckResult {
  const fileOrder = new Map<string, number>();
  for (const { file } of sink.diagnostics)
    if (!fileOrder.has(file.path)) fileOrder.set(file.path, fileOrder.size);
  const diagnostics = [...sink.diagnostics].sort(
    (a, b) =>
      (fileOrder.get(a.file.path) ?? 0) - (fileOrder.get(b.file.path) ?? 0) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end,
  );
  return { diagnostics, hasErrors: sink.hasErrors };
}
