/**
 * Names of a model as identifiers of generated code.
 *
 * Only letters, digits and underscores of the model's names survive, so that no text of a model can become
 * code; what generated code itself uses gets a prefix, and clashes between names get a number.
 */
import type { ExpressionGraph, SymbolId } from "../expression/graph.ts";
import { runtimeFunctionTable } from "./runtimeFunctionTable.ts";

/** The constant of generated code that holds the tables of mass-action reactions. */
export const massActionName = "massAction";
/** Of the equations while modules wait that surrogates stand for. */
export const waitingMassActionName = "massActionBeside";

/** What a generated function calls the value that it returns. */
export const resultName = "result";

/** JavaScript's own words, and whatever generated code declares, takes or calls. */
const taken: ReadonlySet<string> = new Set([
  ...(
    "abstract any arguments as async await boolean break case catch class const constructor continue debugger " +
    "declare default delete do double else enum eval export extends false final finally float for from function " +
    "get if implements import in instanceof int interface is let long module namespace native new null number of " +
    "package private protected public readonly require return set short static string super switch symbol this " +
    "throw throws transient true try type typeof undefined var void volatile while with yield " +
    "Math Infinity NaN Float64Array Int32Array Uint8Array Object Array Map Set Number globalThis Function Symbol " +
    "t y c dy out values event reaction channel isSet model n x shift random copy rule term flow measure seed index __proto__ prototype hasOwnProperty toString valueOf"
  ).split(" "),
  massActionName,
  waitingMassActionName,
  resultName,
  ...runtimeFunctionTable.keys(),
]);

/** Stands before a name that generated code uses itself; no such name begins with it. */
const prefix = "the_";

export class Identifiers {
  readonly #graph: ExpressionGraph;
  readonly #bySymbol = new Map<SymbolId, string>();
  readonly #used = new Set<string>();
  /** The number that the next clash of a name tries first. */
  readonly #nextNumber = new Map<string, number>();

  constructor(graph: ExpressionGraph) {
    this.#graph = graph;
  }

  of(symbol: SymbolId): string {
    const known = this.#bySymbol.get(symbol);
    if (known !== undefined) return known;
    const identifier = this.#unused(identifierText(this.#graph.symbolInfo(symbol).name));
    this.#used.add(identifier);
    this.#bySymbol.set(symbol, identifier);
    return identifier;
  }

  isUsed(name: string): boolean {
    return this.#used.has(name) || taken.has(name);
  }

  #unused(wanted: string): string {
    if (!this.#used.has(wanted)) return wanted;
    let number = this.#nextNumber.get(wanted) ?? 2;
    while (this.#used.has(`${wanted}_${number}`)) number++;
    this.#nextNumber.set(wanted, number + 1);
    return `${wanted}_${number}`;
  }
}

/** Temporaries are t1, t2, … (expression/emitExpression.ts); the others are of emit/graph/graphCode.ts. */
function isReserved(name: string): boolean {
  return taken.has(name) || /^(t|at|first|second|value|d\d+_)\d+$/.test(name);
}

/** Never reserved, and with `_2` behind it neither: nothing reserved ends like that. */
function identifierText(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_").slice(0, 60);
  if (isReserved(plain)) return `${prefix}${plain}`;
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** A name for a comment: printable, on one line, never ending the comment. */
export function commentText(text: string): string {
  return text
    .replace(/[^\x20-\x7E\u00A1-\u1FFF]+/g, " ")
    .replaceAll("*/", "* /")
    .slice(0, 200);
}
