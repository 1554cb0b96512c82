/** Checks of an experiment: known settings with usable values, parameters that exist, plots of values. */
import { nearestOf } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Experiment, ExperimentSetting, Sweep } from "../../grammar/syntax/experiment.ts";
import { amountDimension, dimensionless, timeDimension } from "../../runtime/units/dimension.ts";
import { type Path, pathText } from "../../grammar/syntax/common.ts";
import { isMethodName, methodNames, methodNamesText } from "../../runtime/methods.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { checkEvent, checkStimulus } from "./checkChange.ts";
import { constantValue } from "./constantValue.ts";
import { checkUse } from "./checkUse.ts";
import { expectNumber } from "./expectNumber.ts";
import { checkSensitivity } from "./checkSensitivity.ts";
import { checkKnownValue } from "./knownValue.ts";
import { noLocals } from "./locals.ts";
import { checkSweptRange } from "./sweptRange.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits, type ValueType } from "./valueType.ts";

export const settingNames = [
  "method",
  "until",
  "every",
  "replicates",
  "seed",
  "tolerance",
  "absolute",
  "motion_tolerance",
  "split",
] as const;

/** Values of one sweep. */
const sweepLimit = 100_000;

export function checkExperiment(experiment: Experiment, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const seen = new Set<string>();
  /** Where each parameter is set or swept. */
  const given = new Map<string, Span>();
  const giveOnce = (name: string, span: Span): void => {
    const before = given.get(name);
    if (before === undefined) given.set(name, span);
    else {
      const related = [{ file: scope.file, span: before, message: "first given here" }];
      sink.report("TDL6013", { file: scope.file, span }, { name }, { related });
    }
  };
  const used = new Set<string>();
  const treated = new Set<string>();
  const derivatives = new Set<string>();
  let hasUnknownSetting = false;
  for (const statement of experiment.body) {
    switch (statement.kind) {
      case "setting": {
        if (seen.has(statement.name.text)) {
          sink.report(
            "TDL6006",
            { file: scope.file, span: statement.name.span },
            { name: statement.name.text },
          );
        }
        seen.add(statement.name.text);
        hasUnknownSetting ||= !(settingNames as readonly string[]).includes(statement.name.text);
        checkSetting(statement, scope, checker);
        break;
      }
      case "param":
      case "observe": {
        const symbol = scope.values.get(statement.name.text);
        if (symbol !== undefined && symbol.node === statement) checker.typeOfSymbol(symbol);
        break;
      }
      case "set":
        for (const assignment of statement.assignments) {
          const { target, value } = assignment;
          const name = scope.file.text.slice(target.span.start, target.span.end);
          const type = parameterType(target, scope, checker);
          const found = checker.typeOf(value, scope, noLocals);
          expectSame(found, type, value.span, `The value of ${name}`, scope, checker);
          checkKnownValue(value, scope, checker, `The value of ${name}`);
          giveOnce(name, target.span);
        }
        break;
      case "event":
        checkEvent(statement, scope, checker);
        break;
      case "stimulus":
        checkStimulus(statement, scope, checker);
        break;
      case "sweep":
        checkSweep(statement, scope, checker);
        giveOnce(pathText(statement.parameter), statement.parameter.span);
        break;
      case "plot":
        for (const value of [
          ...statement.values,
          ...(statement.against === null ? [] : [statement.against]),
        ]) {
          expectNumber(value, "What is plotted", scope, checker);
        }
        break;
      case "sensitivity":
        checkSensitivity(statement, scope, checker, derivatives);
        break;
      case "treat":
        for (const path of statement.species) checkTreated(path, statement.as, scope, checker, treated);
        break;
      case "use":
        checkUse(statement, scope, checker, used);
        break;
    }
  }
  // A setting that could not be read, or has another name, may be the one that says it.
  if (!seen.has("until") && !scope.isBroken("until") && !hasUnknownSetting) {
    sink.report(
      "TDL6012",
      { file: scope.file, span: experiment.name.span },
      { experiment: experiment.name.text },
    );
  }
}

function checkSetting(setting: ExperimentSetting, scope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const { value } = setting;
  const name = setting.name.text;
  const location = { file: scope.file, span: value.span };
  const wrong = (expected: string): void => sink.report("TDL6007", location, { name, expected });
  if (!(settingNames as readonly string[]).includes(name)) {
    const nearest = nearestOf(name, settingNames);
    sink.report("TDL6003", { file: scope.file, span: setting.name.span }, { name, nearest });
    return;
  }
  const number = "kind" in value ? constantValue(program, scope, value) : null;
  switch (name) {
    case "method": {
      const method =
        "kind" in value ? (value.kind === "reference" ? pathText(value.path) : null) : value.value;
      const methods = methodNamesText();
      if (method === null) wrong(`one of ${methods}`);
      else if (!isMethodName(method)) {
        const nearest = nearestOf(method, methodNames);
        sink.report("TDL6004", location, { name: method, nearest, methods });
      }
      return;
    }
    case "seed":
      if ("kind" in value && value.kind !== "quantity") wrong('a text such as "2026", or a number');
      return;
    case "until":
    case "every":
    case "split":
      if (!("kind" in value)) return wrong("a time such as `10 s`");
      expectTime(name, value, scope, checker);
      if (number !== null && !(number > 0)) wrong("above zero");
      else if (number === null) {
        const isNumber = checker.typeOf(value, scope, noLocals).kind === "quantity";
        if (isNumber) wrong("known before the run, such as `10 s`");
      }
      return;
    case "replicates":
      if (number === null || !Number.isInteger(number) || number < 1) wrong("a whole number from 1");
      return;
    case "tolerance":
    case "motion_tolerance":
      if (number === null || !(number > 0 && number < 1) || !isPlainNumber(value)) {
        wrong("a number between 0 and 1, such as 1e-6");
      }
      return;
    case "absolute": {
      if (!("kind" in value)) return wrong("an amount such as `1e-6 count`");
      const type = checker.typeOf(value, scope, noLocals);
      if (!fits(type, amountDimension) && !fits(type, dimensionless)) wrong("an amount such as `1e-6 count`");
      else if (number !== null && !(number > 0)) wrong("above zero");
      return;
    }
  }
}

/** Only plain species are numbers that may be continuous or discrete; each is treated once. */
function checkTreated(path: Path, as: string, scope: Scope, checker: Typing, treated: Set<string>): void {
  const location = { file: scope.file, span: path.span };
  const symbol = symbolOf(checker, resolvePath(checker.program, scope, path), scope);
  if (symbol === null) return;
  const name = pathText(path);
  if (symbol.kind !== "species") {
    const reason = `it is ${describeKind(symbol)}`;
    checker.sink.report("TDL6014", location, { name, as, reason });
  } else if (treated.has(name)) {
    checker.sink.report("TDL6014", location, { name, as, reason: "the experiment has said how already" });
  }
  treated.add(name);
}

/** Whether a setting is a number without a unit. */
function isPlainNumber(value: ExperimentSetting["value"]): boolean {
  return "kind" in value && (value.kind !== "quantity" || value.unit === null);
}

function parameterType(target: Parameters<Typing["typeOf"]>[0], scope: Scope, checker: Typing): ValueType {
  if (target.kind !== "reference") {
    const text = scope.file.text.slice(target.span.start, target.span.end);
    const kind = "an initial quantity";
    checker.sink.report("TDL6008", { file: scope.file, span: target.span }, { name: text, kind });
    return { kind: "unknown" };
  }
  const symbol = symbolOf(checker, resolvePath(checker.program, scope, target.path), scope);
  if (symbol === null) return { kind: "unknown" };
  if (symbol.kind === "param" || symbol.kind === "input") return checker.typeOfSymbol(symbol);
  const location = { file: scope.file, span: target.span };
  checker.sink.report("TDL6008", location, { name: pathText(target.path), kind: describeKind(symbol) });
  return { kind: "unknown" };
}

function checkSweep(sweep: Sweep, scope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const name = pathText(sweep.parameter);
  const reference = { kind: "reference", path: sweep.parameter, span: sweep.parameter.span } as const;
  const type = parameterType(reference, scope, checker);
  const { values } = sweep;
  const problem = ({ span }: Expression, reason: string): void =>
    sink.report("TDL6009", { file: scope.file, span }, { name, reason });
  const list = values.kind === "list" ? values.values : [values.low, values.high];
  const needed = type.kind === "quantity" ? type.dimension : null;
  for (const value of list) {
    const found = checker.typeOf(value, scope, noLocals);
    expectSame(found, type, value.span, `The value of ${name}`, scope, checker);
    // The other values lack the same unit.
    if (needed !== null && !fits(found, needed)) return;
  }
  for (const value of list) {
    const isKnown = constantValue(program, scope, value) !== null;
    if (!isKnown && checker.typeOf(value, scope, noLocals).kind === "quantity") {
      problem(value, "its values must be numbers or constants");
    }
  }
  checkSweptRange(sweep, scope, checker);
  if (values.kind === "list") return;
  const points = constantValue(program, scope, values.points);
  const low = constantValue(program, scope, values.low);
  const high = constantValue(program, scope, values.high);
  if (points === null || !Number.isInteger(points) || points < 2) {
    problem(values.points, "the number of points must be a whole number from 2");
  } else if (points > sweepLimit) problem(values.points, `it has more than ${sweepLimit} values`);
  if (values.spacing === "log" && low !== null && high !== null && !(low > 0 && high > 0)) {
    problem(low > 0 ? values.high : values.low, "a log range needs both ends above zero");
  }
}

function expectSame(
  found: ValueType,
  needed: ValueType,
  span: Experiment["span"],
  what: string,
  scope: Scope,
  checker: Typing,
): void {
  if (needed.kind !== "quantity" || needed.dimension === null || fits(found, needed.dimension)) return;
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span },
    { what, expected: describeQuantity(needed.dimension), found: describeType(found) },
  );
}

/** A bare number is told of with a unit. */
function expectTime(name: string, value: Expression, scope: Scope, checker: Typing): void {
  if (value.kind !== "quantity" || value.unit !== null || value.value === 0)
    return checker.expect(value, scope, timeDimension, `The setting ${name}`);
  const { end } = value.span;
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span: value.span },
    { what: `The setting ${name}`, expected: describeQuantity(timeDimension), found: "a plain number" },
    {
      suggestion: `Write a unit: \`${name} ${value.text} s\`.`,
      fixes: [{ title: "Write s", isGuess: true, edits: [{ span: { start: end, end }, replacement: " s" }] }],
    },
  );
}
