/** Checks of a model or module: each statement by itself, then its rules together. */
import type { Model, Statement } from "../../grammar/syntax/declaration.ts";
import { amountDimension, temperatureDimension } from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import { partScope, resolvePath } from "../bind/resolve.ts";
import type { Scope, SymbolOfKind } from "../bind/scope.ts";
import { checkEvent, checkFlow, checkStimulus } from "./checkChange.ts";
import { checkExtend, checkInitial, checkMolecule } from "./checkMolecule.ts";
import { checkPart } from "./checkPart.ts";
import { type CheckedRule, checkRule, sideKey } from "./checkRule.ts";
import { checkFields } from "./checkFields.ts";
import { checkTable } from "./checkTable.ts";
import { constantValue } from "./constantValue.ts";
import { reactionText, type Reactant } from "./rateDimension.ts";
import { concentrationDimensionOf, placeOf, sizeDimension } from "./species.ts";
import { noLocals, type TypeChecker } from "./typeChecker.ts";
import { describeQuantity, describeType, fits } from "./valueType.ts";

export function checkModule(model: Model, scope: Scope, checker: TypeChecker): void {
  const rules: CheckedRule[] = [];
  const changing = new Set<string>();
  for (const statement of model.body) {
    if (statement.kind === "rule") {
      const checked = checkRule(statement, scope, checker);
      if (checked !== null) rules.push(checked);
    } else checkStatement(statement, scope, checker, changing);
    if ("fields" in statement && statement.fields !== null) checkFields(statement, scope, checker);
  }
  reportDuplicates(rules, scope, checker);
  reportDeadRules(model, rules, scope, checker);
}

export function checkStatement(statement: Statement, scope: Scope, checker: TypeChecker, changing: Set<string>): void {
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
      checker.expect(statement.size.value, scope, sizeDimension(symbol), `The ${statement.size.measure} of ${statement.name.text}`);
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
    case "const":
    case "param":
    case "variable":
    case "define":
    case "input":
    case "output":
    case "observe": {
      const symbol = scope.values.get(statement.name.text);
      if (symbol !== undefined && symbol.node === statement) checker.typeOfSymbol(symbol);
      break;
    }
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
      checker.expect(statement.value, scope, temperatureDimension, "The temperature");
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
    default:
      sink.report("TDL8001", { file: scope.file, span: statement.span }, { what: `\`${statement.kind}\`` });
      break;
  }
}

function checkSpecies(symbol: SymbolOfKind<"species">, scope: Scope, checker: TypeChecker): void {
  const { node, name } = symbol;
  const place = placeOf(checker.program, symbol);
  if (place.kind === "unclear") {
    if (node.compartment !== null) {
      const target = checker.symbolOf(resolvePath(checker.program, scope, node.compartment), scope);
      if (target !== null) {
        checker.sink.report(
          "TDL3004",
          { file: scope.file, span: node.compartment.span },
          { name: target.name, found: describeKind(target), expected: "a compartment" },
        );
      }
    } else {
      const compartments = [...scope.values.values()].filter(({ kind }) => kind === "compartment").map((other) => other.name);
      checker.sink.report(
        "TDL5003",
        { file: scope.file, span: symbol.span },
        { species: name, compartments: compartments.join(", ") },
      );
    }
  }
  if (node.initial === null) return;
  const found = checker.typeOf(node.initial, scope, noLocals);
  const concentration = concentrationDimensionOf(place);
  if (fits(found, amountDimension) || place.kind === "unclear") return;
  if (concentration !== null && fits(found, concentration)) return;
  const amount = describeQuantity(amountDimension);
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span: node.initial.span },
    {
      what: `The initial value of ${name}`,
      expected: concentration === null ? amount : `${describeQuantity(concentration)} or ${amount}`,
      found: describeType(found),
    },
    found.kind === "quantity" ? { suggestion: "Give it a unit, such as `100 nM` or `50 count`." } : {},
  );
}

function checkFunctionDeclaration(
  statement: Extract<Statement, { kind: "function" }>,
  scope: Scope,
  checker: TypeChecker,
): void {
  const seen = new Set<string>();
  for (const parameter of statement.parameters) {
    const location = { file: scope.file, span: parameter.name.span };
    if (seen.has(parameter.name.text)) checker.sink.report("TDL3012", location, { name: parameter.name.text });
    seen.add(parameter.name.text);
  }
  const locals = new Map(
    statement.parameters.map((parameter) => {
      const dimension = parameter.unit === null ? null : checker.unitDimension(parameter.unit, scope);
      return [parameter.name.text, dimension === null ? ({ kind: "unknown" } as const) : ({ kind: "quantity", dimension } as const)];
    }),
  );
  checker.typeOf(statement.value, scope, locals);
}

/** Two rules with the same reactants and products: their velocities add, which is rarely meant. */
function reportDuplicates(rules: readonly CheckedRule[], scope: Scope, checker: TypeChecker): void {
  const seen = new Map<string, CheckedRule>();
  for (const checked of rules) {
    const left = sideKey(checked.reactants);
    const right = sideKey(checked.products);
    if (left === right) continue;
    const keys = checked.rule.arrow === "<->" ? [`${left} -> ${right}`, `${right} -> ${left}`] : [`${left} -> ${right}`];
    const previous = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    if (previous !== undefined) {
      checker.sink.report(
        "TDL5002",
        { file: scope.file, span: checked.rule.name.span },
        { rule: checked.rule.name.text, other: previous.rule.name.text, reaction: reactionText(checked.rule, scope.file) },
        { related: [{ file: scope.file, span: previous.rule.name.span, message: "the other rule" }] },
      );
    }
    for (const key of keys) if (!seen.has(key)) seen.set(key, checked);
  }
}

/** Rules that need a species which is neither there at the start nor made by a rule that can happen. */
function reportDeadRules(model: Model, rules: readonly CheckedRule[], scope: Scope, checker: TypeChecker): void {
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
  const waiting = new Set(rules);
  for (let changed = true; changed; ) {
    changed = false;
    for (const checked of waiting) {
      const forward = checked.reactants.every(isPresent);
      const backward = checked.rule.arrow === "<->" && checked.products.every(isPresent);
      if (!forward && !backward) continue;
      waiting.delete(checked);
      for (const { species } of [...checked.reactants, ...checked.products]) present.add(species);
      changed = true;
    }
  }
  for (const { rule, reactants } of waiting) {
    const missing = reactants.find((reactant) => !isPresent(reactant));
    if (missing === undefined) continue;
    checker.sink.report(
      "TDL5011",
      { file: scope.file, span: missing.participant.span },
      { rule: rule.name.text, species: missing.species.name },
    );
  }
}

function mayBePresent(symbol: SymbolOfKind<"species">, scope: Scope, checker: TypeChecker): boolean {
  if (symbol.node.share) return true;
  if (symbol.node.initial === null) return false;
  return constantValue(checker.program, scope, symbol.node.initial) !== 0;
}

/** Modules that contain themselves through their parts would never end. */
export function reportModuleCycles(scope: Scope, checker: TypeChecker): void {
  const visit = (inner: Scope, trail: readonly Scope[]): boolean => {
    for (const symbol of inner.values.values()) {
      if (symbol.kind !== "part") continue;
      const next = partScope(checker.program, symbol);
      if (next === null) continue;
      if (next === scope) {
        const cycle = [...trail, inner, next].map((step) => step.module?.name.text ?? "?").join(" -> ");
        checker.sink.report("TDL3010", { file: inner.file, span: symbol.span }, { cycle });
        return true;
      }
      if (!trail.includes(next) && visit(next, [...trail, inner])) return true;
    }
    return false;
  };
  visit(scope, []);
}
