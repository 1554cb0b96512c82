/** Productions of experiments. */
import type {
  Experiment,
  ExperimentSetting,
  ExperimentStatement,
  Plot,
  Sensitivity,
  SetParameter,
  Sweep,
  Treatment,
  UseSurrogate,
} from "../syntax/experiment.ts";
import type { StringText } from "../syntax/common.ts";
import type { Expression } from "../syntax/expression.ts";
import { p, SettingName, TextLiteral, w } from "../tokens.ts";
import type { Choices, Rule } from "./base.ts";
import { experimentBlock } from "./blocks.ts";
import { RuleParser } from "./rules.ts";

export abstract class ExperimentParser extends RuleParser {
  /** experiment := "experiment" name "of" path [ TEXT ] "{" { experiment-statement } "}" */
  protected experiment: Rule<Experiment> = this.production("experiment", () => {
    const first = this.CONSUME(w.experiment);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(w.of);
    const of = this.SUBRULE(this.path);
    const title = this.OPTION(() => this.SUBRULE(this.text)) ?? null;
    const open = this.CONSUME(p.LeftBrace);
    const body = this.statements(experimentBlock, this.experimentStatement);
    this.closeBlock("experiment", open);
    return { kind: "experiment", name, of, title, body, span: this.spanFrom(first) };
  });

  /** experiment-statement := parameter | set | event | stimulus | observable | sweep | plot | sensitivity | treat | use | setting */
  protected experimentStatement: Rule<ExperimentStatement> = this.production("experimentStatement", () =>
    this.OR<Choices<ExperimentStatement>>([
      { ALT: () => this.SUBRULE(this.parameter) },
      { ALT: () => this.SUBRULE(this.setParameter) },
      { ALT: () => this.SUBRULE(this.event) },
      { ALT: () => this.SUBRULE(this.stimulus) },
      { ALT: () => this.SUBRULE(this.observable) },
      { ALT: () => this.SUBRULE(this.sweep) },
      { ALT: () => this.SUBRULE(this.plot) },
      { ALT: () => this.SUBRULE(this.sensitivity) },
      { ALT: () => this.SUBRULE(this.treatment) },
      { ALT: () => this.SUBRULE(this.useSurrogate) },
      { ALT: () => this.SUBRULE(this.setting) },
    ]),
  );

  /** set := "set" assignments */
  protected setParameter: Rule<SetParameter> = this.production("setParameter", () => {
    const first = this.CONSUME(w.set);
    const assignments = this.SUBRULE(this.assignments);
    return { kind: "set", assignments, span: this.spanFrom(first) };
  });

  /** setting := NAME (TEXT | expression) */
  protected setting: Rule<ExperimentSetting> = this.production("setting", () => {
    const first = this.CONSUME(SettingName);
    const value = this.OR<Choices<Expression | StringText>>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(TextLiteral);
            return { value: token.image, span: this.tokenSpan(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      ERR_MSG: "a value",
    });
    return { kind: "setting", name: this.nameOf(first), value, span: this.spanFrom(first) };
  });

  /** sweep := "sweep" path "in" expression ( ".." expression ("linear" | "log") expression | { "," expression } ) */
  protected sweep: Rule<Sweep> = this.production("sweep", () => {
    const first = this.CONSUME(w.sweep);
    const parameter = this.SUBRULE(this.path);
    this.CONSUME(w.in);
    const low = this.SUBRULE(this.expression);
    const values = this.OR<Choices<Sweep["values"]>>([
      {
        ALT: () => {
          this.CONSUME(p.DotDot);
          const high = this.SUBRULE1(this.expression);
          const spacing = this.OR1({
            DEF: [{ ALT: () => this.CONSUME(w.linear) }, { ALT: () => this.CONSUME(w.log) }],
            ERR_MSG: "`linear` or `log` and the number of values",
          });
          const points = this.SUBRULE2(this.expression);
          return { kind: "range", low, high, spacing: spacing.image as "linear" | "log", points };
        },
      },
      {
        ALT: () => {
          const found = [low];
          this.MANY(() => {
            this.CONSUME(p.Comma);
            found.push(this.SUBRULE3(this.expression));
          });
          return { kind: "list", values: found };
        },
      },
    ]);
    return { kind: "sweep", parameter, values, span: this.spanFrom(first) };
  });

  /** plot := "plot" expression { "," expression } [ "against" expression ] [ fields ] */
  protected plot: Rule<Plot> = this.production("plot", () => {
    const first = this.CONSUME(w.plot);
    const values = this.SUBRULE(this.expressions);
    const against = this.OPTION(() => {
      this.CONSUME(w.against);
      return this.SUBRULE(this.expression);
    });
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: "plot", values, against: against ?? null, fields, span: this.spanFrom(first) };
  });

  /** sensitivity := "sensitivity" "of" expression { "," expression } "to" path { "," path } [ "relative" ] */
  protected sensitivity: Rule<Sensitivity> = this.production("sensitivity", () => {
    const first = this.CONSUME(w.sensitivity);
    this.CONSUME(w.of);
    const values = this.SUBRULE(this.expressions);
    this.CONSUME(w.to);
    const parameters = [this.SUBRULE(this.path)];
    this.MANY(() => {
      this.CONSUME(p.Comma);
      parameters.push(this.SUBRULE1(this.path));
    });
    const relative = this.OPTION(() => this.CONSUME(w.relative));
    return {
      kind: "sensitivity",
      values,
      parameters,
      isRelative: relative !== undefined,
      span: this.spanFrom(first),
    };
  });

  /** treat := "treat" path { "," path } ("continuous" | "discrete") */
  protected treatment: Rule<Treatment> = this.production("treatment", () => {
    const first = this.CONSUME(w.treat);
    const species = [this.SUBRULE(this.path)];
    this.MANY(() => {
      this.CONSUME(p.Comma);
      species.push(this.SUBRULE1(this.path));
    });
    const as = this.OR({
      DEF: [{ ALT: () => this.CONSUME(w.continuous) }, { ALT: () => this.CONSUME(w.discrete) }],
      ERR_MSG: "`continuous` or `discrete`",
    });
    return {
      kind: "treat",
      species,
      as: as.image as "continuous" | "discrete",
      span: this.spanFrom(first),
    };
  });

  /** use := "use" path "for" path */
  protected useSurrogate: Rule<UseSurrogate> = this.production("useSurrogate", () => {
    const first = this.CONSUME(w.use);
    const surrogate = this.SUBRULE(this.path);
    this.CONSUME(w.for);
    const instance = this.SUBRULE1(this.path);
    return { kind: "use", surrogate, instance, span: this.spanFrom(first) };
  });
}
