/** What BNGL observables count, in a whole model or in one complex. */
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Owner } from "./labelledOwners.ts";
import { matchesNothing } from "./moleculeTable.ts";
import type { WholePlace } from "./placements.ts";
import type { PatternWriter } from "./patternText.ts";
import type { BnglComponent, BnglMolecule, BnglObservable, BnglPattern } from "./syntax.ts";
import { countsNone, isAsked } from "./quantifier.ts";

export class ObservableWriter {
  readonly #context: ImportContext;
  readonly #patterns: PatternWriter;

  constructor(context: ImportContext, patterns: PatternWriter) {
    this.#context = context;
    this.#patterns = patterns;
  }

  /**
   * In one complex, or for one molecule in it. BioNetGen then counts the matches that begin with that molecule, which
   * are those of the complex where it holds one such molecule.
   */
  inOne(observable: BnglObservable, { label, molecule }: Owner, span: Span): string {
    if (molecule === null) return this.text(observable, label);
    const name = molecule.name.text;
    const patterns = observable.patterns.filter(({ molecules }) => molecules[0]?.name.text === name);
    if (patterns.length > 0 && this.#context.contacts.mayRepeat(name)) {
      const hint = "Label the whole reactant, `%x:A()`, to count in its complex.";
      refuse(this.#context, span, `A count for one of several ${name} of a complex`, hint);
    }
    return this.text({ ...observable, patterns }, label);
  }

  /** A sum over the patterns. `owner`: label of the molecule in whose complex is counted; null: everywhere. */
  text({ type, patterns }: BnglObservable, owner: string | null): string {
    const terms = patterns.flatMap((pattern) => {
      if (!matchesNothing(pattern, this.#context)) return [this.#term(type, pattern, owner)];
      return type === "Species" && countsNone(pattern) ? [this.#allComplexes(owner)] : [];
    });
    return terms.length === 0 ? "0" : terms.join(" + ");
  }

  #allComplexes(owner: string | null): string {
    const [name] = this.#context.table.keys();
    if (name === undefined) return "0";
    return `complexes ${this.#context.names.of("molecule", name)}() having >= 0${owner === null ? "" : ` of ${owner}`}`;
  }

  #term(type: BnglObservable["type"], pattern: BnglPattern, owner: string | null): string {
    const { quantifier } = pattern;
    const of = owner === null ? "" : ` of ${owner}`;
    if (quantifier !== null && type === "Species") return this.#quantified(pattern, quantifier, of);
    if (quantifier !== null) {
      const values = {
        what: "The number of matches",
        why: "BioNetGen counts all matches of a `Molecules` observable",
      };
      this.#context.sink.report("TDL9003", { file: this.#context.file, span: quantifier.span }, values);
    }
    const bound = this.#splitBound(pattern);
    if (bound !== null && type === "Molecules") return this.#lessFree(pattern, bound, of);
    const whole = this.#context.placements.whole(pattern);
    if (whole !== null) return this.#placed(type, pattern, whole, of);
    return this.#measure(type, pattern, of);
  }

  /** A component `s!+` that stands as several sites: one match, however many of them are bound. */
  #splitBound({
    molecules,
  }: BnglPattern): { molecule: BnglMolecule; component: BnglComponent; sites: number } | null {
    for (const molecule of molecules)
      for (const component of molecule.components) {
        if (component.bonds[0]?.kind !== "bound") continue;
        for (const { bonds, capacity } of this.#context.split.get(molecule.name.text)?.values() ?? [])
          if (component.name.text === bonds) return { molecule, component, sites: capacity };
      }
    return null;
  }

  /** All matches whatever the bonds of the component, less those where it has none. */
  #lessFree(
    pattern: BnglPattern,
    { molecule, component, sites }: { molecule: BnglMolecule; component: BnglComponent; sites: number },
    of: string,
  ): string {
    const free: BnglComponent = { ...component, bonds: [] };
    const written = (instead: readonly BnglComponent[]): string => {
      const components = molecule.components.flatMap((one) => (one === component ? instead : [one]));
      const molecules = pattern.molecules.map((one) => (one === molecule ? { ...one, components } : one));
      return this.#term("Molecules", { ...pattern, molecules }, of === "" ? null : of.slice(4));
    };
    return `(${written([])} - (${written(Array.from({ length: sites }, () => free))}))`;
  }

  #measure(type: BnglObservable["type"], pattern: BnglPattern, of: string): string {
    const text = this.#patterns.pattern(pattern);
    const [molecule] = pattern.molecules;
    if (molecule !== undefined && this.#patterns.isPlain(molecule)) return `count ${text}${of}`;
    if (type === "Species") return `complexes ${text}${of}`;
    const automorphisms = this.#patterns.automorphisms(pattern);
    return `${automorphisms === 1 ? "" : `${automorphisms} * `}count ${text}${of}`;
  }

  /**
   * `@C:P` of a complex that P does not show whole: the complexes with P that also hold the one type of molecule
   * by which they are on a surface, or less those.
   */
  #placed(type: BnglObservable["type"], pattern: BnglPattern, whole: WholePlace, of: string): string {
    const { contacts } = this.#context;
    const [name, other] = new Set(
      whole.patterns.flatMap(({ molecules }) => molecules.map((one) => one.name.text)),
    );
    const isOwn = pattern.molecules.some((one) => one.name.text === name);
    const isKnown = name !== undefined && other === undefined && !isOwn;
    if (!isKnown || (type === "Molecules" && contacts.mayRepeat(name))) {
      const hint = "Name the compartment of a molecule, as in A()@C, not that of the whole complex.";
      refuse(
        this.#context,
        pattern.span,
        "The compartment of a whole complex that several molecules decide",
        hint,
      );
      return "0";
    }
    const terms = whole.patterns.map(({ molecules }) =>
      this.#measure(type, { ...pattern, molecules: [...pattern.molecules, ...molecules] }, of),
    );
    return whole.kind === "include"
      ? terms.join(" + ")
      : [this.#measure(type, pattern, of), ...terms].join(" - ");
  }

  /** `R()==2`: BNGL counts embeddings, here matches that differ only by a symmetry of the pattern are one. */
  #quantified(
    pattern: BnglPattern,
    { relation, number }: NonNullable<BnglPattern["quantifier"]>,
    of: string,
  ): string {
    const [molecule] = pattern.molecules;
    const text = this.#patterns.pattern(pattern);
    if (molecule !== undefined && this.#patterns.isPlain(molecule))
      return isAsked(1, relation, number) ? `count ${text}` : "0";
    const automorphisms = this.#patterns.automorphisms(pattern);
    const having = (range: string): string => `complexes ${text} having ${range}${of}`;
    const isWhole = number % automorphisms === 0;
    const matches = number / automorphisms;
    switch (relation) {
      case "==":
        return isWhole ? having(`${matches}`) : "0";
      case "!=":
        if (!isWhole) return having(">= 0");
        return matches === 0 ? having("> 0") : `${having(`< ${matches}`)} + ${having(`> ${matches}`)}`;
      case ">":
        return having(`> ${Math.floor(matches)}`);
      case ">=":
        return having(`>= ${Math.ceil(matches)}`);
      case "<":
        return matches <= 0 ? "0" : having(`< ${Math.ceil(matches)}`);
      case "<=":
        return having(`<= ${Math.floor(matches)}`);
    }
  }
}
