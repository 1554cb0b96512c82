/** Productions of rules, flows, events and stimuli: what changes the state. */
import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import { rateExpectation } from "../mistakes/place.ts";
import type { Name } from "../syntax/common.ts";
import type {
  EventDeclaration,
  Flow,
  Participant,
  Rate,
  Rule as RuleStatement,
  RuleCondition,
  RuleSide,
  Stimulus,
} from "../syntax/declaration.ts";
import type { Assignment, Expression } from "../syntax/expression.ts";
import type { MemberPattern, Pattern } from "../syntax/pattern.ts";
import { isNameToken, NumberLiteral, p, w } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { DeclarationParser } from "./declarations.ts";

/** A participant that members after a comma are still added to. */
interface ParticipantDraft {
  readonly coefficient: number;
  readonly action: Participant["action"];
  readonly joined: boolean;
  readonly pattern: Omit<Pattern, "members" | "span"> & { readonly members: MemberPattern[]; span: Span };
  span: Span;
}

interface RuleClauses {
  sets: Assignment[];
  when: Expression | null;
  conditions: RuleCondition[];
  isDistinct: boolean;
}

export abstract class RuleParser extends DeclarationParser {
  /** rule := "rule" name ":" side [ ("->" | "<->") side ] { set | when | condition } rate [ fields ] */
  protected rule: Rule<RuleStatement> = this.production("rule", () => {
    const first = this.CONSUME(w.rule);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(p.Colon);
    const left = this.SUBRULE(this.side);
    let arrow: RuleStatement["arrow"] = null;
    const right = this.OPTION(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(p.Arrow) },
        { ALT: () => this.CONSUME(p.DoubleArrow) },
      ]);
      arrow = token.tokenType === p.Arrow ? "->" : "<->";
      return this.SUBRULE1(this.side);
    });
    const clauses: RuleClauses = { sets: [], when: null, conditions: [], isDistinct: false };
    this.MANY(() => this.SUBRULE(this.ruleClause, { ARGS: [clauses] }));
    const rate = this.SUBRULE(this.rate);
    const fields = this.SUBRULE(this.optionalFields);
    const { sets, when, conditions, isDistinct } = clauses;
    const span = this.spanFrom(first);
    return {
      kind: "rule",
      name,
      left,
      arrow,
      right: right ?? null,
      sets,
      conditions,
      isDistinct,
      when,
      rate,
      fields,
      span,
    };
  });

  /** set := "set" assignments; when := "when" expression; "distinct"; condition := ("include" | "exclude") ("reactant" | "product") WHOLE-NUMBER ":" pattern */
  protected ruleClause = this.RULE(
    "ruleClause",
    (clauses: RuleClauses = { sets: [], when: null, conditions: [], isDistinct: false }): void => {
      const first = this.LA(1);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(w.set);
            const found = this.SUBRULE(this.assignments);
            this.ACTION(() => clauses.sets.push(...found));
          },
        },
        {
          ALT: () => {
            const word = this.CONSUME(w.when);
            this.ACTION(() => {
              if (clauses.when !== null) this.report("TDL1214", this.tokenSpan(word), { what: "`when`" });
            });
            clauses.when = this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            const word = this.CONSUME(w.distinct);
            this.ACTION(() => {
              if (clauses.isDistinct) this.report("TDL1214", this.tokenSpan(word), { what: "`distinct`" });
            });
            clauses.isDistinct = true;
          },
        },
        {
          ALT: () => {
            const kind = this.OR1([
              { ALT: () => this.CONSUME(w.include) },
              { ALT: () => this.CONSUME(w.exclude) },
            ]);
            const side = this.OR2([
              { ALT: () => this.CONSUME(w.reactant) },
              { ALT: () => this.CONSUME(w.product) },
            ]);
            const index = this.wholeNumber(this.CONSUME(NumberLiteral));
            this.CONSUME(p.Colon);
            const pattern = this.SUBRULE(this.pattern);
            clauses.conditions.push({
              kind: kind.image as RuleCondition["kind"],
              side: side.image as RuleCondition["side"],
              index,
              pattern,
              span: this.spanFrom(first),
            });
          },
        },
      ]);
    },
  );

  /** side := "nothing" | participant { ("+" | ",") participant } */
  protected side: Rule<RuleSide> = this.production("side", () => {
    const first = this.LA(1);
    const participants: ParticipantDraft[] = [];
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(w.nothing) },
        {
          ALT: () => {
            this.SUBRULE(this.participant, { ARGS: [participants, false] });
            this.MANY(() => {
              const joined =
                this.OR1([{ ALT: () => this.CONSUME(p.Plus) }, { ALT: () => this.CONSUME(p.Comma) }])
                  .tokenType === p.Comma;
              this.SUBRULE1(this.participant, { ARGS: [participants, joined] });
            });
          },
        },
      ],
      ERR_MSG: "a species, a pattern or `nothing`",
    });
    return { participants, span: this.spanFrom(first) };
  });

  /** participant := [ NUMBER ] [ "new" | "delete" [ "complex" ] | "move" "complex" ] ( "{" members "}" | member ) */
  protected participant = this.RULE(
    "participant",
    (participants: ParticipantDraft[] = [], joined = false): void => {
      const first = this.LA(1);
      const number = this.OPTION(() => this.CONSUME(NumberLiteral));
      let action: Participant["action"] = "match";
      this.OPTION1(() =>
        this.OR([
          {
            ALT: () => {
              this.CONSUME(w.new);
              action = "new";
            },
          },
          {
            // A species or molecule may be called `move`.
            GATE: () => this.LA(2).tokenType === w.complex,
            ALT: () => {
              this.CONSUME(w.move);
              this.CONSUME1(w.complex);
              action = "move complex";
            },
          },
          {
            ALT: () => {
              this.CONSUME(w.delete);
              action = "delete";
              this.OPTION2({
                GATE: () => isNameToken(this.LA(2)) || this.LA(2).tokenType === p.LeftBrace,
                DEF: () => {
                  this.CONSUME(w.complex);
                  action = "delete complex";
                },
              });
            },
          },
        ]),
      );
      const pattern = this.SUBRULE(this.singlePattern);
      const span = this.spanFrom(first);
      this.ACTION(() => this.take(participants, { number, action, joined, pattern, span }));
    },
  );

  /** Adds a participant; a member after a comma belongs to the pattern before it. */
  private take(
    participants: ParticipantDraft[],
    found: {
      number: IToken | undefined;
      action: Participant["action"];
      joined: boolean;
      pattern: Pattern;
      span: Span;
    },
  ): void {
    const { number, action, joined, pattern, span } = found;
    const coefficient = number === undefined ? 1 : this.wholeNumber(number);
    if (number !== undefined && (action !== "match" || joined || !isPlainSpecies(pattern)))
      this.report("TDL1216", this.tokenSpan(number), {});
    const before = participants.at(-1);
    if (joined && before !== undefined && before.action === "match" && action === "match") {
      if (pattern.braced || before.pattern.braced) {
        this.report("TDL1222", pattern.braced ? pattern.span : before.pattern.span, {});
        return;
      }
      before.pattern.members.push(...pattern.members);
      before.pattern.span = { start: before.pattern.span.start, end: pattern.span.end };
      before.span = { start: before.span.start, end: span.end };
      return;
    }
    const { kind, braced, members } = pattern;
    const draft = { kind, braced, members: [...members], span: pattern.span };
    participants.push({ coefficient, action, joined, pattern: draft, span });
  }

  /** rate := "@" expression { "," ("within" expression | "back" expression | "balanced" expression | "anywhere") } | "total" expression [ "," "back" expression ] */
  protected rate: Rule<Rate> = this.production("rate", () => {
    const first = this.LA(1);
    return this.OR<Choices<Rate>>({
      DEF: [
        {
          ALT: (): Rate => {
            this.CONSUME(p.At);
            const forward = this.SUBRULE(this.expression);
            let within: Expression | null = null;
            let back: Expression | null = null;
            let balanced: Expression | null = null;
            let anywhere = false;
            this.MANY(() => {
              this.CONSUME(p.Comma);
              const word = this.LA(1);
              this.ACTION(() => this.checkRateClause(word, { within, back, balanced, anywhere }));
              this.OR1({
                DEF: [
                  {
                    ALT: () => {
                      this.CONSUME(w.within);
                      within = this.SUBRULE1(this.expression);
                    },
                  },
                  {
                    ALT: () => {
                      this.CONSUME(w.back);
                      back = this.SUBRULE2(this.expression);
                    },
                  },
                  {
                    ALT: () => {
                      this.CONSUME(w.balanced);
                      balanced = this.SUBRULE5(this.expression);
                    },
                  },
                  {
                    ALT: () => {
                      this.CONSUME(w.anywhere);
                      anywhere = true;
                    },
                  },
                ],
                ERR_MSG: "`within`, `back`, `balanced` or `anywhere`",
              });
            });
            const span = this.spanFrom(first);
            return { kind: "massAction", forward, within, back, anywhere, balanced, span };
          },
        },
        {
          ALT: (): Rate => {
            this.CONSUME(w.total);
            const forward = this.SUBRULE3(this.expression);
            const back = this.OPTION(() => {
              this.CONSUME1(p.Comma);
              this.CONSUME1(w.back);
              return this.SUBRULE4(this.expression);
            });
            return { kind: "total", forward, back: back ?? null, span: this.spanFrom(first) };
          },
        },
      ],
      ERR_MSG: rateExpectation,
    });
  });

  private checkRateClause(
    word: IToken,
    given: {
      within: Expression | null;
      back: Expression | null;
      balanced: Expression | null;
      anywhere: boolean;
    },
  ): void {
    const twice =
      (word.tokenType === w.within && given.within !== null) ||
      (word.tokenType === w.back && given.back !== null) ||
      (word.tokenType === w.balanced && given.balanced !== null) ||
      (word.tokenType === w.anywhere && given.anywhere);
    if (twice) this.report("TDL1214", this.tokenSpan(word), { what: `\`${word.image}\`` });
  }

  /** flow := "flow" [ name ":" [ pattern { "+" pattern } ] ] equation { "," equation } [ fields ] */
  protected flow: Rule<Flow> = this.production("flow", () => {
    const first = this.CONSUME(w.flow);
    let name: Name | null = null;
    let pattern: Pattern[] = [];
    this.OPTION(() => {
      name = this.SUBRULE(this.identifier);
      this.CONSUME(p.Colon);
      this.OPTION1({
        // Both a pattern and an equation may begin with names of any number of parts.
        MAX_LOOKAHEAD: 1,
        GATE: () => !this.equationAhead(),
        DEF: () => {
          pattern = this.SUBRULE(this.patterns);
        },
      });
    });
    const equations: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: p.Comma, DEF: () => equations.push(this.SUBRULE(this.equation)) });
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "flow", name, pattern, equations, fields, span: this.spanFrom(first) };
  });

  /** Whether `x'`, `a.b'`, `[X]'` or a measure comes next, and not a pattern. */
  private equationAhead(): boolean {
    if (!isNameToken(this.LA(1))) return this.LA(1).tokenType !== p.LeftBrace;
    let ahead = 2;
    while (this.LA(ahead).tokenType === p.Dot && isNameToken(this.LA(ahead + 1))) ahead += 2;
    return this.LA(ahead).tokenType === p.Prime;
  }

  /** equation := target "'" "=" expression */
  protected equation: Rule<Assignment> = this.production("equation", () => {
    const first = this.LA(1);
    const target = this.SUBRULE(this.target);
    this.CONSUME(p.Prime);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.expression);
    return { target, value, span: this.spanFrom(first) };
  });

  /** event := "event" name "when" expression [ "priority" expression ] "set" assignments [ fields ] */
  protected event: Rule<EventDeclaration> = this.production("event", () => {
    const first = this.CONSUME(w.event);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(w.when);
    const trigger = this.SUBRULE(this.expression);
    const priority = this.OPTION(() => {
      this.CONSUME(w.priority);
      return this.SUBRULE1(this.expression);
    });
    this.CONSUME(w.set);
    const assignments = this.SUBRULE(this.assignments);
    const fields = this.SUBRULE(this.optionalFields);
    const span = this.spanFrom(first);
    return { kind: "event", name, trigger, priority: priority ?? null, assignments, fields, span };
  });

  /** stimulus := "stimulus" name ("adds" | "sets") path { ("from" | "every" | "for") expression } "shape" expression [ fields ] */
  protected stimulus: Rule<Stimulus> = this.production("stimulus", () => {
    const first = this.CONSUME(w.stimulus);
    const name = this.SUBRULE(this.identifier);
    const action = this.OR({
      DEF: [{ ALT: () => this.CONSUME(w.adds) }, { ALT: () => this.CONSUME(w.sets) }],
      ERR_MSG: "`adds` or `sets`",
    });
    const target = this.SUBRULE(this.path);
    const times = new Map<string, Expression>();
    this.MANY(() => {
      const word = this.OR1([
        { ALT: () => this.CONSUME(w.from) },
        { ALT: () => this.CONSUME(w.every) },
        { ALT: () => this.CONSUME(w.for) },
      ]);
      const value = this.SUBRULE(this.expression);
      this.ACTION(() => {
        if (times.has(word.image))
          this.report("TDL1214", this.tokenSpan(word), { what: `\`${word.image}\`` });
        times.set(word.image, value);
      });
    });
    this.CONSUME(w.shape);
    const shape = this.SUBRULE1(this.expression);
    const fields = this.SUBRULE(this.optionalFields);
    return {
      kind: "stimulus",
      name,
      action: action.image as Stimulus["action"],
      target,
      from: times.get("from") ?? null,
      every: times.get("every") ?? null,
      duration: times.get("for") ?? null,
      shape,
      fields,
      span: this.spanFrom(first),
    };
  });
}

function isPlainSpecies(pattern: Pattern): boolean {
  const member = pattern.members[0];
  return !pattern.braced && pattern.members.length === 1 && member?.label === null && member.sites === null;
}
