/**
 * A trivalent ligand and a bivalent receptor on a cell (Goldstein and Perelson 1984, doi:10.1016/S0006-3495(84)84259-9),
 * with strengths of binding at which large aggregates form.
 */

interface Aggregation {
  readonly ligands: number;
  readonly receptors: number;
  /** Rate constants per pair of sites, in 1/s. */
  readonly capture: number;
  readonly crosslink: number;
  readonly release: number;
}

function aggregation(receptors: number): Aggregation {
  const ligands = 14 * receptors;
  const release = 0.01;
  return {
    ligands,
    receptors,
    capture: (0.84 * release) / (3 * ligands),
    crosslink: (10 * release) / receptors,
    release,
  };
}

/** Bonds form between complexes only, so that there are no rings. */
export function aggregationBngl(receptors: number): string {
  const { ligands, capture, crosslink, release } = aggregation(receptors);
  return `begin parameters
  capture ${capture}
  crosslink ${crosslink}
  release ${release}
end parameters
begin molecule types
  L(r,r,r)
  R(l,l)
end molecule types
begin seed species
  L(r,r,r) ${ligands}
  R(l,l) ${receptors}
end seed species
begin observables
  Molecules free L(r,r,r)
end observables
begin reaction rules
  L(r,r,r) + R(l) -> L(r!1,r,r).R(l!1) capture
  L(r,r,r!+) + R(l) -> L(r!1,r,r!+).R(l!1) crosslink
  L(r,r!+,r!+) + R(l) -> L(r!1,r!+,r!+).R(l!1) crosslink
  R(l!1).L(r!1) -> R(l) + L(r) release
end reaction rules
`;
}

/** Bonds form wherever two free sites are. */
export function aggregationWithRings(receptors: number): string {
  const { ligands, capture, crosslink, release } = aggregation(receptors);
  return `language 1.0
model Aggregation {
  molecule L { r * 3 }
  molecule R { l * 2 }
  compartment surface { volume 1 um^3 }
  init L = ${ligands} count in surface
  init R = ${receptors} count in surface
  rule capture: L(r[.], r[.], r[.]) + R(l[.]) -> L(r[1], r[.], r[.]), R(l[1]) @ ${capture} um^3/count/s, anywhere
  rule second: L(r[_], r[.], r[.]) + R(l[.]) -> L(r[_], r[1], r[.]), R(l[1]) @ ${crosslink} um^3/count/s, anywhere
  rule third: L(r[_], r[_], r[.]) + R(l[.]) -> L(r[_], r[_], r[1]), R(l[1]) @ ${crosslink} um^3/count/s, anywhere
  rule release: L(r[1 -> .]), R(l[1 -> .]) @ ${release} /s
  observe free = count L(r[.], r[.], r[.])
}
`;
}

/** Rings allowed; identical sites have names of their own in Kappa. */
export function aggregationKappa(receptors: number): string {
  const { ligands, capture, crosslink, release } = aggregation(receptors);
  const sites = [1, 2, 3];
  const rules = [1, 2].flatMap((l) =>
    sites.flatMap((own) => {
      const others = sites.filter((site) => site !== own);
      return [
        ["[.]", "[.]"],
        ["[_]", "[.]"],
        ["[.]", "[_]"],
        ["[_]", "[_]"],
      ].map((bonds) => {
        const rest = others.map((site, i) => `r${site}${bonds[i]}`).join(" ");
        const rate = bonds.includes("[_]") ? crosslink : capture;
        return `L(r${own}[.] ${rest}), R(l${l}[.]) -> L(r${own}[1] ${rest}), R(l${l}[1]) @ ${rate}`;
      });
    }),
  );
  const releases = [1, 2].flatMap((l) =>
    sites.map((r) => `L(r${r}[1]), R(l${l}[1]) -> L(r${r}[.]), R(l${l}[.]) @ ${release}`),
  );
  return `%agent: L(r1 r2 r3)
%agent: R(l1 l2)
${[...rules, ...releases].join("\n")}
%init: ${ligands} L(r1[.] r2[.] r3[.])
%init: ${receptors} R(l1[.] l2[.])
`;
}
