/** The rates of all attributes that flows move: one sum of the flows of all matches. */
import type { GraphClock } from "./graphClock.ts";
import type { GraphMixture } from "./graphMixture.ts";

export class FlowField {
  /** Attribute indices (node * stride + slot) that flows move now: the first `count`, each once. */
  moved = new Int32Array(64);
  count = 0;
  readonly #mixture: GraphMixture;
  readonly #clock: GraphClock;
  readonly #n: Int32Array;
  readonly #out: Float64Array;
  #mark = new Int32Array(0);
  #epoch = 0;

  constructor(mixture: GraphMixture, clock: GraphClock) {
    this.#mixture = mixture;
    this.#clock = clock;
    const { fragments, flows } = mixture.model;
    this.#n = new Int32Array(Math.max(1, ...fragments.map(({ agents }) => agents.length)));
    this.#out = new Float64Array(Math.max(1, ...flows.map(({ targets }) => targets.length)));
  }

  /** Finds what moves; call whenever the graph has changed. */
  collect(): void {
    const { store } = this.#mixture;
    if (this.#mark.length < store.x.length) this.#mark = new Int32Array(store.x.length);
    const epoch = ++this.#epoch;
    this.count = 0;
    this.#each((flow, n) => {
      for (const { agent, slot } of flow.targets) {
        const at = n[agent] * store.attributeStride + slot;
        if (this.#mark[at] === epoch) continue;
        this.#mark[at] = epoch;
        if (this.count === this.moved.length) {
          const grown = new Int32Array(2 * this.count);
          grown.set(this.moved);
          this.moved = grown;
        }
        this.moved[this.count++] = at;
      }
    });
  }

  /** Writes the rates at attributes x to `out`, indexed like x, for all that moves. */
  rates(t: number, x: Float64Array, out: Float64Array): void {
    const { store, model } = this.#mixture;
    const { y, c } = this.#clock;
    for (let i = 0; i < this.count; i++) out[this.moved[i]] = 0;
    this.#each((flow, n, index) => {
      model.flow(index, n, x, t, y, c, this.#out);
      for (let k = 0; k < flow.targets.length; k++) {
        const { agent, slot } = flow.targets[k];
        out[n[agent] * store.attributeStride + slot] += this.#out[k];
      }
    });
  }

  /**
   * An event at the fraction s of a step of h has made nodes, from n[matched] on: at the end of the step their
   * attributes have flowed for the rest of it.
   */
  joinStep(n: Int32Array, matched: number, s: number, h: number, t: number, x1: Float64Array): void {
    const { store, model, lists, matchers } = this.#mixture;
    const { y, c } = this.#clock;
    const stride = store.attributeStride;
    for (let flow = 0; flow < model.flows.length; flow++) {
      const { fragment, targets } = model.flows[flow];
      for (let i = 0; i < n.length; i++) {
        if (store.type[n[i]] !== matchers[fragment].anchorType || lists.placeOf(fragment, n[i]) < 0) continue;
        matchers[fragment].match(n[i], this.#n, 0);
        model.flow(flow, this.#n, store.x, t, y, c, this.#out);
        for (let k = 0; k < targets.length; k++) {
          const node = this.#n[targets[k].agent];
          if (!isCreated(n, matched, node)) continue;
          const at = node * stride + targets[k].slot;
          x1[at] += (1 - s) * h * this.#out[k];
        }
      }
    }
  }

  #each(visit: (flow: FlowField["flows"][number], n: Int32Array, index: number) => void): void {
    const { lists, matchers } = this.#mixture;
    const n = this.#n;
    const { flows } = this;
    for (let index = 0; index < flows.length; index++) {
      const { fragment } = flows[index];
      const anchors = lists.anchors[fragment];
      const matcher = matchers[fragment];
      for (let i = 0; i < lists.sizes[fragment]; i++) {
        matcher.match(anchors[i], n, 0);
        visit(flows[index], n, index);
      }
    }
  }

  get flows(): GraphMixture["model"]["flows"] {
    return this.#mixture.model.flows;
  }
}

function isCreated(n: Int32Array, matched: number, node: number): boolean {
  for (let i = matched; i < n.length; i++) if (n[i] === node) return true;
  return false;
}
