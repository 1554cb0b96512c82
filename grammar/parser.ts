/** The parser of whole files. */
import type { Path } from "./syntax/common.ts";
import type { Import, Model, SourceTree, Statement, TopLevel } from "./syntax/declaration.ts";
import type { SyntaxReporter } from "./report.ts";
import type { Scan } from "./scan.ts";
import type { Choices, ParserOptions, Rule } from "./parser/base.ts";
import { fileBlock, modelBlock } from "./parser/blocks.ts";
import { SurrogateParser } from "./parser/surrogates.ts";
import { NumberLiteral, p, w } from "./tokens.ts";

type FileItem =
  | TopLevel
  | Import
  | { readonly kind: "language"; readonly version: string; readonly span: Path["span"] };

export class TendrilParser extends SurrogateParser {
  constructor(options: ParserOptions = {}) {
    super(options);
    this.performSelfAnalysis();
  }

  /** Reads the tokens of one file. */
  read({ tokens, comments }: Scan, reporter: SyntaxReporter): SourceTree {
    this.begin(tokens, reporter);
    const items = this.file() ?? [];
    const imports: Import[] = [];
    const declarations: TopLevel[] = [];
    let language: SourceTree["language"] = null;
    for (const item of items) {
      if (item.kind === "import") imports.push(item);
      else if (item.kind !== "language") declarations.push(item);
      else if (item === items[0]) language = { version: item.version, span: item.span };
      else reporter.report("TDL1015", item.span, {});
    }
    if (language === null && items.every((item) => item.kind !== "language"))
      reporter.report("TDL1013", { start: 0, end: 0 }, {});
    else if (language !== null && language.version !== "1.0")
      reporter.report("TDL1014", language.span, { version: language.version });
    return { kind: "file", source: reporter.file, language, imports, declarations, comments };
  }

  /** file := { language | import | model | experiment | surrogate | const | function | molecule | table } */
  protected file: Rule<FileItem[]> = this.production("file", () => this.statements(fileBlock, this.fileItem));

  protected fileItem: Rule<FileItem> = this.production("fileItem", () =>
    this.OR<Choices<FileItem>>([
      { ALT: () => this.SUBRULE(this.language) },
      { ALT: () => this.SUBRULE(this.importStatement) },
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.experiment) },
      { ALT: () => this.SUBRULE(this.surrogate) },
      { ALT: () => this.SUBRULE(this.constant) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.molecule) },
      { ALT: () => this.SUBRULE(this.table) },
    ]),
  );

  /** language := "language" NUMBER */
  protected language: Rule<FileItem> = this.production("language", () => {
    const first = this.CONSUME(w.language);
    const version = this.CONSUME(NumberLiteral).image;
    return { kind: "language", version, span: this.spanFrom(first) };
  });

  /** import := "import" name [ "as" name ] { "," name [ "as" name ] } "from" TEXT */
  protected importStatement: Rule<Import> = this.production("importStatement", () => {
    const first = this.CONSUME(w.import);
    const names: Import["names"][number][] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: p.Comma,
      DEF: () => {
        const name = this.SUBRULE(this.identifier);
        const alias = this.OPTION(() => {
          this.CONSUME(w.as);
          return this.SUBRULE1(this.identifier);
        });
        names.push({ name, alias: alias ?? null });
      },
    });
    this.CONSUME(w.from);
    const from = this.SUBRULE(this.text);
    return { kind: "import", names, from, span: this.spanFrom(first) };
  });

  /** model := ("model" | "module") name [ TEXT ] "{" { statement } "}" */
  protected model: Rule<Model> = this.production("model", () => {
    const first = this.OR([{ ALT: () => this.CONSUME(w.model) }, { ALT: () => this.CONSUME(w.module) }]);
    const name = this.SUBRULE(this.identifier);
    const title = this.OPTION(() => this.SUBRULE(this.text)) ?? null;
    const open = this.CONSUME(p.LeftBrace);
    const body = this.statements(modelBlock, this.statement);
    this.closeBlock(first.image, open);
    const kind = first.tokenType === w.model ? "model" : "module";
    return { kind, name, title, body, span: this.spanFrom(first) };
  });

  protected statement: Rule<Statement> = this.production("statement", () =>
    this.OR<Choices<Statement>>([
      { ALT: () => this.SUBRULE(this.spaceStatement) },
      { ALT: () => this.SUBRULE(this.temperatureStatement) },
      { ALT: () => this.SUBRULE(this.poolStatement) },
      { ALT: () => this.SUBRULE(this.molecule) },
      { ALT: () => this.SUBRULE(this.extendStatement) },
      { ALT: () => this.SUBRULE(this.constant) },
      { ALT: () => this.SUBRULE(this.parameter) },
      { ALT: () => this.SUBRULE(this.variable) },
      { ALT: () => this.SUBRULE(this.definition) },
      { ALT: () => this.SUBRULE(this.functionDeclaration) },
      { ALT: () => this.SUBRULE(this.table) },
      { ALT: () => this.SUBRULE(this.inputStatement) },
      { ALT: () => this.SUBRULE(this.outputStatement) },
      { ALT: () => this.SUBRULE(this.part) },
      { ALT: () => this.SUBRULE(this.rule) },
      { ALT: () => this.SUBRULE(this.flow) },
      { ALT: () => this.SUBRULE(this.initial) },
      { ALT: () => this.SUBRULE(this.observable) },
      { ALT: () => this.SUBRULE(this.event) },
      { ALT: () => this.SUBRULE(this.stimulus) },
      { ALT: () => this.SUBRULE(this.energy) },
      { ALT: () => this.SUBRULE(this.motion) },
      { ALT: () => this.SUBRULE(this.field) },
      { ALT: () => this.SUBRULE(this.region) },
      { ALT: () => this.SUBRULE(this.boundary) },
      { ALT: () => this.SUBRULE(this.filament) },
      { ALT: () => this.SUBRULE(this.membrane) },
      { ALT: () => this.SUBRULE(this.check) },
      { ALT: () => this.SUBRULE(this.growthEvent) },
    ]),
  );
}
