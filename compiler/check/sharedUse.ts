/**
 * What a module does with its shared species, and whether it is made of what a surrogate can stand for: rules
 * between species and molecules, without things that happen at times of their own.
 */
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { RuleSide } from "../../grammar/syntax/declaration.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Scope } from "../bind/scope.ts";

export interface SharedUse {
  readonly read: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  /** Why no surrogate can stand for the module. */
  readonly reasons: readonly string[];
}

export function sharedUse(module: Scope): SharedUse {
  const read = new Set<string>();
  const changed = new Set<string>();
  const reasons = new Set<string>();
  const sharedNames = new Set(
    [...module.values.values()]
      .filter((symbol) => symbol.kind === "species" && symbol.node.share && !symbol.node.fixed)
      .map(({ name }) => name),
  );
  const shared = (participants: RuleSide): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { coefficient, pattern } of participants.participants) {
      for (const member of pattern.members) {
        const name = pathText(member.type);
        if (sharedNames.has(name)) counts.set(name, (counts.get(name) ?? 0) + (coefficient ?? 1));
      }
    }
    return counts;
  };
  const seenSymbols = new Set<string>();
  const look = (expression: Expression): void =>
    eachReference(expression, (name) => {
      if (name === null) reasons.add("its rates depend on time");
      if (name === null) return;
      if (sharedNames.has(name)) read.add(name);
      const symbol = module.values.get(name);
      if (symbol === undefined || seenSymbols.has(name)) return;
      seenSymbols.add(name);
      if (symbol.kind === "define" || symbol.kind === "output" || symbol.kind === "observe")
        look(symbol.node.value);
    });
  for (const statement of module.module?.body ?? []) {
    switch (statement.kind) {
      case "rule": {
        const left = shared(statement.left);
        const right = statement.right === null ? left : shared(statement.right);
        for (const name of left.keys()) read.add(name);
        if (statement.rate.back !== null) for (const name of right.keys()) read.add(name);
        for (const name of sharedNames)
          if ((left.get(name) ?? 0) !== (right.get(name) ?? 0)) changed.add(name);
        look(statement.rate.forward);
        if (statement.rate.back !== null) look(statement.rate.back);
        if (statement.when !== null) look(statement.when);
        if (statement.rate.kind === "massAction" && statement.rate.within !== null)
          look(statement.rate.within);
        break;
      }
      case "flow":
        reasons.add("it has flows");
        break;
      case "variable":
        reasons.add("it has variables");
        break;
      case "event":
        reasons.add("it has events");
        break;
      case "stimulus":
        reasons.add("it has stimuli");
        break;
      case "energy":
      case "motion":
      case "field":
        reasons.add("it grows or moves");
        break;
      case "part":
        reasons.add("it has parts of its own");
        break;
      default:
        break;
    }
  }

  return { read, changed, reasons: [...reasons] };
}

/** `found` is given null for the time. */
function eachReference(expression: Expression, found: (name: string | null) => void): void {
  switch (expression.kind) {
    case "reference":
      found(pathText(expression.path));
      break;
    case "unary":
    case "escape":
      eachReference(expression.operand, found);
      break;
    case "binary":
      eachReference(expression.left, found);
      eachReference(expression.right, found);
      break;
    case "conditional":
      eachReference(expression.condition, found);
      eachReference(expression.consequent, found);
      eachReference(expression.alternate, found);
      break;
    case "call":
    case "index":
      for (const part of expression.kind === "call" ? expression.arguments : expression.indices)
        eachReference(part, found);
      break;
    case "concentration":
    case "measure":
      for (const { type } of expression.of.members) found(pathText(type));
      break;
    // Aggregates are of growth, which a module with a surrogate has not.
    case "aggregate":
    case "quantity":
      break;
    case "time":
      found(null);
      break;
  }
}
