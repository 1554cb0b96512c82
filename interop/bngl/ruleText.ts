/** BNGL rules as text of the language. */
import { matchesNothing } from "./moleculeTable.ts";
import { carriedPair } from "./carriedPairs.ts";
import { type CarriedStates, carriedStates } from "./carriedStates.ts";
import type { SideMolecule } from "./correspondence.ts";
import { type Direction, directionOf, vanished } from "./direction.ts";
import { mayMatchAlike } from "./distinctMatches.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import { ownersOf } from "./labelledOwners.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import { formatted } from "../importedText.ts";
import { demandedPlaces, type Move, movesOf } from "./moves.ts";
import { whereReactantsMeet } from "./meetingPlaces.ts";
import { type BondNumbers, bondNumber, type PatternWriter } from "./patternText.ts";
import { placeWritten } from "./placements.ts";
import { plainFactor } from "./plainFactor.ts";
import { RateWriter } from "./rateText.ts";
import { type Follower, type SiteChange, siteChanges } from "./ruleChanges.ts";
import { isValidDirection } from "./ruleProblems.ts";
import { bothDirections, inEveryPlace } from "./splitRule.ts";
import { waysToBind } from "./splitSites.ts";
import { wholePlaces } from "./wholePlaces.ts";
import type { BnglExpression, BnglMolecule, BnglPattern, BnglRule } from "./syntax.ts";

export class RuleWriter {
  readonly #context: ImportContext;
  readonly #patterns: PatternWriter;
  readonly #rates: RateWriter;

  constructor(context: ImportContext, patterns: PatternWriter, expressions: ExpressionWriter) {
    this.#context = context;
    this.#patterns = patterns;
    this.#rates = new RateWriter(context, expressions, patterns);
  }

  /** The statements of one rule; a reversible one that makes or deletes molecules becomes two. */
  rule(written: BnglRule, number: number): string[] {
    const name = written.name?.text ?? `R${number}`;
    if (this.#neverMatches(written)) return [];
    const rule = withoutFixed(written);
    if (rule === null) {
      refuse(this.#context, written.span, "`$` before a part of a rule that changes");
      return [];
    }
    const forward = directionOf(rule, rule.left, rule.right);
    const back = directionOf(rule, rule.right, rule.left);
    const isKept = vanished(forward).size === 0 && vanished(back).size === 0;
    const { table, model } = this.#context;
    const isFactored = [forward, back].some(
      (one) => plainFactor(one, table) !== 1 || waysToBind(one, this.#context.split) !== 1,
    );
    const isPlain = [...forward.molecules, ...back.molecules].every(({ molecule }) =>
      this.#patterns.isPlain(molecule),
    );
    const ways = rule.isReversible ? [forward, back] : [forward];
    const isSimple = ways.every((one, way) => {
      const part = { rule: way === 0 ? rule : { ...rule, left: rule.right }, ending: "" };
      const [found] = whereReactantsMeet(part, this.#context);
      return wholePlaces(one, this.#context).length === 0 && found === part;
    });
    if (rule.isReversible && rule.back !== null && (isKept || isPlain) && !isFactored && isSimple) {
      const isValid = [forward, back].every((one) => isValidDirection(one, name, this.#context));
      const isDistinct = [forward, back].some((one) => this.#isDistinct(one));
      return isValid ? this.#statements(name, forward, rule.forward, rule.back, isDistinct) : [];
    }
    return bothDirections(rule)
      .flatMap((part) => whereReactantsMeet(part, this.#context))
      .flatMap((part) => inEveryPlace(part, model))
      .flatMap(({ rule: one, ending }) => {
        const direction = directionOf(one, one.left, one.right);
        if (!isValidDirection(direction, name, this.#context)) return [];
        return this.#statements(`${name}${ending}`, direction, one.forward, null);
      });
  }

  /** Reports a reactant that can not match, and a reversible rule's product likewise. */
  #neverMatches({ left, right, isReversible }: BnglRule): boolean {
    return [...left, ...(isReversible ? right : [])].some((pattern) =>
      matchesNothing(pattern, this.#context),
    );
  }

  #isDistinct(direction: Direction): boolean {
    return mayMatchAlike(direction, this.#context.table, this.#context.contacts);
  }

  /** The rule, after the tables that it reads. */
  #statements(
    name: string,
    direction: Direction,
    forward: BnglExpression,
    back: BnglExpression | null,
    isDistinct = this.#isDistinct(direction),
  ): string[] {
    const rates = back === null ? [forward] : [forward, back];
    const owners = ownersOf(direction, rates, (wanted) => this.#context.names.unused(wanted));
    const found = movesOf(direction, this.#context);
    const moves = found.kind === "moved" ? found.moves : [];
    const inPlace = back === null && moves.length === 0 ? this.#inPlace(direction, owners.labels) : null;
    const carried = carriedStates(direction, (wanted) => this.#context.names.unused(wanted));
    const pair = carriedPair(direction, carried, this.#patterns, this.#context);
    const sides = inPlace ?? this.#sides(direction, owners.labels, moves, carried, back !== null);
    const factor = plainFactor(direction, this.#context.table) / waysToBind(direction, this.#context.split);
    const rate = this.#rates
      .within(owners.names)
      .rate(direction, forward, back, factor, pair?.factor ?? null);
    const distinct = isDistinct ? " distinct" : "";
    const rule = `rule ${this.#context.names.rule(name)}: ${sides}${this.#conditions(direction)}${distinct} ${rate}`;
    return [...(pair?.tables ?? []), rule];
  }

  #conditions(direction: Direction): string {
    return [...direction.rule.conditions, ...wholePlaces(direction, this.#context)]
      .map(({ kind, side, index, patterns }) =>
        patterns.map((pattern) => ` ${kind} ${side} ${index}: ${this.#patterns.pattern(pattern)}`).join(""),
      )
      .join("");
  }

  /** `A(s{u -> p})`, where nothing but states of the same complexes change; else null. */
  #inPlace(direction: Direction, owners: ReadonlyMap<number, string>): string | null {
    const { left: patterns, right, molecules: left, followers } = direction;
    if (patterns.length !== right.length || left.length !== followers.length) return null;
    if (left.some(({ molecule }) => this.#patterns.isPlain(molecule))) return null;
    const isSame = followers.every(({ from, index }, i) => from === i && left[i]?.index === index);
    if (!isSame) return null;
    const changes = siteChanges(left, followers, this.#context.table);
    const isOnlyStates = followers.every((_, i) => {
      return (changes[i] ?? []).every(({ hasNewBond, hasNewState, before: site }) => {
        const state = site?.states[0]?.text;
        return !hasNewBond && (!hasNewState || (state !== undefined && state !== "?"));
      });
    });
    const hasChange = changes.some((list) => list.some(({ hasNewState }) => hasNewState));
    if (!isOnlyStates || !hasChange) return null;
    const places = demandedPlaces(direction, [], this.#context);
    const complexes = patterns.map((pattern, p) => {
      const numbers: BondNumbers = new Map();
      const members = left.flatMap(({ molecule, index }, i) => {
        if (index !== p) return [];
        const sites = molecule.components.map((component) => {
          const change = (changes[i] ?? []).find(({ before }) => before === component);
          const text = this.#patterns.siteText(component, numbers);
          const to = change?.hasNewState === true ? change.component.states[0]?.text : undefined;
          return to === undefined ? text : text.replace("}", ` -> ${this.#patterns.state(to)}}`);
        });
        const owner = owners.get(i);
        const label = owner === undefined ? "" : `${owner}: `;
        const place = this.#patterns.place(places[i] ?? null);
        return [`${label}${this.#patterns.type(molecule)}(${sites.join(", ")})${place}`];
      });
      return this.#patterns.joined(pattern, members);
    });
    return complexes.join(" + ");
  }

  #sides(
    direction: Direction,
    owners: ReadonlyMap<number, string>,
    moves: readonly Move[],
    carried: CarriedStates,
    isReversible: boolean,
  ): string {
    const places = demandedPlaces(direction, moves, this.#context);
    const { left: leftPatterns, right: rightPatterns, molecules: left, followers } = direction;
    const labels = this.#labels(left, followers, owners);
    const closed = this.#closedSites(direction);
    const leftText = leftPatterns.map((pattern, p) => {
      const numbers: BondNumbers = new Map();
      const members = left.flatMap(({ molecule, index }, i) =>
        index === p
          ? [
              `${labels[i] === undefined ? "" : `${labels[i]}: `}${this.#patterns.member(molecule, pattern, numbers, carried.variableOf, closed[i], places[i])}`,
            ]
          : [],
      );
      return this.#patterns.joined(pattern, members);
    });
    const changes = siteChanges(left, followers, this.#context.table);
    const rightText = rightPatterns.map((pattern, p) => {
      const numbers: BondNumbers = new Map();
      const kept: string[] = [];
      const made: string[] = [];
      followers.forEach((follower, i) => {
        const { molecule, index, from } = follower;
        if (index !== p) return;
        if (this.#patterns.isPlain(molecule)) {
          kept.push(this.#patterns.type(molecule));
          return;
        }
        if (from === null) {
          made.push(`new ${this.#newMember(follower, numbers, carried)}`);
          return;
        }
        const move = moves.find((one) => one.from === from);
        const moved = move === undefined ? "" : this.#patterns.place({ ...molecule.name, text: move.after });
        const sites = this.#changedSites(changes[i] ?? [], numbers);
        const along = move?.isWhole === true ? "move complex " : "";
        kept.push(`${along}${labels[from] ?? this.#patterns.type(molecule)}(${sites.join(", ")})${moved}`);
      });
      const isJoined = kept.length < 2 || this.#keepsConnected(pattern, followers, p);
      const first = isJoined ? kept : [`{ ${kept.join(", ")} }`];
      return [...first, ...made].join(", ");
    });
    const deleted = this.#deletions(direction, labels);
    const all = [...rightText, ...deleted];
    return `${side(leftText)} ${isReversible ? "<->" : "->"} ${side(all)}`;
  }

  #keepsConnected(pattern: BnglPattern, followers: readonly Follower[], p: number): boolean {
    const members = followers.filter(({ index, from }) => index === p && from !== null);
    return members.length === pattern.molecules.length && this.#patterns.joined(pattern, ["", ""]) === ", ";
  }

  #newMember({ molecule, pattern }: Follower, numbers: BondNumbers, carried: CarriedStates): string {
    const sites = molecule.components.flatMap((component) => {
      const variable = carried.variableOf(component);
      const text = this.#patterns.siteText(carried.filled(component), numbers, variable).replace("[.]", "");
      return text === this.#patterns.site(component) ? [] : [text];
    });
    const place = this.#patterns.place(placeWritten(molecule, pattern));
    return `${this.#patterns.type(molecule)}(${sites.join(", ")})${place === "" ? this.#placeOfNew(molecule) : place}`;
  }

  /** A molecule that is added to a complex must say where it is, unless there is only one place. */
  #placeOfNew(molecule: BnglMolecule): string {
    if (this.#context.model.compartments.length > 1)
      refuse(this.#context, molecule.span, "A new molecule that does not say in which compartment it is");
    return "";
  }

  /** Sites that change, with all sites of their name (which count by position) and the other ends of bonds. */
  #changedSites(changes: readonly SiteChange[], numbers: BondNumbers): string[] {
    return changes.flatMap(({ component, hasNewState, hasNewBond }) => {
      if (!hasNewState && !hasNewBond) return [];
      const [state] = component.states;
      const stateText =
        hasNewState && state !== undefined && state.text !== "?"
          ? `{${this.#patterns.state(state.text)}}`
          : "";
      const [bond] = component.bonds;
      const bondText = !hasNewBond
        ? ""
        : bond?.kind === "label"
          ? `[${bondNumber(bond.label, numbers)}]`
          : this.#patterns.bond(component, numbers);
      return [`${this.#patterns.site(component)}${stateText}${bondText}`];
    });
  }

  /** Labels for left molecules whose type alone does not tell which is which on the right. */
  #labels(
    left: readonly SideMolecule[],
    followers: readonly Follower[],
    owners: ReadonlyMap<number, string>,
  ): (string | undefined)[] {
    const labels: (string | undefined)[] = left.map((_, i) => owners.get(i));
    let next = 1;
    for (const type of new Set(left.map(({ molecule }) => molecule.name.text))) {
      const members = left.flatMap(({ molecule }, i) => (molecule.name.text === type ? [i] : []));
      if (members.some((i) => this.#patterns.isPlain(moleculeAt(left, i)))) continue;
      const kept = followers.flatMap(({ molecule, from }) =>
        molecule.name.text === type && from !== null ? [from] : [],
      );
      const isPlainOrder = kept.every((from, i) => from === members[i]);
      const isLabelled = members.some((i) => owners.has(i));
      if (!isLabelled && isPlainOrder && (kept.length === members.length || kept.length === 0)) continue;
      for (const i of members) labels[i] ??= `m${next++}`;
    }
    return labels;
  }

  /**
   * Where a rule deletes part of a complex, BioNetGen lets it happen only if nothing else falls off: so the sites
   * of a deleted molecule of which nothing is said must be free.
   */
  #closedSites(direction: Direction): readonly (readonly string[])[] {
    const { rule, left, molecules } = direction;
    const { table, contacts } = this.#context;
    const gone = vanished(direction);
    const isWhole = left.map((_, p) => molecules.every(({ index }, i) => index !== p || gone.has(i)));
    return molecules.map(({ molecule, index }, i) => {
      if (!gone.has(i) || isWhole[index] === true || rule.deletesMolecules) return [];
      const name = molecule.name.text;
      return (table.get(name)?.sites ?? []).flatMap((site) => {
        const mentioned = molecule.components.filter((one) => one.name.text === site.name).length;
        const open = contacts.canBind(name, site.name) ? site.multiplicity - mentioned : 0;
        return Array.from({ length: open }, () => `${formatted(site.name)}[.]`);
      });
    });
  }

  #deletions(direction: Direction, labels: readonly (string | undefined)[]): string[] {
    const { rule, left, molecules } = direction;
    const all = vanished(direction);
    return left.flatMap((_, p) => {
      const members = [...molecules.keys()].filter((i) => molecules[i]?.index === p);
      const gone = members.filter((i) => all.has(i) && !this.#patterns.isPlain(moleculeAt(molecules, i)));
      const isComplex = gone.length === members.length && !rule.deletesMolecules;
      return gone.map((i) => {
        const name = labels[i] ?? this.#patterns.type(moleculeAt(molecules, i));
        return `delete ${isComplex ? "complex " : ""}${name}()`;
      });
    });
  }
}

/**
 * A reactant under `$` is not used up, a product under `$` not made; null where such a part is changed.
 * Both are retired in BioNetGen.
 */
function withoutFixed(rule: BnglRule): BnglRule | null {
  const { left, right } = rule;
  if (![...left, ...right].some(({ isFixed }) => isFixed)) return rule;
  if (rule.isReversible) return null;
  const { molecules, followers } = directionOf(rule, left, right);
  const kept = new Set(followers.map(({ from }) => from));
  const isGone = left.every(
    (pattern) =>
      !pattern.isFixed ||
      pattern.molecules.every(
        (molecule) => !kept.has(molecules.findIndex((one) => one.molecule === molecule)),
      ),
  );
  const isNew = right.every(
    (pattern) => !pattern.isFixed || followers.every((one) => one.pattern !== pattern || one.from === null),
  );
  if (!isGone || !isNew) return null;
  const free = (pattern: BnglPattern): BnglPattern => ({ ...pattern, isFixed: false });
  return {
    ...rule,
    left: left.map(free),
    right: [...right.filter(({ isFixed }) => !isFixed), ...left.filter(({ isFixed }) => isFixed).map(free)],
  };
}

function moleculeAt(molecules: readonly SideMolecule[], i: number): BnglMolecule {
  const found = molecules[i];
  if (found === undefined) throw new Error("a molecule without an index");
  return found.molecule;
}

function side(complexes: readonly string[]): string {
  return complexes.length === 0 ? "nothing" : complexes.join(" + ");
}
