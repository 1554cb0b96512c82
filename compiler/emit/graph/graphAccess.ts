/**
 * How the code of a rule reaches the graph: a function of its own asks the store and the lists, whose arrays may grow
 * under its hands; within the loop of a whole model (graphLoopCode.ts) the arrays are variables with room enough.
 */

export interface GraphAccess {
  /** Statements before all others. */
  readonly head: readonly string[];
  /** An array of the store, where others may be made between two uses: `record` or `x`. */
  array(name: string): string;
  /** Statements in a block that names the arrays which they read and write. */
  withArrays(lines: readonly string[]): readonly string[];
  /** Statements that draw a match of a fragment: its anchor becomes a constant. */
  draw(node: string, fragment: number): readonly string[];
  /** Statements that draw a pair of near points: its anchors become constants. */
  drawPair(first: string, second: string): readonly string[];
  size(fragment: number): string;
  /** Statements that take a node of a type, whose number becomes a constant. */
  take(node: string, type: number): readonly string[];
  remove(node: string): readonly string[];
  /**
   * The match at one node, if there is one, goes; one at another arises, where there is none. `from` may be known to
   * be there, or to be the one that was drawn. `place` tells the number in the record of a node that belongs to the
   * fragment.
   */
  move(
    fragment: number,
    from: string,
    to: string,
    known: "drawn" | "there" | "maybe",
    place: (node: string) => string,
  ): readonly string[];
}

/** In a function of the rule's own, which gets `graph` and `random`. */
export const accessByCalls: GraphAccess = {
  head: ["const { store, lists } = graph;"],
  array: (name) => `store.${name}`,
  withArrays: (lines) => {
    const text = lines.join("\n");
    const used = ["type", "record"].filter((name) => text.includes(`${name}[`));
    return used.length === 0 ? lines : ["{", `const { ${used.join(", ")} } = store;`, ...lines, "}"];
  },
  draw: (node, fragment) => [
    `const ${node} = lists.anchors[${fragment}][random.below(lists.sizes[${fragment}])];`,
  ],
  drawPair: () => {
    throw new Error("pairs are drawn before a rule's function is called");
  },
  size: (fragment) => `lists.sizes[${fragment}]`,
  take: (node, type) => [`const ${node} = store.take(${type});`],
  remove: (node) => [`store.remove(${node});`],
  move: (fragment, from, to) => [`lists.move(${fragment}, ${from}, ${to});`],
};

/** Statements that draw 32 bits of xoshiro128** (runtime/random/xoshiro128.ts), whose words are s0 to s3. */
export function wordText(name: string): readonly string[] {
  return [
    "five = Math.imul(s1, 5);",
    `${name} = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;`,
    "shifted = s1 << 9;",
    "s2 ^= s0; s3 ^= s1; s1 ^= s2; s0 ^= s3; s2 ^= shifted;",
    "s3 = (s3 << 11) | (s3 >>> 21);",
  ];
}

/** Lists longer than this need more than one word for a draw. */
const longestList = 2 ** 21;

/**
 * Statements that set `chosen` to a whole number from 0 to before another. In the rare case that one word does not do
 * they leave the loop, which has no loops within.
 */
function chosenBelow(count: string, channel: number): readonly string[] {
  return [
    `if (${count} > ${longestList}) {`,
    `other = ${channel};`,
    "break;",
    "}",
    ...wordText("word"),
    `chosen = belowOfWord(word, ${count});`,
    "if (chosen < 0) {",
    `other = ${channel};`,
    "break;",
    "}",
  ];
}

/** In the loop of a whole model, see its head in graphLoopCode.ts. */
export const accessInPlace = (channel: number): GraphAccess => ({
  head: [],
  array: (name) => name,
  withArrays: (lines) => lines,
  draw: (node, fragment) => [
    ...chosenBelow(`sizes[${fragment}]`, channel),
    `const ${node} = anchors${fragment}[chosen];`,
  ],
  drawPair: (first, second) => [
    ...chosenBelow(`near${channel}.count`, channel),
    `near${channel}.choose(chosen);`,
    `const ${first} = near${channel}.first;`,
    `const ${second} = near${channel}.second;`,
  ],
  size: (fragment) => `sizes[${fragment}]`,
  take: (node, type) => [
    `const ${node} = freeCount > 0 ? free[--freeCount] : used++;`,
    `type[${node}] = ${type};`,
  ],
  remove: (node) => [`type[${node}] = -1;`, `free[freeCount++] = ${node};`],
  move: (fragment, from, to, known, place) => {
    const at = known === "drawn" ? "chosen" : "at";
    const moved = [`${place(from)} = -1;`, `${place(to)} = ${at};`, `anchors${fragment}[${at}] = ${to};`];
    if (known === "drawn") return moved;
    return [
      "{",
      `const at = ${place(from)};`,
      ...(known === "there" ? moved : ["if (at >= 0) {", ...moved, `} else lists.put(${fragment}, ${to});`]),
      "}",
    ];
  },
});
