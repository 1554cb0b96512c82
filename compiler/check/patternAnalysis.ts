/**
 * Patterns of structured molecules with their names resolved: what both the checker and the flattener read.
 *
 * A bare molecule name without parentheses is a molecule without conditions. Bond labels join two sites of
 * one complex; a label that stands once, or more than twice, is reported where it stands.
 */
import type { DiagnosticExtras } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticArguments, DiagnosticCode } from "../../diagnostics/registry.ts";
import { nearestOf } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import { type Path, pathText } from "../../grammar/syntax/common.ts";
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import type {
  BondPattern,
  MemberPattern,
  Pattern,
  SitePattern,
  StatePattern,
} from "../../grammar/syntax/pattern.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope, SymbolOfKind } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import type { MoleculeSymbol } from "./moleculeTypes.ts";
import type { Typing } from "./typing.ts";

export type AnalysedState =
  | { readonly kind: "any" }
  | { readonly kind: "is"; readonly index: number }
  | { readonly kind: "variable"; readonly name: string };

export type AnalysedBond =
  | { readonly kind: "any" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  | { readonly kind: "label"; readonly label: number }
  /** Stands for several bonds of a rule; see `withBonds`. */
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "partner"; readonly type: MoleculeSymbol; readonly siteClass: number };

export interface AnalysedSite {
  readonly siteClass: number;
  readonly declaration: SiteDeclaration;
  /** Null: not mentioned. */
  readonly state: AnalysedState | null;
  readonly bond: AnalysedBond | null;
  readonly span: Span;
}

export interface AnalysedAgent {
  readonly type: MoleculeSymbol;
  readonly label: string | null;
  readonly compartment: Path | null;
  readonly sites: readonly AnalysedSite[];
  readonly span: Span;
}

/** What a name in a pattern stands for. */
export type MemberSubject =
  | { readonly kind: "molecule"; readonly symbol: MoleculeSymbol }
  | { readonly kind: "species"; readonly symbol: SymbolOfKind<"species"> };

/** Which half of an edit in place is read. */
export type Side = "from" | "to";

export class PatternAnalyser {
  readonly #checker: Typing;
  readonly #scope: Scope;

  constructor(checker: Typing, scope: Scope) {
    this.#checker = checker;
    this.#scope = scope;
  }

  /** The molecule or plain species that a member names; null after reporting. */
  subject(member: MemberPattern): MemberSubject | null {
    const { sink, program } = this.#checker;
    const symbol = symbolOf(this.#checker, resolvePath(program, this.#scope, member.type), this.#scope);
    if (symbol === null) return null;
    if (symbol.kind === "molecule") return { kind: "molecule", symbol };
    const location = { file: this.#scope.file, span: member.type.span };
    if (symbol.kind !== "species") {
      const name = pathText(member.type);
      sink.report("TDL3004", location, {
        name,
        found: describeKind(symbol),
        expected: "a species or a molecule",
      });
      return null;
    }
    if (member.sites !== null && member.sites.length > 0) {
      sink.report("TDL5101", location, { name: symbol.name });
      return null;
    }
    return { kind: "species", symbol };
  }

  /** A pattern of molecules only (observables, initial complexes, conditions); null after reporting. */
  molecules(pattern: Pattern): readonly AnalysedAgent[] | null {
    const agents: AnalysedAgent[] = [];
    let isWhole = true;
    for (const member of pattern.members) {
      const subject = this.subject(member);
      if (subject === null) isWhole = false;
      else if (subject.kind === "species") {
        const location = { file: this.#scope.file, span: member.span };
        this.#checker.sink.report("TDL5102", location, { name: subject.symbol.name });
        isWhole = false;
      } else {
        const agent = this.agent(member, subject.symbol, "from");
        if (agent === null || this.#hasVariables(agent)) isWhole = false;
        else agents.push(agent);
      }
    }
    if (!isWhole || !this.checkLabels(agents)) return null;
    if (!pattern.braced && agents.length > 1 && !isConnected(agents)) {
      this.#checker.sink.report(
        "TDL5103",
        { file: this.#scope.file, span: pattern.span },
        { molecules: agents.length },
      );
      return null;
    }
    return agents;
  }

  /** State variables belong to the participants of a rule (reported). */
  #hasVariables({ sites }: AnalysedAgent): boolean {
    let isFound = false;
    for (const { state, bond, span } of sites) {
      for (const part of [state, bond]) {
        if (part?.kind !== "variable") continue;
        this.#report("TDL5130", span, { variable: part.name });
        isFound = true;
      }
    }
    return isFound;
  }

  agent(member: MemberPattern, symbol: MoleculeSymbol, side: Side): AnalysedAgent | null {
    const declared = this.#checker.molecules.sitesOf(symbol);
    const sites: AnalysedSite[] = [];
    const used = new Map<number, number>();
    let isWhole = true;
    for (const site of member.sites ?? []) {
      const analysed = this.#site(site, symbol, declared, side);
      if (analysed === null) {
        isWhole = false;
        continue;
      }
      const count = (used.get(analysed.siteClass) ?? 0) + 1;
      used.set(analysed.siteClass, count);
      if (count > analysed.declaration.multiplicity) {
        this.#report("TDL5104", site.name.span, {
          molecule: symbol.name,
          site: site.name.text,
          declared: analysed.declaration.multiplicity,
        });
        isWhole = false;
      }
      sites.push(analysed);
    }
    if (!isWhole) return null;
    return {
      type: symbol,
      label: member.label?.text ?? null,
      compartment: member.compartment,
      sites,
      span: member.span,
    };
  }

  #site(
    site: SitePattern,
    symbol: MoleculeSymbol,
    declared: readonly SiteDeclaration[],
    side: Side,
  ): AnalysedSite | null {
    const siteClass = declared.findIndex(({ name }) => name.text === site.name.text);
    const declaration = declared[siteClass];
    if (declaration === undefined) {
      const attributes = this.#checker.molecules.attributesOf(symbol);
      if (attributes.some(({ name }) => name.text === site.name.text)) {
        this.#report("TDL5208", site.name.span, { molecule: symbol.name, attribute: site.name.text });
        return null;
      }
      const names = declared.map(({ name }) => name.text);
      const nearest = nearestOf(site.name.text, names);
      const sites = names.length === 0 ? "no sites" : names.join(", ");
      const counted = countersOf(symbol, attributes);
      const values = { molecule: symbol.name, site: site.name.text, sites, nearest };
      this.#report("TDL5105", site.name.span, values, counted === null ? {} : { suggestion: counted });
      return null;
    }
    const written =
      site.state === null ? null : side === "to" && site.state.to !== null ? site.state.to : site.state.from;
    const state = written === null ? null : this.#state(written, symbol, declaration);
    if (written !== null && state === null) return null;
    const bondWritten =
      site.bond === null ? null : side === "to" && site.bond.to !== null ? site.bond.to : site.bond.from;
    const bond = bondWritten === null ? null : this.bond(bondWritten);
    if (bondWritten !== null && bond === null) return null;
    return { siteClass, declaration, state, bond, span: site.span };
  }

  #state(written: StatePattern, symbol: MoleculeSymbol, declaration: SiteDeclaration): AnalysedState | null {
    if (written.kind === "any") return { kind: "any" };
    const states = declaration.states ?? [];
    if (states.length === 0) {
      this.#report("TDL5106", written.span, { molecule: symbol.name, site: declaration.name.text });
      return null;
    }
    if (written.kind === "variable") return { kind: "variable", name: written.name.text };
    const index = states.findIndex(({ text }) => text === written.state.text);
    if (index >= 0) return { kind: "is", index };
    const names = states.map(({ text }) => text);
    this.#report("TDL5107", written.span, {
      molecule: symbol.name,
      site: declaration.name.text,
      state: written.state.text,
      states: names.join(", "),
      nearest: nearestOf(written.state.text, names),
    });
    return null;
  }

  /** Null after reporting. */
  bond(written: BondPattern): AnalysedBond | null {
    switch (written.kind) {
      case "free":
        return { kind: "free" };
      case "bound":
        return { kind: "bound" };
      case "either":
        return { kind: "any" };
      case "label":
        return { kind: "label", label: written.label };
      case "variable":
        return { kind: "variable", name: written.name.text };
      case "partner": {
        const name = written.path.parts.at(-1);
        const owner = written.path.parts.slice(0, -1);
        const first = owner[0];
        if (name === undefined || first === undefined) return null;
        const path = {
          parts: owner,
          span: { start: first.span.start, end: owner.at(-1)?.span.end ?? first.span.end },
        };
        const symbol = symbolOf(
          this.#checker,
          resolvePath(this.#checker.program, this.#scope, path),
          this.#scope,
        );
        if (symbol === null) return null;
        if (symbol.kind !== "molecule") {
          this.#report("TDL3004", path.span, {
            name: pathText(path),
            found: describeKind(symbol),
            expected: "a molecule type",
          });
          return null;
        }
        const sites = this.#checker.molecules.sitesOf(symbol);
        const siteClass = sites.findIndex((site) => site.name.text === name.text);
        if (siteClass >= 0) return { kind: "partner", type: symbol, siteClass };
        const names = sites.map((site) => site.name.text);
        this.#report("TDL5105", name.span, {
          molecule: symbol.name,
          site: name.text,
          sites: names.join(", "),
          nearest: nearestOf(name.text, names),
        });
        return null;
      }
    }
  }

  /** Every bond label stands at exactly two sites; `told` were reported before. */
  checkLabels(agents: readonly AnalysedAgent[], told: ReadonlySet<number> = new Set()): boolean {
    const ends = new Map<number, AnalysedSite[]>();
    for (const { sites } of agents) {
      for (const site of sites) {
        if (site.bond?.kind !== "label") continue;
        const list = ends.get(site.bond.label) ?? [];
        list.push(site);
        ends.set(site.bond.label, list);
      }
    }
    let isWhole = true;
    for (const [label, list] of ends) {
      const [first, , third] = list;
      if (first === undefined || list.length === 2 || told.has(label)) continue;
      isWhole = false;
      if (third === undefined) this.#report("TDL5108", first.span, { label });
      else this.#report("TDL5109", third.span, { label });
    }
    return isWhole;
  }

  #report<C extends DiagnosticCode>(
    code: C,
    span: Span,
    values: DiagnosticArguments<C>,
    extras: DiagnosticExtras = {},
  ): void {
    this.#checker.sink.report(code, { file: this.#scope.file, span }, values, extras);
  }
}

/** How to ask for the subunits of a filament whose beads hold several and have no site for their states; else null. */
function countersOf(symbol: MoleculeSymbol, attributes: readonly SiteDeclaration[]): string | null {
  const counters = attributes.filter(({ attribute }) => attribute?.text === "count");
  const [counter] = counters;
  if (symbol.node.role !== "filament" || counter === undefined) return null;
  const sum = `sum(a.${counter.name.text} over a: ${symbol.name}())`;
  return `A bead holds several subunits and counts them by state (${counters.map(({ name }) => name.text).join(", ")}): \`${sum}\`.`;
}

/** Whether bond labels join all agents into one. */
export function isConnected(agents: readonly AnalysedAgent[]): boolean {
  return componentsOf(agents).length <= 1;
}

/** Agents that bond labels join, as lists of indices. */
export function componentsOf(agents: readonly AnalysedAgent[]): readonly (readonly number[])[] {
  const component = agents.map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (component[root] !== root) root = component[root] ?? root;
    return root;
  };
  const firstOf = new Map<number, number>();
  agents.forEach(({ sites }, i) => {
    for (const { bond } of sites) {
      if (bond?.kind !== "label") continue;
      const other = firstOf.get(bond.label);
      if (other === undefined) firstOf.set(bond.label, i);
      else component[find(i)] = find(other);
    }
  });
  const groups = new Map<number, number[]>();
  agents.forEach((_, i) => {
    const root = find(i);
    groups.set(root, [...(groups.get(root) ?? []), i]);
  });
  return [...groups.values()];
}
