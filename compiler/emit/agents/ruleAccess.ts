/**
 * How the code of a rule on molecules reaches them: a function of its own asks the mixture; within the code of a whole
 * model (ruleLoop.ts) arrays are variables, and lists of matches are changed in place.
 */
import type { AgentTables } from "../../../runtime/agentModel.ts";
import { type AgentRecords, hasSeveralMatches } from "../../../runtime/engines/networkFree/agentRecord.ts";

export interface RuleAccess {
  /** The placement that was drawn. */
  readonly rule: string;
  /** Statements after molecules were made, when arrays may be others. */
  readonly afterGrowth: readonly string[];
  /** Statements with what names the arrays that they read and write before them. */
  withArrays(lines: readonly string[]): readonly string[];
  /** An expression: one of the anchors of a fragment with at most one match each. */
  draw(fragment: number): string;
  /** A statement that draws a group of places into the placement. */
  drawGroup(group: number): string;
  /** A statement: the fragment, which has at most one match at an anchor, has one there, or none. */
  put(fragment: number, anchor: string): string;
  drop(fragment: number, anchor: string): string;
  /** A statement that counts the matches at an anchor again. */
  recount(fragment: number, anchor: string): string;
}

/** In a function of the rule's own, which gets `mixture`, `rule` and `random`. */
export const accessByCalls: RuleAccess = {
  rule: "rule",
  afterGrowth: [],
  withArrays: (lines) => {
    const text = lines.join("\n");
    const used = ["type", "compartment", "state", "partner"].filter((name) =>
      new RegExp(`\\b${name}\\[`).test(text),
    );
    return used.length === 0 ? lines : [`const { ${used.join(", ")} } = mixture.store;`, ...lines];
  },
  draw: (fragment) => `mixture.lists[${fragment}].draw(random)`,
  drawGroup: (group) => `rule.drawGroup(${group}, random);`,
  put: (fragment, anchor) => `mixture.lists[${fragment}].put(${anchor});`,
  drop: (fragment, anchor) => `mixture.lists[${fragment}].drop(${anchor});`,
  recount: (fragment, anchor) => `mixture.recount(${fragment}, ${anchor});`,
};

/** Variables of the code of a whole model. */
export interface LoopLists {
  /** Fragments whose lists are changed in place: at most one match an anchor. */
  readonly isInPlace: readonly boolean[];
  /** Of these: whether the anchors are listed, or only counted. */
  readonly isListed: readonly boolean[];
  readonly records: AgentRecords;
}

export function loopLists(
  tables: AgentTables,
  records: AgentRecords,
  listed: ReadonlySet<number>,
): LoopLists {
  return {
    isInPlace: tables.fragments.map((fragment) => !hasSeveralMatches(fragment, tables.types)),
    isListed: tables.fragments.map((_, fragment) => listed.has(fragment)),
    records,
  };
}

/** In the code of a whole model; `channel`: the rule's. */
export function accessInLoop({ isInPlace, isListed, records }: LoopLists, channel: number): RuleAccess {
  const { shift, placeWord } = records;
  const wordOf = (fragment: number, anchor: string): string =>
    `(${anchor} << ${shift})${placeWord[fragment] === 0 ? "" : ` + ${placeWord[fragment]}`}`;
  const put = (fragment: number, anchor: string): string =>
    isListed[fragment]
      ? [
          `{ const at = ${wordOf(fragment, anchor)};`,
          "if (record[at] < 0) {",
          `const n = sizes[${fragment}]++;`,
          `if (n === anchors${fragment}.length) anchors${fragment} = l${fragment}.grow();`,
          `record[at] = n; anchors${fragment}[n] = ${anchor}; } }`,
        ].join("\n")
      : `{ const at = ${wordOf(fragment, anchor)}; if (record[at] < 0) { record[at] = 0; sizes[${fragment}]++; } }`;
  const drop = (fragment: number, anchor: string): string =>
    isListed[fragment]
      ? [
          `{ const at = ${wordOf(fragment, anchor)}, place = record[at];`,
          "if (place >= 0) {",
          // The last anchor takes the place, unless it is this one.
          `const moved = anchors${fragment}[--sizes[${fragment}]];`,
          `anchors${fragment}[place] = moved;`,
          `record[${wordOf(fragment, "moved")}] = place; record[at] = -1; } }`,
        ].join("\n")
      : `{ const at = ${wordOf(fragment, anchor)}; if (record[at] >= 0) { record[at] = -1; sizes[${fragment}]--; } }`;
  return {
    rule: `r${channel}`,
    afterGrowth: ["reload();"],
    withArrays: (lines) => lines,
    draw: (fragment) => `anchors${fragment}[nextBelow(words, sizes[${fragment}])]`,
    drawGroup: (group) => `r${channel}.drawGroup(${group}, random);`,
    put: (fragment, anchor) => (isInPlace[fragment] ? put(fragment, anchor) : `l${fragment}.put(${anchor});`),
    drop: (fragment, anchor) =>
      isInPlace[fragment] ? drop(fragment, anchor) : `l${fragment}.drop(${anchor});`,
    recount: (fragment, anchor) =>
      isInPlace[fragment]
        ? `if (m${fragment}(store, ${anchor}, -1, nothing, nothing) > 0) ${put(fragment, anchor)}\nelse ${drop(fragment, anchor)}`
        : `mixture.recount(${fragment}, ${anchor});`,
  };
}
