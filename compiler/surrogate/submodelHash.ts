/**
 * A hash of what a module means: its species, reactions, constants, ports and what is kept of it. Comments, layout
 * and the names of files and parameters do not enter.
 */
import { formatExpression } from "../expression/format.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { sha256Hex } from "../load/sha256.ts";
import { deterministicVelocity } from "../plan/planOde.ts";
import { substitute } from "../expression/substitute.ts";
import { atDefaults } from "./parameterDefaults.ts";
import type { Submodel } from "./submodel.ts";

export function submodelHash(submodel: Submodel): string {
  const { flat, source, species, speciesNames, initial, reactions, retained } = submodel;
  const { graph } = flat;
  const at = atDefaults(flat);
  const defaults = new Map(flat.parameters.map(({ symbol, value }) => [symbol, graph.number(at(value))]));
  const names = new Map(species.map((index, i) => [flat.species[index]?.symbol, `x${i}`]));
  source.ports.forEach((port) => {
    if (port.kind === "species") names.set(flat.species[port.species]?.symbol, `port ${port.name}`);
  });
  const text = (id: ExpressionId): string =>
    formatExpression(graph, substitute(graph, id, defaults), {
      nameOf: (symbol) => names.get(symbol) ?? graph.symbolInfo(symbol).name,
    });
  const nameOf = (index: number): string => {
    const place = species.indexOf(index);
    return place < 0 ? (names.get(flat.species[index]?.symbol) ?? "?") : `x${place}`;
  };
  const lines = [
    ...speciesNames.map((name, i) => `${name} = ${initial[i]}`),
    ...source.ports.map((port) =>
      port.kind === "species" ? `species ${port.name}` : `${port.kind} ${port.name} = ${text(port.value)}`,
    ),
    ...reactions.map(({ reactants, products, ...reaction }) => {
      const side = (entries: typeof reactants): string =>
        entries.map((entry) => `${entry.count} ${nameOf(entry.species)}`).join(" + ");
      return `${side(reactants)} -> ${side(products)} ${text(deterministicVelocity(flat, { reactants, products, ...reaction }))}`;
    }),
    ...retained.map(({ name, exact }) => `${name} = ${text(exact)}`),
  ];
  return sha256Hex(lines.join("\n"));
}
