/**
 * Rings of six subunits that bind calmodulin in nine states of calcium and phosphorylate their neighbours: the shape
 * of CaMKII (Ordyan et al. 2020, doi:10.1371/journal.pcbi.1008015), with rounded constants and steady calcium.
 */

const lobe = [0, 1, 2];

/** `rings` of six, three calmodulins a subunit. */
export function holoenzymeBngl(rings: number): string {
  const subunits = 6 * rings;
  const scale = 756 / subunits;
  const states = lobe.flatMap((c) => lobe.map((n) => ({ c, n })));
  const calcium = [
    ["k", "c~0", "c~1", 40, 40],
    ["k", "c~1", "c~2", 20, 9],
    ["k", "n~0", "n~1", 1000, 2660],
    ["k", "n~1", "n~2", 500, 990],
    ["k!+", "c~0", "c~1", 440, 29],
    ["k!+", "c~1", "c~2", 220, 2.5],
    ["k!+", "n~0", "n~1", 750, 300],
    ["k!+", "n~1", "n~2", 380, 33],
  ].map(([site, from, to, on, off]) => `  CaM(${site},${from}) <-> CaM(${site},${to}) ${on}, ${off}`);
  const binding = states.flatMap(({ c, n }) => {
    const kon = 0.0004 * 15 ** c * 5.5 ** n * scale;
    const koff = [6.5, 5.7, 1.9][n];
    const cam = `c~${c},n~${n}`;
    return [
      `  CaM(k,${cam}) + CK(cam,t~u) -> CaM(k!1,${cam}).CK(cam!1,t~u) ${kon}`,
      `  CaM(k!1,${cam}).CK(cam!1,t~u) -> CaM(k,${cam}) + CK(cam,t~u) ${koff}`,
      `  CaM(k,${cam}) + CK(cam,t~p) -> CaM(k!1,${cam}).CK(cam!1,t~p) ${kon / 3}`,
      `  CaM(k!1,${cam}).CK(cam!2,t~u,r!1).CK(cam!+,t~u,l!1)`.length > 0 && c + n > 0
        ? `  CaM(k!2,${cam}).CK(t~u,cam!2,r!1).CK(t~u,cam!+,l!1) -> CaM(k!2,${cam}).CK(t~u,cam!2,r!1).CK(t~p,cam!+,l!1) ${0.03 * (c + n) ** 2.5}`
        : "",
    ].filter((line) => line !== "");
  });
  const ring = [1, 2, 3, 4, 5, 6].map((i) => `CK(cam,t~u,l!${i},r!${(i % 6) + 1})`).join(".");
  return `begin molecule types
  CaM(k,c~0~1~2,n~0~1~2)
  CK(cam,t~u~p,l,r)
end molecule types
begin seed species
  CaM(k,c~0,n~0) ${3 * subunits}
  ${ring} ${rings}
end seed species
begin observables
  Molecules active CK(t~p)
end observables
begin reaction rules
${[...calcium, ...binding].join("\n")}
  CaM(k!1).CK(cam!1,t~p) -> CaM(k) + CK(cam,t~p) 0.07
  CK(t~p,r!1).CK(t~u,cam!+,l!1) -> CK(t~p,r!1).CK(t~p,cam!+,l!1) 0.96
  CK(t~p) -> CK(t~u) 0.1
end reaction rules
`;
}
