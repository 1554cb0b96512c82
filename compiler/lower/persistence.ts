/**
 * How stiff a filament is where its subunits are in one state or another: `persistence` read for every state that it
 * names, `persistence if nucleotide.cof then 2.2 um else 9.8 um`.
 *
 * A bend at a bead has the persistence length of that bead, for the piece of filament from the middle of one segment
 * to the middle of the next is its own where its neighbours are no longer. Compliances along a bead add: of n_s
 * subunits in the state s, whose persistence length is L_s, the bead has sum(n_s) / sum(n_s / L_s).
 */
import { nearestName } from "../../diagnostics/nearest.ts";
import { formatExpression } from "../../grammar/format/expressions.ts";
import { render } from "../../grammar/format/layout.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Filament } from "../../grammar/syntax/growth.ts";
import { type FilamentForm, type PersistenceLength, type States, statesOf } from "./filament.ts";
import type { GrowthModel } from "./growthForm.ts";
import { mapParts } from "./mapExpression.ts";
import { total } from "./ruleText.ts";
import { expression, joined, piece, statements, type Template, written } from "./template.ts";
import { folded, partsOf } from "./userExpression.ts";

type Sites = readonly SiteDeclaration[];

/** What tells a bead's persistence length: a pattern of its sites, and an expression of its label. */
export interface BeadPersistence {
  /** Added to names of energies and rules; empty where all beads are alike. */
  readonly suffix: string;
  readonly states: States;
  readonly sites: readonly Template[];
  readonly of: (label: string) => Template;
}

/** Lengths by state; none without `persistence`, one if it names no state. */
export function persistenceLengths(filament: Filament, model: GrowthModel): readonly PersistenceLength[] {
  const value = filament.persistence;
  if (value === null) return [];
  const sites = filament.subunit ?? [];
  const named = new Set(
    [...partsOf(value)].flatMap((part) => {
      const word = stateWord(part, sites);
      return word === null || !isKnown(word, part, filament, model) ? [] : [word.site];
    }),
  );
  let combinations: States[] = [new Map()];
  for (const { name, states } of sites)
    if (named.has(name.text))
      combinations = combinations.flatMap((before) =>
        (states ?? []).map((state) => new Map([...before, [name.text, state.text]])),
      );
  const lengths = new Map<string, { readonly value: Expression; readonly states: States[] }>();
  for (const states of combinations) {
    const length = folded(inStates(value, states, sites));
    const text = render(formatExpression(length), Number.POSITIVE_INFINITY);
    const alike = lengths.get(text);
    if (alike === undefined) lengths.set(text, { value: length, states: [states] });
    else alike.states.push(states);
  }
  const name = `${filament.name.text}_persistence`;
  const all = [...lengths.values()];
  const suffixes = distinct(all.map(({ states }) => states.map(suffixOf).join("_")));
  return all.map((length, i) => ({
    ...length,
    name: all.length === 1 ? name : `${name}_${suffixes[i] ?? ""}`,
  }));
}

/** A definition for each length. */
export function persistenceStatements(filament: FilamentForm): readonly Statement[] {
  return filament.persistence.flatMap(({ name, value, states }) => {
    const persistence = { filament: filament.name, state: states.map(suffixOf).join(", ") };
    return statements(piece`define ${written(name)}: um = ${value}`, value.span).map((statement) =>
      statement.kind === "define" ? { ...statement, persistence } : statement,
    );
  });
}

/** The kinds of bead that have persistence lengths of their own: one for beads that count their subunits. */
export function beadPersistences(filament: FilamentForm): readonly BeadPersistence[] {
  const lengths = filament.persistence;
  const [only, ...more] = lengths;
  if (only === undefined) return [];
  const all = { suffix: "", states: new Map<string, string>(), sites: [] };
  if (more.length === 0) return [{ ...all, of: () => piece`${written(only.name)}` }];
  if (filament.size > 1) return [{ ...all, of: (label) => ofCounters(filament, label) }];
  const kinds = lengths.flatMap(({ name, states }) => states.map((own) => ({ name, own })));
  const suffixes = distinct(kinds.map(({ own }) => suffixOf(own)));
  return kinds.map(({ name, own }, i) => ({
    suffix: `_${suffixes[i] ?? ""}`,
    states: own,
    sites: [...own].map(([site, state]) => piece`${written(site)}{${written(state)}}`),
    of: () => piece`${written(name)}`,
  }));
}

/** Of a bead that holds nothing but subunits in one state, as a new one does. */
export function persistenceIn(filament: FilamentForm, states: States): Template | null {
  const found = filament.persistence.find(({ states: all }) =>
    all.some((own) => [...own].every(([site, state]) => states.get(site) === state)),
  );
  return found === undefined ? null : piece`${written(found.name)}`;
}

function ofCounters(filament: FilamentForm, label: string): Template {
  const terms = filament.persistence.map(({ name, states }) => {
    const counters = states.flatMap((own) =>
      [...own.values()].map((state) => piece`${label}.${written(state)}`),
    );
    return piece`(${joined(counters, " + ")}) / ${written(name)}`;
  });
  return piece`(${total(filament, label)} / (${joined(terms, " + ")}))`;
}

function suffixOf(states: States): string {
  return [...states.values()].join("_");
}

/** Numbers instead where two are alike, as those of the states `A`, `B` and of the state `A_B` are. */
function distinct(suffixes: readonly string[]): readonly string[] {
  return new Set(suffixes).size === suffixes.length ? suffixes : suffixes.map((_, i) => String(i + 1));
}

interface StateWord {
  readonly site: string;
  readonly state: string;
}

/** `nucleotide.cof`, where the filament has a site of that name. */
function stateWord(node: Expression, sites: Sites): StateWord | null {
  if (node.kind !== "reference") return null;
  const [site, state, ...more] = node.path.parts;
  if (site === undefined || state === undefined || more.length > 0) return null;
  return statesOf(sites, site.text).length > 0 ? { site: site.text, state: state.text } : null;
}

function isKnown(word: StateWord, { span }: Expression, filament: Filament, model: GrowthModel): boolean {
  const known = statesOf(filament.subunit ?? [], word.site);
  if (known.includes(word.state)) return true;
  model.report("TDL5276", span, {
    ...word,
    filament: filament.name.text,
    known: known.join(", "),
    nearest: nearestName(word.state, known),
  });
  return false;
}

/** The expression for subunits in these states: `site.state` is true or not. */
function inStates(node: Expression, states: States, sites: Sites): Expression {
  const word = stateWord(node, sites);
  if (word !== null) return truth(states.get(word.site) === word.state, node);
  return mapParts(node, (part) => inStates(part, states, sites));
}

/** A condition that `folded` decides. */
function truth(isTrue: boolean, { span }: Expression): Expression {
  return expression(isTrue ? piece`0 == 0` : piece`0 == 1`, span);
}
