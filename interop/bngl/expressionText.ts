/** BNGL expressions as text of the language: plain numbers, with `time` read in seconds. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import type { Names } from "./names.ts";
import type { BnglExpression, BnglModel } from "./syntax.ts";

interface Written {
  readonly text: string;
  readonly isCondition: boolean;
}

/** One argument in, text out; `x` stands for the argument, already in brackets. */
const unaryFunctions: ReadonlyMap<string, (x: string) => string> = new Map([
  ...[
    "exp",
    "log10",
    "sqrt",
    "abs",
    "sin",
    "cos",
    "tan",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "floor",
    "ceil",
  ].map((name): [string, (x: string) => string] => [name, (x) => `${name}(${x})`]),
  ["ln", (x) => `log(${x})`],
  ["log", (x) => `log(${x})`],
  ["log2", (x) => `(log(${x}) / log(2))`],
  ["rint", (x) => `round(${x})`],
  ["sign", (x) => `(if ${x} > 0 then 1 else if ${x} < 0 then -1 else 0)`],
  ["asin", (x) => `(2 * atan(${x} / (1 + sqrt(1 - ${x}^2))))`],
  ["acos", (x) => `(pi / 2 - 2 * atan(${x} / (1 + sqrt(1 - ${x}^2))))`],
  ["asinh", (x) => `log(${x} + sqrt(${x}^2 + 1))`],
  ["acosh", (x) => `log(${x} + sqrt(${x}^2 - 1))`],
  ["atanh", (x) => `(log((1 + ${x}) / (1 - ${x})) / 2)`],
]);

export class ExpressionWriter {
  readonly #names: Names;
  readonly #file: SourceFile;
  readonly #sink: DiagnosticSink;
  readonly #kinds = new Map<string, "parameter" | "observable" | "function">();
  readonly #local = new Set<string>();

  constructor(model: BnglModel, names: Names, file: SourceFile, sink: DiagnosticSink) {
    this.#names = names;
    this.#file = file;
    this.#sink = sink;
    for (const { name } of model.parameters) this.#kinds.set(name.text, "parameter");
    for (const { name } of model.observables) this.#kinds.set(name.text, "observable");
    for (const { name, parameters } of model.functions) {
      this.#kinds.set(name.text, "function");
      if (parameters.length > 0) this.#local.add(name.text);
    }
  }

  /** A number as text, in brackets unless it is one name, number or call. */
  number(expression: BnglExpression): string {
    const written = this.#write(expression);
    return written.isCondition ? `(if ${written.text} then 1 else 0)` : written.text;
  }

  #condition(expression: BnglExpression): string {
    const written = this.#write(expression);
    return written.isCondition ? written.text : `(${written.text} != 0)`;
  }

  #write(expression: BnglExpression): Written {
    if (expression.kind === "number") return plain(numberText(expression.text));
    if (expression.kind === "name") return plain(this.#name(expression.name.text, expression));
    if (expression.kind === "call") return this.#call(expression);
    if (expression.kind === "unary") {
      const { operator, operand } = expression;
      if (operator === "!") return { text: `(not ${this.#condition(operand)})`, isCondition: true };
      return plain(`(${operator}${this.number(operand)})`);
    }
    const { operator, left, right } = expression;
    if (operator === "&&" || operator === "||") {
      const word = operator === "&&" ? "and" : "or";
      return { text: `(${this.#condition(left)} ${word} ${this.#condition(right)})`, isCondition: true };
    }
    const isCondition = /[=<>]/.test(operator);
    return { text: `(${this.number(left)} ${operator} ${this.number(right)})`, isCondition };
  }

  #call(call: BnglExpression & { kind: "call" }): Written {
    const name = call.name.text;
    const list = call.arguments;
    const [first, second, third] = list;
    const unary = unaryFunctions.get(name);
    if (this.#kinds.has(name)) {
      if (list.length === 0) return plain(this.#name(name, call));
      this.#refuse(call, `\`${name}(..)\`, a function of a molecule or complex,`);
      return plain("0");
    }
    if (unary !== undefined && first !== undefined && list.length === 1)
      return plain(unary(this.number(first)));
    if (name === "time" && list.length === 0) return plain("(time unitless s)");
    if (name === "if" && first !== undefined && second !== undefined && third !== undefined) {
      return plain(`(if ${this.#condition(first)} then ${this.number(second)} else ${this.number(third)})`);
    }
    const numbers = (): string[] => list.map((argument) => this.number(argument));
    if (list.length > 0) {
      if (name === "min" || name === "max") return plain(`${name}(${numbers().join(", ")})`);
      if (name === "sum") return plain(`(${numbers().join(" + ")})`);
      if (name === "avg") return plain(`((${numbers().join(" + ")}) / ${list.length})`);
    }
    if (/^tfun$/i.test(name)) {
      const table = this.#table(list);
      if (table !== null) return plain(table);
      this.#refuse(call, "A `tfun` that reads a file");
    } else if (/^(mratio|Sat|MM|Hill|Arrhenius|FunctionProduct)$/.test(name))
      this.#refuse(call, `\`${name}\``);
    else {
      const names = [...unaryFunctions.keys(), "min", "max", "if", "time", ...this.#kinds.keys()];
      const values = { kind: "function", name, nearest: nearestName(name, names) };
      this.#sink.report("TDL9004", { file: this.#file, span: call.name.span }, values);
    }
    return plain("0");
  }

  /** `tfun([0,1],[2,3],time)`: straight lines between points (or steps), constant outside. */
  #table(list: readonly BnglExpression[]): string | null {
    const texts = list.map((one) => (one.kind === "name" ? one.name.text : ""));
    const [xs, ys] = texts.slice(0, 2).map((text) => text.replace(/[[\]]/g, "").split(",").map(Number));
    const index = list[2];
    if (xs === undefined || ys === undefined || index === undefined || !texts[0]?.startsWith("["))
      return null;
    if (xs.length !== ys.length || [...xs, ...ys].some((value) => !Number.isFinite(value))) return null;
    const isTime =
      index.kind === "name" && /^(time|t)$/.test(index.name.text) && !this.#kinds.has(index.name.text);
    const x = isTime ? "(time unitless s)" : this.number(index);
    const isStep = texts.some((text) => /step/.test(text));
    const bracket = (value: number): string => (value < 0 ? `(${value})` : String(value));
    let text = bracket(ys.at(-1) ?? 0);
    for (let i = xs.length - 1; i > 0; i--) {
      const [x0, x1, y0, y1] = [xs[i - 1], xs[i], ys[i - 1], ys[i]];
      if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return null;
      const between = isStep
        ? bracket(y0)
        : `${bracket(y0)} + ${bracket((y1 - y0) / (x1 - x0))} * (${x} - ${bracket(x0)})`;
      text = `if ${x} < ${bracket(x1)} then ${between} else ${text}`;
    }
    return `(if ${x} < ${bracket(xs[0] ?? 0)} then ${bracket(ys[0] ?? 0)} else ${text})`;
  }

  #name(name: string, expression: BnglExpression): string {
    const kind = this.#kinds.get(name);
    if (kind !== undefined) {
      if (this.#local.has(name))
        this.#refuse(expression, `\`${name}\`, a function of a molecule or complex,`);
      return this.#names.of(kind, name);
    }
    if (name === "_pi") return "pi";
    if (name === "_e") return "exp(1)";
    const constant = constants.get(name);
    if (constant !== undefined) return constant;
    if (name === "time" || name === "t") return "(time unitless s)";
    const values = {
      kind: "parameter, observable or function",
      name,
      nearest: nearestName(name, [...this.#kinds.keys()]),
    };
    this.#sink.report("TDL9004", { file: this.#file, span: expression.span }, values);
    return "0";
  }

  #refuse(expression: BnglExpression, what: string): void {
    this.#sink.report("TDL9002", { file: this.#file, span: expression.span }, { what, hint: null });
  }
}

/** Constants that BioNetGen predefines (SI, 2019). */
const constants: ReadonlyMap<string, string> = new Map([
  ["_NA", "6.02214076e23"],
  ["_kB", "1.380649e-23"],
  ["_R", "8.31446261815324"],
  ["_h", "6.62607015e-34"],
  ["_F", "96485.3321233100184"],
]);

export function numberText(text: string): string {
  const [, whole = "", fraction = "", exponent = ""] = /^(\d*)(\.\d*)?([eE][-+]?\d+)?$/.exec(text) ?? [];
  const digits = fraction.length > 1 ? fraction : "";
  return `${whole === "" ? "0" : whole}${digits}${exponent}`;
}

function plain(text: string): Written {
  return { text, isCondition: false };
}
