/**
 * What a surrogate adds to the model around its module: variables with flows, events and functions. The pieces of an
 * embedding (embed.ts, guardEvents.ts, tabledFunctions.ts) are put together here.
 */
import { amountDimension, dimensionless } from "../../runtime/units/dimension.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { displayIn } from "../model/displayUnit.ts";
import type {
  FlatEvent,
  FlatFlow,
  FlatFunction,
  FlatModel,
  FlatSpecies,
  FlatSubmodel,
  FlatVariable,
} from "../model/flatModel.ts";
import type { DisplayUnit, Origin } from "../model/origin.ts";
import type { Artefact } from "./artefact.ts";
import type { CardInput, CardLedger, CardRetained } from "./card.ts";

export interface Embedding {
  readonly artefact: Artefact;
  readonly submodel: FlatSubmodel;
  readonly outside: "fallback exact" | "clamp" | "error" | "unguarded";
  /** Amounts are whole numbers in this engine. */
  readonly isStochastic: boolean;
  readonly origin: Origin;
}

/** The module in the model around is not the one that the surrogate was trained on. */
export class EmbeddingError extends Error {}

/** A variable that was added. */
export interface AddedVariable {
  readonly index: number;
  readonly symbol: SymbolId;
  readonly value: ExpressionId;
}

/** What is known of a sum or ledger; `index` null: it follows from variables. */
export interface Followed {
  readonly index: number | null;
  readonly value: ExpressionId;
}

export const plainNumber: DisplayUnit = displayIn("unitless", dimensionless);
export const countDisplay: DisplayUnit = displayIn("count", amountDimension);

export class Additions {
  readonly flat: FlatModel;
  readonly embedding: Embedding;
  readonly variables: FlatVariable[] = [];
  readonly flows: FlatFlow[] = [];
  readonly events: FlatEvent[] = [];
  readonly functions: FlatFunction[] = [];

  constructor(flat: FlatModel, embedding: Embedding) {
    this.flat = flat;
    this.embedding = embedding;
  }

  /** Variables for what stands for itself, sums of these (of `others` for ledgers) for what follows. */
  followed<Row extends CardRetained | CardLedger>(
    rows: readonly Row[],
    variable: (row: Row) => AddedVariable,
    others?: readonly Followed[],
  ): Followed[] {
    const { graph } = this.flat;
    const own = rows.map((row) => (row.follows === null ? variable(row) : null));
    const known = others ?? own;
    return rows.map(({ follows }, k): Followed => {
      const stands = own[k];
      if (stands !== null && stands !== undefined) return stands;
      const parts = (follows ?? []).map(({ row, coefficient }) => {
        const value = known[row]?.value;
        if (value === undefined) throw new EmbeddingError(`no row ${row}`);
        return graph.multiply([graph.number(coefficient), value]);
      });
      return { index: null, value: graph.add(parts) };
    });
  }

  /** A variable of that name within the module; `initial` in internal units. */
  variable(name: string, initial: number, display: DisplayUnit): AddedVariable {
    const { graph } = this.flat;
    const full = `${this.embedding.submodel.prefix}${name}`;
    const symbol = graph.declareSymbol(full, "state");
    const index = this.flat.variables.length + this.variables.length;
    this.variables.push({
      name: full,
      kind: "variable",
      symbol,
      initial: graph.number(initial),
      display,
      doc: null,
    });
    return { index, symbol, value: graph.symbol(symbol) };
  }

  /** `rate`: in internal units per s. */
  flow(target: FlatFlow["target"], rate: ExpressionId): void {
    this.flows.push({ target, rate, origin: this.embedding.origin });
  }

  #port(name: string): FlatSubmodel["ports"][number] {
    const port = this.embedding.submodel.ports.find((candidate) => candidate.name === name);
    if (port === undefined) throw new EmbeddingError(`there is no port ${name}`);
    return port;
  }

  /** The species of the model that a port stands for. @throws EmbeddingError when it is none. */
  sharedSpecies(name: string): number {
    const port = this.#port(name);
    if (port.kind !== "species") throw new EmbeddingError(`${name} is no species`);
    return port.species;
  }

  /** The amount of a species, or its concentration where it is in a compartment. */
  sharedMeasure(index: number, measure: "concentration" | "amount"): ExpressionId {
    const species = this.species(index);
    if (measure === "amount" || species.size === null) return species.amount;
    return this.flat.graph.divide(species.amount, species.size);
  }

  /** What an input of the card is in the model. @throws EmbeddingError when there is no such port. */
  inputValue({ name, measure }: CardInput): ExpressionId {
    const port = this.#port(name);
    if (port.kind === "species")
      return this.sharedMeasure(port.species, measure === "concentration" ? measure : "amount");
    return port.value;
  }

  species(index: number): FlatSpecies {
    const species = this.flat.species[index];
    if (species === undefined) throw new Error(`no species ${index}`);
    return species;
  }
}
