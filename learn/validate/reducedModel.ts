/** A module with its surrogate in its place, alone: what is measured, with the code that simulators run. */
import type { Artefact } from "../../compiler/surrogate/artefact.ts";
import type { SurrogateCard } from "../../compiler/surrogate/card.ts";
import { embedSurrogate } from "../../compiler/surrogate/embed.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import type { ExpressionId } from "../../compiler/expression/graph.ts";
import type { FlatModel, FlatSubmodel } from "../../compiler/model/flatModel.ts";

/** `values`: what shall be observed, in terms of what the module shows. Shared species do not change. */
export function reducedModel(
  { flat, source, submodel, origin }: PreparedModule,
  artefact: Artefact,
  values: readonly { readonly name: string; readonly value: ExpressionId }[],
  outside: "unguarded" | "clamp" = "unguarded",
): { readonly flat: FlatModel; readonly ports: FlatSubmodel } {
  const display = { unit: "", factor: 1, dimension: [0, 0, 0, 0, 0, 0] as const };
  const observables = values.map(({ name, value }) => ({ name, value, display, doc: null }));
  const shared = new Set(submodel.shared.map(({ species }) => species));
  const species = flat.species.map((entry, index) =>
    shared.has(index) ? { ...entry, isFixed: true } : entry,
  );
  const { flat: embedded } = embedSurrogate(
    { ...flat, species, observables },
    { artefact, submodel: source, outside, isStochastic: false, origin },
  );
  const names = embedded.species.map(({ name }) => name);
  const ports = source.ports.map((port) =>
    port.kind === "species"
      ? { ...port, species: names.indexOf(flat.species[port.species]?.name ?? "") }
      : port,
  );
  return { flat: embedded, ports: { ...source, ports } };
}

/** The states of the reduced model, sums and then ledgers: those that follow from others have no state. */
export function sumNames({ retained, ledgers, shared }: SurrogateCard): readonly string[] {
  return [
    ...retained.map(({ name }) => `sum of ${name}`),
    ...ledgers.map(({ owner }) => `held ${shared[owner]?.port ?? ""}`),
  ];
}
