/**
 * Names of a model as identifiers of generated code.
 *
 * Only letters, digits and underscores of the model's names survive, so that no text of a model can become
 * code; clashes (with each other, reserved words, or what generated functions use) get a number.
 */
import type { ExpressionGraph, SymbolId } from "../expression/graph.ts";

/** JavaScript's own words, globals that generated code uses, and its parameters. */
const taken = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const constructor continue debugger " +
    "declare default delete do double else enum eval export extends false final finally float for from function " +
    "get if implements import in instanceof int interface is let long module namespace native new null number of " +
    "package private protected public readonly require return set short static string super switch symbol this " +
    "throw throws transient true try type typeof undefined var void volatile while with yield " +
    "Math Infinity NaN Float64Array Int32Array Uint8Array Object Array Map Set Number globalThis Function Symbol " +
    "t y c dy out values event reaction isSet model __proto__ prototype hasOwnProperty toString valueOf"
  ).split(" "),
);

export class Identifiers {
  readonly #graph: ExpressionGraph;
  readonly #bySymbol = new Map<SymbolId, string>();
  readonly #used = new Set<string>();

  constructor(graph: ExpressionGraph) {
    this.#graph = graph;
  }

  of(symbol: SymbolId): string {
    const known = this.#bySymbol.get(symbol);
    if (known !== undefined) return known;
    const plain = identifierText(this.#graph.symbolInfo(symbol).name);
    let candidate = plain;
    for (let n = 2; this.#used.has(candidate) || isReserved(candidate); n++) candidate = `${plain}_${n}`;
    this.#used.add(candidate);
    this.#bySymbol.set(symbol, candidate);
    return candidate;
  }

  isUsed(name: string): boolean {
    return this.#used.has(name) || taken.has(name);
  }
}

/** Temporaries are t1, t2, …; runtime functions begin with fd or are integerPower. */
function isReserved(name: string): boolean {
  return taken.has(name) || /^(t\d+|fd[A-Z]\w*|integerPower|sumOverPulses\w*|\d.*)$/.test(name);
}

function identifierText(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_").slice(0, 60);
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** A name for a comment: printable, on one line, never ending the comment. */
export function commentText(text: string): string {
  return text
    .replace(/[^\x20-\x7E\u00A1-\u1FFF]+/g, " ")
    .replaceAll("*/", "* /")
    .slice(0, 200);
}
