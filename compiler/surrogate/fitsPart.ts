/**
 * Whether a surrogate can stand for a part of a model: the cut around the part is closed, what the model needs of it is
 * followed, and the part is the module that the surrogate is of.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { UseSurrogate } from "../../grammar/syntax/experiment.ts";
import type { Scope } from "../bind/scope.ts";
import type { FlatModel, FlatSubmodel } from "../model/flatModel.ts";
import { type Cut, findCut } from "./cut.ts";
import { atDefaults } from "./parameterDefaults.ts";
import type { PreparedModule } from "./prepareModule.ts";
import { canonicalName } from "./submodel.ts";
import { prefixOf } from "./uses.ts";

/** Reports what does not fit. `scope`: of the experiment. */
export function fitsPart(
  flat: FlatModel,
  use: UseSurrogate,
  prepared: PreparedModule,
  scope: Scope,
  sink: DiagnosticSink,
): boolean {
  const submodel = flat.submodels.find(({ prefix }) => prefix === prefixOf(use));
  if (submodel === undefined) return false;
  const surrogate = prepared.surrogate.name.text;
  const part = pathText(use.instance);
  const location = { file: scope.file, span: use.span };
  const kept = prepared.submodel.retained.map(({ name }) => name);
  const { opened, missing } = findCut(flat, submodel, new Set(kept));
  const differences = instanceDifferences(flat, submodel, prepared);
  for (const { rule, molecule, origin, others } of oncePerPart(opened))
    sink.report("TDL7010", origin, { rule, molecule, surrogate, others });
  for (const { name, origin } of missing) sink.report("TDL7013", origin, { name, surrogate });
  for (const what of differences) sink.report("TDL7012", location, { part, surrogate, what });
  return opened.length + missing.length + differences.length === 0;
}

/** Another part with the same molecules opens the cut by all its rules: that is told once. */
function oncePerPart(
  opened: Cut["opened"],
): readonly (Cut["opened"][number] & { readonly others: { more: number; part: string } | null })[] {
  const partOf = (rule: string): string => rule.slice(0, rule.lastIndexOf(".") + 1);
  return opened.flatMap((entry, i) => {
    const part = partOf(entry.rule);
    if (part === "") return [{ ...entry, others: null }];
    const all = opened.filter(({ rule }) => partOf(rule) === part);
    if (opened.findIndex(({ rule }) => partOf(rule) === part) !== i) return [];
    const others = all.length > 1 ? { more: all.length - 1, part: part.slice(0, -1) } : null;
    return [{ ...entry, others }];
  });
}

/** Relative difference of numbers that count as equal. */
const rounding = 1e-12;

function instanceDifferences(
  flat: FlatModel,
  submodel: FlatSubmodel,
  { flat: alone, source, inputs: domain, submodel: module }: PreparedModule,
): string[] {
  const found: string[] = [];
  const here = atDefaults(flat);
  const there = atDefaults(alone);
  const differs = (a: number, b: number): boolean => !(Math.abs(a - b) <= rounding * Math.abs(b) || a === b);
  const inputs = new Set([
    ...source.ports.flatMap((port) => (port.kind === "value" ? [port.name] : [])),
    ...domain.map(({ name }) => name),
  ]);
  for (const { name, value, display } of alone.parameters) {
    if (inputs.has(name)) continue;
    const own = flat.parameters.find((parameter) => parameter.name === submodel.prefix + name);
    if (own === undefined) continue;
    const [a, b] = [here(own.value), there(value)];
    const show = (number: number): string =>
      `${Number((number / display.factor).toPrecision(6))} ${display.unit}`;
    if (differs(a, b)) found.push(`its parameter ${name} is ${show(a).trim()} instead of ${show(b).trim()}`);
  }
  for (const port of submodel.ports) {
    const own = source.ports.find(({ name }) => name === port.name);
    if (port.kind !== "size" || own?.kind !== "size" || inputs.has(port.name)) continue;
    const size = here(port.value);
    if (Number.isNaN(size)) found.push(`the size of ${port.name} changes in a run`);
    else if (differs(size, there(own.value)))
      found.push(
        `the size of ${port.name} is ${Number((size / there(own.value)).toPrecision(4))} times as large`,
      );
  }
  // Amounts at the start must be those of training also where a size that is an input sets them.
  const initial = new Map(module.speciesNames.map((name, i) => [name, module.initial[i]]));
  for (const { name, initial: amount } of flat.species) {
    const trained = initial.get(canonicalName(name, submodel.prefix));
    if (!name.startsWith(submodel.prefix) || trained === undefined || !differs(here(amount), trained))
      continue;
    found.push(
      `another amount of ${name} at the start (give it in count, or by a volume that is a parameter)`,
    );
    break;
  }
  return found;
}
