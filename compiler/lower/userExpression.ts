/**
 * The user's conditions and rates with the words that only growth statements know (`load`, `bend`,
 * `separation`, `rise`, `persistence`, `neighbours(…)`, `distance(membrane)`) replaced by what they stand for.
 */
import { nearestName } from "../../diagnostics/nearest.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { GrowthRequest } from "./growthForm.ts";
import { mapParts } from "./mapExpression.ts";
import { expression, piece, type Template, written } from "./template.ts";

export interface Meanings {
  /** Label of the molecule that the statement acts on. */
  readonly self: string;
  /** Of `load`; null: there is none at this place. */
  readonly load: Template | null;
  readonly bend: Template | null;
  /** Distance of the two beads that a linker is to join; absent: there are no two. */
  readonly separation?: Template;
  /** Neighbours in a state, towards one end or both. */
  readonly neighbours: ((site: string, state: string, end: string | null) => number) | null;
}

export function userExpression(
  user: Expression,
  { event, filament, model }: GrowthRequest,
  meanings: Meanings,
): Expression {
  return folded(transform(user));

  function transform(node: Expression): Expression {
    if (node.kind === "call") return call(node);
    if (node.kind !== "reference") return mapParts(node, transform);
    const [first, ...rest] = node.path.parts;
    if (first === undefined || rest.length > 0 || model.declared.has(first.text)) return node;
    return word(first.text, node) ?? node;
  }

  function word(name: string, node: Expression): Expression | null {
    switch (name) {
      case "load":
      case "bend":
      case "separation": {
        const meaning = meanings[name] ?? null;
        if (meaning === null) {
          model.report("TDL5258", node.span, { word: name, verb: event.kind, hasSpace: model.dimension > 0 });
          return zero(node);
        }
        return expression(meaning, node.span);
      }
      case "rise":
      case "persistence":
        if (filament.value(name) === null) {
          model.report("TDL5253", node.span, { filament: filament.name, entry: name });
          return zero(node);
        }
        if (name === "persistence" && filament.persistence.length > 1) {
          model.report("TDL5278", node.span, { filament: filament.name });
          return zero(node);
        }
        return expression(piece`${written(`${filament.name}_${name}`)}`, node.span);
      default:
        return null;
    }
  }

  function call(node: Extract<Expression, { kind: "call" }>): Expression {
    const [callee, ...rest] = node.callee.parts;
    const name = rest.length === 0 ? callee?.text : undefined;
    const [argument] = node.arguments;
    if (name === "neighbours" && !model.declared.has("neighbours")) return neighbours(node);
    const args = node.arguments.map(transform);
    if (name === "distance" && args.length === 1 && argument?.kind === "reference")
      return {
        ...node,
        arguments: [expression(piece`${meanings.self}`, node.span), argument],
      };
    return { ...node, arguments: args };
  }

  function neighbours(node: Extract<Expression, { kind: "call" }>): Expression {
    const found = neighboursArguments(node);
    const site = found === null ? undefined : filament.sites.find(({ name }) => name.text === found.site);
    const states = site?.states?.map(({ text }) => text) ?? [];
    if (found === null || site === undefined || !states.includes(found.state)) {
      const known = filament.sites.flatMap((one) =>
        (one.states ?? []).map((state) => `${one.name.text}.${state.text}`),
      );
      const nearest = found === null ? null : nearestName(`${found.site}.${found.state}`, known);
      model.report("TDL5259", node.span, { filament: filament.name, known: known.join(", "), nearest });
      return zero(node);
    }
    if (found.end !== null && !filament.ends.includes(found.end)) {
      const nearest = nearestName(found.end, filament.ends);
      model.report("TDL5251", node.span, {
        filament: filament.name,
        end: found.end,
        ends: filament.ends.join(", "),
        nearest,
      });
      return zero(node);
    }
    if (filament.size > 1 || meanings.neighbours === null) {
      if (filament.size > 1)
        model.report("TDL5257", node.span, { what: "`neighbours`", filament: filament.name });
      else model.report("TDL5258", node.span, { word: "neighbours", verb: event.kind, hasSpace: true });
      return zero(node);
    }
    return number(meanings.neighbours(found.site, found.state, found.end), node);
  }
}

/** `neighbours(cof.bound)` or `neighbours(cof.bound, barbed)`. */
export function neighboursArguments(
  node: Extract<Expression, { kind: "call" }>,
): { readonly site: string; readonly state: string; readonly end: string | null } | null {
  const [state, end, ...more] = node.arguments;
  if (state?.kind !== "reference" || state.path.parts.length !== 2 || more.length > 0) return null;
  if (end !== undefined && (end.kind !== "reference" || end.path.parts.length !== 1)) return null;
  const [site, value] = state.path.parts;
  if (site === undefined || value === undefined) return null;
  return { site: site.text, state: value.text, end: end?.path.parts[0]?.text ?? null };
}

/** Every part of an expression, outermost first. */
export function* partsOf(node: Expression): Generator<Expression> {
  yield node;
  switch (node.kind) {
    case "unary":
    case "escape":
      yield* partsOf(node.operand);
      break;
    case "binary":
      yield* partsOf(node.left);
      yield* partsOf(node.right);
      break;
    case "conditional":
      yield* partsOf(node.condition);
      yield* partsOf(node.consequent);
      yield* partsOf(node.alternate);
      break;
    case "call":
      for (const one of node.arguments) yield* partsOf(one);
      break;
    case "index":
      for (const one of node.indices) yield* partsOf(one);
      break;
    case "aggregate":
      yield* partsOf(node.value);
      break;
    case "quantity":
    case "reference":
    case "time":
    case "concentration":
    case "measure":
      break;
  }
}

function number(value: number, { span }: Expression): Expression {
  return { kind: "quantity", value, text: String(value), unit: null, span };
}

function zero(node: Expression): Expression {
  return number(0, node);
}

/** What a condition on plain numbers comes to; null: not known while compiling. */
export function truthOf(node: Expression): boolean | null {
  if (node.kind === "unary" && node.operator === "not") {
    const inner = truthOf(node.operand);
    return inner === null ? null : !inner;
  }
  if (node.kind !== "binary") return null;
  const { operator, left, right } = node;
  if (operator === "and" || operator === "or") {
    const truths = [truthOf(left), truthOf(right)];
    const decides = operator === "or";
    if (truths.includes(decides)) return decides;
    return truths.includes(null) ? null : !decides;
  }
  const a = plainNumber(left);
  const b = plainNumber(right);
  if (a === null || b === null) return null;
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return null;
  }
}

function plainNumber(node: Expression): number | null {
  if (node.kind === "quantity" && node.unit === null) return node.value;
  if (node.kind !== "binary") return null;
  const a = plainNumber(node.left);
  const b = plainNumber(node.right);
  if (a === null || b === null) return null;
  if (node.operator === "+") return a + b;
  if (node.operator === "-") return a - b;
  return node.operator === "*" ? a * b : null;
}

/** Choices that the neighbourhood has made are gone, so that the expansion reads like a table of constants. */
export function folded(node: Expression): Expression {
  if (node.kind === "conditional") {
    const truth = truthOf(node.condition);
    if (truth === null)
      return { ...node, consequent: folded(node.consequent), alternate: folded(node.alternate) };
    return folded(truth ? node.consequent : node.alternate);
  }
  if (node.kind === "binary" && node.operator === "and") {
    if (truthOf(node.left) === true) return folded(node.right);
    if (truthOf(node.right) === true) return folded(node.left);
  }
  if (node.kind === "binary") return { ...node, left: folded(node.left), right: folded(node.right) };
  return node;
}

/** Whether an expression is a written 0, with or without a unit. */
export function isZero(node: Expression): boolean {
  return node.kind === "quantity" && node.value === 0;
}
