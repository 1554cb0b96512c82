/** Productions of what is measured of a pattern: concentrations, and counts with their conditions. */
import type { ConcentrationExpression, Having, Measure, MeasureExpression } from "../syntax/expression.ts";
import { NumberLiteral, p, w } from "../tokens.ts";
import type { Rule } from "./base.ts";
import { UnitParser } from "./units.ts";

export abstract class MeasureParser extends UnitParser {
  /** concentration := "[" pattern "]" */
  protected concentration: Rule<ConcentrationExpression> = this.production("concentration", () => {
    const first = this.LA(1);
    this.CONSUME(p.LeftBracket);
    const of = this.SUBRULE(this.pattern);
    this.CONSUME(p.RightBracket);
    return { kind: "concentration", of, span: this.spanFrom(first) };
  });

  /** measured := ("count" | "amount" | "fraction" | "complexes") single-pattern [ having ] [ "of" name ] */
  protected measured: Rule<MeasureExpression> = this.production("measured", () => {
    const first = this.LA(1);
    const word = this.OR([
      { ALT: () => this.CONSUME(w.count) },
      { ALT: () => this.CONSUME(w.amount) },
      { ALT: () => this.CONSUME(w.fraction) },
      { ALT: () => this.CONSUME(w.complexes) },
    ]);
    const of = this.SUBRULE(this.singlePattern);
    const having = this.OPTION(() => this.SUBRULE(this.having)) ?? null;
    const owner = this.OPTION1(() => {
      this.CONSUME(w.of);
      return this.SUBRULE(this.identifier);
    });
    const measure = word.image as Measure;
    return { kind: "measure", measure, of, having, owner: owner ?? null, span: this.spanFrom(first) };
  });

  /** having := "having" [ "==" | "<" | "<=" | ">" | ">=" ] WHOLE-NUMBER */
  protected having: Rule<Having> = this.production("having", () => {
    const first = this.CONSUME(w.having);
    const relation = this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(p.EqualsEquals) },
        { ALT: () => this.CONSUME(p.Less) },
        { ALT: () => this.CONSUME(p.LessEquals) },
        { ALT: () => this.CONSUME(p.Greater) },
        { ALT: () => this.CONSUME(p.GreaterEquals) },
      ]),
    );
    // No complex has fewer matches than none.
    const least = relation?.image === "<" ? 1 : 0;
    const number = this.wholeNumber(this.CONSUME(NumberLiteral), least);
    return { relation: (relation?.image ?? "==") as Having["relation"], number, span: this.spanFrom(first) };
  });
}
