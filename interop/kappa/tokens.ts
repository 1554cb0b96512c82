/** Tokens that a rule takes and gives. Here they are plain species, so that only whole numbers of them move. */
import { nearestName } from "../../diagnostics/nearest.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { KappaExpression, KappaTokenTerm } from "./syntax.ts";

export interface TokenChange {
  readonly consumed: readonly TokenCount[];
  readonly produced: readonly TokenCount[];
}

export interface TokenCount {
  readonly token: string;
  readonly count: number;
}

/** Null after reporting a token or an amount that can not be conveyed. */
export function netTokens(
  taken: readonly KappaTokenTerm[],
  given: readonly KappaTokenTerm[],
  context: ImportContext,
): TokenChange | null {
  const consumed: TokenCount[] = [];
  const produced: TokenCount[] = [];
  let isWell = true;
  for (const [list, sign] of [
    [taken, -1],
    [given, 1],
  ] as const) {
    for (const { amount, token } of list) {
      const known = context.model.tokens.map(({ text }) => text);
      if (!known.includes(token.text)) {
        const values = { kind: "token", name: token.text, nearest: nearestName(token.text, known) };
        context.sink.report("TDL9004", { file: context.file, span: token.span }, values);
        isWell = false;
        continue;
      }
      const value = wholeNumber(amount, context);
      if (value === null) {
        refuse(context, amount.span, "A number of tokens that is not whole, or not known", hintOnAmounts);
        isWell = false;
        continue;
      }
      const count = sign * value;
      if (count < 0) consumed.push({ token: token.text, count: -count });
      if (count > 0) produced.push({ token: token.text, count });
    }
  }
  return isWell ? { consumed, produced } : null;
}

const hintOnAmounts = "Tokens become plain species, of which rules take and make whole molecules.";

/** Of a number, its negative, or a variable that is one. */
function wholeNumber(expression: KappaExpression, context: ImportContext): number | null {
  if (expression.kind === "number") {
    const value = Number(expression.text);
    return Number.isInteger(value) ? value : null;
  }
  if (expression.kind === "call" && expression.function === "-") {
    const value =
      expression.arguments[0] === undefined ? null : wholeNumber(expression.arguments[0], context);
    return value === null ? null : -value;
  }
  const value = expression.kind === "variable" ? context.values.get(expression.name.text) : undefined;
  return value === undefined || value.isUpdated ? null : wholeNumber(value.variable.value, context);
}
