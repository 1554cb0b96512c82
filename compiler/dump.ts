/** What each phase made, as text for `tendril compile --dump PHASE`. */
import type { BoundProgram } from "./bind/scope.ts";
import type { TypeChecker } from "./check/typeChecker.ts";
import { describeType } from "./check/valueType.ts";
import type { PhaseName } from "./phases.ts";
import { dumpSpatial } from "./dumpSpatial.ts";
import { constantsText, type ModelText } from "./emit/modelLiteral.ts";
import { formatExpression } from "./expression/format.ts";
import type { ExpressionId } from "./expression/graph.ts";
import type { SourceSet } from "./load/load.ts";
import type { FlatModel, StateTarget } from "./model/flatModel.ts";
import type { Plan } from "./plan/plan.ts";

/** Filled phase by phase; a missing entry was not reached. */
export interface PhaseResults {
  readonly sources?: SourceSet;
  readonly program?: BoundProgram;
  readonly checker?: TypeChecker;
  flat?: FlatModel;
  plan?: Plan;
  optimised?: Plan;
  text?: ModelText;
}

export function dumpPhase(phase: PhaseName, results: PhaseResults): string | null {
  const { sources, program, checker, flat, plan, optimised, text } = results;
  switch (phase) {
    case "load":
      return sources === undefined
        ? null
        : json({ hash: sources.hash, files: [...sources.files.keys()], imports: [...sources.imports] });
    case "parse":
      return sources === undefined
        ? null
        : json([...sources.files.values()].map((tree) => ({ ...tree, source: tree.source.path })));
    case "bind":
      return program === undefined
        ? null
        : json([...program.scopes].map(([node, scope]) => dumpScope(node.name.text, scope)));
    case "check":
      return program === undefined || checker === undefined ? null : dumpTypes(program, checker);
    case "model":
      return flat === undefined ? null : json(dumpModel(flat));
    case "plan":
      return plan === undefined ? null : json(dumpPlan(plan));
    case "optimise":
      return optimised === undefined ? null : json(dumpPlan(optimised));
    case "emit":
      return text === undefined ? null : `${constantsText(text.constants, false)}${text.literal}\n`;
  }
}

function dumpScope(
  name: string,
  scope: { readonly values: ReadonlyMap<string, { readonly kind: string }> },
): unknown {
  return { name, declares: [...scope.values].map(([value, { kind }]) => `${kind} ${value}`) };
}

function dumpTypes(program: BoundProgram, checker: TypeChecker): string {
  const rows = [...program.scopes.values()].flatMap((scope) =>
    [...scope.values.values()].map(
      (symbol) => `${symbol.kind} ${symbol.name}: ${describeType(checker.typeOfSymbol(symbol))}`,
    ),
  );
  return json(rows);
}

function dumpModel(flat: FlatModel): unknown {
  const text = (id: ExpressionId | null): string | null =>
    id === null ? null : formatExpression(flat.graph, id);
  const side = (list: FlatModel["reactions"][number]["reactants"]): string =>
    list
      .map(({ species, count }) => `${count === 1 ? "" : `${count} `}${flat.species[species]?.name ?? "?"}`)
      .join(" + ");
  const target = ({ kind, index }: StateTarget): string =>
    (kind === "species" ? flat.species[index]?.name : flat.variables[index]?.name) ?? "?";
  return {
    name: flat.name,
    parameters: flat.parameters.map(({ name, value, display }) => ({
      name,
      value: text(value),
      unit: display.unit,
    })),
    species: flat.species.map(({ name, holds, initial, size, isFixed }) => ({
      name,
      holds,
      initial: text(initial),
      size: text(size),
      isFixed,
    })),
    variables: flat.variables.map(({ name, kind, initial }) => ({ name, kind, initial: text(initial) })),
    reactions: flat.reactions.map(({ name, reactants, products, rate }) => ({
      name,
      reaction: `${side(reactants)} -> ${side(products)}`,
      ...(rate.kind === "total"
        ? { total: text(rate.velocity) }
        : { constant: text(rate.constant), size: text(rate.size) }),
    })),
    flows: flat.flows.map((flow) => ({ of: target(flow.target), rate: text(flow.rate) })),
    events: flat.events.map(({ name, trigger, priority, assignments }) => ({
      name,
      trigger: text(trigger),
      priority: text(priority),
      sets: assignments.map((assignment) => `${target(assignment.target)} = ${text(assignment.value)}`),
    })),
    clamps: flat.clamps.map((clamp) => ({
      of: target(clamp.target),
      value: text(clamp.value),
      from: text(clamp.window?.from ?? null),
      until: text(clamp.window?.until ?? null),
    })),
    observables: flat.observables.map(({ name, value, display }) => ({
      name,
      value: text(value),
      unit: display.unit,
    })),
    spatial: dumpSpatial(flat),
    experiment: flat.experiment,
  };
}

function dumpPlan(plan: Plan): unknown {
  const { graph } = plan.flat;
  const text = (id: ExpressionId | null): string | null => (id === null ? null : formatExpression(graph, id));
  const nameOf = (state: number): string => plan.states[state]?.name ?? "?";
  const changes = (list: readonly { readonly state: number; readonly amount: number }[]): string[] =>
    list.map(({ state, amount }) => `${amount > 0 ? "+" : ""}${amount} ${nameOf(state)}`);
  const { ode, jumps } = plan;
  return {
    method: plan.method,
    reason: plan.methodReason,
    states: plan.states.map(({ name, kind, initial, discrete }) => ({
      name,
      kind,
      initial: text(initial),
      discrete,
    })),
    derived: plan.derived.map(({ name, value }) => ({ name, value: text(value) })),
    observables: plan.observables.map(text),
    events: plan.events.map(({ name, trigger, assignments }) => ({
      name,
      trigger: text(trigger),
      sets: assignments.map(({ state, value }) => `${nameOf(state)} = ${text(value)}`),
    })),
    roots: plan.roots.map(text),
    schedule: plan.schedule.map(({ start, period, count }) => ({
      start: text(start),
      period: text(period),
      count: text(count),
    })),
    ode:
      ode === null
        ? null
        : {
            derivative: ode.derivative.map(text),
            jacobian: ode.jacobian.map(text),
            pattern: { columnStart: [...ode.pattern.columnStart], row: [...ode.pattern.row] },
            eliminationOrder: [...ode.factorisation.order],
            tabled: ode.massAction?.reactions.map(({ name, constant, reactants, ...reaction }) => ({
              name,
              constant: text(constant),
              reactants: reactants.map(nameOf),
              changes: changes(reaction.changes),
            })),
          },
    jumps:
      jumps === null
        ? null
        : {
            reactions: jumps.reactions.map((reaction) => ({
              name: reaction.name,
              constant: text(reaction.constant),
              propensity: text(reaction.propensity),
              changes: changes(reaction.changes),
            })),
            reads: jumps.reads,
            varying: jumps.varying,
            drift: jumps.drift.map(text),
          },
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
