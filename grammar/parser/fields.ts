/** Productions of what many declarations share: trailing fields, unit annotations, lists of names, whole numbers. */
import type { IToken } from "chevrotain";
import type { Name, StringText, UnitText } from "../syntax/common.ts";
import type { Fields } from "../syntax/declaration.ts";
import type { Expression } from "../syntax/expression.ts";
import { p, SourceLiteral, w } from "../tokens.ts";
import type { Rule } from "./base.ts";
import { AssignmentParser } from "./assignments.ts";

/** What the entries of a trailing block add up to. */
export interface FieldsDraft {
  doc: StringText | null;
  sources: StringText[];
  range: Fields["range"];
  fit: Fields["fit"];
  sd: Expression | null;
  any: boolean;
}

export function emptyFields(): FieldsDraft {
  return { doc: null, sources: [], range: null, fit: null, sd: null, any: false };
}

export abstract class FieldParser extends AssignmentParser {
  protected once(given: boolean, token: IToken): void {
    if (given)
      this.ACTION(() => this.report("TDL1214", this.tokenSpan(token), { what: `\`${token.image}\`` }));
  }

  /** field := "doc" TEXT | "source" (SOURCE | TEXT) { "," (SOURCE | TEXT) } | "range" expression ".." expression | "fit" | "sd" expression */
  protected fieldEntry = this.RULE("fieldEntry", (draft: FieldsDraft = emptyFields()): void => {
    const first = this.LA(1);
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.once(draft.doc !== null, this.CONSUME(w.doc));
            draft.doc = this.SUBRULE(this.text);
          },
        },
        {
          ALT: () => {
            this.CONSUME(w.source);
            this.AT_LEAST_ONE_SEP({
              SEP: p.Comma,
              DEF: () =>
                this.OR1([
                  {
                    ALT: () => {
                      const token = this.CONSUME(SourceLiteral);
                      draft.sources.push({ value: token.image, span: this.tokenSpan(token) });
                    },
                  },
                  { ALT: () => draft.sources.push(this.SUBRULE1(this.text)) },
                ]),
            });
          },
        },
        {
          ALT: () => {
            this.once(draft.range !== null, this.CONSUME(w.range));
            const low = this.SUBRULE(this.expression);
            this.CONSUME(p.DotDot);
            const high = this.SUBRULE1(this.expression);
            draft.range = { low, high, span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(w.fit);
            this.once(draft.fit !== null, token);
            draft.fit = this.tokenSpan(token);
          },
        },
        {
          ALT: () => {
            this.once(draft.sd !== null, this.CONSUME(w.sd));
            draft.sd = this.SUBRULE2(this.expression);
          },
        },
      ],
      ERR_MSG: "`doc`, `source`, `range`, `fit`, `sd` or `}`",
    });
    draft.any = true;
  });

  /** fields := "{" { field } "}" */
  protected fields: Rule<Fields> = this.production("fields", () => {
    const first = this.LA(1);
    const draft = emptyFields();
    this.CONSUME(p.LeftBrace);
    this.MANY(() => this.SUBRULE(this.fieldEntry, { ARGS: [draft] }));
    this.closeFields();
    return this.finish(draft, first);
  });

  /** "}" after entries; says what could have stood there. */
  protected closeFields(more = ""): void {
    this.OR9({
      DEF: [{ ALT: () => this.CONSUME9(p.RightBrace) }],
      ERR_MSG: `${more}\`doc\`, \`source\`, \`range\`, \`fit\`, \`sd\` or \`}\``,
    });
  }

  protected finish({ doc, sources, range, fit, sd }: FieldsDraft, first: IToken): Fields {
    return { doc, sources, range, fit, sd, span: this.spanFrom(first) };
  }

  /** [ fields ] */
  protected optionalFields: Rule<Fields | null> = this.production(
    "optionalFields",
    () => this.OPTION(() => this.SUBRULE(this.fields)) ?? null,
  );

  /** [ ":" unit ] */
  protected annotation: Rule<UnitText | null> = this.production(
    "annotation",
    () =>
      this.OPTION(() => {
        this.CONSUME(p.Colon);
        return this.SUBRULE(this.unit);
      }) ?? null,
  );

  /** names := name { "," name } */
  protected names: Rule<Name[]> = this.production("names", () => {
    const found: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE(this.identifier)) });
    return found;
  });

  /** labels := label { "," label } */
  protected labels: Rule<Name[]> = this.production("labels", () => {
    const found: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE(this.label)) });
    return found;
  });
}
