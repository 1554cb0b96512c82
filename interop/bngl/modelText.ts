/** The statements of an imported model. Quantities are counts; numbers keep the value that they have in BNGL. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { ExpressionWriter } from "./expressionText.ts";
import { isLeftToFit } from "./freeParameters.ts";
import type { ImportContext } from "./importContext.ts";
import { allPatterns, checkPattern, matchesNothing } from "./moleculeTable.ts";
import { ObservableWriter } from "./observableText.ts";
import { PatternWriter } from "./patternText.ts";
import { formatted, quantity } from "../importedText.ts";
import { placeWritten } from "./placements.ts";
import { RuleWriter } from "./ruleText.ts";
import type { BnglModel, BnglName, BnglPattern } from "./syntax.ts";

export class ModelWriter {
  readonly #context: ImportContext;
  readonly #model: BnglModel;
  readonly #patterns: PatternWriter;
  readonly expressions: ExpressionWriter;
  readonly #rules: RuleWriter;
  readonly #observed: ObservableWriter;

  constructor(context: ImportContext) {
    this.#context = context;
    this.#model = context.model;
    this.#patterns = new PatternWriter(context);
    this.#observed = new ObservableWriter(context, this.#patterns);
    this.expressions = new ExpressionWriter(context, this.#observed);
    this.#rules = new RuleWriter(context, this.#patterns, this.expressions);
  }

  statements(): string[] {
    return [
      ...this.#compartments(),
      ...this.#molecules(),
      ...this.#parameters(),
      ...this.#functions(),
      ...this.#energies(),
      ...this.#model.rules.flatMap((rule, i) =>
        this.#areKnown([...rule.left, ...rule.right]) ? this.#rules.rule(rule, i + 1) : [],
      ),
      ...this.#seeds(),
      ...this.#observables(),
    ];
  }

  #areKnown(patterns: readonly BnglPattern[]): boolean {
    return patterns
      .map((pattern) => checkPattern(pattern, this.#context.table, this.#context.file, this.#context.sink))
      .every((isWell) => isWell);
  }

  #compartments(): string[] {
    return last(this.#model.compartments, "compartment", this.#context.file, this.#context.sink).map(
      ({ name, dimensions, volume }) => {
        const [measure, unit] = dimensions === 2 ? ["area", "um^2"] : ["volume", "um^3"];
        const size = quantity(this.expressions.number(volume), unit ?? "");
        return `compartment ${this.#context.names.of("compartment", name.text)} { ${measure} ${size} }`;
      },
    );
  }

  #molecules(): string[] {
    return [...this.#context.table.values()].flatMap(({ name, sites, isPlain }) => {
      if (isPlain) return [];
      const list = sites.map(({ name: site, states, multiplicity }) => {
        const labels = states.map((state) => (/^(0|[1-9]\d*)$/.test(state) ? state : formatted(state)));
        const stateText = labels.length === 0 ? "" : ` {${labels.join(", ")}}`;
        return `${formatted(site)}${stateText}${multiplicity > 1 ? ` * ${multiplicity}` : ""}`;
      });
      return [`molecule ${this.#context.names.of("molecule", name)} { ${list.join(", ")} }`];
    });
  }

  #parameters(): string[] {
    const known = new Set(this.#model.parameters.map(({ name }) => name.text));
    return last(this.#model.parameters, "parameter", this.#context.file, this.#context.sink).map(
      ({ name, value }) => {
        const text = this.#context.names.of("parameter", name.text);
        if (value.kind === "name" && isLeftToFit(value.name.text) && !known.has(value.name.text)) {
          this.#context.sink.report(
            "TDL9013",
            { file: this.#context.file, span: value.span },
            { name: name.text },
          );
          return `param ${text} = 1 { fit }`;
        }
        const fit = isLeftToFit(name.text) ? " { fit }" : "";
        return `param ${text} = ${this.expressions.number(value)}${fit}`;
      },
    );
  }

  /** Functions of a molecule or complex are written out where a rate uses them. */
  #functions(): string[] {
    return last(this.#model.functions, "function", this.#context.file, this.#context.sink).flatMap(
      ({ name, parameters, value }) =>
        parameters.length > 0
          ? []
          : [`define ${this.#context.names.of("function", name.text)} = ${this.expressions.number(value)}`],
    );
  }

  #energies(): string[] {
    return this.#model.energies.flatMap(({ name, pattern, value }, i) => {
      if (!this.#areKnown([pattern]) || matchesNothing(pattern, this.#context)) return [];
      const text = this.#context.names.rule(name?.text ?? `E${i + 1}`);
      return [`energy ${text}: ${this.#patterns.pattern(pattern)} = ${this.expressions.number(value)}`];
    });
  }

  #seeds(): string[] {
    const plain = new Map<string, { readonly isFixed: boolean; readonly value: string }[]>();
    const statements: string[] = [];
    const seeds = this.#settableSeeds(statements);
    for (const { pattern, value } of seeds) {
      if (!this.#areKnown([pattern])) continue;
      const [molecule] = pattern.molecules;
      if (molecule !== undefined && this.#patterns.isPlain(molecule)) {
        const name = molecule.name.text;
        plain.set(name, [...(plain.get(name) ?? []), { isFixed: pattern.isFixed, value }]);
        continue;
      }
      if (!this.#isComplete(pattern)) continue;
      const numbers = new Map<string, number>();
      const members = pattern.molecules.map((one) =>
        this.#patterns
          .member(one, pattern, numbers, undefined, undefined, placeWritten(one, pattern))
          .replace(/\[\.\]/g, ""),
      );
      const text = members.map((member) => member.replace(/([(,] ?)(\w+|`[^`]*`)(?=[,)])/g, "$1$2[.]"));
      const fixed = pattern.isFixed ? "fixed " : "";
      statements.push(`${fixed}init ${text.join(", ")} = ${quantity(value, "count")}`);
    }
    const patterns = [...allPatterns(this.#model), ...seeds.map(({ pattern }) => pattern)];
    const used = new Set(patterns.flatMap(({ molecules }) => molecules.map(({ name }) => name.text)));
    const species = [...this.#context.table.values()]
      .filter(({ name, isPlain }) => isPlain && used.has(name))
      .map(({ name }) => {
        const seeds = plain.get(name) ?? [];
        const fixed = seeds.some(({ isFixed }) => isFixed) ? "fixed " : "";
        const sum = seeds.map(({ value }) => value).join(" + ");
        return `${fixed}species ${this.#context.names.of("molecule", name)} = ${sum === "" ? "0 count" : quantity(sum, "count")}`;
      });
    return [...species, ...statements];
  }

  /** Seeds with the text of their quantity: a parameter where an action sets it, which `statements` then has. */
  #settableSeeds(statements: string[]): readonly { readonly pattern: BnglPattern; readonly value: string }[] {
    const written = this.#model.seeds.map(({ pattern, value }) => ({
      pattern,
      value: this.expressions.number(value),
    }));
    const settable = this.#context.initial.all().map(({ name, pattern }) => {
      const own = written.filter((one) => this.#context.initial.ofPattern(one.pattern)?.name === name);
      statements.push(`param ${name} = ${own.map(({ value }) => value).join(" + ") || "0"}`);
      return { pattern: own[0]?.pattern ?? pattern, value: name };
    });
    return [
      ...written.filter(({ pattern }) => this.#context.initial.ofPattern(pattern) === null),
      ...settable,
    ];
  }

  /** Every site with states names one. */
  #isComplete(pattern: BnglPattern): boolean {
    let isComplete = true;
    for (const { name, components, span } of pattern.molecules) {
      const open = (this.#context.table.get(name.text)?.sites ?? []).filter((site) => {
        const named = components.filter(
          (one) => one.name.text === site.name && one.states.some(({ text }) => text !== "?"),
        );
        return site.states.length > 0 && named.length < site.multiplicity;
      });
      const bonds = components.some((one) => one.bonds.some(({ kind }) => kind !== "label"));
      if (open.length === 0 && !bonds) continue;
      isComplete = false;
      const states = open.map((site) => site.name).join(", ");
      this.#context.sink.report(
        "TDL9014",
        { file: this.#context.file, span },
        { name: name.text, states: states === "" ? "every bond" : states },
      );
    }
    return isComplete;
  }

  #observables(): string[] {
    return last(this.#model.observables, "observable", this.#context.file, this.#context.sink).flatMap(
      (observable) => {
        if (!this.#areKnown(observable.patterns)) return [];
        return [
          `observe ${this.#context.names.of("observable", observable.name.text)} = ${this.#observed.text(observable, null)}`,
        ];
      },
    );
  }
}

/** One definition a name: the last, with a warning where there are more. */
function last<T extends { readonly name: BnglName }>(
  list: readonly T[],
  kind: string,
  file: SourceFile,
  sink: DiagnosticSink,
): T[] {
  const found = new Map<string, T>();
  for (const one of list) {
    if (found.has(one.name.text))
      sink.report("TDL9008", { file, span: one.name.span }, { kind, name: one.name.text });
    found.set(one.name.text, one);
  }
  return [...found.values()];
}
