/**
 * BioNetGen counts matches of a rule that differ only in unchanged sites as one: a gene with two occupied
 * sites fires `g(s!+) -> g(s!+) + m()` once. Here every match counts. So unchanged identical sites of which a
 * rule mentions some are written out: one rule for each number of bound sites among them, in which the sites
 * are all mentioned and each complex matches up to symmetry once.
 */
import { correspondence, moleculesOf, sameComponents } from "./correspondence.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { BnglComponent, BnglMolecule, BnglPattern, BnglRule } from "./syntax.ts";

interface Extension {
  readonly left: BnglMolecule;
  readonly right: BnglMolecule | null;
  /** Components to add to both. */
  readonly added: readonly BnglComponent[];
}

/** The rule, or the rules that it is written as. */
export function expandContext(rule: BnglRule, table: MoleculeTable): readonly BnglRule[] {
  for (const alternatives of openSites(rule, table)) {
    if (alternatives.length < 2) continue;
    return alternatives.flatMap((extension) => expandContext(extended(rule, extension), table));
  }
  return [rule];
}

/** For each set of identical sites that a rule mentions in part, and does not change there, what can be added. */
function openSites(rule: BnglRule, table: MoleculeTable): Extension[][] {
  const left = moleculesOf(rule.left);
  const right = moleculesOf(rule.right);
  const from = correspondence(left, right);
  return left.flatMap(({ molecule }, i) => {
    const partner = right[from.indexOf(i)]?.molecule ?? null;
    const pairs = partner === null ? [] : sameComponents(partner, molecule);
    return (table.get(molecule.name.text)?.sites ?? []).flatMap(
      ({ name, multiplicity, states }): Extension[][] => {
        const mentioned = molecule.components.filter((component) => component.name.text === name);
        const [first] = mentioned;
        if (first === undefined || states.length > 0 || mentioned.length >= multiplicity) return [];
        const context = mentioned.filter((component) => {
          const other = pairs[molecule.components.indexOf(component)];
          if (partner === null) return true;
          return other !== undefined && other !== null && sameOpenBond(component, other);
        });
        const isSimple = context.every(
          ({ bonds, label }) => label === null && (bonds[0] === undefined || bonds[0].kind === "bound"),
        );
        if (context.length === 0 || !isSimple) return [];
        const open = multiplicity - mentioned.length;
        const bond = (isBound: boolean): BnglComponent => ({
          ...first,
          label: null,
          states: [],
          bonds: isBound ? [{ kind: "bound" }] : [],
        });
        const alternatives = Array.from(
          { length: open + 1 },
          (_, bound): Extension => ({
            left: molecule,
            right: partner,
            added: Array.from({ length: open }, (_unused, k) => bond(k < bound)),
          }),
        );
        return [alternatives];
      },
    );
  });
}

/** Unchanged, and not a bond to a stated partner. */
function sameOpenBond(one: BnglComponent, other: BnglComponent): boolean {
  return one.bonds[0]?.kind === other.bonds[0]?.kind && one.bonds[0]?.kind !== "label";
}

function extended(rule: BnglRule, { left, right, added }: Extension): BnglRule {
  const extend = (patterns: readonly BnglPattern[], target: BnglMolecule | null): BnglPattern[] =>
    patterns.map((pattern) => ({
      ...pattern,
      molecules: pattern.molecules.map((molecule) =>
        molecule === target ? { ...molecule, components: [...molecule.components, ...added] } : molecule,
      ),
    }));
  return { ...rule, left: extend(rule.left, left), right: extend(rule.right, right) };
}
