/**
 * The parser of whole files, and the grammar that it and the productions in parser/ read.
 *
 * Notation: `[ x ]` is x or nothing, `{ x }` is x any number of times, `list(x)` is `x { "," x }`, words in
 * quotes stand for themselves and CAPITALS are tokens. White space and comments (`#` to the end of the line)
 * may stand between any two tokens and carry no meaning, but for units: see UNIT.
 *
 *   file            = language { import | model | experiment | surrogate | const | function | molecule | table }
 *   language        = "language" "1.0"
 *   import          = "import" list(name [ "as" name ]) "from" TEXT
 *   model           = ( "model" | "module" ) name [ TEXT ] "{" { statement } "}"
 *
 *   statement       = space | temperature | pool | molecule | extend | const | param | variable | define
 *                   | function | table | input | output | part | rule | flow | init | observe | event | stimulus
 *                   | energy | motion | field | region | boundary | filament | membrane | check | growth
 *   space           = "space" ( "2D" | "3D" ) [ "depth" expression ]
 *   temperature     = "temperature" expression
 *   pool            = [ "share" ] ( compartment | species )
 *   compartment     = "compartment" name [ "{" { ( "volume" | "area" | "length" ) expression | entry } "}" ]
 *   species         = [ "fixed" ] "species" list(name) [ "in" path ] [ "=" expression ] [ fields ]
 *   molecule        = "molecule" name "{" [ list(site-type) ] "}" [ fields ]
 *   extend          = "extend" path "{" { "site" list(site-type) } "}"
 *   site-type       = name [ "{" list(label) "}" ] [ "*" WHOLE ] [ ":" [ "vector" ] unit ]
 *   const           = "const" value                      (param, variable, define, output, observe likewise)
 *   value           = name [ ":" unit ] "=" expression [ fields ]
 *   function        = "function" name "(" [ list(name [ ":" unit ]) ] ")" "=" expression [ fields ]
 *   table           = "table" name "[" list(key) "]" [ unit ] "{" [ list(label) ] { row } "}" [ fields ]
 *   key             = path | "{" list(label) "}"
 *   row             = label ":" list(expression)
 *   input           = "input" name [ ":" unit ] [ "=" expression ] [ fields ]
 *   part            = "part" name "=" path [ "(" [ list(name "=" expression) ] ")" ]
 *   init            = "init" [ shape ] pattern [ "by" name "-" name ] "=" expression [ "in" path ]
 *                     [ "set" assignments ] [ fields ]
 *   shape           = ( "ring" | "chain" | "stack" ) "of" ( NUMBER | path | "(" expression ")" )
 *
 *   rule            = "rule" name ":" side [ ( "->" | "<->" ) side ] { clause } rate [ fields ]
 *   side            = "nothing" | participant { ( "+" | "," ) participant }
 *   participant     = [ WHOLE ] [ "new" | "delete" [ "complex" ] | "move" "complex" ] single
 *   clause          = "set" assignments | "when" expression
 *                   | ( "include" | "exclude" ) ( "reactant" | "product" ) WHOLE ":" pattern
 *   rate            = "@" expression { "," rate-clause } | "total" expression [ "," "back" expression ]
 *   rate-clause     = ( "within" | "back" | "balanced" ) expression | "anywhere"
 *   flow            = "flow" [ name ":" [ patterns ] ] list(target "'" "=" expression) [ fields ]
 *   event           = "event" name "when" expression [ "priority" expression ] "set" assignments [ fields ]
 *   stimulus        = "stimulus" name ( "adds" | "sets" ) path { ( "from" | "every" | "for" ) expression }
 *                     "shape" expression [ fields ]
 *
 *   energy          = "energy" name [ ":" patterns [ "when" expression ] ] "=" expression [ fields ]
 *   motion          = "motion" path "overdamped" "drag" expression [ "athermal" ] [ fields ]
 *   field           = "field" path "in" path "diffusion" expression "mesh" expression [ "=" expression ] [ fields ]
 *   region          = "region" name [ "in" path ] "=" expression [ fields ]
 *   boundary        = "boundary" path ( "periodic" | "reflecting" | "absorbing" | "membrane" )
 *   filament        = "filament" name [ "in" path ] "{" { filament-entry } "}" [ fields ]
 *   filament-entry  = "subunit" "{" [ list(site-type) ] "}" | "ends" list(name)
 *                   | ( "rise" | "persistence" | "stretch" | "bead" ) expression
 *   membrane        = "membrane" name [ "in" path ] "{" { membrane-entry } "}" [ fields ]
 *   membrane-entry  = ( "bending" | "tension" | "pressure" | "mesh" | "radius" | "centre" | "contact" | "within" )
 *                     expression
 *   check           = "check" name [ "of" path ]
 *   growth          = VERB member { growth-clause } rate [ fields ]       (VERB: growthVerbs in keywords.ts)
 *   growth-clause   = "at" list(name) | "from" supply | "to" path | "with" supply | "as" list(site)
 *                   | "angle" expression [ "sd" expression ] | "vectorial"
 *                   | ( "within" | "length" | "stiffness" | "when" ) expression
 *   supply          = [ WHOLE ] path
 *
 *   experiment      = "experiment" name "of" path [ TEXT ] "{" { experiment-entry } "}"
 *   experiment-entry = param | "set" assignments | event | stimulus | observe | sweep | plot | sensitivity
 *                   | treat | use | setting
 *   sweep           = "sweep" path "in" ( expression ".." expression ( "linear" | "log" ) expression
 *                     | list(expression) )
 *   plot            = "plot" list(expression) [ "against" expression ] [ fields ]
 *   sensitivity     = "sensitivity" "of" list(expression) "to" list(path) [ "relative" ]
 *   treat           = "treat" list(path) ( "continuous" | "discrete" )
 *   use             = "use" path "for" path
 *   setting         = name ( TEXT | expression )
 *
 *   surrogate       = "surrogate" name "of" path "{" { directive } "}"
 *   directive       = "inputs" list(path "in" expression ".." expression [ "linear" | "log" ])
 *                   | "outputs" list(path | "flux" "(" path ")")
 *                   | "kind" name [ NUMBER [ UNIT ] ] [ "retain" list(path) ]
 *                   | "train" ( "from" "experiment" list(path) | "runs" expression | "sampling" name
 *                             | "seed" TEXT | "budget" expression ) { … }
 *                   | "accept" list(expression) [ "held_out" expression ]
 *                   | "keep" list(expression)
 *                   | "outside" ( "fallback" "exact" | "clamp" | "error" )
 *
 *   fields          = "{" { entry } "}"
 *   entry           = "doc" TEXT | "source" list(SOURCE | TEXT) | "range" expression ".." expression
 *                   | "fit" | "sd" expression
 *
 *   patterns        = pattern { "+" pattern }
 *   pattern         = list(member) | "{" list(member) "}"
 *   single          = member | "{" list(member) "}"
 *   member          = [ name ":" ] path [ "(" [ list(site) ] ")" ] [ "in" path ]
 *   site            = name { "{" state [ "->" state ] "}" | "[" bond [ "->" bond ] "]" }
 *   state           = label | "?" name | "_"
 *   bond            = "." | "_" | "?" | WHOLE | path
 *
 *   assignments     = list(target "=" expression)
 *   target          = path | "[" pattern "]" | measure
 *   expression      = { "if" expression "then" expression "else" } disjunction
 *   disjunction     = conjunction { "or" conjunction }
 *   conjunction     = negation { "and" negation }
 *   negation        = { "not" } comparison
 *   comparison      = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
 *   sum             = product { ( "+" | "-" ) product }
 *   product         = signed { ( "*" | "/" ) signed }
 *   signed          = { "-" | "+" } power
 *   power           = escaped { "^" { "-" | "+" } escaped }               (from the right)
 *   escaped         = primary { ( "unitless" | "assume" ) unit }
 *   primary         = NUMBER [ UNIT ] | path [ "(" [ list(expression) ] ")" | "[" list(expression) "]" ]
 *                   | "(" expression ")" | "[" pattern "]" | measure | aggregate
 *   aggregate       = ( "sum" | "mean" ) "(" expression "over" pattern ")"
 *   measure         = ( "count" | "amount" | "fraction" | "complexes" ) single [ having ] [ "of" name ]
 *   having          = "having" [ "==" | "<" | "<=" | ">" | ">=" ] WHOLE
 *   unit            = "unitless" | [ "/" ] factor { ( "*" | "/" ) factor }   (without white space inside)
 *   factor          = ( SYMBOL | "count" | "%" ) [ "^" [ "-" ] WHOLE ]
 *   path            = name { "." name }
 *   label           = name | WHOLE
 *   name            = NAME | "`" NAME "`"
 *
 *   NUMBER          = ( DIGITS [ "." DIGITS ] | "." DIGITS ) [ ( "e" | "E" ) [ "+" | "-" ] DIGITS ]
 *   WHOLE           = DIGITS
 *   NAME            = a letter or "_", then letters, marks, digits and "_"; not a reserved word, not "_" alone
 *   TEXT            = '"' characters of one line, with \" \\ \n \r \t '"'
 *   SOURCE          = SCHEME ":" up to white space, a quote or a brace; only after "source"
 *   UNIT            = unit, read only right after a NUMBER, of symbols of the table of units; a leading "/"
 *                     belongs to it when white space stands before it and a symbol touches it; what is
 *                     followed by ":" is a label and no unit
 *
 * An optional end of a statement never begins with a word that begins the next one (tested on the grammar).
 * Where two readings remain, the longer one is taken: `in` after a member belongs to the member, a comma
 * after a pattern on the side of a rule joins a molecule to it.
 */
import type { Path } from "./syntax/common.ts";
import type { Import, Model, SourceTree, Statement, TopLevel } from "./syntax/sourceTree.ts";
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
    if (language === null && items.every((item) => item.kind !== "language")) {
      const start = { start: 0, end: 0 };
      const fixes = [{ title: "Add language 1.0", edits: [{ span: start, replacement: "language 1.0\n" }] }];
      // Where nothing was read, it is probably no model at all.
      reporter.report("TDL1013", start, {}, items.length === 0 ? {} : { fixes });
    } else if (language !== null && language.version !== "1.0")
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
