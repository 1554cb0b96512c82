/**
 * Checks of a surrogate directive: what it names exists and is of the right sort, its domain can be sampled, and
 * nothing that the module exchanges with the outside is left out.
 */
import { nearestName, nearestOf } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import { pathText, type Path } from "../../grammar/syntax/common.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Surrogate, SurrogateInput } from "../../grammar/syntax/surrogate.ts";
import {
  amountDimension,
  dimensionless,
  equalDimensions,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import { mostInputs } from "../surrogate/trainingDraws.ts";
import { partScope } from "../bind/resolve.ts";
import type { BoundProgram, Scope, ValueSymbol } from "../bind/scope.ts";
import { checkAcceptance } from "./checkAcceptance.ts";
import { constantValue } from "./constantValue.ts";
import { isPort } from "./checkPart.ts";
import { concentrationDimensionOf, placeOf, sizeDimension } from "./species.ts";
import { sharedUse } from "./sharedUse.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

export const surrogateKinds = ["moments", "steady_state"] as const;
export const plannedSurrogateKinds = ["flux", "propagator", "distribution"] as const;
export const samplings = ["sobol"] as const;

/** The module that a surrogate stands for; null when there is none of that name. */
export function surrogateModule(surrogate: Surrogate, fileScope: Scope, checker: Typing): Scope | null {
  const name = pathText(surrogate.of);
  const symbol = surrogate.of.parts.length === 1 ? fileScope.lookup(name) : null;
  if (symbol === null || (symbol.kind !== "model" && symbol.kind !== "module")) return null;
  return checker.program.scopes.get(symbol.node) ?? null;
}

export function checkSurrogate(surrogate: Surrogate, fileScope: Scope, checker: Typing): void {
  const { sink } = checker;
  const name = surrogate.name.text;
  const at = (span: Span) => ({ file: fileScope.file, span });
  const module = surrogateModule(surrogate, fileScope, checker);
  if (module === null) {
    const of = pathText(surrogate.of);
    if (fileScope.isBroken(of)) return;
    const modules = [...fileScope.names()].filter((candidate) =>
      ["model", "module"].includes(fileScope.lookup(candidate)?.kind ?? ""),
    );
    sink.report("TDL5018", at(surrogate.of.span), { name: of, nearest: nearestOf(of, modules) });
    return;
  }
  const symbol = fileScope.lookup(pathText(surrogate.of));
  if (symbol !== null) symbol.uses++;
  const lacks = (what: string, example: string): void =>
    sink.report("TDL7001", at(surrogate.name.span), { name, lacks: what, example });
  if (surrogate.inputs.length > mostInputs)
    sink.report("TDL7005", at(surrogate.inputs[mostInputs]?.span ?? surrogate.span), {
      what: "A surrogate",
      expected: `given at most ${mostInputs} inputs`,
      nearest: null,
    });
  if (surrogate.inputs.length === 0) lacks("what its inputs are", "inputs Ca in 0.05 uM .. 20 uM log");
  if (surrogate.outputs.length === 0) lacks("what its outputs are", "outputs active, flux(Ca)");
  if (surrogate.method === null) lacks("its kind", "kind moments retain active");
  if (surrogate.train === null) lacks("how it is trained", 'train runs 200 sampling sobol seed "1"');
  if (surrogate.accept === null) lacks("when it is good enough", "accept nrmse(active) <= 2 %");
  if (surrogate.outside === null) lacks("what happens outside its domain", "outside fallback exact");

  checkKind(surrogate, fileScope, checker);
  const inputs = new Set<string>();
  for (const input of surrogate.inputs) checkInput(input, inputs, module, fileScope, checker);
  const shown = namesOf(module, isShown);
  const isSteady = surrogate.method?.name.text === "steady_state";
  for (const output of surrogate.outputs) {
    if (output.quantity === "flux") {
      const shared = namesOf(module, (value) => value.kind === "species" && value.node.share);
      requireName(output.path, shared, "a shared species", module, fileScope, checker);
      if (isSteady)
        sink.report("TDL7005", at(output.span), {
          what: "An output of a steady state",
          expected: "a value; what a module at rest exchanges is not built yet, so retain moments instead",
          nearest: null,
        });
    } else requireName(output.path, shown, "an observable or output", module, fileScope, checker);
  }
  const retained = surrogate.method?.retain ?? [];
  for (const path of retained)
    requireName(path, shown, "an observable or output", module, fileScope, checker);
  if (surrogate.method?.name.text === "moments") {
    if (retained.length === 0) lacks("which values it retains", "kind moments retain active");
    for (const { quantity, path, span } of surrogate.outputs) {
      const isKept = retained.some((other) => pathText(other) === pathText(path));
      if (quantity === "value" && !isKept && shown.includes(pathText(path)))
        sink.report("TDL7005", at(span), {
          what: `The output ${pathText(path)} of a surrogate of moments`,
          expected: "one of the retained values",
          nearest: null,
        });
    }
  }
  checkExchange(surrogate, module, inputs, fileScope, checker);
  checkTraining(surrogate, module, fileScope, checker);
  checkAcceptance(surrogate, module, fileScope, checker);
}

function isShown(value: ValueSymbol): boolean {
  return value.kind === "observe" || value.kind === "output";
}

function namesOf(module: Scope, which: (value: ValueSymbol) => boolean): string[] {
  return [...module.values.values()].filter(which).map(({ name }) => name);
}

function requireName(
  path: Path,
  names: readonly string[],
  expected: string,
  module: Scope,
  fileScope: Scope,
  checker: Typing,
): boolean {
  const name = pathText(path);
  const symbol = module.values.get(name);
  if (symbol !== undefined) symbol.uses++;
  if (names.includes(name) || module.isBroken(name)) return names.includes(name);
  checker.sink.report(
    "TDL7003",
    { file: fileScope.file, span: path.span },
    { name, module: module.module?.name.text ?? "the module", expected, nearest: nearestName(name, names) },
  );
  return false;
}

function checkKind(surrogate: Surrogate, fileScope: Scope, checker: Typing): void {
  const { method } = surrogate;
  if (method === null) return;
  const kind = method.name.text;
  const location = { file: fileScope.file, span: method.name.span };
  const isPlanned = (plannedSurrogateKinds as readonly string[]).includes(kind);
  if (isPlanned) checker.sink.report("TDL7008", location, { kind });
  else if (!(surrogateKinds as readonly string[]).includes(kind)) {
    const all = [...surrogateKinds, ...plannedSurrogateKinds];
    checker.sink.report("TDL7002", location, {
      name: kind,
      kinds: surrogateKinds.map((known) => `\`${known}\``).join(" and "),
      nearest: nearestName(kind, all),
    });
  } else if (method.argument !== null) {
    checker.sink.report(
      "TDL7005",
      { file: fileScope.file, span: method.argument.span },
      { what: `The kind ${kind}`, expected: "given without a number", nearest: null },
    );
  } else if (kind === "steady_state" && method.retain.length > 0) {
    checker.sink.report(
      "TDL7005",
      { file: fileScope.file, span: method.span },
      { what: "A steady state", expected: "given without `retain`, for it keeps nothing", nearest: null },
    );
  }
}

function checkInput(
  input: SurrogateInput,
  seen: Set<string>,
  module: Scope,
  fileScope: Scope,
  checker: Typing,
): void {
  const { sink, program } = checker;
  const name = pathText(input.path);
  const ports = namesOf(module, isPort);
  const wantedPort = "a shared species, a shared compartment or an input";
  if (!requireName(input.path, ports, wantedPort, module, fileScope, checker)) return;
  const location = { file: fileScope.file, span: input.span };
  if (seen.has(name)) sink.report("TDL3012", { file: fileScope.file, span: input.path.span }, { name });
  seen.add(name);
  const symbol = module.values.get(name);
  if (symbol === undefined) return;
  const wanted =
    symbol.kind === "species"
      ? [concentrationDimensionOf(placeOf(program, symbol)) ?? amountDimension, amountDimension]
      : symbol.kind === "compartment"
        ? [sizeDimension(symbol)]
        : [checker.typeOfSymbol(symbol)].flatMap((type) =>
            type.kind === "quantity" && type.dimension !== null ? [type.dimension] : [],
          );
  const [first] = wanted;
  for (const bound of [input.low, input.high]) {
    const found = checker.typeOf(bound, fileScope, noLocals);
    if (first === undefined || wanted.some((dimension) => fits(found, dimension))) continue;
    sink.report(
      "TDL4003",
      { file: fileScope.file, span: bound.span },
      { what: `A bound of ${name}`, expected: describeQuantity(first), found: describeType(found) },
    );
    return;
  }
  const low = constantValue(program, fileScope, input.low);
  const high = constantValue(program, fileScope, input.high);
  const problem = (reason: string): void => sink.report("TDL7004", location, { name, reason });
  if (low === null || high === null) problem("its bounds must be numbers or constants");
  else if (!(low < high)) problem("it must go from a smaller to a larger value");
  else if (input.spacing === "log" && !(low > 0)) problem("a log range needs both ends above zero");
  else if (symbol.kind === "species" && low < 0) problem("there can not be less than nothing");
  else if (symbol.kind === "compartment" && !(low > 0)) problem("a size is above zero");
  const dimensions = [input.low, input.high].map((bound) => checker.typeOf(bound, fileScope, noLocals));
  const [ofLow, ofHigh] = dimensions;
  if (
    ofLow?.kind === "quantity" &&
    ofHigh?.kind === "quantity" &&
    ofLow.dimension !== null &&
    ofHigh.dimension !== null &&
    !equalDimensions(ofLow.dimension, ofHigh.dimension) &&
    low !== 0
  )
    problem("its bounds are of different kinds");
}

/** Shared species that the module reads must be inputs; those that it changes must be outputs as fluxes. */
function checkExchange(
  surrogate: Surrogate,
  module: Scope,
  inputs: ReadonlySet<string>,
  fileScope: Scope,
  checker: Typing,
): void {
  const name = surrogate.name.text;
  const location = { file: fileScope.file, span: surrogate.name.span };
  const fluxes = new Set(
    surrogate.outputs.flatMap(({ quantity, path }) => (quantity === "flux" ? [pathText(path)] : [])),
  );
  const { read, changed, reasons } = sharedUse(module);
  const moduleName = module.module?.name.text ?? "the module";
  for (const reason of reasons)
    checker.sink.report(
      "TDL7007",
      { file: fileScope.file, span: surrogate.of.span },
      { module: moduleName, reason },
    );
  if (surrogate.inputs.length === 0 || surrogate.outputs.length === 0) return;
  for (const species of read) {
    if (inputs.has(species)) continue;
    const example = `\`inputs ${species} in … .. …\``;
    checker.sink.report("TDL7006", location, { species, surrogate: name, lacks: "depends on", example });
  }
  if (surrogate.method?.name.text === "steady_state" && changed.size > 0) {
    const [first = ""] = changed;
    const reason = `as a steady state it may not change shared species, and it changes ${first}`;
    checker.sink.report(
      "TDL7007",
      { file: fileScope.file, span: surrogate.of.span },
      { module: moduleName, reason },
    );
    return;
  }
  for (const species of changed) {
    if (fluxes.has(species)) continue;
    const example = `\`outputs flux(${species})\``;
    checker.sink.report("TDL7006", location, { species, surrogate: name, lacks: "changes", example });
  }
}

/** Whether a model is the module itself or has it as a part. */
function holds(model: Scope, module: Scope, program: BoundProgram): boolean {
  return (
    model === module ||
    [...model.values.values()].some((value) => value.kind === "part" && partScope(program, value) === module)
  );
}

function checkTraining(surrogate: Surrogate, module: Scope, fileScope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const { train } = surrogate;
  if (train === null) return;
  const wrong = (span: Span, what: string, expected: string, nearest: string | null = null): void =>
    sink.report("TDL7005", { file: fileScope.file, span }, { what, expected, nearest });
  for (const path of train.experiments) {
    const name = pathText(path);
    const location = { file: fileScope.file, span: path.span };
    const symbol = path.parts.length === 1 ? fileScope.lookup(name) : null;
    if (symbol?.kind === "experiment") {
      symbol.uses++;
      const model = program.scopes.get(symbol.node)?.parent ?? null;
      if (model === null || model.module === null || holds(model, module, program)) continue;
      const what = `The experiment ${name}, of ${model.module.name.text},`;
      const of = module.module?.name.text ?? "the module";
      wrong(path.span, what, `one of ${of} or of a model with a part that is ${of}`);
      continue;
    }
    if (fileScope.isBroken(name)) continue;
    const known = [...fileScope.names()].filter((one) => fileScope.lookup(one)?.kind === "experiment");
    sink.report("TDL6002", location, {
      name,
      names: known.length === 0 ? "none" : known.join(", "),
      nearest: nearestName(name, known),
    });
  }
  const whole = (value: Expression | null, what: string, smallest: number): void => {
    if (value === null) return;
    checker.expect(value, fileScope, dimensionless, what);
    const number = constantValue(program, fileScope, value);
    if (number === null || !Number.isInteger(number) || number < smallest)
      wrong(value.span, what, `a whole number from ${smallest}`);
  };
  whole(train.runs, "The number of runs", 10);
  if (train.runs === null) wrong(train.span, "The training", "given a number of runs, such as `runs 200`");
  const sampling = train.sampling?.text ?? "sobol";
  if (train.sampling !== null && !(samplings as readonly string[]).includes(sampling))
    wrong(train.sampling.span, "The sampling", "`sobol`", nearestName(sampling, samplings));
  if (train.budget !== null) {
    checker.expect(train.budget, fileScope, timeDimension, "The budget");
    const budget = constantValue(program, fileScope, train.budget);
    if (budget !== null && !(budget > 0)) wrong(train.budget.span, "The budget", "above zero");
  }
}
