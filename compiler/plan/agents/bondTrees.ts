/**
 * Whether complexes stay trees of bonds: no seed has a ring, and every bond that a rule makes joins molecules that
 * stood in different complexes. Then a bond that is cut always parts its complex, and no search is needed to know.
 */
import type { ExpressionGraph } from "../../expression/graph.ts";
import type { Complex, StructuredModel, StructuredRule } from "../../model/structured.ts";

export function keepsTrees({ seeds, rules }: StructuredModel, graph: ExpressionGraph): boolean {
  return (
    seeds.every(({ complex }) => isTree(complex)) &&
    rules.every((rule) => joinsDifferentComplexes(rule, graph))
  );
}

function isTree({ agents }: Complex): boolean {
  const ends = agents.reduce((sum, { bonds }) => sum + bonds.filter((bond) => bond !== null).length, 0);
  return ends === 2 * (agents.length - 1);
}

function joinsDifferentComplexes(rule: StructuredRule, graph: ExpressionGraph): boolean {
  const { patterns, created, rate, actions } = rule;
  const binds = actions.flatMap((action) => (action.kind === "bind" ? [action] : []));
  if (binds.length === 0) return true;
  const isMassAction = rate.kind === "massAction";
  const reactsWithin = isMassAction && rate.within !== null && graph.numberValue(rate.within) !== 0;
  const mayShare = patterns.length > 1 && isMassAction && (rate.anywhere || reactsWithin);
  // Each pattern is one complex, each new molecule another; a bond makes one of two.
  const part = patterns.flatMap(({ agents }, pattern) => agents.map(() => (mayShare ? 0 : pattern)));
  created.forEach((_, i) => part.push(patterns.length + i));
  return binds.every(({ a, b }) => {
    const [from, to] = [part[a.agent], part[b.agent]];
    if (from === to) return false;
    part.forEach((own, agent) => {
      if (own === from) part[agent] = to;
    });
    return true;
  });
}
