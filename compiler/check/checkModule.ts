/** Checks of a model or module: each statement by itself, then its rules together. */
import type { Location } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { Model, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Rate } from "../../grammar/syntax/declaration.ts";
import type { Check } from "../../grammar/syntax/growth.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope, SymbolOfKind, ValueNode } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { checkEvent, checkFlow, checkStimulus } from "./checkChange.ts";
import { checkInitialValue } from "./initialValue.ts";
import { checkEnergy, isComplexEnergy } from "./checkEnergy.ts";
import { checkExtend, checkInitial, checkMolecule } from "./checkMolecule.ts";
import { checkPart } from "./checkPart.ts";
import { type CheckedRule, checkRule, sideKey } from "./checkRule.ts";
import { checkFields } from "./checkFields.ts";
import { checkTable } from "./checkTable.ts";
import { constantValue } from "./constantValue.ts";
import { checkKnownValue } from "./knownValue.ts";
import type { Reactant } from "./analysedRule.ts";
import { reactionText } from "./rateDimension.ts";
import { placeOf, sizeDimension } from "./species.ts";
import { checkTemperature } from "./temperature.ts";
import { checkField } from "./spatial/checkField.ts";
import { checkBoundary, checkRegion } from "./spatial/checkRegion.ts";
import { signsOf } from "./growthSigns.ts";
import { checkPersistence, checkSign } from "./leastValue.ts";
import { checkMotion } from "./spatial/checkMotion.ts";
import { checkSpace } from "./spatial/space.ts";
import { checkSpatialEnergy } from "./spatial/checkSpatialEnergy.ts";
import type { Typing } from "./typing.ts";
import { isStructured } from "./ruleAnalysis.ts";

export function checkModule(model: Model, scope: Scope, checker: Typing): void {
  const rules: CheckedRule[] = [];
  const changing = new Set<string>();
  let isEveryRuleKnown = true;
  for (const { value, what, mayBeZero } of (model.written ?? []).flatMap(signsOf))
    checkSign(value, scope, checker, what, mayBeZero);
  for (const statement of model.body) {
    if (statement.kind === "rule") {
      const checked = checkRule(statement, scope, checker);
      if (checked !== null) rules.push(checked);
      else if (!isStructured(statement, scope)) isEveryRuleKnown = false;
    } else checkStatement(statement, scope, checker, changing);
    if ("fields" in statement && statement.fields !== null) checkFields(statement, scope, checker);
  }
  reportDuplicates(rules, scope, checker);
  // What a rule with a mistake makes is not known, so nothing can be said to be missing.
  if (isEveryRuleKnown) reportDeadRules(model, rules, scope, checker);
}

export function checkStatement(
  statement: Statement,
  scope: Scope,
  checker: Typing,
  changing: Set<string>,
): void {
  const { sink } = checker;
  switch (statement.kind) {
    case "rule":
      break;
    case "compartment": {
      const symbol = scope.values.get(statement.name.text);
      if (symbol?.kind !== "compartment" || symbol.node !== statement) break;
      if (statement.size === null) {
        if (!statement.share) {
          const location = { file: scope.file, span: statement.name.span };
          sink.report("TDL5004", location, { compartment: statement.name.text });
        }
        break;
      }
      checker.expect(
        statement.size.value,
        scope,
        sizeDimension(symbol),
        `The ${statement.size.measure} of ${statement.name.text}`,
      );
      const size = constantValue(checker.program, scope, statement.size.value);
      if (size !== null && !(size > 0)) {
        const location = { file: scope.file, span: statement.size.value.span };
        sink.report("TDL5015", location, { what: `The ${statement.size.measure} of ${statement.name.text}` });
      }
      break;
    }
    case "species":
      for (const name of statement.names) {
        const symbol = scope.values.get(name.text);
        if (symbol?.kind === "species" && symbol.node === statement) checkSpecies(symbol, scope, checker);
      }
      break;
    case "variable":
      checkKnownValue(statement.value, scope, checker, `The initial value of ${statement.name.text}`);
      checkDeclared(statement, scope, checker);
      break;
    case "define":
      checkPersistence(statement, scope, checker);
      checkDeclared(statement, scope, checker);
      break;
    case "const":
    case "param":
    case "input":
    case "output":
    case "observe":
      checkDeclared(statement, scope, checker);
      break;
    case "function":
      checkFunctionDeclaration(statement, scope, checker);
      break;
    case "table":
      checkTable(statement, scope, checker);
      break;
    case "part":
      checkPart(statement, scope, checker);
      break;
    case "flow":
      checkFlow(statement, scope, checker, changing);
      break;
    case "event":
      checkEvent(statement, scope, checker);
      break;
    case "stimulus":
      checkStimulus(statement, scope, checker);
      break;
    case "temperature":
      checkTemperature(statement, scope, checker);
      break;
    case "energy":
      if (isComplexEnergy(statement, scope, checker)) checkEnergy(statement, scope, checker);
      else checkSpatialEnergy(statement, scope, checker);
      break;
    case "space":
      checkSpace(statement, scope, checker);
      break;
    case "motion":
      checkMotion(statement, scope, checker, changing);
      break;
    case "region":
      checkRegion(statement, scope, checker);
      break;
    case "field":
      checkField(statement, scope, checker, changing);
      break;
    case "boundary":
      checkBoundary(statement, scope, checker);
      break;
    case "init":
      checkInitial(statement, scope, checker);
      break;
    case "molecule":
      checkMolecule(statement, scope, checker);
      break;
    case "extend":
      checkExtend(statement, scope, checker);
      break;
    case "check":
      checkCheck(statement, scope, checker);
      break;
    default:
      reportNotBuilt(statement, scope, checker);
      break;
  }
}

/** `check detailed_balance`: compiler/analyse answers it. */
function checkCheck(statement: Check, scope: Scope, { sink }: Typing): void {
  const { property, of } = statement;
  if (property.text !== "detailed_balance") {
    const nearest = nearestName(property.text, ["detailed_balance"]);
    sink.report("TDL5178", { file: scope.file, span: property.span }, { name: property.text, nearest });
  } else if (of !== null)
    sink.report("TDL8001", { file: scope.file, span: of.span }, { what: "A check of a part of a model" });
}

function checkDeclared(statement: Extract<Statement, ValueNode>, scope: Scope, checker: Typing): void {
  const symbol = "name" in statement ? scope.values.get(statement.name.text) : undefined;
  if (symbol !== undefined && symbol.node === statement) checker.typeOfSymbol(symbol);
}

function reportNotBuilt(statement: Statement, scope: Scope, { sink }: Typing): void {
  sink.report("TDL8001", keywordOf(statement, scope), { what: `\`${statement.kind}\`` });
}

/** The word that begins a statement. */
function keywordOf(statement: Statement, scope: Scope): Location {
  const { start } = statement.span;
  const word = /^\w+/.exec(scope.file.text.slice(start, start + 40))?.[0] ?? "";
  return { file: scope.file, span: { start, end: start + word.length } };
}

function checkSpecies(symbol: SymbolOfKind<"species">, scope: Scope, checker: Typing): void {
  const { node, name } = symbol;
  const place = placeOf(checker.program, symbol);
  if (place.kind === "unclear") {
    if (node.compartment !== null) {
      const target = symbolOf(checker, resolvePath(checker.program, scope, node.compartment), scope);
      if (target !== null) {
        checker.sink.report(
          "TDL3004",
          { file: scope.file, span: node.compartment.span },
          { name: target.name, found: describeKind(target), expected: "a compartment" },
        );
      }
    } else {
      const compartments = [...scope.values.values()]
        .filter(({ kind }) => kind === "compartment")
        .map((other) => other.name);
      // With fewer, one is missing because of a mistake that was reported.
      if (compartments.length > 1) {
        // Several species of one statement lack the same `in`.
        const [first = symbol.node.names[0]] = symbol.node.names;
        const names = symbol.node.names.map(({ text }) => text).join(", ");
        const span = first === undefined ? symbol.span : first.span;
        const location = { file: scope.file, span };
        checker.sink.report("TDL5003", location, { species: names, compartments: compartments.join(", ") });
      }
    }
  }
  if (node.initial === null) return;
  checkInitialValue(name, node.initial, place, scope, checker);
}

function checkFunctionDeclaration(
  statement: Extract<Statement, { kind: "function" }>,
  scope: Scope,
  checker: Typing,
): void {
  const seen = new Set<string>();
  for (const parameter of statement.parameters) {
    const location = { file: scope.file, span: parameter.name.span };
    if (seen.has(parameter.name.text))
      checker.sink.report("TDL3012", location, { name: parameter.name.text });
    seen.add(parameter.name.text);
  }
  const locals = new Map(
    statement.parameters.map((parameter) => {
      const dimension = parameter.unit === null ? null : checker.unitDimension(parameter.unit, scope);
      return [
        parameter.name.text,
        dimension === null ? ({ kind: "unknown" } as const) : ({ kind: "quantity", dimension } as const),
      ];
    }),
  );
  checker.typeOf(statement.value, scope, locals);
}

/**
 * Two rules with the same reactants and products and mass-action rates: their velocities add, which is rarely
 * meant. A `total` velocity beside them is a mechanism of its own (a pump beside a leak).
 */
function reportDuplicates(rules: readonly CheckedRule[], scope: Scope, checker: Typing): void {
  const seen = new Map<string, CheckedRule[]>();
  for (const checked of rules) {
    const left = sideKey(checked.reactants);
    const right = sideKey(checked.products);
    if (left === right) continue;
    const keys =
      checked.rule.arrow === "<->" ? [`${left} -> ${right}`, `${right} -> ${left}`] : [`${left} -> ${right}`];
    const previous = keys
      .flatMap((key) => seen.get(key) ?? [])
      .find((found) => mayRepeat(found.rule.rate, checked.rule.rate, scope));
    if (previous !== undefined) {
      checker.sink.report(
        "TDL5002",
        { file: scope.file, span: checked.rule.name.span },
        {
          rule: checked.rule.name.text,
          other: previous.rule.name.text,
          reaction: reactionText(checked.rule, scope.file),
        },
        { related: [{ file: scope.file, span: previous.rule.name.span, message: "the other rule" }] },
      );
    }
    for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), checked]);
  }
}

function mayRepeat(one: Rate, other: Rate, scope: Scope): boolean {
  if (one.kind === "massAction" && other.kind === "massAction") return true;
  const textOf = ({ forward: { span } }: Rate): string => scope.file.text.slice(span.start, span.end);
  return one.kind === other.kind && textOf(one) === textOf(other);
}

/**
 * Rules that need a species which is neither there at the start nor made by a rule that can happen. A rule
 * that waits for the products of another such rule is not told of: mending the first mends it too.
 */
function reportDeadRules(model: Model, rules: readonly CheckedRule[], scope: Scope, checker: Typing): void {
  if (scope.isIncomplete) return;
  const present = new Set<SymbolOfKind<"species">>();
  for (const symbol of scope.values.values()) {
    if (symbol.kind === "species" && mayBePresent(symbol, scope, checker)) present.add(symbol);
  }
  for (const statement of model.body) {
    if (statement.kind === "part") {
      // A part may make any species that is bound to it.
      for (const { value } of statement.bindings) {
        const name = value.kind === "reference" ? value.path.parts[0]?.text : undefined;
        const bound = name === undefined ? undefined : scope.values.get(name);
        if (bound?.kind === "species") present.add(bound);
      }
    } else if (statement.kind === "rule" && isStructured(statement, scope)) {
      // Whether a rule on molecules can happen is not followed here.
      const made = [statement.right, ...(statement.arrow === "<->" ? [statement.left] : [])];
      for (const participant of made.flatMap((side) => side?.participants ?? [])) {
        const species = scope.lookup(participant.pattern.members[0]?.type.parts[0]?.text ?? "");
        if (species?.kind === "species") present.add(species);
      }
    } else if (statement.kind === "field" && statement.initial !== null) {
      const species = scope.lookup(statement.species.parts[0]?.text ?? "");
      if (species?.kind === "species") present.add(species);
    } else if (statement.kind === "stimulus") {
      const target = scope.lookup(statement.target.parts[0]?.text ?? "");
      if (target?.kind === "species") present.add(target);
    } else if (statement.kind === "event" || statement.kind === "flow") {
      for (const { target } of statement.kind === "event" ? statement.assignments : statement.equations) {
        if (target.kind === "reference") continue;
        const species = scope.lookup(target.of.members[0]?.type.parts[0]?.text ?? "");
        if (species?.kind === "species") present.add(species);
      }
    }
  }
  const isPresent = ({ species }: Reactant): boolean => species.scope !== scope || present.has(species);
  const rulesOf = new Map<SymbolOfKind<"species">, CheckedRule[]>();
  for (const checked of rules) {
    for (const { species } of [...checked.reactants, ...checked.products]) {
      const known = rulesOf.get(species);
      if (known === undefined) rulesOf.set(species, [checked]);
      else known.push(checked);
    }
  }
  const waiting = new Set(rules);
  const toTry = [...rules];
  for (let checked = toTry.pop(); checked !== undefined; checked = toTry.pop()) {
    if (!waiting.has(checked)) continue;
    const forward = checked.reactants.every(isPresent);
    const backward = checked.rule.arrow === "<->" && checked.products.every(isPresent);
    if (!forward && !backward) continue;
    waiting.delete(checked);
    for (const { species } of [...checked.reactants, ...checked.products]) {
      if (present.has(species)) continue;
      present.add(species);
      toTry.push(...(rulesOf.get(species) ?? []));
    }
  }
  const dead = [...waiting].flatMap((checked) => {
    const missing = checked.reactants.find((reactant) => !isPresent(reactant));
    return missing === undefined ? [] : [{ checked, rule: checked.rule, missing }];
  });
  const roots = dead.filter(
    ({ checked, missing: { species } }) =>
      !(rulesOf.get(species) ?? []).some(
        (other) =>
          other !== checked &&
          waiting.has(other) &&
          other.products.some((product) => product.species === species),
      ),
  );
  for (const { rule, missing } of roots.length > 0 ? roots : dead.slice(0, 1)) {
    checker.sink.report(
      "TDL5011",
      { file: scope.file, span: missing.participant.span },
      { rule: rule.name.text, species: missing.species.name },
    );
  }
}

function mayBePresent(symbol: SymbolOfKind<"species">, scope: Scope, checker: Typing): boolean {
  if (symbol.node.share) return true;
  if (symbol.node.initial === null) return false;
  return constantValue(checker.program, scope, symbol.node.initial) !== 0;
}
