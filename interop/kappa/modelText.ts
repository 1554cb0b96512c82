/** The statements of an imported Kappa model. Quantities are counts; numbers keep the value that they have there. */
import { quantity } from "../importedText.ts";
import { ExpressionWriter } from "./expressionText.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import { InterventionWriter } from "./interventionText.ts";
import { components, PatternWriter, siteName } from "./patternText.ts";
import { type PatternProblem, patternProblems } from "./agentTypes.ts";
import { fromEdit } from "./ruleGraph.ts";
import { RuleWriter } from "./ruleText.ts";
import type { KappaExpression, KappaInit } from "./syntax.ts";
import { type Value, varies } from "./values.ts";
import { patternsOf } from "./walk.ts";

export class ModelWriter {
  readonly #context: ImportContext;
  readonly #patterns: PatternWriter;
  readonly #expressions: ExpressionWriter;
  readonly #initial: ExpressionWriter;
  readonly #rules: RuleWriter;
  readonly interventions: InterventionWriter;
  /** Parameters that hold the first value of what interventions set, by the name of the variable. */
  readonly #firstValues = new Map<string, string>();

  constructor(context: ImportContext) {
    this.#context = context;
    this.#patterns = new PatternWriter(context);
    this.#expressions = new ExpressionWriter(context, this.#patterns);
    this.#initial = this.#expressions.atStart((name) => this.#firstValue(name));
    this.#rules = new RuleWriter(context, this.#patterns, this.#expressions);
    this.interventions = new InterventionWriter(context, this.#expressions);
  }

  statements(): string[] {
    const { model } = this.#context;
    if (!this.#areKnown()) return [];
    for (const { text, span } of model.settings) {
      const values = { what: `\`%def: "${text}"\``, why: "it sets an option of the simulator" };
      this.#context.sink.report("TDL9003", { file: this.#context.file, span }, values);
    }
    return [
      ...this.#agents(),
      ...[...this.#context.values.values()].flatMap((value) => this.#value(value)),
      ...model.rules.flatMap((rule, i) => this.#rules.rule(rule, i + 1)),
      ...this.#tokens(),
      ...model.inits.flatMap((init) => this.#init(init)),
      ...this.interventions.statements(),
      ...this.#plots(),
    ];
  }

  #areKnown(): boolean {
    const { model, types, file, sink } = this.#context;
    const problems = patternsOf(model).flatMap((pattern) => patternProblems(pattern, types));
    for (const { span, problem } of [...problems, ...this.#counters()]) {
      const where = { file, span };
      if (problem.code === "TDL9004") sink.report(problem.code, where, problem);
      else if (problem.code === "TDL9002")
        sink.report(problem.code, where, { what: problem.what, hint: null });
      else if (problem.code === "TDL9121") sink.report(problem.code, where, problem);
      else sink.report(problem.code, where, problem);
    }
    const seen = new Set<string>();
    for (const { name } of model.variables) {
      if (seen.has(name.text))
        sink.report("TDL9008", { file, span: name.span }, { kind: "variable", name: name.text });
      seen.add(name.text);
    }
    return problems.length === 0 && this.#counters().length === 0;
  }

  #counters(): PatternProblem[] {
    return this.#context.model.agents.flatMap(({ sites }) =>
      sites.flatMap(({ isCounter, span }) =>
        isCounter ? [{ span, problem: { code: "TDL9002", what: "A counter" } }] : [],
      ),
    );
  }

  #agents(): string[] {
    return [...this.#context.types].map(([name, sites]) => {
      const list = [...sites].map(
        ([site, states]) =>
          `${siteName(site)}${states.length === 0 ? "" : ` {${states.map(siteName).join(", ")}}`}`,
      );
      return `molecule ${this.#context.names.of("agent", name)} { ${list.join(", ")} }`;
    });
  }

  #value({ variable, isConstant, isUpdated, isPlotted }: Value): string[] {
    const name = this.#context.names.of("variable", variable.name.text);
    if (isUpdated && isConstant) {
      const first = this.#firstValue(variable.name.text);
      return [`param ${first} = ${this.#initial.number(variable.value)}`, `variable ${name} = ${first}`];
    }
    const text = this.#expressions.number(variable.value);
    if (isPlotted) return [`observe ${name} = ${text}`];
    return [`${varies(variable.value, this.#context.values) ? "define" : "param"} ${name} = ${text}`];
  }

  #firstValue(variable: string): string {
    const known = this.#firstValues.get(variable);
    if (known !== undefined) return known;
    const name = this.#context.names.unused(`${variable}_at_start`);
    this.#firstValues.set(variable, name);
    return name;
  }

  #tokens(): string[] {
    const { model, names } = this.#context;
    const amounts = new Map<string, string[]>(model.tokens.map(({ text }) => [text, []]));
    for (const { amount, tokens } of model.inits) {
      for (const { text, span } of tokens) {
        const list = amounts.get(text);
        if (list !== undefined) list.push(this.#initial.number(amount));
        else {
          const { file, sink } = this.#context;
          sink.report("TDL9004", { file, span }, { kind: "token", name: text, nearest: null });
        }
      }
    }
    return [...amounts].map(
      ([name, list]) =>
        `species ${names.of("token", name)} = ${quantity(list.length === 0 ? "0" : list.join(" + "), "count")}`,
    );
  }

  /** As many copies of every complex of the pattern; KaSim rounds their number up. */
  #init({ amount, pattern }: KappaInit): string[] {
    if (pattern === null) return [];
    const graph = fromEdit(pattern);
    const number = this.#copies(amount);
    return components(graph).map((agents) => {
      const members = agents.flatMap((i) => {
        const agent = graph[i];
        if (agent === undefined) return [];
        const open = agent.sites.find(({ link }) => link.kind === "bound" || link.kind === "partner");
        if (open !== undefined)
          refuse(this.#context, open.span, "A bond of an initial agent without a label");
        return [`${this.#patterns.type(agent)}(${this.#patterns.tested(agent)})`];
      });
      return `init ${members.join(", ")} = ${quantity(number, "count")}`;
    });
  }

  #copies(amount: KappaExpression): string {
    if (amount.kind === "number") return String(Math.ceil(Number(amount.text)));
    const text = this.#initial.number(amount);
    const value =
      amount.kind === "variable" ? this.#context.values.get(amount.name.text)?.variable.value : null;
    const isWhole = value?.kind === "number" && Number.isInteger(Number(value.text));
    return isWhole ? text : `ceil(${text})`;
  }

  /** Plots of names are columns already; those of variables that interventions set are added. */
  #plots(): string[] {
    const { values, names } = this.#context;
    const set = [...values.values()].filter(
      (value) => value.isPlotted && value.isUpdated && value.isConstant,
    );
    return [
      ...set.map(({ variable: { name } }) => {
        const column = names.unused(`${name.text}_now`);
        return `observe ${column} = ${names.of("variable", name.text)}`;
      }),
      ...this.#context.model.plots.flatMap((plot, i) => {
        if (plot.kind === "variable" && values.has(plot.name.text)) return [];
        return [`observe ${names.unused(`plot_${i + 1}`)} = ${this.#expressions.number(plot)}`];
      }),
    ];
  }
}
