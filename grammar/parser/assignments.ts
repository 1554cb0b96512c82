/** Productions of assignments and named arguments. */
import { reportMissingEquals } from "../mistakes/names.ts";
import type { Path } from "../syntax/common.ts";
import type { Assignment, NamedArgument, Reference } from "../syntax/expression.ts";
import { Assign, NumberLiteral, p, PlainName, type Token } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { ExpressionParser } from "./expressions.ts";

export abstract class AssignmentParser extends ExpressionParser {
  /** "=", with `==` reported and read as it, and a missing one reported. */
  protected equals: Rule<void> = this.production("equals", () => {
    if (this.ACTION(() => this.equalsIsMissing())) return;
    const token = this.CONSUME(Assign);
    this.ACTION(() => {
      if (token.tokenType !== p.EqualsEquals) return;
      const span = this.tokenSpan(token);
      this.report(
        "TDL1104",
        span,
        {},
        { fixes: [{ title: "Write =", edits: [{ span, replacement: "=" }] }] },
      );
    });
  });

  /** `param k 3`: a value follows the name directly. */
  private equalsIsMissing(): boolean {
    const next = this.LA(1) as Token;
    if (next.tokenType !== NumberLiteral && next.tokenType !== PlainName) return false;
    if (next.beginsLine) return false;
    reportMissingEquals(this.LA(0) as Token, next, this.report);
    this.repaired = true;
    return true;
  }

  /** target := path | concentration | measured */
  protected target: Rule<Assignment["target"]> = this.production("target", () => {
    const first = this.LA(1);
    return this.OR<Choices<Assignment["target"]>>({
      DEF: [
        {
          ALT: (): Reference => {
            const path: Path = this.SUBRULE(this.path);
            return { kind: "reference", path, span: this.spanFrom(first) };
          },
        },
        { ALT: () => this.SUBRULE(this.concentration) },
        { ALT: () => this.SUBRULE(this.measured) },
      ],
      ERR_MSG: "what is to be set",
    });
  });

  /** assignments := target "=" expression { "," target "=" expression } */
  protected assignments: Rule<Assignment[]> = this.production("assignments", () => {
    const found: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: p.Comma,
      DEF: () => {
        const first = this.LA(1);
        const target = this.SUBRULE(this.target);
        this.SUBRULE(this.equals);
        const value = this.SUBRULE(this.expression);
        found.push({ target, value, span: this.spanFrom(first) });
      },
    });
    return found;
  });

  /** argument := name "=" expression */
  protected namedArgument: Rule<NamedArgument> = this.production("namedArgument", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.identifier);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.expression);
    return { name, value, span: this.spanFrom(first) };
  });
}
