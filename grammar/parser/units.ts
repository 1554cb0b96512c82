/** Productions of numbers and units. */
import type { Span } from "../../diagnostics/source.ts";
import { normaliseMicro } from "../../runtime/units/unitTable.ts";
import type { UnitText } from "../syntax/common.ts";
import type { Quantity } from "../syntax/expression.ts";
import { NameLike, NumberLiteral, p, UnitLiteral, w } from "../tokens.ts";
import type { Rule } from "./base.ts";
import { PatternParser } from "./patterns.ts";

export abstract class UnitParser extends PatternParser {
  /** quantity := NUMBER [UNIT] */
  protected quantity: Rule<Quantity> = this.production("quantity", () => {
    const number = this.CONSUME(NumberLiteral);
    const unit = this.OPTION(() => this.CONSUME(UnitLiteral));
    return this.ACTION(() => ({
      kind: "quantity",
      value: Number(number.image),
      text: number.image,
      unit: unit === undefined ? null : { text: normaliseMicro(unit.image), span: this.tokenSpan(unit) },
      span: this.spanFrom(number),
    }));
  });

  /** unit := "unitless" | ["/"] factor { ("*" | "/") factor }, without white space inside */
  protected unit: Rule<UnitText> = this.production("unit", () => {
    const first = this.LA(1);
    this.OPTION(() => this.CONSUME(p.Slash));
    this.SUBRULE(this.unitFactor);
    this.MANY({
      GATE: () => this.unitGoesOn(),
      DEF: () => {
        this.OR([{ ALT: () => this.CONSUME(p.Star) }, { ALT: () => this.CONSUME1(p.Slash) }]);
        this.SUBRULE1(this.unitFactor);
      },
    });
    const span = this.spanFrom(first);
    return { text: this.unitText(span), span };
  });

  /** factor := (SYMBOL | "count" | "%") ["^" ["-"] WHOLE-NUMBER] */
  protected unitFactor: Rule<void> = this.production("unitFactor", () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(NameLike) },
        { ALT: () => this.CONSUME(w.count) },
        { ALT: () => this.CONSUME(p.Percent) },
      ],
      ERR_MSG: "a unit",
    });
    this.OPTION({
      GATE: () => this.unitGoesOn(),
      DEF: () => {
        this.CONSUME(p.Caret);
        this.OPTION1(() => this.CONSUME(p.Minus));
        this.CONSUME(NumberLiteral);
      },
    });
  });

  /** Whether the next mark belongs to the unit. */
  private unitGoesOn(): boolean {
    return !this.tightUnit || (this.touches(0) && this.touches(1));
  }

  /** Whether nothing stands between two tokens: 0, the last and the next; 1, the next and the one behind. */
  private touches(ahead: number): boolean {
    const left = this.LA(ahead);
    const right = this.LA(ahead + 1);
    return (left.endOffset ?? 0) + 1 === right.startOffset;
  }

  private unitText(span: Span): string {
    let text = "";
    this.ACTION(() => {
      text = normaliseMicro(this.reporter?.file.text.slice(span.start, span.end) ?? "");
      if (/\s/.test(text)) {
        const joined = text.replace(/\s+/g, "");
        this.report(
          "TDL1202",
          span,
          { joined },
          { fixes: [{ title: `Write ${joined}`, edits: [{ span, replacement: joined }] }] },
        );
        text = joined;
      }
    });
    return text;
  }
}
