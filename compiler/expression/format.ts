/**
 * Expressions for people: infix text as in the language, text that mathjs reads, and TeX.
 *
 * For formulas in documents and hovers, not for whole models: shared parts are written out wherever they are
 * used, so texts are limited in length. `hints` gives names to be written instead of subexpressions.
 */
import { reachable } from "./dependencies.ts";
import type { ExpressionGraph, ExpressionId, ExpressionNode, OperationNode, SymbolId } from "./graph.ts";
import { isUnaryFunction } from "./operations.ts";

export interface FormatOptions {
  /** The name to write for a symbol; by default its own. */
  readonly nameOf?: (symbol: SymbolId) => string;
  readonly hints?: ReadonlyMap<ExpressionId, string>;
}

type Style = "language" | "mathjs";

const strengths = {
  conditional: 1,
  or: 2,
  and: 3,
  not: 4,
  relation: 5,
  sum: 6,
  product: 7,
  sign: 8,
  power: 9,
  atom: 10,
};

interface Piece {
  readonly text: string;
  readonly strength: number;
}

/** In the text of the language an overlong part is shown as this. */
const ellipsis = "…";
const longestFormatted = 20_000;

/** Infix text as one would write it in a model, without units. */
export function formatExpression(
  graph: ExpressionGraph,
  root: ExpressionId,
  options: FormatOptions = {},
): string {
  return write(graph, root, options, "language");
}

/**
 * Text that mathjs parses to the same value; names are made identifiers by `_`. A sum over pulses becomes the
 * call `sumOverPulses(body, start, period, count)`. Throws a RangeError when the text would be overlong.
 */
export function formatMathjs(
  graph: ExpressionGraph,
  root: ExpressionId,
  options: FormatOptions = {},
): string {
  const nameOf = options.nameOf ?? ((symbol) => graph.symbolInfo(symbol).name);
  const text = write(graph, root, { ...options, nameOf: (symbol) => identifier(nameOf(symbol)) }, "mathjs");
  if (text.includes(ellipsis)) throw new RangeError("the formula is too long to be written out");
  return text;
}

/** TeX of the formula, names upright with their `_` and `.` kept. Loads mathjs on first use. */
export async function formatTex(
  graph: ExpressionGraph,
  root: ExpressionId,
  options: FormatOptions = {},
): Promise<string> {
  const { parse } = await import("mathjs");
  const nameOf = options.nameOf ?? ((symbol) => graph.symbolInfo(symbol).name);
  const written = new Map<string, string>();
  const token = (name: string): string => {
    const stand = `name${written.size}`;
    written.set(stand, name);
    return stand;
  };
  const hints = new Map([...(options.hints ?? [])].map(([id, name]) => [id, token(name)]));
  const tokens = new Map<SymbolId, string>();
  const text = formatMathjs(graph, root, {
    hints,
    nameOf: (symbol) => {
      const known = tokens.get(symbol) ?? token(nameOf(symbol));
      tokens.set(symbol, known);
      return known;
    },
  });
  return parse(text).toTex({
    handler: (node: { readonly type: string; readonly name?: string }) => {
      const name = node.type === "SymbolNode" && node.name !== undefined ? written.get(node.name) : undefined;
      return name === undefined ? undefined : `\\mathrm{${name.replace(/[\\{}_$&#%^~]/g, "\\$&")}}`;
    },
  });
}

function identifier(name: string): string {
  const cleaned = name.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z_]/.test(cleaned) ? cleaned : `_${cleaned}`;
}

function write(graph: ExpressionGraph, root: ExpressionId, options: FormatOptions, style: Style): string {
  const pieces = new Map<ExpressionId, Piece>();
  const pieceOf = (id: ExpressionId): Piece => pieces.get(id) ?? atom(ellipsis);
  const nameOf = options.nameOf ?? ((symbol: SymbolId) => graph.symbolInfo(symbol).name);
  for (const id of reachable(graph, [root])) {
    const hint = options.hints?.get(id);
    const piece = hint === undefined ? pieceFor(graph, graph.node(id), nameOf, pieceOf, style) : atom(hint);
    pieces.set(id, piece.text.length > longestFormatted ? atom(ellipsis) : piece);
  }
  return pieceOf(root).text;
}

function atom(text: string): Piece {
  return { text, strength: strengths.atom };
}

function pieceFor(
  graph: ExpressionGraph,
  node: ExpressionNode,
  nameOf: (symbol: SymbolId) => string,
  pieceOf: (id: ExpressionId) => Piece,
  style: Style,
): Piece {
  switch (node.kind) {
    case "number":
      return { text: String(node.value), strength: node.value < 0 ? strengths.sign : strengths.atom };
    case "boolean":
      return atom(String(node.value));
    case "symbol":
      return atom(nameOf(node.symbol));
    case "sumOverPulses": {
      const [body, start, period, count] = node.operands.map((id) => pieceOf(id).text);
      return atom(
        style === "mathjs"
          ? `sumOverPulses(${body}, ${start}, ${period}, ${count})`
          : `sum(${body} over ${count} pulses from ${start} every ${period})`,
      );
    }
    case "call":
      return atom(
        `${node.callee}(${[node.index, ...node.operands.map((id) => pieceOf(id).text)].join(", ")})`,
      );
    case "operation":
      break;
  }
  return operationPiece(graph, node, pieceOf, style);
}

const infixOperators = { less: "<", lessEqual: "<=", equal: "==", divide: "/" } as const;

function operationPiece(
  graph: ExpressionGraph,
  node: OperationNode,
  pieceOf: (id: ExpressionId) => Piece,
  style: Style,
): Piece {
  const { operation, operands } = node;
  const pieces = operands.map(pieceOf);
  const at = (i: number): Piece => pieces[i] ?? atom(ellipsis);
  const inside = (i: number, strength: number): string =>
    at(i).strength >= strength ? at(i).text : `(${at(i).text})`;
  if (isUnaryFunction(operation)) return atom(`${operation}(${at(0).text})`);
  switch (operation) {
    case "add": {
      const terms = operands.map((id, i) => {
        if (i === 0) return inside(0, strengths.sum);
        const term = graph.node(id);
        const negative =
          at(i).text.startsWith("-") &&
          (term.kind === "number" ||
            (term.kind === "operation" && (term.operation === "negate" || term.operation === "multiply")));
        return negative ? `- ${at(i).text.slice(1)}` : `+ ${inside(i, strengths.product)}`;
      });
      return { text: terms.join(" "), strength: strengths.sum };
    }
    case "multiply": {
      const factors = pieces.map((_, i) => inside(i, i === 0 ? strengths.product : strengths.sign));
      return { text: factors.join(" * "), strength: strengths.product };
    }
    case "divide":
      return {
        text: `${inside(0, strengths.product)} / ${inside(1, strengths.sign)}`,
        strength: strengths.product,
      };
    case "less":
    case "lessEqual":
    case "equal": {
      const text = `${inside(0, strengths.sum)} ${infixOperators[operation]} ${inside(1, strengths.sum)}`;
      return { text, strength: strengths.relation };
    }
    case "power":
      return { text: `${inside(0, strengths.atom)}^${inside(1, strengths.atom)}`, strength: strengths.power };
    case "negate": {
      const product = at(0).strength === strengths.product && !at(0).text.startsWith("-");
      return {
        text: `-${product ? at(0).text : inside(0, strengths.power)}`,
        strength: product ? strengths.product : strengths.sign,
      };
    }
    case "minimum":
    case "maximum":
      return atom(`${operation === "minimum" ? "min" : "max"}(${at(0).text}, ${at(1).text})`);
    case "and":
    case "or": {
      const parts = pieces.map((_, i) => inside(i, strengths[operation] + 1));
      return { text: parts.join(` ${operation} `), strength: strengths[operation] };
    }
    case "not":
      return { text: `not (${at(0).text})`, strength: strengths.not };
    case "conditional":
      break;
  }
  const condition = inside(0, strengths.or);
  const text =
    style === "mathjs"
      ? `${condition} ? ${inside(1, strengths.or)} : ${inside(2, strengths.or)}`
      : `if ${condition} then ${inside(1, strengths.or)} else ${at(2).text}`;
  return { text, strength: strengths.conditional };
}
