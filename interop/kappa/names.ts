/**
 * Names in the result. Kappa's labels are any text between quotes, and agents, tokens and variables have spaces of
 * their own; here names are letters, digits and `_`, in one space. Variables keep their names wherever they can.
 */
import { predefinedNames } from "../../compiler/bind/bind.ts";
import { builtinFunctions } from "../../compiler/check/builtins.ts";
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { formatted } from "../importedText.ts";
import type { AgentTypes } from "./agentTypes.ts";
import type { KappaModel, KappaName } from "./syntax.ts";

export type NamedKind = "variable" | "token" | "agent";

export class Names {
  readonly #names = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  readonly #file: SourceFile;
  readonly #sink: DiagnosticSink;

  constructor(model: KappaModel, types: AgentTypes, file: SourceFile, sink: DiagnosticSink) {
    this.#file = file;
    this.#sink = sink;
    for (const name of [...predefinedNames, ...builtinFunctions.keys()])
      this.#taken.set(name, "a word of the language");
    for (const { name } of model.variables) this.#declare("variable", name);
    for (const name of model.tokens) this.#declare("token", name);
    const declared = new Map(model.agents.map(({ name }) => [name.text, name]));
    for (const name of types.keys())
      this.#declare("agent", declared.get(name) ?? { text: name, span: { start: 0, end: 0 } });
  }

  of(kind: NamedKind, name: string): string {
    return formatted(this.#names.get(`${kind} ${name}`) ?? identifier(name));
  }

  /** A name that nothing else has: for rules, interventions and what the import adds. */
  unused(wanted: string): string {
    const name = this.#free(identifier(wanted));
    this.#taken.set(name, "another name");
    return formatted(name);
  }

  /** A name for something inside a rule, which no value has. */
  local(wanted: string): string {
    return formatted(this.#free(wanted));
  }

  #declare(kind: NamedKind, { text, span }: KappaName): void {
    const key = `${kind} ${text}`;
    if (this.#names.has(key)) return;
    const plain = identifier(text);
    const owner = this.#taken.get(plain);
    const name = owner === undefined ? plain : this.#free(`${plain}_${kind}`);
    this.#names.set(key, name);
    this.#taken.set(name, kind === "agent" ? "an agent" : `a ${kind}`);
    const where = { file: this.#file, span };
    if (owner !== undefined)
      this.#sink.report("TDL9006", where, { kind, name: text, other: owner, renamed: name });
    else if (plain !== text) this.#sink.report("TDL9123", where, { name: text, renamed: name });
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    return name;
  }
}

/** What other characters stand in becomes `_`: of sites and states too. */
export function identifier(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_]+/g, "_");
  return /^_*$/.test(plain) ? `name${plain}` : plain;
}
