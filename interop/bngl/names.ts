/**
 * Names in the result. BNGL keeps parameters, observables, molecules and compartments apart; here all values
 * share one space, so a molecule that is called like an observable gets another name. What a user reads in
 * results (parameters, observables, functions) keeps its name wherever it can.
 */
import { builtinFunctions } from "../../compiler/check/builtins.ts";
import { predefinedNames } from "../../compiler/bind/bind.ts";
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { formatted } from "../importedText.ts";
import { allPatterns, type MoleculeTable } from "./moleculeTable.ts";
import type { BnglModel, BnglName } from "./syntax.ts";

export type NamedKind = "parameter" | "observable" | "function" | "compartment" | "molecule";

export class Names {
  readonly #renamed = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  readonly #rules = new Set<string>();
  readonly #file: SourceFile;
  readonly #sink: DiagnosticSink;

  constructor(model: BnglModel, table: MoleculeTable, file: SourceFile, sink: DiagnosticSink) {
    this.#file = file;
    this.#sink = sink;
    for (const name of [...predefinedNames, ...builtinFunctions.keys()])
      this.#taken.set(name, "a word of the language");
    for (const { name } of model.parameters) this.#declare("parameter", name);
    for (const { name } of model.observables) this.#declare("observable", name);
    for (const { name } of model.functions) this.#declare("function", name);
    for (const { name } of model.compartments) this.#declare("compartment", name);
    const known = new Map<string, BnglName>();
    const used = allPatterns(model).flatMap(({ molecules }) => molecules);
    for (const { name } of [...model.moleculeTypes, ...used])
      if (!known.has(name.text)) known.set(name.text, name);
    for (const name of table.keys())
      this.#declare("molecule", known.get(name) ?? { text: name, span: { start: 0, end: 0 } });
  }

  /** As it stands in the result. */
  of(kind: NamedKind, name: string): string {
    return formatted(this.#renamed.get(`${kind} ${name}`) ?? name);
  }

  /** A name for a rule, made of letters, digits and `_`, that no other rule has. */
  rule(wanted: string): string {
    const plain = wanted
      .replace(/[^A-Za-z0-9_]+/g, "_")
      .replace(/^(?=[0-9])/, "rule_")
      .replace(/^_*$/, "rule");
    let name = plain;
    for (let i = 2; this.#rules.has(name) || this.#taken.has(name); i++) name = `${plain}_${i}`;
    this.#rules.add(name);
    return formatted(name);
  }

  /** A name for the experiment or the model. */
  other(wanted: string): string {
    return this.rule(wanted);
  }

  /** A name for a parameter that the file does not have. */
  parameter(wanted: string): string {
    const name = this.#free(wanted);
    this.#taken.set(name, "a parameter");
    return formatted(name);
  }

  /** A name for something inside a rule, which no value has. */
  unused(wanted: string): string {
    return formatted(this.#free(wanted));
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    return name;
  }

  #declare(kind: NamedKind, name: BnglName): void {
    const key = `${kind} ${name.text}`;
    if (this.#renamed.has(key)) return;
    const owner = this.#taken.get(name.text);
    let text = name.text;
    if (owner !== undefined) {
      text = `${name.text}_${kind}`;
      for (let i = 2; this.#taken.has(text); i++) text = `${name.text}_${kind}${i}`;
      const values = { kind, name: name.text, other: owner, renamed: text };
      this.#sink.report("TDL9006", { file: this.#file, span: name.span }, values);
    }
    this.#renamed.set(key, text);
    this.#taken.set(
      text,
      kind === "observable" || kind === "molecule" ? `an ${kind}`.replace("an m", "a m") : `a ${kind}`,
    );
  }
}
