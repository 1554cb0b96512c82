/** The differential equations of plain species as formulas: velocities of the reactions, and what each species sums. */
import type { FlatModel, FlatReaction } from "../../compiler/model/flatModel.ts";
import type { ExpressionId } from "../../compiler/expression/graph.ts";
import { formatExpression, formatTex } from "../../compiler/expression/format.ts";
import { escaped } from "./markup.ts";
import { texName } from "./formulaText.ts";
import { name, semantics } from "./mathml.ts";

/** More than this nobody reads. */
const mostEquations = 60;

export interface Equation {
  readonly math: string;
  /** As text of the language. */
  readonly text: string;
}

/** Null for models without reactions of plain species, or with too many. */
export function rateEquations(flat: FlatModel): readonly Equation[] | null {
  const { reactions, species } = flat;
  if (reactions.length === 0 || reactions.length > mostEquations) return null;
  return species.flatMap(({ name: own, isFixed }, i): Equation[] => {
    if (isFixed) return [];
    const terms = reactions.flatMap((reaction): { sign: string; count: number; of: FlatReaction }[] => {
      const countIn = (side: FlatReaction["reactants"]): number =>
        side.find((one) => one.species === i)?.count ?? 0;
      const change = countIn(reaction.products) - countIn(reaction.reactants);
      return change === 0 ? [] : [{ sign: change > 0 ? "+" : "−", count: Math.abs(change), of: reaction }];
    });
    if (terms.length === 0) return [];
    const left = `<mfrac><mrow><mi>d</mi>${name(own)}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac><mo>=</mo>`;
    const right = terms.map(({ sign, count, of }, k) => {
      const shown = k === 0 && sign === "+" ? "" : `<mo>${sign}</mo>`;
      return `${shown}${count === 1 ? "" : `<mn>${count}</mn>`}<msub><mi>v</mi>${name(of.name)}</msub>`;
    });
    const tex = terms.map(({ sign, count, of }, k) => {
      const shown = sign === "+" ? (k === 0 ? "" : "+") : "-";
      return `${shown}${count === 1 ? "" : count}v_{\\mathrm{${texName(of.name)}}}`;
    });
    const text = terms.map(({ sign, count, of }) => `${sign} ${count === 1 ? "" : `${count} `}v(${of.name})`);
    return [
      {
        math: semantics(left + right.join(""), `\\frac{d\\,\\mathrm{${texName(own)}}}{dt} = ${tex.join("")}`),
        text: `d ${own} / dt = ${text.join(" ")}`,
      },
    ];
  });
}

/** `v = k A B / V` for each reaction, in amounts; names as in the flat model. */
export async function velocityLine(flat: FlatModel, reaction: FlatReaction): Promise<string> {
  const { graph } = flat;
  const value = velocity(flat, reaction);
  const tex = `v_{\\mathrm{${texName(reaction.name)}}} = ${await formatTex(graph, value)}`;
  const text = formatExpression(graph, value);
  return `<span title="${escaped(tex)}"><i>v</i><sub>${escaped(reaction.name)}</sub> = <code>${escaped(text)}</code></span>`;
}

function velocity({ graph, species }: FlatModel, { rate, reactants }: FlatReaction): ExpressionId {
  if (rate.kind === "total") return rate.velocity;
  const factors = [rate.constant];
  let order = 0;
  for (const { species: one, count } of reactants) {
    order += count;
    const factorial = Array.from({ length: count }, (_, k) => k + 1).reduce((a, b) => a * b, 1);
    const power = graph.power(species[one].amount, graph.number(count));
    factors.push(graph.divide(power, graph.number(factorial)));
  }
  const product = graph.multiply(factors);
  const { size } = rate;
  if (size === null || order === 1) return product;
  return order === 0
    ? graph.multiply([product, size])
    : graph.divide(product, graph.power(size, graph.number(order - 1)));
}
