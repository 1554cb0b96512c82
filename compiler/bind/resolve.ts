/** Looks up a path such as `k`, `camkii.active` or `head.volume` from a scope. */
import { type NearName, nearestOf } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path } from "../../grammar/syntax/common.ts";
import { describeKind, isBlockKind, predefinedNames } from "./bind.ts";
import type { BoundProgram, Scope, SymbolOfKind, ValueSymbol } from "./scope.ts";

export type SizeMeasure = "volume" | "area" | "length";
const sizeMeasures: ReadonlySet<string> = new Set<SizeMeasure>(["volume", "area", "length"]);

export type Resolution =
  | {
      readonly kind: "symbol";
      readonly symbol: ValueSymbol;
      /** The parts that the path goes through, outermost first. */
      readonly via: readonly SymbolOfKind<"part">[];
    }
  | {
      readonly kind: "size";
      readonly compartment: SymbolOfKind<"compartment">;
      readonly measure: SizeMeasure;
      readonly via: readonly SymbolOfKind<"part">[];
    }
  | {
      readonly kind: "missing";
      readonly name: string;
      readonly span: Span;
      readonly owner: string | null;
      readonly nearest: NearName | null;
    }
  /** Something before it already had an error. */
  | { readonly kind: "broken" };

const word = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

export function resolvePath(program: BoundProgram, scope: Scope, path: Path): Resolution {
  const [first, ...rest] = path.parts;
  if (first === undefined) return { kind: "broken" };
  let symbol = scope.lookup(first.text);
  if (symbol === null) {
    // A name that is none was reported when it was read.
    if (scope.isBroken(first.text) || !word.test(first.text)) return { kind: "broken" };
    const values = program.hints.left <= 0 ? [] : namesOfValues(scope);
    program.hints.left -= values.length;
    return {
      kind: "missing",
      name: first.text,
      span: first.span,
      owner: null,
      nearest: nearestOf(first.text, values),
    };
  }
  symbol.uses++;
  const via: SymbolOfKind<"part">[] = [];
  for (const [index, name] of rest.entries()) {
    if (symbol.kind === "compartment" && index === rest.length - 1 && isSizeMeasure(name.text)) {
      return { kind: "size", compartment: symbol, measure: name.text, via };
    }
    if (symbol.kind !== "part")
      return missingMember(name, describeKind(symbol), symbol.kind === "compartment" ? sizeMeasures : []);
    const inner = partScope(program, symbol);
    if (inner === null) return { kind: "broken" };
    const member = inner.values.get(name.text);
    if (member === undefined && inner.isBroken(name.text)) return { kind: "broken" };
    if (member === undefined) return missingMember(name, `The part ${symbol.name}`, inner.values.keys());
    via.push(symbol);
    symbol = member;
    symbol.uses++;
  }
  return { kind: "symbol", symbol, via };
}

function namesOfValues(scope: Scope): string[] {
  return [...scope.names(), ...predefinedNames].filter(
    (name) => !isBlockKind(scope.lookup(name)?.kind ?? "const"),
  );
}

/** The scope of the module that a part instantiates; null when that name is wrong. */
export function partScope(program: BoundProgram, part: SymbolOfKind<"part">): Scope | null {
  const name = part.node.module.parts[0];
  if (name === undefined || part.node.module.parts.length > 1) return null;
  const symbol = part.scope.lookup(name.text);
  if (symbol === null || (symbol.kind !== "model" && symbol.kind !== "module")) return null;
  return program.scopes.get(symbol.node) ?? null;
}

function missingMember(name: Name, owner: string, members: Iterable<string>): Resolution {
  const Owner = owner.charAt(0).toUpperCase() + owner.slice(1);
  return {
    kind: "missing",
    name: name.text,
    span: name.span,
    owner: Owner,
    nearest: nearestOf(name.text, members),
  };
}

function isSizeMeasure(text: string): text is SizeMeasure {
  return sizeMeasures.has(text);
}
