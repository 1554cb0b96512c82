/** The reduced model's structure as a card holds it, before anything is learned. */
import type {
  CardChannel,
  CardLedger,
  CardRetained,
  CardRow,
  SurrogateCard,
} from "../compiler/surrogate/card.ts";
import type { SubmodelColumns } from "../compiler/surrogate/columns.ts";
import type { PreparedModule } from "../compiler/surrogate/prepareModule.ts";
import { atDefaults } from "../compiler/surrogate/parameterDefaults.ts";

export type CardStructure = Pick<
  SurrogateCard,
  | "kind"
  | "inputs"
  | "species"
  | "shared"
  | "sizes"
  | "totals"
  | "ledgers"
  | "retained"
  | "channels"
  | "outputs"
>;

/** `low` and `high` of sums and ledgers in training, in the order of `columns.state`. */
export function cardStructure(
  prepared: PreparedModule,
  columns: SubmodelColumns,
  ranges: readonly { readonly low: number; readonly high: number }[],
): CardStructure {
  const { submodel, kind, inputs, flat, source } = prepared;
  const at = atDefaults(flat);
  const finite = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);
  const rangeOf = (i: number): { low: number; high: number } => ranges[i] ?? { low: 0, high: 0 };
  const isMoments = kind === "moments";
  const retained = submodel.retained.map(
    ({ name, weights, offset, bound, initial }, k): CardRetained => ({
      name,
      follows: submodel.follows[k] ?? null,
      offset,
      bound: finite(bound),
      initial: initial - offset,
      ...rangeOf(k),
      ...sparse(weights),
    }),
  );
  return {
    kind,
    inputs,
    species: submodel.speciesNames,
    shared: columns.shared.map(({ measure }, s) => ({ port: submodel.shared[s]?.port ?? "", measure })),
    // Sizes that are inputs have no value of their own.
    sizes: source.ports.flatMap((port) =>
      port.kind === "size" && inputs.every(({ name }) => name !== port.name)
        ? [{ port: port.name, size: at(port.value) }]
        : [],
    ),
    totals: submodel.totals.map(({ weights, value }) => ({ ...sparse(weights), value })),
    ledgers: isMoments
      ? submodel.ledgers.map(
          ({ owner, weights, bound, initial }, m): CardLedger => ({
            owner,
            follows: submodel.follows[submodel.retained.length + m] ?? null,
            bound: finite(bound),
            initial,
            ...rangeOf(submodel.retained.length + m),
            ...sparse(weights),
          }),
        )
      : [],
    retained: isMoments ? retained : [],
    channels: isMoments
      ? submodel.channels.map(
          ({ retained: ofRetained, ledgers, shared, limits }): CardChannel => ({
            retained: ofRetained,
            ledgers,
            shared,
            limits,
            isProduct: true,
            law: { kind: "formula", terms: [] },
          }),
        )
      : [],
    outputs: isMoments ? [] : retained.map(({ name, offset }) => ({ name, offset })),
  };
}

function sparse(weights: Float64Array): CardRow {
  const species: number[] = [];
  weights.forEach((weight, i) => {
    if (weight !== 0) species.push(i);
  });
  return { species, weights: species.map((i) => weights[i] ?? 0) };
}
