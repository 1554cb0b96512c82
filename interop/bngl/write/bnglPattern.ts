/** Molecule types, patterns and complexes of a model as BNGL text. */
import type {
  Complex,
  MoleculePattern,
  MoleculeType,
  PatternBond,
  StructuredModel,
} from "../../../compiler/model/structured.ts";
import { type BnglNames, identifier } from "./bnglNames.ts";

export interface DraftSite {
  readonly siteClass: number;
  /** Null: not said. */
  readonly state: number | null;
  /** A label, `+`, `?`, or null for free. */
  readonly bond: string | null;
}

export interface DraftMolecule {
  readonly type: number;
  readonly sites: readonly DraftSite[];
  /** Tells molecules of one type apart in a rule; null where that is not needed. */
  readonly label: string | null;
}

export class PatternText {
  readonly #types: readonly MoleculeType[];
  readonly #names: readonly string[];

  constructor({ types }: Pick<StructuredModel, "types">, names: BnglNames) {
    this.#types = types;
    this.#names = types.map(({ name }, i) => names.of(`molecule ${i}`, name));
  }

  /** Lines of the block of molecule types. */
  typeLines(): readonly string[] {
    return this.#types.map(({ sites }, i) => {
      const list = sites.flatMap(({ name, states, multiplicity }) =>
        Array.from({ length: multiplicity }, () => [identifier(name), ...states.map(stateName)].join("~")),
      );
      return `${this.#names[i]}(${list.join(",")})`;
    });
  }

  /** Class of each site instance of a type. */
  classes(type: number): readonly number[] {
    return (this.#types[type]?.sites ?? []).flatMap(({ multiplicity }, siteClass) =>
      Array.from({ length: multiplicity }, () => siteClass),
    );
  }

  text(molecules: readonly DraftMolecule[]): string {
    return molecules
      .map(({ type, sites, label }) => {
        const list = sites.map((site) => this.#siteText(type, site));
        return `${this.#names[type]}(${list.join(",")})${label === null ? "" : `%${label}`}`;
      })
      .join(".");
  }

  pattern(pattern: MoleculePattern): string {
    return this.text(draftPattern(pattern));
  }

  complex({ agents }: Complex): string {
    const labels = new Map<string, string>();
    return this.text(
      agents.map(({ type, states, bonds }, agent) => ({
        type,
        label: null,
        sites: this.classes(type).map((siteClass, site) => {
          const bond = bonds[site] ?? null;
          const state = states[site] ?? -1;
          return {
            siteClass,
            state: state < 0 ? null : state,
            bond: bond === null ? null : labelOf(labels, [`${agent}/${site}`, `${bond.agent}/${bond.site}`]),
          };
        }),
      })),
    );
  }

  #siteText(type: number, { siteClass, state, bond }: DraftSite): string {
    const known = this.#types[type]?.sites[siteClass];
    const name = state === null ? undefined : known?.states[state];
    const stateText = name === undefined ? "" : `~${stateName(name)}`;
    return `${identifier(known?.name ?? "")}${stateText}${bond === null ? "" : `!${bond}`}`;
  }
}

/** The molecules of a pattern; those that only `s[T.x]` names stand at the end. */
export function draftPattern(pattern: MoleculePattern): readonly DraftMolecule[] {
  const labels = new Map<string, string>();
  const partners: DraftMolecule[] = [];
  const bondOf = (agent: number, site: number, bond: PatternBond): string | null => {
    switch (bond.kind) {
      case "free":
        return null;
      case "any":
        return "?";
      case "bound":
        return "+";
      case "link":
        return labelOf(labels, [`${agent}/${site}`, `${bond.agent}/${bond.site}`]);
      case "partner": {
        const label = labelOf(labels, [`${agent}/${site}`, `partner ${partners.length}`]);
        partners.push({
          type: bond.type,
          label: null,
          sites: [{ siteClass: bond.siteClass, state: null, bond: label }],
        });
        return label;
      }
    }
  };
  const members = pattern.agents.map(({ type, sites }, agent) => ({
    type,
    label: null,
    sites: sites.map(({ siteClass, state, bond }, site) => ({
      siteClass,
      state,
      bond: bondOf(agent, site, bond),
    })),
  }));
  return [...members, ...partners];
}

function labelOf(labels: Map<string, string>, ends: readonly string[]): string {
  const key = [...ends].sort().join(" ");
  const known = labels.get(key) ?? String(labels.size + 1);
  labels.set(key, known);
  return known;
}

/** States may begin with a digit in BNGL: `_2P` was `2P` before it was imported. */
function stateName(text: string): string {
  return text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_(?=_*\d)/, "");
}
