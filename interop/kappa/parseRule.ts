/** Kappa rules, in arrow and in edit notation: `A(x[.]), . -> A(x[1]), B(y[1]) | 1 atp @ 'k' {2}`. */
import { parseExpression, parseTerm } from "./parseExpression.ts";
import { parsePattern } from "./parsePattern.ts";
import type { KappaReader } from "./reader.ts";
import type { KappaName, KappaPattern, KappaRate, KappaRule, KappaSide, KappaTokenTerm } from "./syntax.ts";

export function parseRule(reader: KappaReader, name: KappaName | null): KappaRule {
  const { start } = reader.peek().span;
  if (reader.is("#[")) reader.fail("a rule without a guard");
  const left = parseSide(reader);
  const isReversible = reader.is("<->");
  const right = reader.accept("->") || reader.accept("<->") ? parseSide(reader) : null;
  reader.expect("@");
  const rate = parseRate(reader);
  const back = reader.accept(",") ? parseRate(reader) : null;
  if (isReversible && back === null) reader.fail("`,` and the rate of the way back");
  return { name, left, right, isReversible, rate, back, span: reader.spanFrom(start) };
}

/** `A(x[.]) | 1 atp`, either part of which may be missing. */
function parseSide(reader: KappaReader): KappaSide {
  const { span } = reader.peek();
  const isEmpty = reader.is("|") || reader.is("->") || reader.is("<->") || reader.is("@");
  const empty: KappaPattern = { agents: [], span: { start: span.start, end: span.start } };
  const pattern = isEmpty ? empty : parsePattern(reader);
  return { pattern, tokens: reader.accept("|") ? parseTokens(reader) : [] };
}

function parseTokens(reader: KappaReader): readonly KappaTokenTerm[] {
  const terms: KappaTokenTerm[] = [];
  do {
    const amount = parseTerm(reader);
    terms.push({ amount, token: reader.name("a token") });
  } while (reader.accept(","));
  return terms;
}

/** `k`, `k {k1}` or `{k1} k`. */
function parseRate(reader: KappaReader): KappaRate {
  const before = parseUnary(reader);
  const constant = parseExpression(reader);
  return { constant, unary: before ?? parseUnary(reader) };
}

function parseUnary(reader: KappaReader): KappaRate["unary"] {
  if (!reader.accept("{")) return null;
  const constant = parseExpression(reader);
  if (reader.is(":")) reader.fail("`}`: distances between agents are not read;");
  reader.expect("}");
  return constant;
}
