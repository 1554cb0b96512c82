/** Checks of what changes values over time: flows, events and stimuli. */
import type { Path } from "../../grammar/syntax/common.ts";
import type { EventDeclaration, Flow, Stimulus } from "../../grammar/syntax/declaration.ts";
import type { Assignment } from "../../grammar/syntax/expression.ts";
import {
  amountDimension,
  type Dimension,
  dimensionless,
  divideDimensions,
  timeDimension,
} from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope, ValueSymbol } from "../bind/scope.ts";
import { type AnalysedAgent, PatternAnalyser } from "./patternAnalysis.ts";
import { symbolOf } from "./symbolOf.ts";
import { whatChanges } from "./knownValue.ts";
import { reportBareSpecies } from "./measureTypes.ts";
import { compartmentsOf, concentrationDimensionOf, placeOf, sizeDimension } from "./species.ts";
import { checkSpatialFlow } from "./spatial/checkMotion.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits, quantityType } from "./valueType.ts";

/** What an assignment or flow changes; `key` is equal for the same thing. */
interface Target {
  readonly dimension: Dimension | null;
  readonly key: string;
  readonly text: string;
}

export function checkFlow(flow: Flow, scope: Scope, checker: Typing, seen: Set<string>): void {
  if (flow.pattern.length > 0) {
    checkSpatialFlow(flow, scope, checker, seen);
    return;
  }
  for (const equation of flow.equations) {
    const target = targetOf(equation.target, scope, checker, "flow");
    const locationOfTarget = { file: scope.file, span: equation.target.span };
    if (target === null || target.dimension === null) {
      checker.typeOf(equation.value, scope, noLocals);
      continue;
    }
    if (seen.has(target.key)) checker.sink.report("TDL5012", locationOfTarget, { name: target.text });
    seen.add(target.key);
    const needed = divideDimensions(target.dimension, timeDimension);
    checker.expect(equation.value, scope, needed, `The change of ${target.text} over time`);
  }
}

export function checkEvent(event: EventDeclaration, scope: Scope, checker: Typing): void {
  checker.expectCondition(event.trigger, scope, "What stands after `when`");
  const isCondition = checker.typeOf(event.trigger, scope, noLocals).kind === "boolean";
  const { program } = checker;
  if (
    isCondition &&
    !scope.isIncomplete &&
    !checker.depth.isTooDeep &&
    whatChanges(event.trigger, scope, program, "unsure") === null
  ) {
    const location = { file: scope.file, span: event.trigger.span };
    checker.sink.report("TDL5021", location, { event: event.name.text });
  }
  if (event.priority !== null) checker.expect(event.priority, scope, dimensionless, "A priority");
  const seen = new Set<string>();
  for (const assignment of event.assignments) {
    const target = targetOf(assignment.target, scope, checker, "event");
    if (target === null || target.dimension === null) {
      checker.typeOf(assignment.value, scope, noLocals);
      continue;
    }
    if (seen.has(target.key)) {
      const location = { file: scope.file, span: assignment.target.span };
      checker.sink.report("TDL5022", location, {
        event: event.name.text,
        target: target.key.replace(/^species /, ""),
      });
    }
    seen.add(target.key);
    checker.expect(assignment.value, scope, target.dimension, `The new value of ${target.text}`);
  }
}

export function checkStimulus(stimulus: Stimulus, scope: Scope, checker: Typing): void {
  for (const [expression, what] of [
    [stimulus.from, "The start of a stimulus"],
    [stimulus.every, "The interval of a stimulus"],
    [stimulus.duration, "The duration of a stimulus"],
  ] as const) {
    if (expression !== null) checker.expect(expression, scope, timeDimension, what);
  }
  const locals = new Map([["t", quantityType(timeDimension)]]);
  const shape = checker.typeOf(stimulus.shape, scope, locals);
  const resolution = resolvePath(checker.program, scope, stimulus.target);
  const symbol = symbolOf(checker, resolution, scope);
  if (symbol === null) return;
  const needed = stimulusDimensions(symbol, stimulus, checker);
  const location = { file: scope.file, span: stimulus.target.span };
  if (needed === null) {
    checker.sink.report("TDL5013", location, {
      name: symbol.name,
      kind: describeKind(symbol),
      expected: "a stimulus acts on a species or a variable",
    });
    return;
  }
  if (needed.length === 0 || needed.some((dimension) => fits(shape, dimension))) return;
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span: stimulus.shape.span },
    {
      what: `What the stimulus ${stimulus.name.text} ${stimulus.action}`,
      expected: needed.map(describeQuantity).join(" or "),
      found: describeType(shape),
    },
  );
}

/** The dimensions a stimulus may have; null when its target can not be stimulated. */
function stimulusDimensions(
  symbol: ValueSymbol,
  stimulus: Stimulus,
  checker: Typing,
): readonly Dimension[] | null {
  const perTime = (dimension: Dimension): Dimension =>
    stimulus.action === "adds" ? divideDimensions(dimension, timeDimension) : dimension;
  if (symbol.kind === "species") {
    const concentration = concentrationDimensionOf(placeOf(checker.program, symbol));
    return concentration === null
      ? [perTime(amountDimension)]
      : [perTime(concentration), perTime(amountDimension)];
  }
  if (symbol.kind === "variable") {
    const type = checker.typeOfSymbol(symbol);
    return type.kind === "quantity" && type.dimension !== null ? [perTime(type.dimension)] : [];
  }
  return null;
}

/** Null after reporting that this can not be changed; a null dimension after another error. */
function targetOf(
  target: Assignment["target"],
  scope: Scope,
  checker: Typing,
  by: "flow" | "event",
): Target | null {
  const { file } = scope;
  const text = file.text.slice(target.span.start, target.span.end);
  if (target.kind !== "reference") {
    const [member] = target.of.members;
    const resolution = member === undefined ? null : resolvePath(checker.program, scope, member.type);
    if (resolution?.kind === "symbol" && resolution.symbol.kind === "molecule" && by === "event")
      return targetComplex(target, scope, checker);
    if (resolution?.kind === "symbol" && resolution.symbol.kind === "molecule") {
      checker.sink.report(
        "TDL5013",
        { file, span: target.span },
        {
          name: resolution.symbol.name,
          kind: describeKind(resolution.symbol),
          expected: `${by === "event" ? "an" : "a"} ${by} changes species, variables and sizes of compartments`,
        },
      );
      return null;
    }
  }
  switch (target.kind) {
    case "concentration": {
      const type = checker.typeOf(target, scope, noLocals);
      const species = target.of.members[0];
      const dimension = type.kind === "quantity" ? type.dimension : null;
      return { dimension, key: `species ${species === undefined ? text : keyOf(species.type)}`, text };
    }
    case "measure": {
      checker.typeOf(target, scope, noLocals);
      const species = target.of.members[0];
      const key = `species ${species === undefined ? text : keyOf(species.type)}`;
      if (target.measure === "count") return { dimension: dimensionless, key, text };
      return { dimension: target.measure === "amount" ? amountDimension : null, key, text };
    }
    case "reference": {
      const resolution = resolvePath(checker.program, scope, target.path);
      if (resolution.kind === "size") {
        return { dimension: sizeDimension(resolution.compartment), key: keyOf(target.path), text };
      }
      const symbol = symbolOf(checker, resolution, scope);
      if (symbol === null) return null;
      if (symbol.kind === "variable") {
        const type = checker.typeOfSymbol(symbol);
        return { dimension: type.kind === "quantity" ? type.dimension : null, key: keyOf(target.path), text };
      }
      const location = { file, span: target.span };
      if (symbol.kind === "species") {
        reportBareSpecies(checker, symbol, text, location);
        return null;
      }
      checker.sink.report("TDL5013", location, {
        name: text,
        kind: describeKind(symbol),
        expected:
          symbol.kind === "param"
            ? `to change it in a run, declare it as a \`variable\``
            : `${by === "event" ? "an" : "a"} ${by} changes species, variables and sizes of compartments`,
      });
      return null;
    }
  }
}

/** An event sets the number of one kind of complex: every molecule of it with all its sites. */
function targetComplex(
  target: Exclude<Assignment["target"], { kind: "reference" }>,
  scope: Scope,
  checker: Typing,
): Target | null {
  const { file } = scope;
  const type = checker.typeOf(target, scope, noLocals);
  const agents = new PatternAnalyser(checker, scope).molecules(target.of);
  if (agents === null) return null;
  const text = file.text.slice(target.span.start, target.span.end);
  const open = agents.find((agent) => !isWhole(agent, checker));
  const isPlaceOpen =
    agents.some(({ compartment }) => compartment === null) && compartmentsOf(scope).length > 1;
  const isSpatial = checker.spatial.holds([target.of], scope);
  const isCounted =
    target.kind === "concentration" ||
    ((target.measure === "count" || target.measure === "amount") &&
      target.having === null &&
      target.owner === null);
  if (open !== undefined || isPlaceOpen || isSpatial || !isCounted) {
    const what = isSpatial ? "spatial" : !isCounted ? "measure" : open === undefined ? "place" : "sites";
    checker.sink.report("TDL5191", { file, span: target.span }, { what, type: open?.type.name ?? "" });
    return null;
  }
  const dimension = type.kind === "quantity" ? type.dimension : null;
  const key = `complex ${file.text.slice(target.of.span.start, target.of.span.end)}`;
  return { dimension, key, text };
}

/** Every site is there, with its state if it has states, free or with a bond label. */
function isWhole({ type, sites }: AnalysedAgent, checker: Typing): boolean {
  return checker.molecules.sitesOf(type).every((declaration) => {
    const own = sites.filter((site) => site.declaration === declaration);
    const isKnown = own.every(({ state, bond }) =>
      bond === null
        ? state?.kind === "is"
        : (declaration.states === null || state?.kind === "is") &&
          (bond.kind === "free" || bond.kind === "label"),
    );
    return own.length === declaration.multiplicity && isKnown;
  });
}

function keyOf(path: Path): string {
  return path.parts.map((part) => part.text).join(".");
}
