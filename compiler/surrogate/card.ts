/**
 * The card of a trained surrogate (`card.json`): what it stands for, how it is computed, how far it can be
 * trusted. All numbers are in internal units. Together with `weights.safetensors` it is all that a simulator needs.
 */
import type { SurrogateHead } from "../../runtime/surrogate/surrogateNet.ts";

export const cardFormat = "tendril surrogate";
/** Cards of another version are not read. */
export const cardVersion = 3;

export type SurrogateKind = "moments" | "steady_state";

export interface CardInput {
  /** Name of the port. */
  readonly name: string;
  /** Concentration or amount of a shared species, or a value. */
  readonly measure: "concentration" | "amount" | "value";
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

export interface CardRow {
  /** Indices into `species`. */
  readonly species: readonly number[];
  readonly weights: readonly number[];
}

/** Retained values that another one, or a ledger, is the sum of; null: it is followed by itself. */
export type CardParts = readonly { readonly row: number; readonly coefficient: number }[] | null;

export interface CardRetained extends CardRow {
  readonly name: string;
  readonly follows: CardParts;
  /** value = offset + sum of weights times amounts. */
  readonly offset: number;
  /** Largest sum that the totals allow; null: none. */
  readonly bound: number | null;
  /** The sum at the start, and its range in training. */
  readonly initial: number;
  readonly low: number;
  readonly high: number;
}

export interface CardLedger extends CardRow {
  /** Index into `shared` of the species that it counts. */
  readonly owner: number;
  readonly follows: CardParts;
  readonly bound: number | null;
  readonly initial: number;
  readonly low: number;
  readonly high: number;
}

/** velocity = law * product of shared reactants * what the limits leave. */
export interface CardChannel {
  readonly retained: readonly number[];
  readonly ledgers: readonly number[];
  readonly shared: readonly number[];
  /** Indices of the retained values, then of the ledgers, that end it. */
  readonly limits: readonly number[];
  /** Of the events that the limits leave their product, as in mass action; else the smallest number. */
  readonly isProduct: boolean;
  readonly law: ChannelLaw;
}

export type ChannelLaw =
  /**
   * Sum of coefficients, none negative, times terms of the dictionary; an identity where it follows from the rules and
   * so holds outside of what training has seen.
   */
  | { readonly kind: "formula"; readonly terms: readonly FormulaTerm[]; readonly isIdentity?: true }
  | { readonly kind: "net"; readonly head: number };

/**
 * coefficient * product of x_i^power, of x_i^power / (half^power + x_i^power), or where it falls of
 * half^power / (half^power + x_i^power); x: inputs, retained sums, ledgers, or one of these over an input.
 */
export interface FormulaTerm {
  readonly coefficient: number;
  readonly factors: readonly {
    readonly variable: number;
    /** The input that the variable is divided by, such as the size of a compartment. */
    readonly per?: number;
    readonly power: number;
    /** Null: a plain power. */
    readonly half: number | null;
    readonly falls?: true;
  }[];
}

export interface CardNet {
  readonly isLog: readonly boolean[];
  readonly floor: readonly number[];
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  readonly widths: readonly number[];
  readonly heads: readonly SurrogateHead[];
  readonly spread: readonly number[];
  readonly members: number;
}

/** Errors as parts of the range of a value in training. */
export interface CardErrors {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Over the held-out runs; intervals hold 95 % of what resampled runs give. */
export interface CardMetrics extends CardErrors {
  readonly name: string;
  readonly medianInterval: readonly [number, number];
  readonly p99Interval: readonly [number, number];
}

export interface GuardCounts {
  readonly samples: number;
  /** At so many the guard leaves the surrogate on. */
  readonly accepted: number;
  /** Of these the step before had a large error. */
  readonly acceptedBad: number;
  /** Of the others the step before had a small one. */
  readonly leftGood: number;
}

/** Runs with inputs that lie up to `stretch` times beyond the domain. */
export interface CardShell {
  readonly stretch: number;
  readonly rollout: CardErrors;
  readonly oneStep: CardErrors;
  readonly guard: GuardCounts;
}

export interface SurrogateCard {
  readonly format: typeof cardFormat;
  readonly version: typeof cardVersion;
  readonly surrogate: string;
  readonly module: string;
  readonly kind: SurrogateKind;
  readonly compiler: string;
  readonly seed: string;
  /** SHA-256, hexadecimal: of the model's files, of what the submodel means, of the training data, of the weights. */
  readonly hashes: {
    readonly model: string;
    readonly submodel: string;
    readonly data: string;
    readonly weights: string;
  };
  readonly inputs: readonly CardInput[];
  /** The module's own species, by canonical names. */
  readonly species: readonly string[];
  /** Ports of shared species. */
  readonly shared: readonly { readonly port: string; readonly measure: "concentration" | "amount" }[];
  readonly sizes: readonly { readonly port: string; readonly size: number }[];
  readonly totals: readonly (CardRow & { readonly value: number })[];
  readonly ledgers: readonly CardLedger[];
  readonly retained: readonly CardRetained[];
  readonly channels: readonly CardChannel[];
  /** Slaved values of a steady state, each a head of the net. */
  readonly outputs: readonly { readonly name: string; readonly offset: number }[];
  readonly net: CardNet | null;
  readonly guard: {
    /** Disagreement above which the surrogate is left, and below which it takes over again. */
    readonly leave: number;
    readonly rejoin: number;
    /** Of the domain (of its logarithm, where it is one), by which an input must be inside to come back. */
    readonly margin: number;
  };
  readonly library: { readonly states: number; readonly scale: readonly number[] };
  readonly training: Readonly<Record<string, number | string>>;
  readonly metrics: {
    /** Of whole runs. */
    readonly nrmse: readonly CardMetrics[];
    /** Of the steps between samples, each from the exact sums and ledgers; none for steady states. */
    readonly oneStep: readonly (CardErrors & { readonly name: string })[];
    readonly shells: readonly CardShell[];
    /** In the domain. */
    readonly guard: GuardCounts;
    /** Errors of steps above this are large. */
    readonly badStep: number;
    readonly conservation: number;
    /** Time of the exact module over that of the surrogate with its guard, both alone. */
    readonly speedup: number;
    readonly speedupWithoutGuard: number;
    /** Part of the held-out samples at which the guard leaves the surrogate on. */
    readonly guardAccepts: number;
    /** Largest relative difference of rates (of outputs, for steady states) in training and in a simulator's code. */
    readonly codeError: number;
    /** Runs after which the time of training is won back; null: never. */
    readonly breakEvenRuns: number | null;
  };
  readonly acceptance: {
    readonly accepted: boolean;
    readonly conditions: readonly {
      readonly text: string;
      readonly holds: boolean;
      readonly found: string;
    }[];
  };
}
