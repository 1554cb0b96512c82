/** BNGL rules as text of the language. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { correspondence, moleculesOf, type SideMolecule, sameComponents } from "./correspondence.ts";
import { expandContext } from "./expandContext.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import { type MoleculeTable, repeatedMolecules } from "./moleculeTable.ts";
import type { Names } from "./names.ts";
import { type BondNumbers, bondNumber, type PatternWriter } from "./patternText.ts";
import { RateWriter } from "./rateText.ts";
import type {
  BnglComponent,
  BnglExpression,
  BnglModel,
  BnglMolecule,
  BnglPattern,
  BnglRule,
} from "./syntax.ts";

/** One direction of a rule. */
interface Direction {
  readonly rule: BnglRule;
  readonly left: readonly BnglPattern[];
  readonly right: readonly BnglPattern[];
}

/** A right molecule with what it was. */
interface Follower extends SideMolecule {
  readonly from: number | null;
}

interface SiteChange {
  readonly component: BnglComponent;
  readonly before: BnglComponent | null;
  readonly hasNewState: boolean;
  readonly hasNewBond: boolean;
}

export class RuleWriter {
  readonly #patterns: PatternWriter;
  readonly #rates: RateWriter;
  readonly #names: Names;
  readonly #table: MoleculeTable;
  readonly #compartments: BnglModel["compartments"];
  readonly #repeated: ReadonlySet<string>;
  readonly #file: SourceFile;
  readonly #sink: DiagnosticSink;

  constructor(
    model: BnglModel,
    table: MoleculeTable,
    names: Names,
    patterns: PatternWriter,
    expressions: ExpressionWriter,
    file: SourceFile,
    sink: DiagnosticSink,
  ) {
    this.#compartments = model.compartments;
    this.#repeated = repeatedMolecules(model);
    this.#patterns = patterns;
    this.#rates = new RateWriter(model, expressions, patterns, file, sink);
    this.#names = names;
    this.#table = table;
    this.#file = file;
    this.#sink = sink;
  }

  /** The statements of one rule; a reversible one that makes or deletes molecules becomes two. */
  rule(written: BnglRule, number: number): string[] {
    const name = written.name?.text ?? `R${number}`;
    const rules = expandContext(written, this.#table);
    return rules.flatMap((rule, i) => this.#oneRule(rule, rules.length === 1 ? name : `${name}_${i + 1}`));
  }

  #oneRule(rule: BnglRule, name: string): string[] {
    const forward: Direction = { rule, left: rule.left, right: rule.right };
    if (!this.#isValid(forward, name)) return [];
    if (!rule.isReversible || rule.back === null) return [this.#statement(name, forward, rule.forward, null)];
    const back: Direction = { rule, left: rule.right, right: rule.left };
    if (!this.#isValid(back, name)) return [];
    const left = moleculesOf(rule.left);
    const from = correspondence(left, moleculesOf(rule.right));
    const isKept = from.every((index) => index !== null) && new Set(from).size === left.length;
    const isFactored = this.#plainFactor(forward) !== 1 || this.#plainFactor(back) !== 1;
    const isPlain = [...left, ...moleculesOf(rule.right)].every(({ molecule }) =>
      this.#patterns.isPlain(molecule),
    );
    if ((isKept || isPlain) && !isFactored) return [this.#statement(name, forward, rule.forward, rule.back)];
    return [
      this.#statement(name, forward, rule.forward, null),
      this.#statement(`${name}_back`, back, rule.back, null),
    ];
  }

  #statement(
    name: string,
    direction: Direction,
    forward: BnglExpression,
    back: BnglExpression | null,
  ): string {
    const { rule, left: leftPatterns, right: rightPatterns } = direction;
    const left = moleculesOf(leftPatterns);
    const right = moleculesOf(rightPatterns);
    const from = correspondence(left, right);
    const followers = right.map((one, i): Follower => ({ ...one, from: from[i] ?? null }));
    const inPlace = back === null ? this.#inPlace(direction, left, followers) : null;
    this.#warnOfDeletion(name, direction, left, followers);
    const sides = inPlace ?? this.#sides(direction, left, followers, back !== null);
    const rate = this.#rates.rate(direction, forward, back, this.#plainFactor(direction));
    return `rule ${this.#names.rule(name)}: ${sides}${this.#conditions(rule)} ${rate}`;
  }

  #conditions(rule: BnglRule): string {
    return rule.conditions
      .map(({ kind, side, index, patterns }) =>
        patterns.map((pattern) => ` ${kind} ${side} ${index}: ${this.#patterns.pattern(pattern)}`).join(""),
      )
      .join("");
  }

  /** `A(s{u -> p})`, where nothing but states of the same complexes change; else null. */
  #inPlace(
    { left: patterns, right }: Direction,
    left: readonly SideMolecule[],
    followers: readonly Follower[],
  ): string | null {
    if (patterns.length !== right.length || left.length !== followers.length) return null;
    if (left.some(({ molecule }) => this.#patterns.isPlain(molecule))) return null;
    const isSame = followers.every(({ from, index }, i) => from === i && left[i]?.index === index);
    if (!isSame) return null;
    const changes = this.#changes(left, followers);
    const isOnlyStates = followers.every((follower, i) => {
      const before = left[i];
      if (before === undefined || placeName(before) !== placeName(follower)) return false;
      return (changes[i] ?? []).every(({ hasNewBond, hasNewState, before: site }) => {
        const state = site?.states[0]?.text;
        return !hasNewBond && (!hasNewState || (state !== undefined && state !== "?"));
      });
    });
    const hasChange = changes.some((list) => list.some(({ hasNewState }) => hasNewState));
    if (!isOnlyStates || !hasChange) return null;
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
        return [
          `${this.#patterns.type(molecule)}(${sites.join(", ")})${this.#patterns.place(molecule, pattern)}`,
        ];
      });
      return this.#patterns.joined(pattern, members);
    });
    return complexes.join(" + ");
  }

  #sides(
    { rule, left: leftPatterns, right: rightPatterns }: Direction,
    left: readonly SideMolecule[],
    followers: readonly Follower[],
    isReversible: boolean,
  ): string {
    const labels = this.#labels(left, followers);
    const leftText = leftPatterns.map((pattern, p) => {
      const numbers: BondNumbers = new Map();
      const members = left.flatMap(({ molecule, index }, i) =>
        index === p
          ? [
              `${labels[i] === undefined ? "" : `${labels[i]}: `}${this.#patterns.member(molecule, pattern, numbers)}`,
            ]
          : [],
      );
      return this.#patterns.joined(pattern, members);
    });
    const changes = this.#changes(left, followers);
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
          made.push(`new ${this.#newMember(follower, left, numbers)}`);
          return;
        }
        const before = left[from];
        const moved =
          before !== undefined && placeName(before) !== placeName(follower)
            ? this.#patterns.place(molecule, pattern)
            : "";
        const sites = this.#changedSites(changes[i] ?? [], numbers);
        kept.push(`${labels[from] ?? this.#patterns.type(molecule)}(${sites.join(", ")})${moved}`);
      });
      const isJoined = kept.length < 2 || this.#keepsConnected(pattern, followers, p);
      const first = isJoined ? kept : [`{ ${kept.join(", ")} }`];
      return [...first, ...made].join(", ");
    });
    const deleted = this.#deletions(rule, leftPatterns, left, followers, labels);
    const all = [...rightText, ...deleted];
    return `${side(leftText)} ${isReversible ? "<->" : "->"} ${side(all)}`;
  }

  #keepsConnected(pattern: BnglPattern, followers: readonly Follower[], p: number): boolean {
    const members = followers.filter(({ index, from }) => index === p && from !== null);
    return members.length === pattern.molecules.length && this.#patterns.joined(pattern, ["", ""]) === ", ";
  }

  #newMember({ molecule, pattern }: Follower, left: readonly SideMolecule[], numbers: BondNumbers): string {
    const sites = molecule.components.flatMap((component) => {
      const text = this.#patterns.siteText(component, numbers).replace("[.]", "");
      return text === this.#patterns.site(component) ? [] : [text];
    });
    const place = this.#patterns.place(molecule, pattern);
    return `${this.#patterns.type(molecule)}(${sites.join(", ")})${place === "" ? this.#placeOfNew(molecule, left) : place}`;
  }

  /** A new molecule without a compartment is made where the reactants are: on the surface, if one lies there. */
  #placeOfNew(molecule: BnglMolecule, left: readonly SideMolecule[]): string {
    if (this.#compartments.length === 0) return "";
    const places = left.map(placeName);
    const known = this.#compartments.filter(({ name }) => places.includes(name.text));
    const isKnown = left.length > 0 && places.every((place) => place !== null);
    const found =
      known.find(({ dimensions }) => dimensions === 2) ?? (known.length === 1 ? known[0] : undefined);
    if (isKnown && found !== undefined) return ` in ${this.#names.of("compartment", found.name.text)}`;
    this.#refuse(molecule.span, "A new molecule that is made wherever the reactants are");
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

  #changes(left: readonly SideMolecule[], followers: readonly Follower[]): SiteChange[][] {
    const changes = followers.map((follower): SiteChange[] => {
      const before = follower.from === null ? undefined : left[follower.from];
      if (before === undefined) {
        return follower.molecule.components.map((component) => ({
          component,
          before: null,
          hasNewState: true,
          hasNewBond: true,
        }));
      }
      const old = sameComponents(before.molecule, follower.molecule);
      return follower.molecule.components.map((component, k) => {
        const site = old[k] ?? null;
        const hasNewState = (site?.states[0]?.text ?? "?") !== (component.states[0]?.text ?? "?");
        return {
          component,
          before: site,
          hasNewState,
          hasNewBond: site === null || !sameBond(site, component, left, followers),
        };
      });
    });
    // Identical sites count by position, so one that changes takes the others of its name along; a bond that is
    // mentioned is mentioned at both ends.
    for (let hasGrown = true; hasGrown; ) {
      hasGrown = false;
      for (const [i, list] of changes.entries()) {
        const { molecule } = followers[i] ?? {};
        for (const [k, change] of list.entries()) {
          if (change.hasNewBond && change.hasNewState) continue;
          const { component } = change;
          const multiplicity =
            this.#table.get(molecule?.name.text ?? "")?.sites.find(({ name }) => name === component.name.text)
              ?.multiplicity ?? 1;
          const touched =
            multiplicity > 1 &&
            list.some(
              (other) =>
                other.component.name.text === component.name.text && (other.hasNewState || other.hasNewBond),
            );
          const [bond] = component.bonds;
          const isPulled =
            bond?.kind === "label" &&
            changes.some(
              (others, j) =>
                followers[j]?.index === followers[i]?.index &&
                others.some(
                  (other) =>
                    other !== change &&
                    other.hasNewBond &&
                    other.component.bonds.some((one) => one.kind === "label" && one.label === bond.label),
                ),
            );
          if ((touched && !(change.hasNewBond && change.hasNewState)) || (isPulled && !change.hasNewBond)) {
            list[k] = { ...change, hasNewBond: true, hasNewState: change.hasNewState || touched };
            hasGrown = true;
          }
        }
      }
    }
    return changes;
  }

  /** Labels for left molecules whose type alone does not tell which is which on the right. */
  #labels(left: readonly SideMolecule[], followers: readonly Follower[]): (string | undefined)[] {
    const labels: (string | undefined)[] = left.map(() => undefined);
    let next = 1;
    for (const type of new Set(left.map(({ molecule }) => molecule.name.text))) {
      const members = left.flatMap(({ molecule }, i) => (molecule.name.text === type ? [i] : []));
      if (members.some((i) => this.#patterns.isPlain(left[i]?.molecule ?? never()))) continue;
      const kept = followers.flatMap(({ molecule, from }) =>
        molecule.name.text === type && from !== null ? [from] : [],
      );
      const isPlainOrder = kept.every((from, i) => from === members[i]);
      if (isPlainOrder && (kept.length === members.length || kept.length === 0)) continue;
      for (const i of members) labels[i] = `m${next++}`;
    }
    return labels;
  }

  #deletions(
    rule: BnglRule,
    leftPatterns: readonly BnglPattern[],
    left: readonly SideMolecule[],
    followers: readonly Follower[],
    labels: readonly (string | undefined)[],
  ): string[] {
    const kept = new Set(followers.map(({ from }) => from));
    return leftPatterns.flatMap((_, p) => {
      const members = left.flatMap((one, i) => (one.index === p ? [i] : []));
      const gone = members.filter(
        (i) => !kept.has(i) && !this.#patterns.isPlain(left[i]?.molecule ?? never()),
      );
      const isComplex = gone.length === members.length && !rule.deletesMolecules;
      return gone.map((i) => {
        const molecule = left[i]?.molecule ?? never();
        return `delete ${isComplex ? "complex " : ""}${labels[i] ?? this.#patterns.type(molecule)}()`;
      });
    });
  }

  /**
   * What a rule on plain species must be multiplied by: identical reactants are n!/symmetry ways, and only
   * exchanging those with the same fate is a symmetry.
   */
  #plainFactor({ left, right }: Direction): number {
    return this.#factorOf(moleculesOf(left), moleculesOf(right));
  }

  #factorOf(left: readonly SideMolecule[], right: readonly SideMolecule[]): number {
    const count = (side: readonly SideMolecule[]): Map<string, number> => {
      const counts = new Map<string, number>();
      for (const { molecule } of side) {
        if (this.#patterns.isPlain(molecule))
          counts.set(molecule.name.text, (counts.get(molecule.name.text) ?? 0) + 1);
      }
      return counts;
    };
    const after = count(right);
    let factor = 1;
    for (const [name, n] of count(left)) {
      const stay = Math.min(n, after.get(name) ?? 0);
      factor *= factorial(n) / (factorial(stay) * factorial(n - stay));
    }
    return factor;
  }

  #refuse(span: BnglRule["span"], what: string): void {
    this.#sink.report("TDL9002", { file: this.#file, span }, { what, hint: null });
  }

  /** BioNetGen tells matches in one complex apart by what they change, and all of them delete the same. */
  #warnOfDeletion(
    name: string,
    { rule, left: patterns }: Direction,
    left: readonly SideMolecule[],
    followers: readonly Follower[],
  ): void {
    const kept = new Set(followers.map(({ from }) => from));
    for (const [p, { molecules, span }] of patterns.entries()) {
      const [only, ...others] = molecules;
      const isGone = left.every(({ index }, i) => index !== p || !kept.has(i));
      if (
        only === undefined ||
        others.length > 0 ||
        !isGone ||
        rule.deletesMolecules ||
        !this.#repeated.has(only.name.text)
      )
        continue;
      this.#sink.report("TDL9015", { file: this.#file, span }, { rule: name, molecule: only.name.text });
    }
  }

  /** Reports what BNGL itself forbids in a rule. */
  #isValid({ left: leftPatterns, right: rightPatterns }: Direction, name: string): boolean {
    const left = moleculesOf(leftPatterns);
    const right = moleculesOf(rightPatterns);
    const from = correspondence(left, right);
    let isValid = true;
    const refuse = (span: BnglRule["span"], reason: string): void => {
      isValid = false;
      this.#sink.report("TDL9012", { file: this.#file, span }, { rule: name, reason });
    };
    for (const pattern of [...leftPatterns, ...rightPatterns]) {
      if (pattern.isFixed) {
        isValid = false;
        this.#refuse(pattern.span, "`$` in a rule");
      }
    }
    right.forEach(({ molecule, pattern }, i) => {
      const before = left[from[i] ?? -1];
      if (before === undefined) {
        for (const { bonds, span, label } of molecule.components) {
          if (label !== null) {
            isValid = false;
            this.#refuse(span, "Taking the state of a site over to a new molecule");
          }
          if (bonds.some(({ kind }) => kind !== "label"))
            refuse(span, "a new molecule has a bond that is not fully known");
        }
        return;
      }
      const isMoved =
        before.pattern.compartment !== null &&
        pattern.compartment !== null &&
        before.pattern.compartment.text !== pattern.compartment.text;
      if (
        isMoved &&
        (pattern.molecules.length > 1 ||
          (this.#table.get(molecule.name.text)?.sites.length ?? 0) >
            molecule.components.filter(({ bonds }) => bonds.length === 0).length)
      ) {
        isValid = false;
        this.#refuse(pattern.span, "Moving a whole complex into another compartment");
      }
      sameComponents(before.molecule, molecule).forEach((site, k) => {
        const component = molecule.components[k];
        if (component === undefined || site === null) return;
        const hadState = site.states[0] !== undefined && site.states[0].text !== "?";
        const hasState = component.states[0] !== undefined && component.states[0].text !== "?";
        if (hadState && !hasState)
          refuse(component.span, `the new state of ${component.name.text} is not said`);
        const [old] = site.bonds;
        const [now] = component.bonds;
        const isOpen = (bond: typeof old): boolean => bond !== undefined && bond.kind !== "label";
        if ((isOpen(old) || isOpen(now)) && old?.kind !== now?.kind) {
          refuse(
            component.span,
            `the bond of ${component.name.text} changes, but \`!+\` and \`!?\` must stand on both sides`,
          );
        }
      });
    });
    return isValid;
  }
}

function sameBond(
  before: BnglComponent,
  after: BnglComponent,
  left: readonly SideMolecule[],
  followers: readonly Follower[],
): boolean {
  const [old] = before.bonds;
  const [now] = after.bonds;
  if (old === undefined || now === undefined) return old === now;
  if (old.kind !== "label" || now.kind !== "label") return old.kind === now.kind;
  const otherEnd = (
    side: readonly SideMolecule[],
    component: BnglComponent,
    label: string,
  ): BnglComponent | undefined => {
    const own = side.find(({ molecule }) => molecule.components.includes(component));
    return own?.pattern.molecules
      .flatMap(({ components }) => components)
      .find(
        (one) => one !== component && one.bonds.some((bond) => bond.kind === "label" && bond.label === label),
      );
  };
  const oldEnd = otherEnd(left, before, old.label);
  const nowEnd = otherEnd(followers, after, now.label);
  return followers.some(({ molecule, from }) => {
    const source = from === null ? undefined : left[from]?.molecule;
    if (source === undefined) return false;
    return sameComponents(source, molecule).some(
      (one, k) => one !== null && one === oldEnd && molecule.components[k] === nowEnd,
    );
  });
}

function placeName({ molecule, pattern }: SideMolecule): string | null {
  return (molecule.compartment ?? pattern.compartment)?.text ?? null;
}

function side(complexes: readonly string[]): string {
  return complexes.length === 0 ? "nothing" : complexes.join(" + ");
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function never(): never {
  throw new Error("a molecule without an index");
}
