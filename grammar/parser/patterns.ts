/** Productions of patterns: species, molecules with sites, complexes. */
import type { IToken } from "chevrotain";
import type { Name, Path } from "../syntax/common.ts";
import type {
  BondEdit,
  BondPattern,
  MemberPattern,
  Pattern,
  SitePattern,
  StateEdit,
  StatePattern,
} from "../syntax/pattern.ts";
import { NumberLiteral, p, UnitLiteral, w } from "../tokens.ts";
import { BaseParser, type Choices, type Rule } from "./base.ts";

export abstract class PatternParser extends BaseParser {
  /** path := name { "." name } */
  protected path: Rule<Path> = this.production("path", () => {
    const first = this.LA(1);
    const parts: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Dot, DEF: () => parts.push(this.SUBRULE(this.identifier)) });
    return { parts, span: this.spanFrom(first) };
  });

  /** The type of a member; after a number a name such as `A` or `M` has been read as a unit. */
  protected memberType: Rule<Path> = this.production("memberType", () => {
    const first = this.LA(1);
    const parts: Name[] = [];
    this.OR({
      DEF: [
        { ALT: () => parts.push(this.SUBRULE(this.identifier)) },
        {
          GATE: () => /^\p{L}/u.test(this.LA(1).image),
          ALT: () => parts.push(this.unitAsName(this.CONSUME(UnitLiteral))),
        },
      ],
      ERR_MSG: "a name",
    });
    this.MANY(() => {
      this.CONSUME(p.Dot);
      parts.push(this.SUBRULE1(this.identifier));
    });
    return { parts, span: this.spanFrom(first) };
  });

  private unitAsName(token: IToken): Name {
    if (!/^\p{L}+$/u.test(token.image) || token.image === "count")
      this.ACTION(() => this.report("TDL1221", this.tokenSpan(token), { name: token.image }));
    return this.nameOf(token);
  }

  /** pattern := "{" member { "," member } "}" | member { "," member } */
  protected pattern: Rule<Pattern> = this.production("pattern", () => {
    const first = this.LA(1);
    const members: MemberPattern[] = [];
    let braced = false;
    this.OR({
      DEF: [
        {
          ALT: () => {
            braced = true;
            this.SUBRULE(this.bracedMembers, { ARGS: [members] });
          },
        },
        {
          ALT: () =>
            this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => members.push(this.SUBRULE(this.member)) }),
        },
      ],
      ERR_MSG: "a species or a pattern",
    });
    return { kind: "pattern", braced, members, span: this.spanFrom(first) };
  });

  /** patterns := pattern { "+" pattern } */
  protected patterns: Rule<Pattern[]> = this.production("patterns", () => {
    const found: Pattern[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Plus, DEF: () => found.push(this.SUBRULE(this.pattern)) });
    return found;
  });

  protected bracedMembers = this.RULE("bracedMembers", (members: MemberPattern[] = []) => {
    this.CONSUME(p.LeftBrace);
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => members.push(this.SUBRULE(this.member)) });
    this.CONSUME(p.RightBrace);
  });

  /** single-pattern := "{" member { "," member } "}" | member; what a measure takes */
  protected singlePattern: Rule<Pattern> = this.production("singlePattern", () => {
    const first = this.LA(1);
    const members: MemberPattern[] = [];
    let braced = false;
    this.OR({
      DEF: [
        {
          ALT: () => {
            braced = true;
            this.SUBRULE(this.bracedMembers, { ARGS: [members] });
          },
        },
        { ALT: () => members.push(this.SUBRULE(this.member)) },
      ],
      ERR_MSG: "a species or a pattern",
    });
    return { kind: "pattern", braced, members, span: this.spanFrom(first) };
  });

  /** member := [name ":"] path ["(" [site { "," site }] ")"] ["in" path] */
  protected member: Rule<MemberPattern> = this.production("member", () => {
    const first = this.LA(1);
    let label: Name | null = null;
    this.OPTION(() => {
      label = this.SUBRULE(this.identifier);
      this.CONSUME(p.Colon);
    });
    const type = this.SUBRULE(this.memberType);
    let sites: SitePattern[] | null = null;
    this.OPTION1(() => {
      const found: SitePattern[] = [];
      this.CONSUME(p.LeftParenthesis);
      this.MANY_SEP({ SEP: p.Comma, DEF: () => found.push(this.SUBRULE(this.sitePattern)) });
      this.CONSUME(p.RightParenthesis);
      sites = found;
    });
    let compartment: Path | null = null;
    this.OPTION2(() => {
      this.CONSUME(w.in);
      compartment = this.SUBRULE(this.path);
    });
    return { label, type, sites, compartment, span: this.spanFrom(first) };
  });

  /** site := name [ "{" state ["->" state] "}" ] [ "[" bond ["->" bond] "]" ] */
  protected sitePattern: Rule<SitePattern> = this.production("sitePattern", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.identifier);
    let state: StateEdit | null = null;
    let bond: BondEdit | null = null;
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            const found = this.SUBRULE(this.stateEdit);
            this.ACTION(() => {
              if (state !== null)
                this.report("TDL1214", found.span, { what: `The state of \`${name.text}\`` });
            });
            state = found;
          },
        },
        {
          ALT: () => {
            const found = this.SUBRULE(this.bondEdit);
            this.ACTION(() => {
              if (bond !== null) this.report("TDL1214", found.span, { what: `The bond of \`${name.text}\`` });
            });
            bond = found;
          },
        },
      ]),
    );
    const span = this.spanFrom(first);
    this.ACTION(() => {
      const next = this.LA(1).tokenType;
      if (state === null && bond === null && (next === p.Comma || next === p.RightParenthesis))
        this.reportBareSite(name);
    });
    return { name, state, bond, span };
  });

  private reportBareSite(name: Name): void {
    const at = name.span.end;
    const site = name.text;
    this.report(
      "TDL1213",
      name.span,
      { site },
      {
        fixes: ["[.]", "[_]", "[?]"].map((bond) => ({
          title: `Write ${site}${bond}`,
          isGuess: true,
          edits: [{ span: { start: at, end: at }, replacement: bond }],
        })),
      },
    );
  }

  protected stateEdit: Rule<StateEdit> = this.production("stateEdit", () => {
    const first = this.LA(1);
    this.CONSUME(p.LeftBrace);
    const from = this.SUBRULE(this.statePattern);
    let to: StatePattern | null = null;
    this.OPTION(() => {
      this.CONSUME(p.Arrow);
      to = this.SUBRULE1(this.statePattern);
    });
    this.CONSUME(p.RightBrace);
    return { from, to, span: this.spanFrom(first) };
  });

  /** state := label | "?" name | "_" */
  protected statePattern: Rule<StatePattern> = this.production("statePattern", () => {
    const first = this.LA(1);
    return this.OR<Choices<StatePattern>>({
      DEF: [
        {
          ALT: (): StatePattern => {
            this.CONSUME(p.Underscore);
            return { kind: "any", span: this.spanFrom(first) };
          },
        },
        {
          ALT: (): StatePattern => {
            this.CONSUME(p.Question);
            const name = this.SUBRULE(this.identifier);
            return { kind: "variable", name, span: this.spanFrom(first) };
          },
        },
        {
          ALT: (): StatePattern => {
            const state = this.SUBRULE(this.label);
            return { kind: "is", state, span: this.spanFrom(first) };
          },
        },
      ],
      ERR_MSG: "a state, `?` with a name, or `_`",
    });
  });

  protected bondEdit: Rule<BondEdit> = this.production("bondEdit", () => {
    const first = this.LA(1);
    this.CONSUME(p.LeftBracket);
    const from = this.SUBRULE(this.bondPattern);
    let to: BondPattern | null = null;
    this.OPTION(() => {
      this.CONSUME(p.Arrow);
      to = this.SUBRULE1(this.bondPattern);
    });
    this.CONSUME(p.RightBracket);
    return { from, to, span: this.spanFrom(first) };
  });

  /** bond := "." | "_" | "?" [ name ] | WHOLE-NUMBER | path */
  protected bondPattern: Rule<BondPattern> = this.production("bondPattern", () => {
    const first = this.LA(1);
    const simple = (kind: "free" | "bound" | "either"): BondPattern => ({ kind, span: this.spanFrom(first) });
    return this.OR<Choices<BondPattern>>({
      DEF: [
        { ALT: () => (this.CONSUME(p.Dot), simple("free")) },
        { ALT: () => (this.CONSUME(p.Underscore), simple("bound")) },
        {
          ALT: (): BondPattern => {
            this.CONSUME(p.Question);
            const name = this.OPTION(() => this.SUBRULE(this.identifier));
            return name === undefined
              ? simple("either")
              : { kind: "variable", name, span: this.spanFrom(first) };
          },
        },
        {
          ALT: (): BondPattern => {
            const label = this.labelOf(this.CONSUME(NumberLiteral));
            return { kind: "label", label: Number(label.text), span: this.spanFrom(first) };
          },
        },
        {
          ALT: (): BondPattern => {
            const path = this.SUBRULE(this.path);
            return { kind: "partner", path, span: this.spanFrom(first) };
          },
        },
      ],
      ERR_MSG:
        "`.` (free), `_` (bound), `?` (either), `?` with a name, a bond number or a partner such as `Kinase.x`",
    });
  });
}
