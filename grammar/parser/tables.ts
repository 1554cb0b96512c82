/** Productions of tables: `table rate[CaM.c] /s { 0: 1  1: 2 }`, with labels of states, of bonds and of columns. */
import type { Name } from "../syntax/common.ts";
import type { Table, TableKey, TableRow } from "../syntax/declaration.ts";
import type { Expression } from "../syntax/expression.ts";
import { p, w } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { FieldParser } from "./fields.ts";

export abstract class TableParser extends FieldParser {
  /** table := "table" name "[" key { "," key } "]" [ unit ] "{" [ cell-labels ] { row } "}" [ fields ] */
  protected table: Rule<Table> = this.production("table", () => {
    const first = this.CONSUME(w.table);
    const name = this.SUBRULE(this.identifier);
    const keys: TableKey[] = [];
    this.CONSUME(p.LeftBracket);
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => keys.push(this.SUBRULE(this.tableKey)) });
    this.CONSUME(p.RightBracket);
    const unit = this.OPTION(() => this.SUBRULE(this.unit));
    this.CONSUME(p.LeftBrace);
    const columns = this.OPTION1({
      // The gate decides; a longer comparison of labels with rows takes most of the time that the parser needs to start.
      MAX_LOOKAHEAD: 1,
      GATE: () => !this.isRowNext(),
      DEF: () => this.SUBRULE(this.cellLabels),
    });
    const rows: TableRow[] = [];
    this.MANY(() => rows.push(this.SUBRULE(this.tableRow)));
    this.CONSUME(p.RightBrace);
    const fields = this.SUBRULE(this.optionalFields);
    return {
      kind: "table",
      name,
      keys,
      unit: unit ?? null,
      columns: columns ?? null,
      rows,
      fields,
      span: this.spanFrom(first),
    };
  });

  /** key := path | "{" cell-labels "}" */
  protected tableKey: Rule<TableKey> = this.production("tableKey", () => {
    const first = this.LA(1);
    return this.OR<Choices<TableKey>>({
      DEF: [
        {
          ALT: (): TableKey => {
            const path = this.SUBRULE(this.path);
            return { kind: "site", path, span: this.spanFrom(first) };
          },
        },
        {
          ALT: (): TableKey => {
            this.CONSUME(p.LeftBrace);
            const labels = this.SUBRULE1(this.cellLabels);
            this.CONSUME(p.RightBrace);
            return { kind: "labels", labels, span: this.spanFrom(first) };
          },
        },
      ],
      ERR_MSG: "a site such as `CaM.c` or labels in braces",
    });
  });

  /** Whether the labels that come next end in a colon; those of columns do not. */
  private isRowNext(): boolean {
    let next = 2;
    while (this.LA(next).tokenType === p.Comma || this.LA(next).tokenType === p.Dot) next += 2;
    return this.LA(next).tokenType === p.Colon;
  }

  /** cell-labels := cell-label { "," cell-label } */
  protected cellLabels: Rule<Name[]> = this.production("cellLabels", () => {
    const found: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE(this.cellLabel)) });
    return found;
  });

  /** cell-label := label | "." | "_" | path; those of bonds read as in patterns, such as `CaMKII.cam` */
  protected cellLabel: Rule<Name> = this.production("cellLabel", () => {
    const first = this.LA(1);
    const parts: string[] = [];
    this.OR({
      DEF: [
        { ALT: () => parts.push(this.CONSUME(p.LoneDot).image) },
        // At the end of the labels of columns, before a row.
        { ALT: () => parts.push(this.CONSUME1(p.Dot).image) },
        { ALT: () => parts.push(this.CONSUME(p.Underscore).image) },
        {
          ALT: () => {
            parts.push(this.SUBRULE(this.label).text);
            this.MANY(() => {
              this.CONSUME(p.Dot);
              parts.push(this.SUBRULE(this.identifier).text);
            });
          },
        },
      ],
      ERR_MSG: "a name, a whole number, or a bond such as `.`, `_` and `Kinase.x`",
    });
    return { text: parts.join("."), span: this.spanFrom(first) };
  });

  /** row := cell-labels ":" expression { "," expression } */
  protected tableRow: Rule<TableRow> = this.production("tableRow", () => {
    const first = this.LA(1);
    const labels = this.SUBRULE(this.cellLabels);
    this.CONSUME(p.Colon);
    const cells: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => cells.push(this.SUBRULE(this.expression)) });
    return { labels, cells, span: this.spanFrom(first) };
  });
}
