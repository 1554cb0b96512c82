/**
 * What the rate of a rule reads of each match: measures in the complex of one of its molecules, and changes of the
 * number of matches of the patterns of energies. A change that is the same at every match is put into the rate.
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import type { AgentChannel, LocalValue, MatchChange } from "../../../runtime/agentModel.ts";
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import type { StructuredModel, StructuredRule } from "../../model/structured.ts";
import { patternAutomorphisms } from "../network/automorphisms.ts";
import { changeBounds } from "./changeBounds.ts";
import type { ContactMap } from "./contactMap.ts";
import type { FragmentTable } from "./fragments.ts";

export interface ChannelValues extends Pick<AgentChannel, "locals" | "matchChanges"> {
  readonly rate: ExpressionId;
}

export class MatchValuePlanner {
  /** Stand for the values in rates, in their order. */
  readonly symbols: SymbolId[] = [];
  readonly #graph: ExpressionGraph;
  readonly #model: StructuredModel;
  readonly #contacts: ContactMap;

  constructor(graph: ExpressionGraph, model: StructuredModel, contacts: ContactMap) {
    this.#contacts = contacts;
    this.#graph = graph;
    this.#model = model;
  }

  /** Reports what can not be followed exactly. */
  of(
    rule: StructuredRule,
    rate: ExpressionId,
    groups: AgentChannel["groups"],
    matched: AgentChannel["matched"],
    fragments: FragmentTable,
    sink: DiagnosticSink,
  ): ChannelValues {
    const locals: LocalValue[] = [];
    const matchChanges: MatchChange[] = [];
    if (rule.locals.length === 0 && !rule.isBalanced) return { rate, locals, matchChanges };
    const images = new Map<SymbolId, ExpressionId>();
    const used = dependencies(this.#graph, rate);
    const refuse = (what: string): void => sink.report("TDL5137", rule.origin, { what });
    for (const { symbol, agent, pattern, measure, having, name } of rule.locals) {
      if (!used.has(symbol)) continue;
      const isAlone = groups.some(
        (members) => members.length === 1 && members.includes(matched[agent].place),
      );
      if (!isAlone)
        refuse(`\`${name}\`, where bonds that the rule ${rule.name} does not state join its molecules,`);
      images.set(symbol, this.#value(locals.length + matchChanges.length));
      const automorphisms = patternAutomorphisms(pattern);
      locals.push({
        agent,
        fragments: fragments.cut(pattern).fragments,
        divisor: measure === "count" ? automorphisms : 1,
        measure,
        least: having === null ? 1 : having.least * automorphisms,
        most: having === null || having.most === null ? null : having.most * automorphisms,
      });
    }
    for (const { name, pattern, change } of rule.isBalanced ? this.#model.energies : []) {
      if (!used.has(change)) continue;
      const bounds = changeBounds(rule, pattern, this.#model.types, (type, siteClass) =>
        this.#contacts.canBind(type, siteClass),
      );
      if (bounds !== null && bounds.least === bounds.most) {
        images.set(change, this.#graph.number(bounds.least));
        continue;
      }
      const cut = fragments.cut(pattern).fragments;
      if (cut.length > 1) refuse(`The energy ${name}, whose pattern does not state the bonds that join it,`);
      const isClassified = groups.length === 1 && groups[0].length === 1;
      if (bounds === null && !isClassified) {
        refuse(`The rule ${rule.name}, which changes molecules that it does not name, with a balanced rate`);
      }
      images.set(change, this.#value(locals.length + matchChanges.length));
      matchChanges.push({ fragment: cut[0], divisor: patternAutomorphisms(pattern), bounds });
    }
    return { rate: substitute(this.#graph, rate, images), locals, matchChanges };
  }

  #value(index: number): ExpressionId {
    for (let next = this.symbols.length; next <= index; next++)
      this.symbols.push(this.#graph.declareSymbol(`value ${next} of the match`, "local"));
    return this.#graph.symbol(this.symbols[index]);
  }
}
