/** Productions of expressions. */
import type { IToken } from "chevrotain";
import type { Path } from "../syntax/common.ts";
import type { AggregateExpression, BinaryOperator, Expression, UnaryOperator } from "../syntax/expression.ts";
import type { Pattern } from "../syntax/pattern.ts";
import { p, w } from "../tokens.ts";
import { NestingTooDeep, nestingLimit, type Choices, type Rule } from "./base.ts";
import { MeasureParser } from "./measures.ts";

/** Terms of one sum, product, `and` or `or`: their tree is as deep, and later phases walk it recursively. */
const termLimit = 2000;

/** What a call sums over the matches of a pattern, if its name is one that can. */
function aggregateOf({ parts }: Path): AggregateExpression["aggregate"] | null {
  const name = parts.length === 1 ? parts[0]?.text : undefined;
  return name === "sum" || name === "mean" ? name : null;
}

interface Prefix {
  readonly operator: UnaryOperator;
  readonly token: IToken;
}

export abstract class ExpressionParser extends MeasureParser {
  /** expression := { "if" expression "then" expression "else" } disjunction */
  protected expression: Rule<Expression> = this.production("expression", () => {
    const first = this.LA(1);
    this.enter(first);
    let branches: { first: IToken; condition: Expression; consequent: Expression }[] | null = null;
    this.MANY(() => {
      const start = this.CONSUME(w.if);
      const condition = this.SUBRULE(this.expression);
      this.CONSUME(w.then);
      const consequent = this.SUBRULE1(this.expression);
      this.CONSUME(w.else);
      branches ??= [];
      branches.push({ first: start, condition, consequent });
      this.ACTION(() => this.checkDepth((branches?.length ?? 0) + this.nesting, start));
    });
    let result = this.SUBRULE(this.disjunction);
    this.ACTION(() => {
      this.nesting--;
      for (const branch of (branches ?? []).reverse()) {
        const { condition, consequent } = branch;
        const span = this.spanFrom(branch.first);
        result = { kind: "conditional", condition, consequent, alternate: result, span };
      }
    });
    return result;
  });

  private enter(first: IToken): void {
    this.ACTION(() => this.checkDepth(++this.nesting, first));
  }

  protected checkDepth(depth: number, token: IToken): void {
    if (depth <= nestingLimit + 10) return;
    this.report("TDL1010", this.tokenSpan(token), { limit: nestingLimit });
    throw new NestingTooDeep();
  }

  private refuseTerms(token: IToken): never {
    this.report("TDL1016", this.tokenSpan(token), { limit: termLimit });
    throw new NestingTooDeep();
  }

  private binary(first: IToken, operator: IToken, left: Expression, right: Expression): Expression {
    return {
      kind: "binary",
      operator: operator.image as BinaryOperator,
      left,
      right,
      operatorSpan: this.tokenSpan(operator),
      span: this.spanFrom(first),
    };
  }

  private prefixed(prefixes: readonly Prefix[] | null, operand: Expression): Expression {
    let result = operand;
    for (const { operator, token } of [...(prefixes ?? [])].reverse())
      result = { kind: "unary", operator, operand: result, span: this.spanFrom(token) };
    return result;
  }

  /** disjunction := conjunction { "or" conjunction } */
  protected disjunction: Rule<Expression> = this.production("disjunction", () => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.conjunction);
    let terms = 1;
    this.MANY(() => {
      const operator = this.CONSUME(w.or);
      if (++terms > termLimit) this.refuseTerms(operator);
      const right = this.SUBRULE1(this.conjunction);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  /** conjunction := negation { "and" negation } */
  protected conjunction: Rule<Expression> = this.production("conjunction", () => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.negation);
    let terms = 1;
    this.MANY(() => {
      const operator = this.CONSUME(w.and);
      if (++terms > termLimit) this.refuseTerms(operator);
      const right = this.SUBRULE1(this.negation);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  /** negation := { "not" } comparison */
  protected negation: Rule<Expression> = this.production("negation", () => {
    let prefixes: Prefix[] | null = null;
    this.MANY(() => {
      const token = this.CONSUME(w.not);
      prefixes ??= [];
      prefixes.push({ operator: "not", token });
      this.ACTION(() => this.checkDepth(prefixes?.length ?? 0, token));
    });
    const operand = this.SUBRULE(this.comparison);
    return this.prefixed(prefixes, operand);
  });

  /** comparison := sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ] */
  protected comparison: Rule<Expression> = this.production("comparison", () => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.sum);
    this.OPTION(() => {
      const operator = this.OR([
        { ALT: () => this.CONSUME(p.EqualsEquals) },
        { ALT: () => this.CONSUME(p.NotEquals) },
        { ALT: () => this.CONSUME(p.Less) },
        { ALT: () => this.CONSUME(p.LessEquals) },
        { ALT: () => this.CONSUME(p.Greater) },
        { ALT: () => this.CONSUME(p.GreaterEquals) },
      ]);
      const right = this.SUBRULE1(this.sum);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  /** sum := product { ("+" | "-") product } */
  protected sum: Rule<Expression> = this.production("sum", () => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.product);
    let terms = 1;
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(p.Plus) }, { ALT: () => this.CONSUME(p.Minus) }]);
      if (++terms > termLimit) this.refuseTerms(operator);
      const right = this.SUBRULE1(this.product);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  /** product := signed { ("*" | "/") signed } */
  protected product: Rule<Expression> = this.production("product", () => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.signed);
    let terms = 1;
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(p.Star) }, { ALT: () => this.CONSUME(p.Slash) }]);
      if (++terms > termLimit) this.refuseTerms(operator);
      const right = this.SUBRULE1(this.signed);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  /** signed := { "-" | "+" } power */
  protected signed: Rule<Expression> = this.production("signed", () => {
    const prefixes = this.SUBRULE(this.signs);
    const operand = this.SUBRULE(this.power);
    return prefixes === null ? operand : this.ACTION(() => this.prefixed(prefixes, operand));
  });

  protected signs: Rule<Prefix[] | null> = this.production("signs", () => {
    let prefixes: Prefix[] | null = null;
    this.MANY(() => {
      const token = this.OR([{ ALT: () => this.CONSUME(p.Minus) }, { ALT: () => this.CONSUME(p.Plus) }]);
      prefixes ??= [];
      prefixes.push({ operator: token.image as UnaryOperator, token });
      this.ACTION(() => this.checkDepth(prefixes?.length ?? 0, token));
    });
    return prefixes;
  });

  /** power := escaped { "^" { "-" | "+" } escaped }; from the right */
  protected power: Rule<Expression> = this.production("power", () => {
    const first = this.LA(1);
    const base = this.SUBRULE(this.escaped);
    let links: { operator: IToken; prefixes: Prefix[] | null; operand: Expression; first: IToken }[] | null =
      null;
    this.MANY(() => {
      const operator = this.CONSUME(p.Caret);
      const prefixes = this.SUBRULE(this.signs);
      const start = this.LA(1);
      const operand = this.SUBRULE1(this.escaped);
      links ??= [];
      links.push({ operator, prefixes, operand, first: start });
      this.ACTION(() => this.checkDepth(links?.length ?? 0, operator));
    });
    return links === null ? base : this.ACTION(() => this.powers(first, base, links ?? []));
  });

  private powers(
    first: IToken,
    base: Expression,
    links: readonly { operator: IToken; prefixes: Prefix[] | null; operand: Expression; first: IToken }[],
  ): Expression {
    let exponent: Expression | null = null;
    for (let index = links.length - 1; index >= 0; index--) {
      const link = links[index];
      const next = links[index + 1];
      if (link === undefined) continue;
      const powered: Expression =
        exponent === null || next === undefined
          ? link.operand
          : this.binary(link.first, next.operator, link.operand, exponent);
      exponent = this.prefixed(link.prefixes, powered);
    }
    const operator = links[0]?.operator;
    return operator === undefined || exponent === null ? base : this.binary(first, operator, base, exponent);
  }

  /** escaped := primary { ("unitless" | "assume") unit } */
  protected escaped: Rule<Expression> = this.production("escaped", () => {
    const first = this.LA(1);
    let operand = this.SUBRULE(this.primary);
    this.MANY({
      // A row of a table may be labelled `assume`.
      GATE: () => this.LA(2).tokenType !== p.Colon,
      DEF: () => {
        const word = this.OR([
          { ALT: () => this.CONSUME(w.unitless) },
          { ALT: () => this.CONSUME(w.assume) },
        ]);
        // More of the expression may follow: only what touches belongs to the unit.
        this.tightUnit = true;
        const unit = this.SUBRULE(this.unit);
        this.tightUnit = false;
        const escape = word.tokenType === w.unitless ? "unitless" : "assume";
        operand = { kind: "escape", escape, operand, unit, span: this.spanFrom(first) };
      },
    });
    return operand;
  });

  /** primary := quantity | "(" expression ")" | "[" pattern "]" | measured | reference | call | cell */
  protected primary: Rule<Expression> = this.production("primary", () =>
    this.OR<Choices<Expression>>({
      DEF: [
        { ALT: () => this.SUBRULE(this.quantity) },
        { ALT: () => this.SUBRULE(this.named) },
        {
          ALT: () => {
            this.CONSUME(p.LeftParenthesis);
            const inner = this.SUBRULE(this.expression);
            this.CONSUME(p.RightParenthesis);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.concentration) },
        { ALT: () => this.SUBRULE(this.measured) },
      ],
      ERR_MSG: "a value",
    }),
  );

  /** reference := path; call := path "(" [expression { "," expression }] ")"; aggregate := ("sum" | "mean") "(" expression "over" pattern ")"; cell := path "[" expression { "," expression } "]" */
  protected named: Rule<Expression> = this.production("named", () => {
    const first = this.LA(1);
    const path = this.SUBRULE(this.path);
    const aggregate = this.ACTION(() => aggregateOf(path));
    let items: Expression[] | null = null;
    let over: Pattern | null = null;
    let bracket = "";
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            bracket = this.CONSUME(p.LeftParenthesis).image;
            const found: Expression[] = [];
            this.MANY_SEP({
              // `over` stands after an expression only, so that one word decides; looking further is slow to prepare.
              MAX_LOOKAHEAD: 1,
              SEP: p.Comma,
              DEF: () => found.push(this.SUBRULE(this.expression)),
            });
            this.OPTION1({
              GATE: () => found.length === 1 && aggregate !== null,
              DEF: () => {
                this.CONSUME(w.over);
                over = this.SUBRULE(this.pattern);
              },
            });
            this.CONSUME(p.RightParenthesis);
            items = found;
          },
        },
        {
          ALT: () => {
            bracket = this.CONSUME(p.LeftBracket).image;
            const found: Expression[] = [];
            this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE1(this.expression)) });
            this.CONSUME(p.RightBracket);
            items = found;
          },
        },
      ]),
    );
    const span = this.spanFrom(first);
    if (items === null) {
      const isTime = first.tokenType !== undefined && first.image === "time" && this.LA(0) === first;
      return isTime ? { kind: "time", span } : { kind: "reference", path, span };
    }
    const [value] = items as readonly Expression[];
    if (over !== null && aggregate !== null && value !== undefined)
      return { kind: "aggregate", aggregate, value, over, span };
    return bracket === "("
      ? { kind: "call", callee: path, arguments: items, span }
      : { kind: "index", table: path, indices: items, span };
  });

  /** expressions := expression { "," expression } */
  protected expressions: Rule<Expression[]> = this.production("expressions", () => {
    const found: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE(this.expression)) });
    return found;
  });
}
