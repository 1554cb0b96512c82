/**
 * The matches of one fragment, divided into classes with equal values: a rate is computed once a class, and a match is
 * drawn by its class and then uniformly. The order in the lists decides what a random number chooses, so it is saved.
 */
import { grownInt32 } from "./agentStore.ts";

interface MatchClass {
  readonly values: Float64Array;
  readonly anchors: number[];
  /** Which of its anchor's embeddings each match is. */
  readonly embeddings: number[];
}

export interface SavedMatchClasses {
  readonly stride: number;
  readonly classes: readonly {
    readonly values: number[];
    readonly anchors: number[];
    readonly embeddings: number[];
  }[];
}

export class MatchClasses {
  /** Empty ones are used again for other values. */
  readonly #classes: MatchClass[] = [];
  readonly #index = new Map<number | string, number>();
  readonly #free: number[] = [];
  readonly #width: number;
  /** By anchor * stride + embedding: its class, -1 for none, and its place there. */
  #classOf = new Int32Array(64).fill(-1);
  #placeOf = new Int32Array(64);
  #stride = 1;
  /** Counts up when a class takes other values. */
  generation = 0;

  /** `width`: how many values a match has. */
  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#classes.length;
  }

  sizeOf(index: number): number {
    return this.#classes[index].anchors.length;
  }

  valuesOf(index: number): Float64Array {
    return this.#classes[index].values;
  }

  anchorAt(index: number, place: number): number {
    return this.#classes[index].anchors[place];
  }

  embeddingAt(index: number, place: number): number {
    return this.#classes[index].embeddings[place];
  }

  /** The values of a match; null for one that is not listed. */
  known(anchor: number, embedding: number): Float64Array | null {
    if (embedding >= this.#stride) return null;
    const index = this.#classOf[anchor * this.#stride + embedding] ?? -1;
    return index < 0 ? null : this.#classes[index].values;
  }

  /** Puts a match into the class of its values. True when that changed something. */
  set(anchor: number, embedding: number, values: Float64Array): boolean {
    while (embedding >= this.#stride) this.#widen();
    const at = anchor * this.#stride + embedding;
    if (at >= this.#classOf.length) {
      const length = 2 * at;
      this.#classOf = grownInt32(this.#classOf, length, -1);
      this.#placeOf = grownInt32(this.#placeOf, length, 0);
    }
    const before = this.#classOf[at];
    if (before >= 0) {
      const own = this.#classes[before].values;
      let isSame = true;
      for (let i = 0; i < this.#width; i++) if (own[i] !== values[i]) isSame = false;
      if (isSame) return false;
      this.#take(at);
    }
    const index = this.#classWith(values);
    const { anchors, embeddings } = this.#classes[index];
    this.#classOf[at] = index;
    this.#placeOf[at] = anchors.length;
    anchors.push(anchor);
    embeddings.push(embedding);
    return true;
  }

  /** Drops the matches of an anchor from an embedding on. True when there were any. */
  drop(anchor: number, first: number): boolean {
    let hasChanged = false;
    for (let embedding = first; embedding < this.#stride; embedding++) {
      const at = anchor * this.#stride + embedding;
      if (at >= this.#classOf.length || this.#classOf[at] < 0) continue;
      this.#take(at);
      hasChanged = true;
    }
    return hasChanged;
  }

  clear(): void {
    this.#classes.length = 0;
    this.#free.length = 0;
    this.#index.clear();
    this.#classOf.fill(-1);
    this.generation++;
  }

  save(): SavedMatchClasses {
    return {
      stride: this.#stride,
      classes: this.#classes.map(({ values, anchors, embeddings }) => ({
        values: [...values],
        anchors: [...anchors],
        embeddings: [...embeddings],
      })),
    };
  }

  restore(saved: SavedMatchClasses): void {
    this.clear();
    while (this.#stride < saved.stride) this.#widen();
    for (const { values, anchors, embeddings } of saved.classes) {
      const index = this.#classes.length;
      this.#classes.push({ values: Float64Array.from(values), anchors: [], embeddings: [] });
      if (anchors.length === 0) this.#free.push(index);
      else this.#index.set(this.#keyOf(values), index);
      anchors.forEach((anchor, i) => this.set(anchor, embeddings[i], Float64Array.from(values)));
    }
  }

  #classWith(values: Float64Array): number {
    const key = this.#keyOf(values);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const index = this.#lowestFree() ?? this.#classes.length;
    if (index === this.#classes.length)
      this.#classes.push({ values: new Float64Array(this.#width), anchors: [], embeddings: [] });
    this.#classes[index].values.set(values);
    this.#index.set(key, index);
    this.generation++;
    return index;
  }

  #keyOf(values: ArrayLike<number>): number | string {
    return this.#width === 1 ? values[0] : Array.from(values).join();
  }

  /** Free classes are taken in an order that does not depend on how they came free. */
  #lowestFree(): number | undefined {
    if (this.#free.length === 0) return undefined;
    const lowest = Math.min(...this.#free);
    this.#free.splice(this.#free.indexOf(lowest), 1);
    return lowest;
  }

  #take(at: number): void {
    const index = this.#classOf[at];
    const { values, anchors, embeddings } = this.#classes[index];
    const place = this.#placeOf[at];
    const lastAnchor = anchors.pop() ?? -1;
    const lastEmbedding = embeddings.pop() ?? -1;
    if (place < anchors.length) {
      anchors[place] = lastAnchor;
      embeddings[place] = lastEmbedding;
      this.#placeOf[lastAnchor * this.#stride + lastEmbedding] = place;
    }
    this.#classOf[at] = -1;
    if (anchors.length > 0) return;
    this.#index.delete(this.#keyOf(values));
    this.#free.push(index);
  }

  /** Twice as many embeddings an anchor. */
  #widen(): void {
    const before = this.#stride;
    const [classOf, placeOf] = [this.#classOf, this.#placeOf];
    this.#stride = 2 * before;
    this.#classOf = new Int32Array(2 * classOf.length).fill(-1);
    this.#placeOf = new Int32Array(2 * placeOf.length);
    classOf.forEach((index, at) => {
      if (index < 0) return;
      const to = Math.floor(at / before) * this.#stride + (at % before);
      this.#classOf[to] = index;
      this.#placeOf[to] = placeOf[at];
    });
  }
}
