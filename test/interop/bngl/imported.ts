/** Small BNGL texts and what they become. */
import { bind } from "../../../compiler/bind/bind.ts";
import { checkProgram } from "../../../compiler/check/check.ts";
import { evaluate } from "../../../compiler/expression/evaluate.ts";
import type { SymbolId } from "../../../compiler/expression/graph.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { load } from "../../../compiler/load/load.ts";
import type { FlatModel, Stoichiometry } from "../../../compiler/model/flatModel.ts";
import { flatten } from "../../../compiler/model/flatten.ts";
import { expandMolecules } from "../../../compiler/plan/network/expandMolecules.ts";
import { defaultNetworkLimits } from "../../../compiler/plan/network/network.ts";
import { type Diagnostic, DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../../diagnostics/source.ts";
import type { Model } from "../../../grammar/syntax/sourceTree.ts";
import { importBngl } from "../../../interop/bngl/importBngl.ts";

/** The converted text, null when it was refused, with everything that was reported; `files` lie beside it. */
export function imported(
  bngl: string,
  files: Readonly<Record<string, string>> = {},
): { text: string | null; diagnostics: readonly Diagnostic[] } {
  const sink = new DiagnosticSink();
  const host = new MemoryHost(new Map(Object.entries(files)));
  const result = importBngl(new SourceFile("model.bngl", bngl), sink, host);
  return { text: result?.text ?? null, diagnostics: sink.diagnostics };
}

/** The codes reported, with the text that each points at. */
export function problems(bngl: string): string[] {
  return imported(bngl).diagnostics.map(({ code, span }) => `${code} ${bngl.slice(span.start, span.end)}`);
}

/** The statement of the converted text that begins so, on one line. */
export function statement(bngl: string, begin: string): string {
  const lines = (imported(bngl).text ?? "").split("\n");
  const start = lines.findIndex((line) => line.trim().startsWith(begin));
  const first = lines[start] ?? "";
  const depth = first.search(/\S/);
  const more = lines.slice(start + 1);
  const end = more.findIndex((line) => line.search(/\S/) <= depth);
  return [first, ...more.slice(0, end)].map((line) => line.trim()).join(" ");
}

/**
 * The reactions of the converted model, `A() + B() -> A(b[1]), B(a[1])`, each with its velocity when every
 * species has an amount of 1 (so its constant, statistical factor included), and time is 0.
 */
export function reactions(bngl: string): ReadonlyMap<string, number> {
  return velocities(flattened(bngl));
}

/** The same of a text of the language. */
export function networkOf(text: string): ReadonlyMap<string, number> {
  return velocities(expandedText(text));
}

function velocities({
  flat,
  species,
}: {
  readonly flat: FlatModel;
  readonly species: readonly string[];
}): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const values = symbolValues(flat);
  const side = (list: readonly Stoichiometry[]): string =>
    list.length === 0
      ? "0"
      : list.flatMap(({ species: i, count }) => Array.from({ length: count }, () => species[i])).join(" + ");
  for (const { reactants, products, rate } of flat.reactions) {
    const key = `${side(reactants)} -> ${side(products)}`;
    const order = reactants.reduce((sum, { count }) => sum + count, 0);
    const size =
      rate.kind === "total" || rate.size === null ? 1 : Number(evaluate(flat.graph, rate.size, values));
    const constant = Number(
      evaluate(flat.graph, rate.kind === "total" ? rate.velocity : rate.constant, values),
    );
    const ways =
      rate.kind === "total" ? 1 : reactants.reduce((product, { count }) => product * factorial(count), 1);
    found.set(key, (found.get(key) ?? 0) + (constant / ways) * size ** (1 - order));
  }
  return found;
}

/** The observables when every species has an amount of 1. */
export function observables(bngl: string): Readonly<Record<string, number>> {
  const { flat } = flattened(bngl);
  const values = symbolValues(flat);
  return Object.fromEntries(
    flat.observables.map(({ name, value }) => [name, Number(evaluate(flat.graph, value, values))]),
  );
}

function flattened(bngl: string): { flat: FlatModel; species: readonly string[] } {
  const { text, diagnostics } = imported(bngl);
  if (text === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return expandedText(text);
}

function expandedText(text: string): { flat: FlatModel; species: readonly string[] } {
  const sink = new DiagnosticSink();
  const sources = load("model.tdl", new MemoryHost(new Map([["model.tdl", text]])), sink);
  if (sources === null) throw new Error("no sources");
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  const model = sources.main.declarations.find((one): one is Model => one.kind === "model");
  if (model === undefined || sink.hasErrors)
    throw new Error(sink.diagnostics.map(({ message }) => message).join("\n"));
  const flat = flatten({ program, checker, model, experiment: null, hash: "", sink });
  const expanded = expandMolecules(flat, defaultNetworkLimits, sink);
  if (expanded === null) throw new Error("the network is too large");
  return { flat: expanded, species: expanded.species.map(({ name }) => name) };
}

function symbolValues(flat: FlatModel): (symbol: SymbolId) => number {
  const values = new Map<SymbolId, number>(flat.species.map(({ symbol }) => [symbol, 1]));
  const valueOf = (symbol: SymbolId): number => {
    const known = values.get(symbol);
    if (known !== undefined) return known;
    const parameter = flat.parameters.find((one) => one.symbol === symbol);
    const value = parameter === undefined ? 0 : Number(evaluate(flat.graph, parameter.value, valueOf));
    values.set(symbol, value);
    return value;
  };
  return valueOf;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/** A model of these blocks. */
export function model(blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks)
    .map(([name, lines]) => `begin ${name.replace("_", " ")}\n${lines}\nend ${name.replace("_", " ")}\n`)
    .join("");
}
