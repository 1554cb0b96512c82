/**
 * A plan as the text of a `CompiledModel` (runtime/model.ts): tables, generated functions, manifest.
 *
 * Every text of the model goes through JSON.stringify; every number is printed so that it reads back to the
 * same bits.
 */
import type { AgentTables } from "../../runtime/agentModel.ts";
import { defaultTolerance } from "../../runtime/methods.ts";
import type { Manifest } from "../../runtime/model.ts";
import { dependencies, reachable } from "../expression/dependencies.ts";
import { runtimeFunctions } from "../expression/emitExpression.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { mapPlanExpressions } from "../optimise/mapPlan.ts";
import { UpdateFinder } from "../plan/agents/matchUpdates.ts";
import type { MassActionPlan, OdePlan, Plan } from "../plan/plan.ts";
import { compilerVersion } from "../version.ts";
import { fragmentText } from "./agents/fragmentText.ts";
import { changesBetweenEvents } from "../../runtime/engines/graph/ruleTraits.ts";
import { graphCodeText } from "./graph/generatedGraph.ts";
import { graphMethods } from "./graph/graphCode.ts";
import { matcherCode } from "./agents/matcherCode.ts";
import { type RuleText, ruleText } from "./agents/ruleCode.ts";
import { ruleLoop, ruleLoopFunctions } from "./agents/ruleLoop.ts";
import { commentText, massActionName, waitingMassActionName } from "./identifiers.ts";
import { ModelCodeWriter } from "./modelCode.ts";
import { unrolledFunctions, unrolledReactions } from "./unrolledReactions.ts";

/** A constant before the model's literal. */
export interface ModelConstant {
  readonly name: string;
  /** Its type in TypeScript; null for one that a function of the runtime makes. */
  readonly type: string | null;
  readonly text: string;
}

/** Text of a compiled model. */
export interface ModelText {
  /** What the literal refers to. */
  readonly constants: readonly ModelConstant[];
  readonly literal: string;
  /** Names of the runtime's functions that both call. */
  readonly functions: readonly string[];
}

export function modelText(plan: Plan): ModelText {
  const tables = [
    { name: massActionName, massAction: plan.ode?.massAction ?? null },
    { name: waitingMassActionName, massAction: plan.ode?.waiting?.ode.massAction ?? null },
  ].flatMap(({ name, massAction }) => (massAction === null ? [] : [{ name, massAction }]));
  const constants = plan.flat.functions.map(
    ({ name, maker, tables }): ModelConstant => ({ name, type: null, text: `${maker}(${json(tables)})` }),
  );
  for (const { name, massAction } of tables) {
    const text = massActionText(plan, massAction, new ModelCodeWriter(plan));
    constants.push({ name, type: "MassActionTables", text });
  }
  return {
    constants,
    literal: modelLiteral(plan),
    functions: [
      ...functionsOfLiteral(plan),
      ...drawsOf(plan),
      ...new Set(plan.flat.functions.map(({ maker }) => maker)),
      ...(tables.length === 0 ? [] : ["massActionDerivative", "massActionJacobian"]),
    ],
  };
}

/** The draws of a loop of the model's own. */
function drawsOf(plan: Plan): readonly string[] {
  if (plan.graph !== null) return ["belowOfWord", "exponentialOfWords"];
  if (plan.agents !== null) {
    const { tables } = plan.agents;
    return ruleLoop(tables, ruleTexts(tables)) === null ? [] : ruleLoopFunctions;
  }
  return unrolledOf(plan, new ModelCodeWriter(plan)) === null ? [] : unrolledFunctions;
}

/** The constants as statements, in TypeScript or without types. */
export function constantsText(constants: readonly ModelConstant[], isTyped: boolean): string {
  return constants
    .map(({ name, type, text }) => `const ${name}${isTyped && type !== null ? `: ${type}` : ""} = ${text};\n`)
    .join("");
}

function modelLiteral(plan: Plan): string {
  const { flat, states, events, ode, jumps, agents, graph } = plan;
  const code = new ModelCodeWriter(plan);
  const method = (signature: string, body: string): string => `${signature} {\n${body}\n},`;
  const parameters = flat.parameters.map(({ name, display, doc, range, isLoose }) =>
    json({
      name,
      unit: display.unit,
      factor: display.factor,
      dimension: display.dimension,
      doc,
      ...(range === null ? {} : { range }),
      ...(isLoose === undefined ? {} : { isLoose }),
    }),
  );
  const stateRows = states.map(({ name, kind, display, discrete }) =>
    json({ name, kind, unit: display.unit, factor: display.factor, discrete }),
  );
  const observables = flat.observables.map(({ name, display, doc }) =>
    json({ name, unit: display.unit, factor: display.factor, doc }),
  );
  const stateSymbols = new Set(states.map(({ symbol }) => symbol));
  const eventRows = events.map(({ name, trigger, assignments, stop }) =>
    json({
      name,
      targets: assignments.map(({ state }) => state),
      ...(stop === undefined ? {} : { stop }),
      ...([...dependencies(flat.graph, trigger)].some((symbol) => stateSymbols.has(symbol))
        ? {}
        : { isTimed: true }),
    }),
  );
  const { experiment } = flat;
  return [
    "{",
    `manifest: ${json(manifestOf(plan))},`,
    `parameters: [\n${parameters.join(",\n")}\n],`,
    `constantCount: ${flat.parameters.length + plan.derived.length},`,
    `states: [\n${stateRows.join(",\n")}\n],`,
    `observables: [\n${observables.join(",\n")}\n],`,
    `events: [\n${eventRows.join(",\n")}\n],`,
    ...(plan.surrogates.length === 0
      ? []
      : [`surrogates: [\n${plan.surrogates.map((info) => json(info)).join(",\n")}\n],`]),
    ...(flat.continuousParts === undefined ? [] : [`continuousParts: ${json(flat.continuousParts)},`]),
    `rootCount: ${plan.roots.length},`,
    "code: {",
    method("derive(c, isSet)", code.derive()),
    method("initial(c, y)", code.initial()),
    method("observe(t, y, c, out)", code.observe()),
    method("triggers(t, y, c, out)", code.triggers()),
    method("roots(t, y, c, out)", code.roots()),
    method("priority(event, t, y, c)", code.priority()),
    method("fire(event, t, y, c, out)", code.fire()),
    method("schedule(c)", code.schedule()),
    "},",
    ode === null
      ? "ode: null,"
      : [
          "ode: {",
          equationsText(ode, massActionName, code, method),
          ...(ode.waiting === undefined
            ? []
            : [
                `waiting: { gates: ${int32(ode.waiting.gates)}, ode: {`,
                equationsText(ode.waiting.ode, waitingMassActionName, code, method),
                "} },",
              ]),
          "},",
        ].join("\n"),
    jumps === null ? "jumps: null," : jumpsText(plan, jumps, code, method),
    agents === null ? "agents: null," : agentsText(plan, agents, code, method),
    graph === null ? "graph: null," : graphText(plan, graph, code, method),
    `experiment: ${json({
      until: experiment.until,
      every: experiment.every,
      replicates: experiment.replicates,
      seed: experiment.seed,
      relativeTolerance: experiment.relativeTolerance ?? defaultTolerance(plan.method),
      absoluteTolerance: experiment.absoluteTolerance,
      ...(experiment.motionTolerance === null ? {} : { motionTolerance: experiment.motionTolerance }),
      ...(experiment.splitStep === null ? {} : { splitStep: experiment.splitStep }),
      ...(plan.treated.length === 0 ? {} : { treated: plan.treated }),
      sweeps: experiment.sweeps,
      plots: experiment.plots,
    })},`,
    "}",
  ].join("\n");
}

/** The members of an `OdeModel`. */
function equationsText(
  ode: Omit<OdePlan, "waiting">,
  tables: string,
  code: ModelCodeWriter,
  method: (signature: string, body: string) => string,
): string {
  const { pattern, factorisation } = ode;
  return [
    method("derivative(t, y, c, dy)", code.derivative(ode, tables)),
    method("jacobian(t, y, c, values)", code.jacobian(ode, tables)),
    method("timeDerivative(t, y, c, out)", code.timeDerivative(ode)),
    `pattern: { size: ${pattern.size}, columnStart: ${int32(pattern.columnStart)}, row: ${int32(pattern.row)} },`,
    `factorisation: { ${Object.entries(factorisation)
      .map(([key, value]) => `${key}: ${value === true ? "true" : int32(value as Int32Array)}`)
      .join(", ")} },`,
    ...(ode.signed.length === 0
      ? []
      : [
          `signed: { rules: ${json(ode.signed.map(({ rule }) => rule))},`,
          method("values(t, y, c, out)", code.signed(ode)),
          "},",
        ]),
    ...(code.isAutonomous(ode) ? ["isAutonomous: true,"] : []),
    ...(ode.massAction === null ? [] : [tabledText(ode, tables, code, method)]),
  ].join("\n");
}

/** What runs from tables, and the code that adds the rest. */
function tabledText(
  ode: Omit<OdePlan, "waiting">,
  tables: string,
  code: ModelCodeWriter,
  method: (signature: string, body: string) => string,
): string {
  const derivative = code.addedDerivative(ode.derivative);
  const jacobian = code.addedJacobian(ode.jacobian);
  return [
    "tabled: {",
    `tables: ${tables},`,
    ...(derivative === "" ? [] : [method("addDerivative(t, y, c, dy)", derivative)]),
    ...(jacobian === "" ? [] : [method("addJacobian(t, y, c, values)", jacobian)]),
    "},",
  ].join("\n");
}

/** Names of the runtime's functions that the literal calls. */
function functionsOfLiteral(plan: Plan): readonly string[] {
  const { graph } = plan.flat;
  const roots: ExpressionId[] = [
    ...plan.flat.parameters.map(({ value }) => value),
    ...plan.derived.map(({ value }) => value),
    ...plan.states.map(({ initial }) => initial),
    ...plan.schedule.flatMap(({ start, period, count }) => [start, period, count]),
    ...(plan.agents?.amounts ?? []),
  ];
  mapPlanExpressions(plan, (id) => {
    roots.push(id);
    return id;
  });
  return runtimeFunctions(graph, reachable(graph, roots));
}

function massActionText(plan: Plan, tables: MassActionPlan, code: ModelCodeWriter): string {
  const { reactions, jacobian } = tables;
  return [
    "{",
    `constant: ${int32(reactions.map(({ constant }) => constantIndex(plan, constant, code)))},`,
    `gate: ${int32(reactions.map(({ gate }) => gate))},`,
    `reactantStart: ${int32(starts(reactions.map(({ reactants }) => reactants.length)))},`,
    `reactant: ${int32(reactions.flatMap(({ reactants }) => reactants))},`,
    `changeStart: ${int32(starts(reactions.map(({ changes }) => changes.length)))},`,
    `changeState: ${int32(reactions.flatMap(({ changes }) => changes.map(({ state }) => state)))},`,
    `changeAmount: ${float64(reactions.flatMap(({ changes }) => changes.map(({ amount }) => amount)))},`,
    `jacobianStart: ${int32(starts(jacobian.map((entries) => entries.length)))},`,
    `jacobianIndex: ${int32(jacobian.flatMap((entries) => entries.map(({ index }) => index)))},`,
    `jacobianAmount: ${float64(jacobian.flatMap((entries) => entries.map(({ amount }) => amount)))},`,
    "}",
  ].join("\n");
}

/** Where the value of a rate constant stands in c. */
function constantIndex(plan: Plan, id: ExpressionId, code: ModelCodeWriter): number {
  const node = plan.flat.graph.node(id);
  const place = node.kind === "symbol" ? /^c\[(\d+)\]$/.exec(code.place(node.symbol))?.[1] : undefined;
  if (place === undefined) throw new Error("a rate constant was not hoisted");
  return Number(place);
}

function jumpsText(
  plan: Plan,
  jumps: NonNullable<Plan["jumps"]>,
  code: ModelCodeWriter,
  method: (signature: string, body: string) => string,
): string {
  const { reactions } = jumps;
  const constantOf = (constant: ExpressionId | null): number =>
    constant === null ? -1 : constantIndex(plan, constant, code);
  const unrolled = unrolledOf(plan, code);
  const reactantStart = starts(reactions.map(({ reactants }) => reactants.length));
  const changeStart = starts(reactions.map(({ changes }) => changes.length));
  const names = reactions.map(({ name }) => json(name));
  return [
    "jumps: {",
    `reactionNames: [\n${names.join(",\n")}\n],`,
    `rateConstant: ${int32(reactions.map(({ constant }) => constantOf(constant)))},`,
    `reactantStart: ${int32(reactantStart)},`,
    `reactantState: ${int32(reactions.flatMap(({ reactants }) => reactants.map(({ state }) => state)))},`,
    `reactantMultiplicity: ${int32(reactions.flatMap(({ reactants }) => reactants.map(({ multiplicity }) => multiplicity)))},`,
    `changeStart: ${int32(changeStart)},`,
    `changeState: ${int32(reactions.flatMap(({ changes }) => changes.map(({ state }) => state)))},`,
    `changeAmount: ${float64(reactions.flatMap(({ changes }) => changes.map(({ amount }) => amount)))},`,
    `readStart: ${int32(starts(jumps.reads.map((list) => list.length)))},`,
    `readState: ${int32(jumps.reads.flat())},`,
    `varying: ${int32(jumps.varying)},`,
    `continuous: ${int32(jumps.continuous)},`,
    `varyingRoots: ${int32(jumps.varyingRoots)},`,
    `propensityBlocks: [${code
      .propensityBlocks()
      .map((body) => `(reaction, t, y, c) => {\n${body}\n}`)
      .join(",\n")}],`,
    method("propensity(reaction, t, y, c)", code.propensity()),
    method("drift(t, y, c, dy)", code.drift()),
    ...(unrolled === null ? [] : [method("unrolled(run, y, c, limit, work)", unrolled)]),
    "},",
  ].join("\n");
}

/** The loop over a few reactions as code; null where tables serve. */
function unrolledOf(plan: Plan, code: ModelCodeWriter): string | null {
  const { jumps } = plan;
  if (jumps === null) return null;
  return unrolledReactions(plan, jumps, (j) => {
    const constant = jumps.reactions[j]?.constant ?? null;
    return constant === null ? -1 : constantIndex(plan, constant, code);
  });
}

function agentsText(
  plan: Plan,
  agents: NonNullable<Plan["agents"]>,
  code: ModelCodeWriter,
  method: (signature: string, body: string) => string,
): string {
  const { types, compartments, seeds, fragments, channels, measures, keepsComplexes, sizeCount } =
    agents.tables;
  const rows = (list: readonly unknown[]): string => `[\n${list.map(json).join(",\n")}\n]`;
  const texts = ruleTexts(agents.tables);
  const loop = ruleLoop(agents.tables, texts);
  return [
    "agents: {",
    `types: ${rows(types)},`,
    `compartments: ${rows(compartments)},`,
    `seeds: ${rows(seeds)},`,
    `fragments: ${rows(fragments)},`,
    `channels: ${rows(channels)},`,
    `measures: ${rows(measures)},`,
    `keepsComplexes: ${keepsComplexes},`,
    `sizeCount: ${sizeCount},`,
    `rateConstant: ${int32(agents.rates.map(({ constant }) => (constant === null ? -1 : constantIndex(plan, constant, code))))},`,
    method("amounts(c, out)", code.amounts()),
    method("sizes(t, y, c, out)", code.sizes()),
    method("rate(channel, t, y, c, m)", code.channelRate()),
    `match: [\n${fragments.map((fragment) => `// ${fragmentText(fragment, agents.tables)}\n${matcherCode(fragment, types)}`).join(",\n")}\n],`,
    `rules: [\n${rulesCode(agents.tables, texts).join(",\n")}\n],`,
    ...(loop === null ? [] : [method("unrolled(run, limit, work)", loop)]),
    "},",
  ].join("\n");
}

function ruleTexts(tables: AgentTables): readonly (RuleText | null)[] {
  const finder = new UpdateFinder(tables);
  return tables.channels.map((channel) => ruleText(channel, tables, finder));
}

function rulesCode({ channels }: AgentTables, texts: readonly (RuleText | null)[]): string[] {
  return texts.map((rule, i) =>
    rule === null
      ? "null"
      : `{\n// ${commentText(channels[i].name)}\ntouched: ${json(rule.touched)},\nfire(mixture, rule, random) {\n${rule.body}\n},\n}`,
  );
}

function graphText(
  plan: Plan,
  graph: NonNullable<Plan["graph"]>,
  code: ModelCodeWriter,
  method: (signature: string, body: string) => string,
): string {
  const whole = { ...graph.tables, reactionReads: plan.jumps?.reads ?? [] };
  const tables = Object.entries(whole).map(([name, value]) =>
    Array.isArray(value) ? `${name}: [\n${value.map(json).join(",\n")}\n],` : `${name}: ${json(value)},`,
  );
  const methods = graphMethods(graph, code).map(([signature, body]) => method(signature, body));
  const { jumps } = plan;
  const varying = new Set(jumps?.varying ?? []);
  const reactions = changesBetweenEvents(whole, jumps) ? null : (jumps?.reactions ?? []);
  return [
    "graph: {",
    ...tables,
    ...(graph.sizes.length === 0 ? [] : [`sizeNames: ${json(graph.sizes.map(({ what }) => what))},`]),
    ...methods,
    `code: ${graphCodeText(plan.flat.graph, graph, whole, varying, reactions, code)},`,
    "},",
  ].join("\n");
}

export function manifestOf(plan: Plan): Manifest {
  const { flat } = plan;
  const sources = flat.references.flatMap(({ what, sources: given }) =>
    given.map((source) => ({ what, source })),
  );
  const notes = flat.references.flatMap(({ what, doc }) => (doc === null ? [] : [{ what, note: doc }]));
  return {
    model: flat.name,
    title: flat.title,
    experiment: flat.experiment.name,
    experimentTitle: flat.experiment.title,
    hash: flat.hash,
    compiler: compilerVersion,
    method: plan.method,
    methodReason: plan.methodReason,
    sources,
    notes,
  };
}

function starts(lengths: readonly number[]): number[] {
  const result = [0];
  for (const length of lengths) result.push((result.at(-1) ?? 0) + length);
  return result;
}

function int32(values: Iterable<number>): string {
  return `new Int32Array([${[...values].join(", ")}])`;
}

function float64(values: Iterable<number>): string {
  return `new Float64Array([${[...values].join(", ")}])`;
}

/** JSON with object keys as identifiers where they can be; `__proto__` can not become a prototype. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
