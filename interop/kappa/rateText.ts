/** Rates of Kappa rules: plain numbers there, read here per count. */
import type { Span } from "../../diagnostics/source.ts";
import { quantity } from "../importedText.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { KappaExpression, KappaRate } from "./syntax.ts";
import type { TokenChange } from "./tokens.ts";

interface Reactants {
  /** Of agents, on the left side. */
  readonly complexes: number;
  /** Embeddings of the left side that count as one here. */
  readonly factor: number;
  readonly tokens: TokenChange;
}

export class RateWriter {
  readonly #context: ImportContext;
  readonly #expressions: ExpressionWriter;

  constructor(context: ImportContext, expressions: ExpressionWriter) {
    this.#context = context;
    this.#expressions = expressions;
  }

  /** `@ k assume /count/s, anywhere`, or `total …` of tokens alone; null after a refusal. */
  rate({ complexes, factor, tokens }: Reactants, { constant, unary }: KappaRate, span: Span): string | null {
    if (complexes === 0 && tokens.consumed.length > 0)
      return `total ${quantity(this.#expressions.number(constant), "count/s")}`;
    const rest = this.#withoutTokens(constant, tokens);
    if (rest === null) {
      const hint =
        "Tokens are read where the rate is multiplied by each that the rule takes, as in `'k' * |atp|`.";
      refuse(this.#context, span, "A rule that takes tokens at a rate that is not theirs", hint);
      return null;
    }
    const multiplied = (text: string): string => (factor === 1 ? text : `${factor} * ${text}`);
    const order = complexes + tokens.consumed.length;
    const unit =
      order === 0 ? "count/s" : order === 1 ? "/s" : `/count${order === 2 ? "" : `^${order - 1}`}/s`;
    const text = `@ ${quantity(multiplied(rest === "" ? "1" : rest), unit)}`;
    if (unary === null) return complexes < 2 ? text : `${text}, anywhere`;
    if (complexes !== 2 || tokens.consumed.length > 0) {
      refuse(
        this.#context,
        unary.span,
        "A rate inside one complex for a rule without two patterns of agents",
      );
      return null;
    }
    return `${text}, within ${quantity(multiplied(this.#expressions.number(unary)), "/s")}`;
  }

  /** The rate without its factors `|t|`, one for every token that the rule takes; null where one is missing. */
  #withoutTokens(constant: KappaExpression, { consumed }: TokenChange): string | null {
    if (consumed.length === 0) return this.#expressions.number(constant);
    const left: KappaExpression[] = factors(constant);
    for (const { token, count } of consumed) {
      const at = left.findIndex((one) => one.kind === "token" && one.name.text === token);
      if (at < 0 || count !== 1) return null;
      left.splice(at, 1);
    }
    return left.map((one) => this.#expressions.number(one)).join(" * ");
  }
}

function factors(expression: KappaExpression): KappaExpression[] {
  return expression.kind === "binary" && expression.operator === "*"
    ? [...factors(expression.left), ...factors(expression.right)]
    : [expression];
}
