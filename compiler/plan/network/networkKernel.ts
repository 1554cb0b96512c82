/**
 * The kernel of network generation (kernels/network.ts) with its memory: complexes by number, embeddings and rules by
 * their addresses there.
 */
import { instantiateKernel, type KernelMemory } from "../../../runtime/kernels/instantiate.ts";
import type { MoleculePattern, StructuredRule } from "../../model/structured.ts";
import { canonicalForm } from "./canonicalLabel.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import type { Embedding } from "./embedding.ts";
import { networkCode } from "./networkCode.ts";
import { complexFrom, complexTable, patternTable, ruleSize, ruleTable } from "./networkTables.ts";

interface KernelNumber {
  readonly value: number;
}

interface NetworkExports {
  readonly memory: KernelMemory;
  readonly call: KernelNumber;
  readonly made: KernelNumber;
  readonly counts: KernelNumber;
  readonly firsts: KernelNumber;
  readonly pending: KernelNumber;
  readonly complexCount: KernelNumber;
  take(count: number): number;
  setUp(types: number, molecules: number, species: number, ruleSize: number): void;
  begin(complex: number): void;
  setPatterns(list: number, count: number): void;
  searchAll(complex: number): void;
  apply(rule: number, complexes: number, patterns: number): number;
  identify(from: number): number;
  settle(known: number): number;
  react(rule: number, isWithin: number, values: number, place: number): number;
  complexAt(number: number): number;
  extract(product: number): number;
  productOf(agent: number): number;
}

/** Which of the complexes that take part a pattern is matched in, and the embedding's address. */
export interface Placement {
  readonly complex: number;
  readonly embedding: number;
}

/** What stopped the numbering of products. */
export type KernelLimit = "molecules" | "species";

/** What `identify` gives below zero. */
const tooManyMolecules = -1;
const tooManySpecies = -2;
const hasNoCode = -3;

interface KnownPattern {
  readonly agents: number;
  readonly sites: number;
}

export class NetworkKernel {
  readonly #kernel: NetworkExports;
  readonly #layouts: readonly TypeLayout[];
  #memory: Int32Array;
  readonly #patterns: readonly KnownPattern[];
  readonly #rules: readonly number[];
  readonly #complexes: ComplexGraph[] = [];
  /** Of complexes without a code. */
  readonly #numberOfLabel = new Map<string, number>();
  /** Numbers of the products of the last application, ascending. */
  readonly made: number[] = [];

  constructor(
    layouts: readonly TypeLayout[],
    rules: readonly StructuredRule[],
    patterns: readonly MoleculePattern[],
    limits: { readonly molecules: number; readonly species: number },
  ) {
    const abort = (): void => {
      throw new Error("the network needs more memory than there is");
    };
    const kernel = instantiateKernel(networkCode, { env: { abort } }) as NetworkExports;
    this.#kernel = kernel;
    this.#layouts = layouts;
    this.#memory = new Int32Array(kernel.memory.buffer);
    let firstClass = 0;
    const types = layouts.flatMap(({ siteCount, classOf, classStart }) => {
      const classes = classStart.length - 1;
      firstClass += classes;
      return [siteCount, classes, firstClass - classes, this.#put(classOf), this.#put(classStart)];
    });
    const largest = rules.reduce((most, rule) => Math.max(most, ruleSize(rule)), 1);
    const least = (limit: number): number => Math.min(limit, 2 ** 31 - 1);
    kernel.setUp(this.#put(Int32Array.from(types)), least(limits.molecules), least(limits.species), largest);
    this.#rules = rules.map((rule) => this.#put(ruleTable(rule)));
    const tables = patterns.map((pattern) => patternTable(pattern, layouts));
    this.#patterns = tables.map(([agents, sites]) => ({ agents, sites }));
    kernel.setPatterns(this.#put(Int32Array.from(tables, (table) => this.#put(table))), tables.length);
  }

  /** By number. */
  get complexes(): readonly ComplexGraph[] {
    return this.#complexes;
  }

  /** Looks for all patterns in a complex; gives those that are there. */
  search(complex: number): readonly number[] {
    this.#kernel.searchAll(complex);
    const words = this.#words();
    const first = this.#kernel.counts.value >>> 2;
    const there: number[] = [];
    for (let i = 0; i < this.#patterns.length; i++) if (words[first + i] > 0) there.push(i);
    return there;
  }

  /** All embeddings of a pattern that the last search found, by their addresses. */
  found(pattern: number): readonly number[] {
    const words = this.#words();
    const count = words[(this.#kernel.counts.value >>> 2) + pattern];
    const { agents, sites } = this.#patterns[pattern];
    let address = words[(this.#kernel.firsts.value >>> 2) + pattern];
    const found: number[] = [];
    for (let i = 0; i < count; i++) {
      found.push(address);
      address += 4 * (agents + sites);
    }
    return found;
  }

  /** Valid until the next call of anything else. */
  embedding(pattern: number, address: number): Embedding {
    const { agents, sites } = this.#patterns[pattern];
    const words = this.#words();
    const first = address >>> 2;
    return {
      agents: words.subarray(first, first + agents),
      sites: words.subarray(first + agents, first + agents + sites),
    };
  }

  /** Takes a complex of the start as if a rule had made it. */
  begin(complex: ComplexGraph): void {
    this.#kernel.begin(this.#put(complexTable(complex)));
  }

  /**
   * Applies rule number `rule`; false when the result is not what its right side demands (`+` means different complexes,
   * a joined product means one) or a site that is to bind is bound already.
   */
  apply(rule: number, complexes: readonly number[], placed: readonly Placement[]): boolean {
    const words = this.#words();
    let at = this.#kernel.call.value >>> 2;
    for (let i = 0; i < complexes.length; i++) words[at++] = complexes[i];
    for (let i = 0; i < placed.length; i++) {
      words[at++] = placed[i].complex;
      words[at++] = placed[i].embedding;
    }
    return this.#kernel.apply(this.#rules[rule], complexes.length, placed.length) >= 0;
  }

  /** The product that one of the rule's molecules is in; null for one that is deleted. */
  productWith(agent: number): ComplexGraph | null {
    const product = this.#kernel.productOf(agent);
    return product < 0 ? null : this.#extract(product);
  }

  /** Numbers the products, which are then in `made`, new ones in `complexes`; gives what stopped this, or null. */
  identify(): KernelLimit | null {
    const kernel = this.#kernel;
    let count = kernel.identify(0);
    while (count < 0) {
      if (count === tooManyMolecules) return "molecules";
      if (count === tooManySpecies) return "species";
      if (count !== hasNoCode) throw new Error(`The kernel of networks gave ${count}`);
      const { label } = canonicalForm(this.#extract(kernel.pending.value), this.#layouts);
      const number = kernel.settle(this.#numberOfLabel.get(label) ?? -1);
      if (number < 0) return "species";
      this.#numberOfLabel.set(label, number);
      count = kernel.identify(kernel.pending.value + 1);
    }
    const words = this.#words();
    const first = kernel.made.value >>> 2;
    this.made.length = 0;
    for (let i = 0; i < count; i++) this.made.push(words[first + i]);
    while (this.#complexes.length < kernel.complexCount.value)
      this.#complexes.push(complexFrom(words, kernel.complexAt(this.#complexes.length) >>> 2));
    return null;
  }

  /**
   * Number of the reaction from the complexes of the last application to its products, counted from 0 in the order in
   * which they are first seen. What differs in any of the numbers is another reaction.
   */
  react(rule: number, isWithin: boolean, values: number, place: number): number {
    return this.#kernel.react(rule, isWithin ? 1 : 0, values, place);
  }

  #extract(product: number): ComplexGraph {
    const address = this.#kernel.extract(product);
    return complexFrom(this.#words(), address >>> 2);
  }

  #put(table: Int32Array): number {
    const address = this.#kernel.take(table.length);
    this.#words().set(table, address >>> 2);
    return address;
  }

  /** The memory, which moves when it grows. */
  #words(): Int32Array {
    if (this.#memory.length === 0) this.#memory = new Int32Array(this.#kernel.memory.buffer);
    return this.#memory;
  }
}
