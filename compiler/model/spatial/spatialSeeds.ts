/** Initial complexes of molecules with attributes: members, bonds, and values that may differ by member and copy. */
import type { Initial } from "../../../grammar/syntax/declaration.ts";
import { concentrationDimension } from "../../../runtime/units/dimension.ts";
import { constantValue } from "../../check/constantValue.ts";
import { type AnalysedAgent, PatternAnalyser } from "../../check/patternAnalysis.ts";
import { copyIndexName, memberIndexName } from "../../check/spatial/checkSets.ts";
import { noLocals } from "../../check/locals.ts";
import { fits } from "../../check/valueType.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { Flattening } from "../flattening.ts";
import { initialComplex, repeated } from "../initialComplexes.ts";
import type { Instance } from "../instance.ts";
import type { AttributeSet, SpatialSeed } from "../spatial.ts";
import type { Complex } from "../structured.ts";
import type { RuleContext } from "../translate.ts";
import { DrawList } from "./matchScope.ts";
import type { SpatialTables } from "./spatialTables.ts";

export function spatialSeed(
  initial: Initial,
  instance: Instance,
  flattener: Flattening,
  tables: SpatialTables,
): SpatialSeed | null {
  const { request, graph } = flattener;
  const agents = new PatternAnalyser(request.checker, instance.scope).molecules(initial.pattern);
  if (agents === null) return null;
  const one = initialComplex(tables.molecules, agents, instance, null);
  const { template } = initial;
  const copies =
    template === null ? 1 : (constantValue(request.program, instance.scope, template.count) ?? 1);
  const complex = template === null ? one : repeated(tables.molecules, one, template, copies);
  const { start, end } = initial.pattern.span;
  const name = instance.scope.file.text.slice(start, end).replace(/\s+/g, " ");
  const copy = graph.declareSymbol("copy", "input");
  const draws = new DrawList(graph);
  const members = complex.agents.map((_, i) => (template === null ? agents[i] : agents[0]));
  return {
    name,
    agents: complex.agents.map(({ type, compartment, states }) => ({ type, compartment, states })),
    bonds: bondsOf(complex),
    count: seedCount(initial, instance, flattener, tables),
    copy,
    draws: draws.draws,
    sets: seedSets(initial, instance, members, copy, draws, flattener, tables),
    origin: { file: instance.scope.file, span: initial.span },
  };
}

/** Each bond once. */
function bondsOf({ agents }: Complex): SpatialSeed["bonds"] {
  return agents.flatMap(({ bonds }, agent) =>
    bonds.flatMap((other, site) => {
      const isFirst = other !== null && (other.agent > agent || (other.agent === agent && other.site > site));
      return isFirst ? [{ a: { agent, site }, b: other }] : [];
    }),
  );
}

function seedCount(
  initial: Initial,
  instance: Instance,
  flattener: Flattening,
  tables: SpatialTables,
): ExpressionId {
  const { request, graph } = flattener;
  const value = flattener.values.initial(initial.value, instance, "The number of initial complexes");
  const type = request.checker.typeOf(initial.value, instance.scope, noLocals);
  const isConcentration =
    type.kind === "quantity" && type.dimension !== null && fits(type, concentrationDimension);
  if (!isConcentration) return value;
  const index =
    initial.compartment === null
      ? tables.molecules.defaultCompartment(instance)
      : tables.molecules.compartment(initial.compartment, instance);
  const size = tables.molecules.compartments[index]?.size ?? graph.number(1);
  return graph.multiply([value, flattener.species.sizeAtStart(size)]);
}

function seedSets(
  initial: Initial,
  instance: Instance,
  members: readonly (AnalysedAgent | undefined)[],
  copy: SymbolId,
  draws: DrawList,
  flattener: Flattening,
  tables: SpatialTables,
): readonly AttributeSet[] {
  const { graph, translator } = flattener;
  const context: RuleContext = {
    states: new Map(),
    local: () => {
      throw new Error("a measure of a complex, which the check phase refused");
    },
    draws,
  };
  return members.flatMap((member, agent) =>
    initial.sets.flatMap(({ target, value }): AttributeSet[] => {
      const parts = target.kind === "reference" ? target.path.parts : [];
      const name = parts.at(-1)?.text ?? "";
      const isMeant = parts.length === 1 || parts[0]?.text === member?.label;
      if (member === undefined || !isMeant || !tables.has(member.type, name)) return [];
      const locals = new Map([
        [memberIndexName, graph.number(agent)],
        [copyIndexName, graph.symbol(copy)],
      ]);
      const { slot } = tables.attribute(member.type, name);
      const components = translator.components(value, instance, locals, context);
      return components.map((component, i) => ({ agent, slot: slot + i, value: component }));
    }),
  );
}
