/**
 * How the code of a rule on molecules reaches them: a function of its own asks the mixture; within the code of a whole
 * model (ruleLoop.ts) arrays are variables, and lists of matches are changed in place.
 */
import type { AgentTables } from "../../../runtime/agentModel.ts";
import { type AgentRecords, hasSeveralMatches } from "../../../runtime/engines/networkFree/agentRecord.ts";

/** Of the store, by molecule or by site. */
export type AgentArray = "type" | "compartment" | "state" | "partner";
const agentArrays: readonly AgentArray[] = ["type", "compartment", "state", "partner"];

/** Every call gives text that is used, and notes what must be declared for it. */
export interface RuleAccess {
  /** The placement that was drawn. */
  rule(): string;
  array(name: AgentArray): string;
  /** Statements after molecules were made, when arrays may be others. */
  afterGrowth(): readonly string[];
  /** Declarations of the arrays that the code since the last call names, for a block of its own. */
  takeArrays(): readonly string[];
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
export class AccessByCalls implements RuleAccess {
  readonly #used = new Set<AgentArray>();

  rule(): string {
    return "rule";
  }

  array(name: AgentArray): string {
    this.#used.add(name);
    return name;
  }

  afterGrowth(): readonly string[] {
    return [];
  }

  takeArrays(): readonly string[] {
    const used = agentArrays.filter((name) => this.#used.has(name));
    this.#used.clear();
    return used.length === 0 ? [] : [`const { ${used.join(", ")} } = mixture.store;`];
  }

  draw(fragment: number): string {
    return `mixture.lists[${fragment}].draw(random)`;
  }

  drawGroup(group: number): string {
    return `rule.drawGroup(${group}, random);`;
  }

  put(fragment: number, anchor: string): string {
    return `mixture.lists[${fragment}].put(${anchor});`;
  }

  drop(fragment: number, anchor: string): string {
    return `mixture.lists[${fragment}].drop(${anchor});`;
  }

  recount(fragment: number, anchor: string): string {
    return `mixture.recount(${fragment}, ${anchor});`;
  }
}

/** The code of a whole model: its lists of matches, and which variables it names. */
export class LoopVariables {
  /** Fragments whose lists are changed in place: at most one match an anchor. */
  readonly isInPlace: readonly boolean[];
  /** Of these: whether the anchors are listed, or only counted. */
  readonly isListed: readonly boolean[];
  readonly records: AgentRecords;
  readonly #used = new Set<string>();

  constructor(tables: AgentTables, records: AgentRecords, listed: ReadonlySet<number>) {
    this.isInPlace = tables.fragments.map((fragment) => !hasSeveralMatches(fragment, tables.types));
    this.isListed = tables.fragments.map((_, fragment) => listed.has(fragment));
    this.records = records;
  }

  /** The variable, which must be declared. */
  name(variable: string): string {
    this.#used.add(variable);
    return variable;
  }

  uses(variable: string): boolean {
    return this.#used.has(variable);
  }

  /** How many matches a fragment has. */
  total(fragment: number): string {
    return this.isInPlace[fragment] ? `sizes[${fragment}]` : `${this.name(`l${fragment}`)}.total`;
  }

  /** The number of a record that says where in a list in place an anchor stands, -1: nowhere. */
  place(fragment: number, anchor: string): string {
    const word = this.records.placeWord[fragment];
    return `(${anchor} << ${this.records.shift})${word === 0 ? "" : ` + ${word}`}`;
  }
}

/** In the code of a whole model. */
export class AccessInLoop implements RuleAccess {
  readonly #variables: LoopVariables;
  readonly #channel: number;

  /** `channel`: the rule's. */
  constructor(variables: LoopVariables, channel: number) {
    this.#variables = variables;
    this.#channel = channel;
  }

  rule(): string {
    return this.#variables.name(`r${this.#channel}`);
  }

  array(name: AgentArray): string {
    return this.#variables.name(name);
  }

  afterGrowth(): readonly string[] {
    return [`${this.#variables.name("reload")}();`];
  }

  takeArrays(): readonly string[] {
    return [];
  }

  draw(fragment: number): string {
    return `${this.#anchors(fragment)}[nextBelow(words, sizes[${fragment}])]`;
  }

  drawGroup(group: number): string {
    return `${this.rule()}.drawGroup(${group}, random);`;
  }

  put(fragment: number, anchor: string): string {
    if (!this.#variables.isInPlace[fragment]) return `${this.#list(fragment)}.put(${anchor});`;
    const record = this.#variables.name("record");
    const at = this.#variables.place(fragment, anchor);
    if (!this.#variables.isListed[fragment])
      return `{ const at = ${at}; if (${record}[at] < 0) { ${record}[at] = 0; sizes[${fragment}]++; } }`;
    const anchors = this.#anchors(fragment);
    return [
      `{ const at = ${at};`,
      `if (${record}[at] < 0) {`,
      `const n = sizes[${fragment}]++;`,
      `if (n === ${anchors}.length) ${anchors} = ${this.#list(fragment)}.grow();`,
      `${record}[at] = n; ${anchors}[n] = ${anchor}; } }`,
    ].join("\n");
  }

  drop(fragment: number, anchor: string): string {
    if (!this.#variables.isInPlace[fragment]) return `${this.#list(fragment)}.drop(${anchor});`;
    const record = this.#variables.name("record");
    const at = this.#variables.place(fragment, anchor);
    if (!this.#variables.isListed[fragment])
      return `{ const at = ${at}; if (${record}[at] >= 0) { ${record}[at] = -1; sizes[${fragment}]--; } }`;
    const anchors = this.#anchors(fragment);
    return [
      `{ const at = ${at}, place = ${record}[at];`,
      "if (place >= 0) {",
      // The last anchor takes the place, unless it is this one.
      `const moved = ${anchors}[--sizes[${fragment}]];`,
      `${anchors}[place] = moved;`,
      `${record}[${this.#variables.place(fragment, "moved")}] = place; ${record}[at] = -1; } }`,
    ].join("\n");
  }

  recount(fragment: number, anchor: string): string {
    if (!this.#variables.isInPlace[fragment]) return `mixture.recount(${fragment}, ${anchor});`;
    const match = this.#variables.name(`m${fragment}`);
    const none = this.#variables.name("nothing");
    const matches = `${match}(store, ${anchor}, -1, ${none}, ${none}) > 0`;
    return `if (${matches}) ${this.put(fragment, anchor)}\nelse ${this.drop(fragment, anchor)}`;
  }

  #list(fragment: number): string {
    return this.#variables.name(`l${fragment}`);
  }

  #anchors(fragment: number): string {
    return this.#variables.name(`anchors${fragment}`);
  }
}
