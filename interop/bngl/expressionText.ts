/** BNGL expressions as text of the language: plain numbers, with `time` read in seconds. */
import { isUnitSymbol } from "../../runtime/units/unitTable.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { Owner } from "./labelledOwners.ts";
import type { ObservableWriter } from "./observableText.ts";
import { type Piece, piecewise, throughPoints } from "./piecewise.ts";
import type { BnglExpression } from "./syntax.ts";
import { type Point, tableCall, tablePoints } from "./tableFunction.ts";

interface Written {
  readonly text: string;
  readonly isCondition: boolean;
}

/** How many arguments functions of BNGL take that do not take one, or any number of them. */
const argumentCounts: ReadonlyMap<string, number> = new Map([
  ["mratio", 3],
  ["if", 3],
  ["time", 0],
]);

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
  readonly #context: ImportContext;
  readonly #observed: ObservableWriter;
  readonly #owners: ReadonlyMap<string, Owner>;
  readonly #kinds = new Map<string, "parameter" | "observable" | "function">();

  /** `owners`: labels in the result for the names of molecules and complexes that a rate or function may use. */
  constructor(
    context: ImportContext,
    observed: ObservableWriter,
    owners: ReadonlyMap<string, Owner> = new Map(),
  ) {
    this.#context = context;
    this.#observed = observed;
    this.#owners = owners;
    const { model } = context;
    for (const { name } of model.parameters) this.#kinds.set(name.text, "parameter");
    for (const { name } of model.observables) this.#kinds.set(name.text, "observable");
    for (const { name } of model.functions) this.#kinds.set(name.text, "function");
  }

  /** For what stands where these names of molecules and complexes are known. */
  within(owners: ReadonlyMap<string, Owner>): ExpressionWriter {
    return new ExpressionWriter(this.#context, this.#observed, owners);
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
    const [first] = list;
    const unary = unaryFunctions.get(name);
    if (this.#kinds.has(name)) {
      return plain(list.length === 0 ? this.#name(name, call) : this.#local(call));
    }
    if (unary !== undefined && first !== undefined && list.length === 1)
      return plain(unary(this.number(first)));
    if (name === "time" && list.length === 0) return plain("(time unitless s)");
    if (name === "if" && list.length === 3) return plain(this.#choice(call));
    const numbers = (): string[] => list.map((argument) => this.number(argument));
    if (list.length > 0) {
      if (name === "min" || name === "max") return plain(`${name}(${numbers().join(", ")})`);
      if (name === "sum") return plain(`(${numbers().join(" + ")})`);
      if (name === "avg") return plain(`((${numbers().join(" + ")}) / ${list.length})`);
    }
    if (name === "mratio" && list.length === 3) return plain(`kummer_ratio(${numbers().join(", ")})`);
    if (/^(tfun|TFUN)$/.test(name)) return plain(this.#table(call));
    const needed = argumentCounts.get(name) ?? (unary === undefined ? undefined : 1);
    if (needed !== undefined) {
      const found = list.length === 1 ? "one argument" : `${list.length} arguments`;
      refuse(this.#context, call.span, `\`${name}\` with ${found}`, `It takes ${needed}.`);
      return plain("0");
    }
    if (/^(Sat|MM|Hill|Arrhenius)$/.test(name)) refuse(this.#context, call.span, `\`${name}\``);
    else {
      const names = [...unaryFunctions.keys(), "min", "max", "mratio", "if", "time", ...this.#kinds.keys()];
      const values = { kind: "function", name, nearest: nearestName(name, names) };
      this.#context.sink.report("TDL9004", { file: this.#context.file, span: call.name.span }, values);
    }
    return plain("0");
  }

  #table(call: BnglExpression & { kind: "call" }): string {
    const table = tableCall(call);
    if (table === null) {
      refuse(
        this.#context,
        call.span,
        "This `tfun`",
        "It needs points with rising first numbers, as two lists or a file.",
      );
      return "0";
    }
    const points =
      table.points.kind === "listed" ? table.points.points : this.#points(table.points.path, call);
    const x = this.number(table.index);
    return points === null ? "0" : throughPoints(x, points, table.isStep);
  }

  #points(path: string, call: BnglExpression & { kind: "call" }): readonly Point[] | null {
    const fail = (reason: string): null => {
      this.#context.sink.report("TDL9100", { file: this.#context.file, span: call.span }, { path, reason });
      return null;
    };
    const found = this.#context.host.resolveImport(this.#context.file.path, path);
    if (!found.ok) return fail(found.reason);
    const read = this.#context.host.readText(found.path);
    if (!read.ok) return fail(read.reason);
    return tablePoints(read.text) ?? fail("it is no table of two columns whose first column rises");
  }

  /** `if(a,b,if(c,d,e))`; a chain along rising bounds of one value is looked up by halving. */
  #choice(call: BnglExpression & { kind: "call" }): string {
    const steps: { condition: BnglExpression; value: string }[] = [];
    let rest: BnglExpression = call;
    while (rest.kind === "call" && rest.name.text === "if") {
      const [condition, value, other]: readonly BnglExpression[] = rest.arguments;
      if (condition === undefined || value === undefined || other === undefined) break;
      steps.push({ condition, value: this.number(value) });
      rest = other;
    }
    const last = this.number(rest);
    return (
      this.#lookup(steps, last) ??
      steps.reduceRight(
        (text, { condition, value }) => `(if ${this.#condition(condition)} then ${value} else ${text})`,
        last,
      )
    );
  }

  #lookup(steps: readonly { condition: BnglExpression; value: string }[], rest: string): string | null {
    const relation = steps[0]?.condition.kind === "binary" ? steps[0].condition.operator : null;
    if (steps.length < 4 || (relation !== "<" && relation !== "<=")) return null;
    const pieces: Piece[] = [];
    let along: string | null = null;
    for (const { condition, value } of steps) {
      if (condition.kind !== "binary" || condition.operator !== relation || condition.right.kind !== "number")
        return null;
      const x = this.number(condition.left);
      const end = Number(condition.right.text);
      if ((along !== null && x !== along) || end <= (pieces.at(-1)?.end ?? Number.NEGATIVE_INFINITY))
        return null;
      along = x;
      pieces.push({ end, value });
    }
    return along === null ? null : piecewise(along, relation, pieces, rest);
  }

  /** An observable or function in one complex, `f(x)`. */
  #local(call: BnglExpression & { kind: "call" }): string {
    const { model } = this.#context;
    const owners = call.arguments.map((one) =>
      one.kind === "name" ? (this.#owners.get(one.name.text) ?? null) : null,
    );
    const observable = model.observables.find(({ name }) => name.text === call.name.text);
    const [owner] = owners;
    if (observable !== undefined && owner !== undefined && owner !== null)
      return `(${this.#observed.inOne(observable, owner, call.span)})`;
    const local = model.functions.find(({ name }) => name.text === call.name.text);
    const known = new Map(
      (local?.parameters ?? []).flatMap(({ text }, i): [string, Owner][] => {
        const label = owners[i];
        return label === undefined || label === null ? [] : [[text, label]];
      }),
    );
    if (local === undefined || known.size < Math.max(1, local.parameters.length)) {
      const hint = "Label the reactant, as in `%x:A(b) -> B() f(x)`.";
      refuse(
        this.#context,
        call.span,
        `\`${call.name.text}(..)\` of something that the rule does not label`,
        hint,
      );
      return "0";
    }
    return `(${this.within(known).number(local.value)})`;
  }

  #name(name: string, expression: BnglExpression): string {
    const kind = this.#kinds.get(name);
    const isLocal = this.#context.model.functions.some(
      (one) => one.name.text === name && one.parameters.length > 0,
    );
    if (isLocal)
      refuse(this.#context, expression.span, `\`${name}\` without the complex that it is a function of`);
    if (kind !== undefined) return this.#context.names.of(kind, name);
    if (name === "_pi") return "pi";
    if (name === "_e") return "exp(1)";
    const constant = constants.get(name);
    if (constant !== undefined) return constant;
    if (name === "time" || name === "t") return "(time unitless s)";
    const nearest = nearestName(name, [...this.#kinds.keys()]);
    const isUnit = nearest === null && isUnitSymbol(name);
    const values = { kind: "parameter, observable or function", name, nearest, isUnit };
    this.#context.sink.report("TDL9004", { file: this.#context.file, span: expression.span }, values);
    return "0";
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
