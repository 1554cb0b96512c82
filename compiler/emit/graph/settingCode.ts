/** Code that reads the attributes of the nodes of a match, and sets those of a rule or of a new copy of a seed. */
import type { SymbolId } from "../../expression/graph.ts";
import type { Draw } from "../../model/spatial.ts";
import type { AttributePlace, GraphAssignment } from "../../plan/plan.ts";
import type { ModelCodeWriter } from "../modelCode.ts";

/** The text of the node of an agent: in the array n, or a variable. */
export type NodeText = (agent: number) => string;

export const nodeInN: NodeText = (agent) => `n[${agent}]`;

/** Statements that name the attributes which are used. */
export function attributeHeader(
  reads: readonly AttributePlace[],
  used: ReadonlySet<SymbolId>,
  stride: number,
  node: NodeText,
  code: ModelCodeWriter,
): string {
  const seen = reads.filter(({ symbol }) => used.has(symbol));
  const agents = [...new Set(seen.map(({ agent }) => agent))].sort((a, b) => a - b);
  return [
    ...agents.map((agent) => `const at${agent} = ${node(agent)} * ${stride};`),
    ...seen.map(({ symbol, agent, slot, shift }) => {
      const moved = shift === null ? "" : ` + shift[${shift}]`;
      return `const ${code.nameOf(symbol)} = x[at${agent} + ${slot}]${moved};`;
    }),
  ].join("\n");
}

/** Draws in their order from the stream of a name, then all new values, then all stores. */
export function settingText(
  {
    reads,
    draws,
    sets,
  }: {
    readonly reads: readonly AttributePlace[];
    readonly draws: readonly Draw[];
    readonly sets: readonly GraphAssignment[];
  },
  stride: number,
  node: NodeText,
  stream: string,
  code: ModelCodeWriter,
): string {
  const locals = new Set([...reads.map(({ symbol }) => symbol), ...draws.map(({ symbol }) => symbol)]);
  const values = sets.map(({ value }, i) => ({ target: `const value${i}`, id: value }));
  const expressions = draws.flatMap(({ distribution }) =>
    distribution.kind === "uniform"
      ? [distribution.low, distribution.high]
      : [distribution.mean, distribution.sd],
  );
  const used = code.symbolsUsed([...values, ...expressions.map((id) => ({ target: "", id }))]);
  const drawn = draws.map(({ symbol, distribution }, i) => {
    const [first, second] =
      distribution.kind === "uniform"
        ? [distribution.low, distribution.high]
        : [distribution.mean, distribution.sd];
    const before = code.block(
      [
        { target: `const first${i}`, id: first },
        { target: `const second${i}`, id: second },
      ],
      locals,
      `d${i}_`,
    );
    const number =
      distribution.kind === "uniform"
        ? `first${i} + (second${i} - first${i}) * ${stream}.uniform()`
        : `first${i} + second${i} * ${stream}.normal()`;
    return `${before}const ${code.nameOf(symbol)} = ${number};`;
  });
  const agents = [...new Set(sets.map(({ agent }) => agent))].sort((a, b) => a - b);
  const headed = new Set(reads.filter(({ symbol }) => used.has(symbol)).map(({ agent }) => agent));
  return [
    attributeHeader(reads, used, stride, node, code),
    ...drawn,
    code.block(values, locals),
    ...agents
      .filter((agent) => !headed.has(agent))
      .map((agent) => `const at${agent} = ${node(agent)} * ${stride};`),
    ...sets.map(({ agent, slot }, i) => `x[at${agent} + ${slot}] = value${i};`),
  ].join("\n");
}
