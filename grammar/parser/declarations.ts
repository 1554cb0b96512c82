/** Productions of what models declare: compartments, species, molecules, values, parts, initial states. */
import type { IToken } from "chevrotain";
import type { Name, Path, UnitText } from "../syntax/common.ts";
import type {
  Compartment,
  Constant,
  Definition,
  Extend,
  Fields,
  FunctionDeclaration,
  Initial,
  InitialTemplate,
  Input,
  MoleculeDeclaration,
  Observable,
  Output,
  Parameter,
  Part,
  SiteDeclaration,
  Space,
  SpeciesDeclaration,
  Temperature,
  Variable,
} from "../syntax/declaration.ts";
import type { Expression, NamedArgument } from "../syntax/expression.ts";
import { DimensionLiteral, NumberLiteral, p, w } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { emptyFields } from "./fields.ts";
import { TableParser } from "./tables.ts";

export abstract class DeclarationParser extends TableParser {
  // ---- space and pools -------------------------------------------------------------------------------

  /** space := "space" ("2D" | "3D") [ "depth" expression ] */
  protected spaceStatement: Rule<Space> = this.production("spaceStatement", () => {
    const first = this.CONSUME(w.space);
    const dimension = this.CONSUME(DimensionLiteral);
    const depth = this.OPTION(() => {
      this.CONSUME(w.depth);
      return this.SUBRULE(this.expression);
    });
    const dimensions = dimension.image === "2D" ? 2 : 3;
    return { kind: "space", dimensions, depth: depth ?? null, span: this.spanFrom(first) };
  });

  /** temperature := "temperature" expression */
  protected temperatureStatement: Rule<Temperature> = this.production("temperatureStatement", () => {
    const first = this.CONSUME(w.temperature);
    const value = this.SUBRULE(this.expression);
    return { kind: "temperature", value, span: this.spanFrom(first) };
  });

  /** pool := [ "share" ] (compartment | [ "fixed" ] species) */
  protected poolStatement: Rule<Compartment | SpeciesDeclaration> = this.production("poolStatement", () => {
    const first = this.LA(1);
    const share = this.OPTION(() => this.CONSUME(w.share)) !== undefined;
    return this.OR<Choices<Compartment | SpeciesDeclaration>>({
      DEF: [
        { ALT: () => this.SUBRULE(this.compartment, { ARGS: [first, share] }) },
        { ALT: () => this.SUBRULE(this.species, { ARGS: [first, share] }) },
      ],
      ERR_MSG: "`compartment`, `species` or `fixed species`",
    });
  });

  /** compartment := "compartment" name [ "{" { ("volume" | "area" | "length") expression | field } "}" ] */
  protected compartment = this.RULE("compartment", (first?: IToken, share = false): Compartment => {
    this.CONSUME(w.compartment);
    const name = this.SUBRULE(this.identifier);
    const draft = emptyFields();
    let size: Compartment["size"] = null;
    let fields: Fields | null = null;
    this.OPTION(() => {
      const open = this.CONSUME(p.LeftBrace);
      this.MANY(() => {
        this.OR({
          DEF: [
            {
              ALT: () => {
                const start = this.LA(1);
                const measure = this.OR1([
                  { ALT: () => this.CONSUME(w.volume) },
                  { ALT: () => this.CONSUME(w.area) },
                  { ALT: () => this.CONSUME(w.length) },
                ]);
                this.once(size !== null, measure);
                const value = this.SUBRULE(this.expression);
                const kind = measure.image as "volume" | "area" | "length";
                size = { measure: kind, value, span: this.spanFrom(start) };
              },
            },
            { ALT: () => this.SUBRULE(this.fieldEntry, { ARGS: [draft] }) },
          ],
        });
      });
      this.closeFields("`volume`, `area`, `length`, ");
      if (draft.any) fields = this.finish(draft, open);
    });
    const span = this.spanFrom(first ?? this.LA(0));
    return { kind: "compartment", share, name, size, fields, span };
  });

  /** species := [ "fixed" ] "species" name { "," name } [ "in" path ] [ "=" expression ] [ fields ] */
  protected species = this.RULE("species", (first?: IToken, share = false): SpeciesDeclaration => {
    const fixed = this.OPTION(() => this.CONSUME(w.fixed)) !== undefined;
    this.CONSUME(w.species);
    const names = this.SUBRULE(this.names);
    const compartment = this.OPTION1(() => {
      this.CONSUME(w.in);
      return this.SUBRULE(this.path);
    });
    const initial = this.OPTION2(() => {
      this.SUBRULE(this.equals);
      return this.SUBRULE(this.expression);
    });
    const fields = this.SUBRULE(this.optionalFields);
    return {
      kind: "species",
      share,
      fixed,
      names,
      compartment: compartment ?? null,
      initial: initial ?? null,
      fields,
      span: this.spanFrom(first ?? this.LA(0)),
    };
  });

  // ---- molecules -------------------------------------------------------------------------------------

  /** molecule := "molecule" name "{" [ site { "," site } ] "}" [ fields ] */
  protected molecule: Rule<MoleculeDeclaration> = this.production("molecule", () => {
    const first = this.CONSUME(w.molecule);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(p.LeftBrace);
    const sites: SiteDeclaration[] = [];
    this.MANY_SEP({ SEP: p.Comma, DEF: () => sites.push(this.SUBRULE(this.siteDeclaration)) });
    this.CONSUME(p.RightBrace);
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "molecule", name, sites, fields, span: this.spanFrom(first) };
  });

  /** extend := "extend" path "{" { "site" site { "," site } } "}" */
  protected extendStatement: Rule<Extend> = this.production("extendStatement", () => {
    const first = this.CONSUME(w.extend);
    const type = this.SUBRULE(this.path);
    const sites: SiteDeclaration[] = [];
    this.CONSUME(p.LeftBrace);
    this.MANY(() => {
      this.CONSUME(w.site);
      this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => sites.push(this.SUBRULE(this.siteDeclaration)) });
    });
    this.CONSUME(p.RightBrace);
    return { kind: "extend", type, sites, span: this.spanFrom(first) };
  });

  /** site := name [ "{" label { "," label } "}" ] [ "*" WHOLE-NUMBER ] [ ":" [ "vector" ] unit ] */
  protected siteDeclaration: Rule<SiteDeclaration> = this.production("siteDeclaration", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.identifier);
    const states = this.OPTION(() => {
      this.CONSUME(p.LeftBrace);
      const labels = this.SUBRULE(this.labels);
      this.CONSUME(p.RightBrace);
      return labels;
    });
    let multiplicity = 1;
    this.OPTION1(() => {
      this.CONSUME(p.Star);
      const number = this.CONSUME(NumberLiteral);
      multiplicity = this.wholeNumber(number);
    });
    let vector = false;
    const attribute = this.OPTION2(() => {
      this.CONSUME(p.Colon);
      vector = this.OPTION3(() => this.CONSUME(w.vector)) !== undefined;
      return this.SUBRULE(this.unit);
    });
    return {
      name,
      states: states ?? null,
      multiplicity,
      attribute: attribute ?? null,
      vector,
      span: this.spanFrom(first),
    };
  });

  // ---- values ----------------------------------------------------------------------------------------

  /** value := ("const" | "param" | "variable" | "define" | …) name [ ":" unit ] "=" expression [ fields ] */
  protected constant: Rule<Constant> = this.production("constant", () => {
    const first = this.CONSUME(w.const);
    return { kind: "const", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected parameter: Rule<Parameter> = this.production("parameter", () => {
    const first = this.CONSUME(w.param);
    return { kind: "param", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected variable: Rule<Variable> = this.production("variable", () => {
    const first = this.CONSUME(w.variable);
    return { kind: "variable", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected definition: Rule<Definition> = this.production("definition", () => {
    const first = this.CONSUME(w.define);
    return { kind: "define", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected outputStatement: Rule<Output> = this.production("outputStatement", () => {
    const first = this.CONSUME(w.output);
    return { kind: "output", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected observable: Rule<Observable> = this.production("observable", () => {
    const first = this.CONSUME(w.observe);
    return { kind: "observe", ...this.SUBRULE(this.namedValue), span: this.spanFrom(first) };
  });

  protected namedValue: Rule<{
    name: Name;
    unit: UnitText | null;
    value: Expression;
    fields: Fields | null;
  }> = this.production("namedValue", () => {
    const name = this.SUBRULE(this.identifier);
    const unit = this.SUBRULE(this.annotation);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.expression);
    const fields = this.SUBRULE(this.optionalFields);
    return { name, unit, value, fields };
  });

  /** input := "input" name [ ":" unit ] [ "=" expression ] [ fields ] */
  protected inputStatement: Rule<Input> = this.production("inputStatement", () => {
    const first = this.CONSUME(w.input);
    const name = this.SUBRULE(this.identifier);
    const unit = this.SUBRULE(this.annotation);
    const value = this.OPTION(() => {
      this.SUBRULE(this.equals);
      return this.SUBRULE(this.expression);
    });
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "input", name, unit, value: value ?? null, fields, span: this.spanFrom(first) };
  });

  /** function := "function" name "(" [ name [ ":" unit ] { "," … } ] ")" "=" expression [ fields ] */
  protected functionDeclaration: Rule<FunctionDeclaration> = this.production("functionDeclaration", () => {
    const first = this.CONSUME(w.function);
    const name = this.SUBRULE(this.identifier);
    const parameters: { name: Name; unit: UnitText | null; span: { start: number; end: number } }[] = [];
    this.CONSUME(p.LeftParenthesis);
    this.MANY_SEP({
      SEP: p.Comma,
      DEF: () => {
        const start = this.LA(1);
        const parameter = this.SUBRULE1(this.identifier);
        const unit = this.SUBRULE(this.annotation);
        parameters.push({ name: parameter, unit, span: this.spanFrom(start) });
      },
    });
    this.CONSUME(p.RightParenthesis);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.expression);
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "function", name, parameters, value, fields, span: this.spanFrom(first) };
  });

  // ---- parts and initial states ----------------------------------------------------------------------

  /** part := "part" name "=" path [ "(" [ argument { "," argument } ] ")" ] */
  protected part: Rule<Part> = this.production("part", () => {
    const first = this.CONSUME(w.part);
    const name = this.SUBRULE(this.identifier);
    this.SUBRULE(this.equals);
    const module = this.SUBRULE(this.path);
    const bindings: NamedArgument[] = [];
    this.OPTION(() => {
      this.CONSUME(p.LeftParenthesis);
      this.MANY_SEP({ SEP: p.Comma, DEF: () => bindings.push(this.SUBRULE(this.namedArgument)) });
      this.CONSUME(p.RightParenthesis);
    });
    return { kind: "part", name, module, bindings, span: this.spanFrom(first) };
  });

  /** init := [ "fixed" ] "init" [ template ] pattern [ "by" name "-" name ] "=" expression [ "in" path ] [ "set" assignments ] [ fields ] */
  protected initial: Rule<Initial> = this.production("initial", () => {
    const first = this.LA(1);
    const fixed = this.OPTION9(() => this.CONSUME(w.fixed)) !== undefined;
    this.CONSUME(w.init);
    const start = this.LA(1);
    const shaped = this.OPTION(() => this.SUBRULE(this.templateShape));
    const pattern = this.SUBRULE(this.pattern);
    const by = this.OPTION1({
      GATE: () => shaped !== undefined,
      DEF: () => {
        this.CONSUME(w.by);
        const from = this.SUBRULE(this.identifier);
        this.CONSUME(p.Minus);
        const to = this.SUBRULE1(this.identifier);
        return { from, to };
      },
    });
    let template: InitialTemplate | null = null;
    if (shaped !== undefined) {
      const { shape, count } = shaped;
      template = { shape, count, by: by ?? null, span: this.spanFrom(start) };
    }
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.expression);
    let compartment: Path | null = null;
    this.OPTION2(() => {
      this.CONSUME(w.in);
      compartment = this.SUBRULE(this.path);
    });
    const sets =
      this.OPTION3(() => {
        this.CONSUME(w.set);
        return this.SUBRULE(this.assignments);
      }) ?? [];
    const fields = this.SUBRULE(this.optionalFields);
    const span = this.spanFrom(first);
    return { kind: "init", fixed, template, pattern, value, compartment, sets, fields, span };
  });

  /** template := ("ring" | "chain" | "stack") "of" (NUMBER | path | "(" expression ")") */
  protected templateShape: Rule<{ shape: InitialTemplate["shape"]; count: Expression }> = this.production(
    "templateShape",
    () => {
      const word = this.OR([
        { ALT: () => this.CONSUME(w.ring) },
        { ALT: () => this.CONSUME(w.chain) },
        { ALT: () => this.CONSUME(w.stack) },
      ]);
      this.CONSUME(w.of);
      const first = this.LA(1);
      const count = this.OR1<Choices<Expression>>({
        DEF: [
          {
            ALT: (): Expression => {
              const text = this.CONSUME(NumberLiteral).image;
              return { kind: "quantity", value: Number(text), text, unit: null, span: this.spanFrom(first) };
            },
          },
          {
            ALT: (): Expression => {
              const path = this.SUBRULE(this.path);
              return { kind: "reference", path, span: this.spanFrom(first) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(p.LeftParenthesis);
              const inner = this.SUBRULE(this.expression);
              this.CONSUME(p.RightParenthesis);
              return inner;
            },
          },
        ],
        ERR_MSG: "how many there are",
      });
      return { shape: word.image as InitialTemplate["shape"], count };
    },
  );
}
