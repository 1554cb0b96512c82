/** Functions of a surrogate that work from tables: the values of its net, and the hidden states that it rebuilds. */
import { type MicrostateTables, microstates } from "../../runtime/surrogate/microstates.ts";
import {
  surrogatePartials,
  type SurrogateNetTables,
  surrogateValues,
} from "../../runtime/surrogate/surrogateNet.ts";
import { type Additions, EmbeddingError } from "./additions.ts";
import type { CardRow } from "./card.ts";

/** Defines the net's functions and gives the name of that of its values. */
export function defineNet(additions: Additions): string {
  const { card, tensors } = additions.embedding.artefact;
  const { graph } = additions.flat;
  const name = graph.freeFunctionName("$surrogate");
  if (card.net === null) return name;
  const members = Array.from({ length: card.net.members }, (_, i) => {
    const tensor = tensors.get(`member ${i}`);
    if (tensor === undefined) throw new EmbeddingError(`the weights lack member ${i}`);
    return Array.from(tensor.values);
  });
  const { isLog, floor, centre, scale, widths, heads, spread } = card.net;
  const tables: SurrogateNetTables = { isLog, floor, centre, scale, widths, heads, spread, members };
  const arity = isLog.length;
  const slopes = `${name}Partials`;
  const partials = surrogatePartials(tables);
  graph.defineFunction({ name: slopes, arity, value: partials, partials: null });
  graph.defineFunction({ name, arity, value: surrogateValues(tables), partials: slopes });
  additions.functions.push(
    { name, maker: "surrogateValues", tables },
    { name: slopes, maker: "surrogatePartials", tables },
  );
  return name;
}

/** Defines the function that rebuilds hidden states and gives its name. */
export function defineMicrostates(additions: Additions): string {
  const { card, tensors } = additions.embedding.artefact;
  const rows: readonly CardRow[] = [...card.totals, ...card.ledgers, ...card.retained];
  const start = [0];
  for (const { species } of rows) start.push((start.at(-1) ?? 0) + species.length);
  const amounts = tensors.get("library amounts")?.values ?? new Float64Array(0);
  const coordinates = tensors.get("library coordinates")?.values ?? new Float64Array(0);
  const size = card.species.length;
  const places = card.library.scale.length;
  const tables: MicrostateTables = {
    size,
    start,
    species: rows.flatMap(({ species }) => species),
    weight: rows.flatMap(({ weights }) => weights),
    totals: card.totals.map(({ value }) => value),
    ledgers: card.ledgers.length,
    inputIsLog: card.inputs.map(({ isLog }) => isLog),
    scale: card.library.scale,
    library: Array.from({ length: card.library.states }, (_, i) => ({
      amounts: Array.from(amounts.subarray(i * size, (i + 1) * size)),
      coordinates: Array.from(coordinates.subarray(i * places, (i + 1) * places)),
    })),
    isWhole: additions.embedding.isStochastic,
  };
  const name = additions.flat.graph.freeFunctionName("$microstates");
  const arity = card.ledgers.length + card.retained.length + card.inputs.length;
  additions.flat.graph.defineFunction({ name, arity, value: microstates(tables), partials: null });
  additions.functions.push({ name, maker: "microstates", tables });
  return name;
}
