/**
 * What training sees of a submodel, as expressions: inputs, sums of retained values, ledgers, shared species,
 * velocities of channels, amounts of all its molecules.
 */
import type { ExpressionId } from "../expression/graph.ts";
import type { CardInput } from "./card.ts";
import type { Submodel } from "./submodel.ts";

export interface Column {
  readonly name: string;
  readonly value: ExpressionId;
}

export interface SubmodelColumns {
  readonly inputs: readonly Column[];
  /** Sums, then ledgers. */
  readonly state: readonly Column[];
  readonly shared: readonly (Column & { readonly measure: "concentration" | "amount" })[];
  readonly velocities: readonly Column[];
  readonly amounts: readonly Column[];
}

export function submodelColumns(submodel: Submodel, inputs: readonly CardInput[]): SubmodelColumns {
  const { flat, source, species, retained, ledgers, channels } = submodel;
  const { graph } = flat;
  const amountOf = (index: number): ExpressionId => flat.species[index]?.amount ?? graph.number(0);
  const sumOf = (weights: Float64Array): ExpressionId =>
    graph.add(species.map((index, i) => graph.multiply([graph.number(weights[i] ?? 0), amountOf(index)])));
  const measureOf = (index: number, wantsAmount: boolean): ExpressionId => {
    const size = flat.species[index]?.size ?? null;
    return wantsAmount || size === null ? amountOf(index) : graph.divide(amountOf(index), size);
  };
  return {
    inputs: inputs.map(({ name, measure }) => {
      const port = source.ports.find((candidate) => candidate.name === name);
      if (port === undefined) throw new Error(`no port ${name}`);
      const value = port.kind === "species" ? measureOf(port.species, measure === "amount") : port.value;
      return { name, value };
    }),
    state: [
      ...retained.map(({ name, weights }) => ({ name, value: sumOf(weights) })),
      ...ledgers.map(({ owner, weights }) => ({
        name: `held ${submodel.shared[owner]?.port ?? ""}`,
        value: sumOf(weights),
      })),
    ],
    shared: submodel.shared.map(({ port, species: index }) => {
      const measure = (flat.species[index]?.size ?? null) === null ? "amount" : "concentration";
      return { name: `shared ${port}`, value: measureOf(index, measure === "amount"), measure };
    }),
    velocities: channels.map(({ velocity }, c) => ({ name: `velocity ${c}`, value: velocity })),
    amounts: species.map((index, i) => ({ name: `amount ${i}`, value: amountOf(index) })),
  };
}
