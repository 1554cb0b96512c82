/**
 * Kappa rules as rules of the language. KaSim tells no complexes apart, so that agents of a rule may be in one
 * complex or in several (`anywhere`) and nothing is demanded of what comes out; and a rate belongs to every
 * embedding of the left side, so that it is multiplied by the symmetries of the rule.
 */
import type { Span } from "../../diagnostics/source.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import { components, joined, type PatternWriter } from "./patternText.ts";
import { RateWriter } from "./rateText.ts";
import { fromEdit, fromSides, type GraphAgent, type RuleGraph } from "./ruleGraph.ts";
import { bothSides, inPlace, isInPlace } from "./sideText.ts";
import { ends, newLabel, symmetries } from "./symmetry.ts";
import type { KappaRate, KappaRule, KappaSide } from "./syntax.ts";
import { netTokens, type TokenChange } from "./tokens.ts";

export class RuleWriter {
  readonly #context: ImportContext;
  readonly #patterns: PatternWriter;
  readonly #rates: RateWriter;

  constructor(context: ImportContext, patterns: PatternWriter, expressions: ExpressionWriter) {
    this.#context = context;
    this.#patterns = patterns;
    this.#rates = new RateWriter(context, expressions);
  }

  /** The statements of one rule; the way back of `<->` is a rule of its own, `NAME_op`, as in KaSim. */
  rule({ name, left, right, isReversible, rate, back, span }: KappaRule, number: number): string[] {
    const written = name?.text ?? `r${number}`;
    const forward = this.#direction(written, left, right, rate, span);
    if (!isReversible || right === null || back === null) return forward;
    return [...forward, ...this.#direction(`${written}_op`, right, left, back, span)];
  }

  #direction(name: string, left: KappaSide, right: KappaSide | null, rate: KappaRate, span: Span): string[] {
    const { file, sink } = this.#context;
    const graph = right === null ? fromEdit(left.pattern) : fromSides(left.pattern, right.pattern);
    if ("reason" in graph) {
      sink.report("TDL9122", { file, span: graph.span }, { reason: graph.reason });
      return [];
    }
    const loose = looseBond(graph);
    if (loose !== null) {
      sink.report("TDL9122", { file, span: loose.span }, { reason: loose.reason });
      return [];
    }
    // In the edit notation tokens are what is added: `| -1 atp` consumes one.
    const tokens = netTokens(right === null ? [] : left.tokens, (right ?? left).tokens, this.#context);
    if (tokens === null) return [];
    return withoutAny(graph).flatMap((one, i) =>
      this.#statements(i === 0 ? name : `${name}_${i + 1}`, one, tokens, rate, span),
    );
  }

  #statements(name: string, graph: RuleGraph, tokens: TokenChange, rate: KappaRate, span: Span): string[] {
    const complexes = components(graph);
    const factor = symmetries(graph);
    const rateText = this.#rates.rate({ complexes: complexes.length, factor, tokens }, rate, span);
    if (rateText === null) return [];
    const statement = (sides: string): string =>
      `rule ${this.#context.names.unused(name)}: ${sides} ${rateText}`;
    const hasTokens = tokens.consumed.length + tokens.produced.length > 0;
    if (isInPlace(graph) && !hasTokens) return [statement(inPlace(graph, complexes, this.#patterns))];
    const kept = piecesAfter(graph).filter((piece) => piece.some((i) => graph[i]?.change === "keep"));
    if (kept.length > 2) {
      const hint = "Write it as rules in which at most two complexes are left apart.";
      refuse(
        this.#context,
        span,
        "A rule that leaves more than two complexes and makes bonds or agents",
        hint,
      );
      return [];
    }
    const sides = (together: boolean): string =>
      bothSides(
        { graph, complexes, pieces: piecesAfter(graph), together, tokens },
        this.#context,
        this.#patterns,
      );
    // What is left may hang together by other bonds, or not: KaSim does not ask.
    return kept.length < 2 ? [statement(sides(false))] : [statement(sides(false)), statement(sides(true))];
  }
}

/** Agents after the rule that its bonds join: new bonds, and old ones that stay. */
function piecesAfter(graph: RuleGraph): number[][] {
  const places = [...graph.keys()].filter((i) => graph[i]?.change !== "delete");
  const stay = ends(graph, ({ link, newLink }) =>
    newLink === null && link.kind === "label" ? link.label : null,
  );
  const made = ends(graph, newLabel);
  const pairs = [...stay, ...made].map(([a, b]) => [Number(a.split(" ")[0]), Number(b.split(" ")[0])]);
  return joined(places, pairs);
}

/** A bond of which one end changes and the other, of an agent that stays, does not. */
function looseBond(graph: RuleGraph): { readonly reason: string; readonly span: Span } | null {
  const partners = ends(graph, ({ link }) => (link.kind === "label" ? link.label : null));
  for (const [i, agent] of graph.entries()) {
    for (const site of agent.sites) {
      if (agent.change !== "keep" || site.newLink === null) continue;
      const [k, name] = partners.get(`${i} ${site.name}`)?.split(" ") ?? [];
      const other = k === undefined ? undefined : graph[Number(k)];
      if (other === undefined || other.change !== "keep") continue;
      if (other.sites.every((one) => one.name !== name || one.newLink !== null)) continue;
      return { reason: `the bond of ${site.name} changes at one end only`, span: site.span };
    }
  }
  return null;
}

/** A rule for every way in which sites that are given a bond, or set free, are bound or not before. */
function withoutAny(graph: RuleGraph): RuleGraph[] {
  let graphs: GraphAgent[][] = [[]];
  for (const agent of graph) {
    let variants: GraphAgent["sites"][] = [[]];
    for (const site of agent.sites) {
      const isOpen = agent.change === "keep" && site.link.kind === "any" && site.newLink !== null;
      const free = {
        ...site,
        link: { kind: "free" },
        newLink: site.newLink?.kind === "free" ? null : site.newLink,
      } as const;
      const choices = isOpen ? [free, { ...site, link: { kind: "bound" } } as const] : [site];
      variants = variants.flatMap((sites) => choices.map((choice) => [...sites, choice]));
    }
    graphs = graphs.flatMap((agents) => variants.map((sites) => [...agents, { ...agent, sites }]));
  }
  const all = graphs.filter((one) => one.length === 0 || one.some(changes));
  return all.length === 0 ? [graph] : all;
}

function changes({ change, sites }: GraphAgent): boolean {
  return change !== "keep" || sites.some(({ newState, newLink }) => newState !== null || newLink !== null);
}
