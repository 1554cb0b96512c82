/** What mechanics reads of the graph: nodes with their attributes, bonds, and the matches of fragments. */
export interface MovingNodes {
  /** Sites of every type have room for 1 << shift. */
  readonly shift: number;
  /** By type. */
  readonly siteCount: Int32Array;
  /** By node; -1 for none. */
  readonly type: Int16Array;
  /** Of site (node << shift) + index: the site it is bound to; -1: free. Other numbers stand beyond a node's sites. */
  readonly record: Int32Array;
  readonly x: Float64Array;
  /** Nodes are numbered below this. */
  readonly used: number;
  readonly capacity: number;
}

export interface MovingGraph {
  readonly store: MovingNodes;
  readonly lists: {
    /** By fragment; the first `sizes[fragment]` anchors count. */
    readonly anchors: readonly Int32Array[];
    readonly sizes: Int32Array;
  };
  readonly matchers: readonly {
    /** Nodes of a match. */
    readonly size: number;
    /** Writes the nodes of the match at an anchor to n from `at` on; false when there is none. */
    match(anchor: number, n: Int32Array, at: number): boolean;
  }[];
  /** The node to which a path of graphReaders.ts leads; -1 when it does not exist. */
  walk(from: number, path: Int32Array): number;
}

/** Matches of a contact energy: pairs of anchors with the shift to the nearest image of the second. */
export interface ContactPairs {
  readonly count: number;
  first(pair: number): number;
  second(pair: number): number;
  /** The first pair with a match of one side (0 or 1) at an anchor, and the one after a pair; -1: none. */
  firstPairOf(side: number, anchor: number): number;
  nextPairOf(side: number, pair: number): number;
  /** Writes the shift in a periodic box. */
  shift(pair: number, out: Float64Array): void;
}
