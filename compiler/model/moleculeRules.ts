/**
 * Rules on molecules in the flat model. A rule with state variables becomes one rule for each combination of states,
 * and a reversible one two.
 *
 * The constants of a balanced rule are k exp(-phi dG / kT) and, on the way back, k' exp((1 - phi) dG / kT), where dG is
 * the change of free energy by the way forward at this match (Hogg 2013 and Sekar, Hogg and Faeder 2016,
 * doi:10.1109/BIBM.2016.7822739). Their ratio is that of detailed balance for every phi.
 */
import type { Participant, Rule } from "../../grammar/syntax/declaration.ts";
import type { Expression, MeasureExpression } from "../../grammar/syntax/expression.ts";
import { complexStarts, standardOrders } from "../check/checkStructuredRule.ts";
import { labelledAgent } from "../check/matchValues.ts";
import { type AnalysedAgent, PatternAnalyser } from "../check/patternAnalysis.ts";
import type { RuleDirection } from "../check/analysedRule.ts";
import { analyseRule, isStructured } from "../check/ruleAnalysis.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";
import { measureValue } from "./measureValue.ts";
import { type MoleculeTables, noAssignment } from "./moleculeTables.ts";
import { isSamePools, poolsOf } from "./rulePools.ts";
import { isSameRule } from "../plan/network/automorphisms.ts";
import { ActionFinder, type LeftOrder, leftOrder } from "./ruleActions.ts";
import { type RuleWay, rulesOfWays } from "./ruleWays.ts";
import type { ComplexCondition, LocalMeasure, MoleculeType, StructuredRule } from "./structured.ts";
import type { RuleContext } from "./translate.ts";

/** 1 M in count/um^3. */
const standardConcentration = 602214076;

interface Way extends RuleWay {
  readonly rule: Rule;
  readonly instance: Instance;
}

export class RuleFlattener {
  readonly rules: StructuredRule[] = [];
  readonly #flattener: Flattening;
  readonly #tables: MoleculeTables;
  readonly #energyChange: ExpressionId;

  /** `energyChange` stands for the change of free energy by a rule at a match, in kT. */
  constructor(flattener: Flattening, tables: MoleculeTables, energyChange: ExpressionId) {
    this.#flattener = flattener;
    this.#tables = tables;
    this.#energyChange = energyChange;
  }

  add(rule: Rule, instance: Instance): void {
    const { checker } = this.#flattener.request;
    const written = analyseRule(rule, instance.scope, checker);
    if (written === null) return;
    const { graph } = this.#flattener;
    const isSame = (one: StructuredRule, other: StructuredRule): boolean => isSameRule(one, other, graph);
    this.rules.push(...rulesOfWays(written, isSame, (way) => this.#way({ ...way, rule, instance })));
  }

  /** Null where the rule does nothing for these states. */
  #way(way: Way): StructuredRule | null {
    const { rule, analysed, isForward, instance, assignment, states } = way;
    const direction = isForward ? analysed.forward : analysed.back;
    if (direction === null) return null;
    const { graph, translator } = this.#flattener;
    const order = leftOrder(direction);
    const locals = new Map<string, LocalMeasure>();
    const context: RuleContext = {
      states,
      local: (measure) => this.#local(measure, way, order, locals),
      draws: null,
    };
    const translate = (expression: Expression): ExpressionId =>
      translator.translate(expression, instance, undefined, context);
    const when = rule.when === null ? null : translate(rule.when);
    const switched = (id: ExpressionId): ExpressionId =>
      when === null ? id : graph.conditional(when, id, graph.number(0));
    const rate = this.#rate(way, translate);
    if (rate === null) return null;
    const { constant, within } = rate;
    // A table that is zero for these states switches the rule off.
    if (graph.numberValue(constant) === 0 && within === null) return null;
    const patterns = order.complexes.map((members) =>
      this.#tables.pattern(
        members.map((i) => agentAt(direction.left, i)),
        instance,
        assignment,
      ),
    );
    const actions = new ActionFinder(this.#typeOfAgent.bind(this), direction, order, patterns, assignment);
    const created = direction.right.flatMap((agent) =>
      agent.from === null ? [this.#tables.created(agent, instance, null, assignment)] : [],
    );
    const found = actions.find((path) => this.#tables.compartment(path, instance));
    const consumed = poolsOf(direction.consumed, instance, this.#flattener);
    const produced = poolsOf(direction.produced, instance, this.#flattener);
    // `s{?i -> ?j}` stands for changes: none where both are one state.
    const isIdle = found.actions.length === 0 && created.length === 0 && isSamePools(consumed, produced);
    if (states.size > 0 && isIdle) return null;
    const suffix = states.size === 0 ? "" : `[${[...states.values()].join(", ")}]`;
    return {
      name: `${instance.prefix}${rule.name.text}${suffix}${isForward ? "" : " (back)"}`,
      patterns: actions.patterns,
      created,
      actions: found.actions,
      products: found.products,
      conditions: this.#conditions(rule, direction, isForward, order, instance),
      isDistinct: rule.isDistinct,
      locals: [...locals.values()],
      when,
      isBalanced: rule.rate.kind === "massAction" && rule.rate.balanced !== null,
      consumed,
      produced,
      rate:
        rule.rate.kind === "total"
          ? { kind: "total", velocity: switched(constant) }
          : {
              kind: "massAction",
              constant: switched(constant),
              within: within === null ? null : switched(within),
              anywhere: rule.rate.anywhere,
            },
      origin: { file: instance.scope.file, span: rule.span },
    };
  }

  /** The constants of one way; null when it has none. */
  #rate(
    { rule: { rate }, analysed, isForward, instance }: Way,
    translate: (expression: Expression) => ExpressionId,
  ): { readonly constant: ExpressionId; readonly within: ExpressionId | null } | null {
    const { graph, request } = this.#flattener;
    const balanced = rate.kind === "massAction" ? rate.balanced : null;
    const written = isForward ? rate.forward : rate.back;
    if (written === null && balanced === null) return null;
    const withinWritten = rate.kind === "massAction" && isForward ? rate.within : null;
    const within = withinWritten === null ? null : translate(withinWritten);
    if (balanced === null) return written === null ? null : { constant: translate(written), within };
    const orders = standardOrders(analysed, instance.scope, request.checker) ?? 0;
    const standard = graph.power(graph.number(standardConcentration), graph.number(orders));
    const bare = translate(written ?? rate.forward);
    const unchanged = written === null ? graph.multiply([bare, standard]) : bare;
    const phi = translate(balanced);
    const share = isForward ? phi : graph.subtract(graph.number(1), phi);
    const boltzmann = graph.apply("exp", graph.negate(graph.multiply([share, this.#energyChange])));
    // A constant 0 stays 0, whatever the energies: the rule does not happen that way.
    const scaled = (id: ExpressionId): ExpressionId =>
      graph.numberValue(id) === 0 ? id : graph.multiply([id, boltzmann]);
    return { constant: scaled(unchanged), within: within === null ? null : scaled(within) };
  }

  /** A measure in the complex of a labelled molecule. */
  #local(
    { measure, having, of, owner }: MeasureExpression,
    { analysed, isForward, instance }: Way,
    order: LeftOrder,
    locals: Map<string, LocalMeasure>,
  ): ExpressionId {
    const { graph, request } = this.#flattener;
    const { file } = instance.scope;
    const label = owner?.text ?? "";
    const left = labelledAgent(analysed, isForward ? "forward" : "back", label);
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(of);
    if (left === null || agents === null) throw new Error("a measure that the check phase refused");
    const agent = order.position.get(left) ?? 0;
    const text = file.text.slice(of.span.start, of.span.end).replace(/\s+/g, " ");
    return measureValue(graph, agents, { measure, having }, text, (members, kind, range, written) => {
      const pattern = this.#tables.pattern(members, instance, noAssignment);
      const key = `${kind} ${agent} ${JSON.stringify({ pattern, range })}`;
      const name = `${kind} ${written} of ${label}`;
      const known = locals.get(key);
      const symbol = known?.symbol ?? graph.declareSymbol(name, "definition");
      if (known === undefined)
        locals.set(key, { symbol, agent, pattern, measure: kind, having: range, name });
      return graph.symbol(symbol);
    });
  }

  /** The way back has the conditions of the other side. */
  #conditions(
    rule: Rule,
    direction: RuleDirection,
    isForward: boolean,
    order: LeftOrder,
    instance: Instance,
  ): ComplexCondition[] {
    const analyser = new PatternAnalyser(this.#flattener.request.checker, instance.scope);
    let created = direction.left.length;
    const rightIndex = direction.right.map(({ from }) =>
      from === null ? created++ : (order.position.get(from) ?? 0),
    );
    return rule.conditions.flatMap(({ kind, side, index, pattern }): ComplexCondition[] => {
      const written = side === "reactant" ? rule.left : (rule.right ?? rule.left);
      // Plain species are counted among the participants, but are no complexes.
      const isComplex = (participant: Participant): boolean =>
        isStructured(
          { ...rule, left: { participants: [participant], span: written.span }, right: null },
          instance.scope,
        );
      const complex = complexStarts(written.participants)
        .slice(0, index - 1)
        .filter(isComplex).length;
      const isBefore = (side === "reactant") === isForward;
      const agents = isBefore ? direction.left : direction.right;
      const member = agents.findIndex((agent) => agent.complex === complex);
      const analysed = analyser.molecules(pattern);
      if (member < 0 || analysed === null) return [];
      const agent = isBefore ? (order.position.get(member) ?? 0) : (rightIndex[member] ?? 0);
      const flat = this.#tables.pattern(analysed, instance, noAssignment);
      return [{ kind, side: isBefore ? "reactant" : "product", agent, pattern: flat }];
    });
  }

  #typeOfAgent(agent: AnalysedAgent): MoleculeType {
    return this.#tables.moleculeType(this.#tables.type(agent.type));
  }
}

function agentAt<T>(list: readonly T[], index: number): T {
  const agent = list[index];
  if (agent === undefined) throw new Error(`no agent ${index}`);
  return agent;
}
