/** Productions of space, energies, motion, filaments and growth. */
import type { IToken } from "chevrotain";
import { clausesOf, type GrowthClause, growthClauses } from "../growthClauses.ts";
import { type GrowthVerb, growthVerbs } from "../keywords.ts";
import type { Name, Path } from "../syntax/common.ts";
import type { Fields, SiteDeclaration } from "../syntax/declaration.ts";
import type { Expression } from "../syntax/expression.ts";
import type {
  Angle,
  Boundary,
  Check,
  Energy,
  Field,
  Filament,
  GrowthEvent,
  Membrane,
  Motion,
  Region,
  Supply,
} from "../syntax/growth.ts";
import type { Pattern, SitePattern } from "../syntax/pattern.ts";
import { NumberLiteral, p, w } from "../tokens.ts";
import type { Rule } from "./base.ts";
import { ExperimentParser } from "./experiments.ts";

/** The clauses of a growth event as they are met. */
interface GrowthDraft {
  readonly given: Map<GrowthClause, IToken>;
  at: Name[];
  from: Supply | null;
  to: Path | null;
  with: Supply | null;
  as: SitePattern[];
  angle: Angle | null;
  within: Expression | null;
  length: Expression | null;
  stiffness: Expression | null;
  vectorial: boolean;
  when: Expression | null;
}

function emptyDraft(): GrowthDraft {
  return {
    given: new Map(),
    at: [],
    from: null,
    to: null,
    with: null,
    as: [],
    angle: null,
    within: null,
    length: null,
    stiffness: null,
    vectorial: false,
    when: null,
  };
}

interface FilamentDraft {
  subunit: SiteDeclaration[] | null;
  ends: Name[];
  readonly values: Map<string, Expression>;
  readonly given: Set<string>;
}

export abstract class GrowthParser extends ExperimentParser {
  /** energy := "energy" name [ ":" patterns [ "when" expression ] ] "=" expression [ fields ] */
  protected energy: Rule<Energy> = this.production("energy", () => {
    const first = this.CONSUME(w.energy);
    const name = this.SUBRULE(this.identifier);
    let pattern: Pattern[] = [];
    let when: Expression | null = null;
    this.OPTION(() => {
      this.CONSUME(p.Colon);
      pattern = this.SUBRULE(this.patterns);
      this.OPTION1(() => {
        this.CONSUME(w.when);
        when = this.SUBRULE(this.expression);
      });
    });
    this.SUBRULE(this.equals);
    const value = this.SUBRULE1(this.expression);
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "energy", name, pattern, when, value, fields, span: this.spanFrom(first) };
  });

  /** motion := "motion" path "overdamped" "drag" expression [ "athermal" ] [ fields ] */
  protected motion: Rule<Motion> = this.production("motion", () => {
    const first = this.CONSUME(w.motion);
    const attribute = this.SUBRULE(this.path);
    this.CONSUME(w.overdamped);
    this.CONSUME(w.drag);
    const drag = this.SUBRULE(this.expression);
    const thermal = this.OPTION(() => this.CONSUME(w.athermal)) === undefined;
    const fields = this.SUBRULE(this.optionalFields);
    const span = this.spanFrom(first);
    return { kind: "motion", attribute, regime: "overdamped", drag, thermal, fields, span };
  });

  /** in := [ "in" path ] */
  protected placement: Rule<Path | null> = this.production(
    "placement",
    () =>
      this.OPTION(() => {
        this.CONSUME(w.in);
        return this.SUBRULE(this.path);
      }) ?? null,
  );

  /** field := "field" path "in" path "diffusion" expression "mesh" expression [ "=" expression ] [ fields ] */
  protected field: Rule<Field> = this.production("field", () => {
    const first = this.CONSUME(w.field);
    const species = this.SUBRULE(this.path);
    this.CONSUME(w.in);
    const region = this.SUBRULE1(this.path);
    this.CONSUME(w.diffusion);
    const diffusion = this.SUBRULE(this.expression);
    this.CONSUME(w.mesh);
    const mesh = this.SUBRULE1(this.expression);
    const initial = this.OPTION(() => {
      this.SUBRULE(this.equals);
      return this.SUBRULE2(this.expression);
    });
    const fields = this.SUBRULE(this.optionalFields);
    const span = this.spanFrom(first);
    return { kind: "field", species, region, diffusion, mesh, initial: initial ?? null, fields, span };
  });

  /** region := "region" name [ "in" path ] "=" expression [ fields ] */
  protected region: Rule<Region> = this.production("region", () => {
    const first = this.CONSUME(w.region);
    const name = this.SUBRULE(this.identifier);
    const compartment = this.SUBRULE(this.placement);
    this.SUBRULE(this.equals);
    const shape = this.SUBRULE(this.expression);
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "region", name, compartment, shape, fields, span: this.spanFrom(first) };
  });

  /** boundary := "boundary" path ("periodic" | "reflecting" | "absorbing" | "membrane") */
  protected boundary: Rule<Boundary> = this.production("boundary", () => {
    const first = this.CONSUME(w.boundary);
    const of = this.SUBRULE(this.path);
    const condition = this.OR({
      DEF: [
        { ALT: () => this.CONSUME(w.periodic) },
        { ALT: () => this.CONSUME(w.reflecting) },
        { ALT: () => this.CONSUME(w.absorbing) },
        { ALT: () => this.CONSUME(w.membrane) },
      ],
      ERR_MSG: "`periodic`, `reflecting`, `absorbing` or `membrane`",
    });
    return {
      kind: "boundary",
      of,
      condition: condition.image as Boundary["condition"],
      span: this.spanFrom(first),
    };
  });

  /** filament := "filament" name [ "in" path ] "{" { filament-entry } "}" [ fields ] */
  protected filament: Rule<Filament> = this.production("filament", () => {
    const first = this.CONSUME(w.filament);
    const name = this.SUBRULE(this.identifier);
    const compartment = this.SUBRULE(this.placement);
    const draft: FilamentDraft = { subunit: null, ends: [], values: new Map(), given: new Set() };
    this.CONSUME(p.LeftBrace);
    this.MANY(() => this.SUBRULE(this.filamentEntry, { ARGS: [draft] }));
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(p.RightBrace) }],
      ERR_MSG: "`subunit`, `ends`, `rise`, `persistence`, `stretch`, `bead` or `}`",
    });
    const fields = this.SUBRULE(this.optionalFields);
    const { subunit, ends, values } = draft;
    return {
      kind: "filament",
      name,
      compartment,
      subunit,
      ends,
      rise: values.get("rise") ?? null,
      persistence: values.get("persistence") ?? null,
      stretch: values.get("stretch") ?? null,
      bead: values.get("bead") ?? null,
      fields,
      span: this.spanFrom(first),
    };
  });

  /** filament-entry := "subunit" "{" [ site { "," site } ] "}" | "ends" names | ("rise" | "persistence" | "stretch" | "bead") expression */
  protected filamentEntry = this.RULE(
    "filamentEntry",
    (draft: FilamentDraft = { subunit: null, ends: [], values: new Map(), given: new Set() }): void => {
      const word = this.LA(1);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(w.subunit);
            const sites: SiteDeclaration[] = [];
            this.CONSUME(p.LeftBrace);
            this.MANY_SEP({ SEP: p.Comma, DEF: () => sites.push(this.SUBRULE(this.siteDeclaration)) });
            this.CONSUME(p.RightBrace);
            draft.subunit = sites;
          },
        },
        {
          ALT: () => {
            this.CONSUME(w.ends);
            draft.ends = this.SUBRULE(this.names);
          },
        },
        {
          ALT: () => {
            this.OR1([
              { ALT: () => this.CONSUME(w.rise) },
              { ALT: () => this.CONSUME(w.persistence) },
              { ALT: () => this.CONSUME(w.stretch) },
              { ALT: () => this.CONSUME(w.bead) },
            ]);
            draft.values.set(word.image, this.SUBRULE(this.expression));
          },
        },
      ]);
      this.ACTION(() => this.notTwice(draft.given, word));
    },
  );

  protected notTwice(given: Set<string>, word: IToken): void {
    if (given.has(word.image)) this.report("TDL1214", this.tokenSpan(word), { what: `\`${word.image}\`` });
    given.add(word.image);
  }

  /** membrane := "membrane" name [ "in" path ] "{" { ("bending" | "tension" | "pressure" | "mesh" | "radius" | "centre" | "contact" | "within") expression } "}" [ fields ] */
  protected membrane: Rule<Membrane> = this.production("membrane", () => {
    const first = this.CONSUME(w.membrane);
    const name = this.SUBRULE(this.identifier);
    const compartment = this.SUBRULE(this.placement);
    const values = new Map<string, Expression>();
    const given = new Set<string>();
    this.CONSUME(p.LeftBrace);
    this.MANY(() => {
      const word = this.OR([
        { ALT: () => this.CONSUME(w.bending) },
        { ALT: () => this.CONSUME(w.tension) },
        { ALT: () => this.CONSUME(w.pressure) },
        { ALT: () => this.CONSUME(w.mesh) },
        { ALT: () => this.CONSUME(w.radius) },
        { ALT: () => this.CONSUME(w.centre) },
        { ALT: () => this.CONSUME(w.contact) },
        { ALT: () => this.CONSUME(w.within) },
      ]);
      const value = this.SUBRULE(this.expression);
      this.ACTION(() => {
        this.notTwice(given, word);
        values.set(word.image, value);
      });
    });
    this.OR1({
      DEF: [{ ALT: () => this.CONSUME(p.RightBrace) }],
      ERR_MSG: "`bending`, `tension`, `pressure`, `mesh`, `radius`, `centre`, `contact`, `within` or `}`",
    });
    const fields: Fields | null = this.SUBRULE(this.optionalFields);
    return {
      kind: "membrane",
      name,
      compartment,
      bending: values.get("bending") ?? null,
      tension: values.get("tension") ?? null,
      pressure: values.get("pressure") ?? null,
      mesh: values.get("mesh") ?? null,
      radius: values.get("radius") ?? null,
      centre: values.get("centre") ?? null,
      contact: values.get("contact") ?? null,
      within: values.get("within") ?? null,
      fields,
      span: this.spanFrom(first),
    };
  });

  /** check := "check" name [ "of" path ] */
  protected check: Rule<Check> = this.production("check", () => {
    const first = this.CONSUME(w.check);
    const property = this.SUBRULE(this.identifier);
    const of = this.OPTION(() => {
      this.CONSUME(w.of);
      return this.SUBRULE(this.path);
    });
    return { kind: "check", property, of: of ?? null, span: this.spanFrom(first) };
  });

  /** growth := VERB member { growth-clause } rate [ fields ] */
  protected growthEvent: Rule<GrowthEvent> = this.production("growthEvent", () => {
    const first = this.LA(1);
    this.OR(growthVerbs.map((verb) => ({ ALT: () => this.CONSUME(w[verb]) })));
    const subject = this.SUBRULE(this.member);
    const draft = emptyDraft();
    this.MANY(() => this.SUBRULE(this.growthClause, { ARGS: [draft] }));
    const rate = this.SUBRULE(this.rate);
    const fields = this.SUBRULE(this.optionalFields);
    const { given, ...clauses } = draft;
    this.ACTION(() => this.checkClauses(first, given));
    const kind = first.image as GrowthVerb;
    return { kind, subject, ...clauses, rate, fields, span: this.spanFrom(first) };
  });

  /**
   * growth-clause := "at" names | "from" supply | "to" path | "with" supply | "as" site { "," site }
   *   | "angle" expression [ "sd" expression ] | "vectorial"
   *   | ("within" | "length" | "stiffness" | "when") expression
   */
  protected growthClause = this.RULE("growthClause", (draft: GrowthDraft = emptyDraft()): void => {
    const word = this.LA(1);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(w.at);
          draft.at = this.SUBRULE(this.names);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.from);
          draft.from = this.SUBRULE(this.supply);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.to);
          draft.to = this.SUBRULE(this.path);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.with);
          draft.with = this.SUBRULE1(this.supply);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.as);
          const states: SitePattern[] = [];
          this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => states.push(this.SUBRULE(this.sitePattern)) });
          draft.as = states;
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.angle);
          const mean = this.SUBRULE(this.expression);
          const sd = this.OPTION(() => {
            this.CONSUME(w.sd);
            return this.SUBRULE1(this.expression);
          });
          draft.angle = { mean, sd: sd ?? null, span: this.spanFrom(word) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.within);
          draft.within = this.SUBRULE2(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.length);
          draft.length = this.SUBRULE4(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.stiffness);
          draft.stiffness = this.SUBRULE5(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.vectorial);
          draft.vectorial = true;
        },
      },
      {
        ALT: () => {
          this.CONSUME(w.when);
          draft.when = this.SUBRULE3(this.expression);
        },
      },
    ]);
    this.ACTION(() => {
      const clause = word.image as GrowthClause;
      if (draft.given.has(clause)) this.report("TDL1214", this.tokenSpan(word), { what: `\`${clause}\`` });
      draft.given.set(clause, word);
    });
  });

  /** supply := [ NUMBER ] path */
  protected supply: Rule<Supply> = this.production("supply", () => {
    const first = this.LA(1);
    const number = this.OPTION(() => this.CONSUME(NumberLiteral));
    const path = this.SUBRULE(this.memberType);
    const coefficient = this.ACTION(() => (number === undefined ? 1 : this.wholeNumber(number)));
    return { coefficient, path, span: this.spanFrom(first) };
  });

  private checkClauses(verb: IToken, given: ReadonlyMap<GrowthClause, IToken>): void {
    const rules = growthClauses.get(verb.image as GrowthVerb);
    if (rules === undefined) return;
    const allowed = clausesOf(verb.image as GrowthVerb);
    for (const [clause, token] of given) {
      if (allowed.includes(clause)) continue;
      this.report("TDL1219", this.tokenSpan(token), {
        clause,
        statement: verb.image,
        allowed: allowed.map((one) => `\`${one}\``).join(", "),
      });
    }
    for (const clause of rules.needs) {
      if (!given.has(clause)) this.report("TDL1220", this.tokenSpan(verb), { clause, statement: verb.image });
    }
  }
}
