/** Kappa expressions as text of the language: plain numbers, with the time read in seconds. */
import { nearestName } from "../../diagnostics/nearest.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { PatternWriter } from "./patternText.ts";
import type { KappaExpression } from "./syntax.ts";
import { varies } from "./values.ts";

export class ExpressionWriter {
  readonly #context: ImportContext;
  readonly #patterns: PatternWriter;
  /** Names of the initial values of variables that interventions set; null where expressions are of a run. */
  readonly #initial: ((name: string) => string) | null;

  constructor(
    context: ImportContext,
    patterns: PatternWriter,
    initial: ((name: string) => string) | null = null,
  ) {
    this.#context = context;
    this.#patterns = patterns;
    this.#initial = initial;
  }

  /** For initial values: what is set later has its first value, and columns of the results are written out. */
  atStart(initial: (name: string) => string): ExpressionWriter {
    return new ExpressionWriter(this.#context, this.#patterns, initial);
  }

  number(expression: KappaExpression): string {
    return isCondition(expression)
      ? `(if ${this.condition(expression)} then 1 else 0)`
      : this.#number(expression);
  }

  condition(expression: KappaExpression): string {
    if (expression.kind === "boolean") return expression.value ? "1 == 1" : "0 == 1";
    if (expression.kind === "call" && expression.function === "not")
      return `(not (${this.condition(expression.arguments[0] ?? expression)}))`;
    if (expression.kind !== "binary" || !isCondition(expression)) return `${this.number(expression)} != 0`;
    const { operator, left, right } = expression;
    if (operator === "&&" || operator === "||")
      return `(${this.condition(left)} ${operator === "&&" ? "and" : "or"} ${this.condition(right)})`;
    const relation = operator === "=" ? "==" : operator === "<>" ? "!=" : operator;
    return `${this.number(left)} ${relation} ${this.number(right)}`;
  }

  #number(expression: KappaExpression): string {
    switch (expression.kind) {
      case "number":
        return numberText(expression.text);
      case "boolean":
        return expression.value ? "1" : "0";
      case "variable":
        return this.#variable(expression.name);
      case "token":
        return this.#token(expression.name);
      case "pattern":
        return `(${this.#patterns.count(expression.pattern)})`;
      case "clock":
        return this.#clock(expression);
      case "call":
        return this.#call(
          expression.function,
          expression.arguments.map((one) => this.number(one)),
        );
      case "binary": {
        const [left, right] = [this.number(expression.left), this.number(expression.right)];
        if (expression.operator === "mod") return `(${left} - ${right} * floor(${left} / ${right}))`;
        return `(${left} ${expression.operator} ${right})`;
      }
      case "choice": {
        const { condition, consequence, otherwise } = expression;
        return `(if ${this.condition(condition)} then ${this.number(consequence)} else ${this.number(otherwise)})`;
      }
    }
  }

  #variable({ text, span }: { text: string; span: KappaExpression["span"] }): string {
    const value = this.#context.values.get(text);
    if (value === undefined) {
      const nearest = nearestName(text, [...this.#context.values.keys()]);
      const { file, sink } = this.#context;
      sink.report("TDL9004", { file, span }, { kind: "variable", name: text, nearest });
      return "0";
    }
    if (this.#initial === null) return this.#context.names.of("variable", text);
    if (value.isUpdated) return this.#initial(text);
    return value.isPlotted || varies(value.variable.value, this.#context.values)
      ? this.number(value.variable.value)
      : this.#context.names.of("variable", text);
  }

  #token({ text, span }: { text: string; span: KappaExpression["span"] }): string {
    if (this.#context.model.tokens.some((token) => token.text === text))
      return `count ${this.#context.names.of("token", text)}`;
    const nearest = nearestName(
      text,
      this.#context.model.tokens.map((token) => token.text),
    );
    const { file, sink } = this.#context;
    sink.report("TDL9004", { file, span }, { kind: "token", name: text, nearest });
    return "0";
  }

  #clock({ name, span }: KappaExpression & { kind: "clock" }): string {
    if (name === "T") return "(time unitless s)";
    if (name === "inf")
      refuse(this.#context, span, "An infinite value", "Write a rate that is large beside the others.");
    else refuse(this.#context, span, `\`[${name}]\``, "It is a matter of one simulator, not of the model.");
    return "0";
  }

  #call(name: string, list: readonly string[]): string {
    if (name === "-") return `(-${list.join("")})`;
    if (name === "int") return `floor(${list.join("")})`;
    return `${name}(${list.join(", ")})`;
  }
}

export function isCondition(expression: KappaExpression): boolean {
  if (expression.kind === "boolean") return true;
  if (expression.kind === "call") return expression.function === "not";
  return expression.kind === "binary" && /^(&&|\|\||<|>|=|<>)$/.test(expression.operator);
}

export function numberText(text: string): string {
  const [, whole = "", fraction = "", exponent = ""] = /^(\d*)(\.\d*)?([eE][-+]?\d+)?$/.exec(text) ?? [];
  return `${whole === "" ? "0" : whole}${fraction.length > 1 ? fraction : ""}${exponent}`;
}
