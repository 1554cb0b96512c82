/**
 * Early signalling of the epidermal growth factor receptor: ligand, dimers, two phosphorylated tyrosines, and the
 * adapters that bind them, after Blinov et al. 2006 (doi:10.1016/j.biosystems.2005.06.014): 356 species.
 */

/** `receptors` and the other molecules in proportion, at a density that does not depend on their number. */
export function receptorBngl(receptors: number): string {
  const scale = receptors / 1800;
  const number = (count: number): number => Math.round(count * scale);
  const pair = (constant: number): string => String(constant / scale);
  return `begin molecule types
  egf(r)
  egfr(l,r,y1~u~p,y2~u~p)
  grb2(sh2,sh3)
  shc(ptb,y~u~p)
  sos(d)
end molecule types
begin seed species
  egf(r) ${number(12000)}
  egfr(l,r,y1~u,y2~u) ${receptors}
  grb2(sh2,sh3) ${number(1000)}
  shc(ptb,y~u) ${number(2700)}
  sos(d) ${number(130)}
  grb2(sh2,sh3!1).sos(d!1) ${number(490)}
end seed species
begin observables
  Molecules dimers egfr(r!1).egfr(r!1)
end observables
begin reaction rules
  egfr(l,r) + egf(r) <-> egfr(l!1,r).egf(r!1) ${pair(1.667e-4)}, 0.06
  egfr(l!+,r) + egfr(l!+,r) <-> egfr(l!+,r!3).egfr(l!+,r!3) ${pair(5.556e-4)}, 0.1
  egfr(r!+,y1~u) -> egfr(r!+,y1~p) 0.5
  egfr(r!+,y2~u) -> egfr(r!+,y2~p) 0.5
  egfr(y1~p) -> egfr(y1~u) 4.505
  egfr(y2~p) -> egfr(y2~u) 4.505
  egfr(r!+,y2~p!1).shc(ptb!1,y~u) -> egfr(r!+,y2~p!1).shc(ptb!1,y~p) 3
  shc(ptb!+,y~p) -> shc(ptb!+,y~u) 0.03
  egfr(y1~p) + grb2(sh2,sh3) <-> egfr(y1~p!1).grb2(sh2!1,sh3) ${pair(8.333e-5)}, 0.05
  egfr(y1~p) + grb2(sh2,sh3!+) <-> egfr(y1~p!1).grb2(sh2!1,sh3!+) ${pair(1.25e-4)}, 0.03
  egfr(y1~p!1).grb2(sh2!1,sh3) + sos(d) <-> egfr(y1~p!1).grb2(sh2!1,sh3!2).sos(d!2) ${pair(5.556e-4)}, 0.06
  egfr(y2~p) + shc(ptb,y~u) <-> egfr(y2~p!1).shc(ptb!1,y~u) ${pair(2.5e-3)}, 0.6
  egfr(y2~p) + shc(ptb,y~p) <-> egfr(y2~p!1).shc(ptb!1,y~p) ${pair(2.5e-5)}, 0.3
  egfr(y2~p) + shc(ptb,y~p!1).grb2(sh2!1,sh3) <-> egfr(y2~p!2).shc(ptb!2,y~p!1).grb2(sh2!1,sh3) ${pair(2.5e-5)}, 0.3
  egfr(y2~p) + shc(ptb,y~p!1).grb2(sh2!1,sh3!3).sos(d!3) <-> egfr(y2~p!2).shc(ptb!2,y~p!1).grb2(sh2!1,sh3!3).sos(d!3) ${pair(6.667e-6)}, 0.12
  egfr(y2~p!1).shc(ptb!1,y~p) + grb2(sh2,sh3) <-> egfr(y2~p!1).shc(ptb!1,y~p!2).grb2(sh2!2,sh3) ${pair(1.667e-4)}, 0.1
  egfr(y2~p!1).shc(ptb!1,y~p) + grb2(sh2,sh3!3).sos(d!3) <-> egfr(y2~p!1).shc(ptb!1,y~p!2).grb2(sh2!2,sh3!3).sos(d!3) ${pair(5e-4)}, 0.0429
  shc(ptb!+,y~p!2).grb2(sh2!2,sh3) + sos(d) <-> shc(ptb!+,y~p!2).grb2(sh2!2,sh3!3).sos(d!3) ${pair(5.556e-4)}, 0.0214
  shc(ptb,y~p) + grb2(sh2,sh3) <-> shc(ptb,y~p!1).grb2(sh2!1,sh3) ${pair(1.667e-4)}, 0.01
  shc(ptb,y~p) + grb2(sh2,sh3!+) <-> shc(ptb,y~p!1).grb2(sh2!1,sh3!+) ${pair(1.167e-3)}, 0.1
  shc(ptb,y~p) -> shc(ptb,y~u) 0.005
  grb2(sh2,sh3) + sos(d) <-> grb2(sh2,sh3!1).sos(d!1) ${pair(5.556e-6)}, 0.0015
  shc(ptb,y~p!2).grb2(sh2!2,sh3) + sos(d) <-> shc(ptb,y~p!2).grb2(sh2!2,sh3!3).sos(d!3) ${pair(1.667e-3)}, 0.064
end reaction rules
`;
}

/** With a third tyrosine and an adapter of its own, `crk`: 2,781 species. */
export function receptorWithThirdTyrosine(receptors: number): string {
  return receptorBngl(receptors)
    .replace("y2~u~p)", "y2~u~p,y3~u~p)")
    .replace("egfr(l,r,y1~u,y2~u)", "egfr(l,r,y1~u,y2~u,y3~u)")
    .replace("end molecule types", "  crk(sh2)\nend molecule types")
    .replace("end seed species", "  crk(sh2) 1000\nend seed species")
    .replace(
      "end reaction rules",
      `  egfr(r!+,y3~u) -> egfr(r!+,y3~p) 0.5
  egfr(y3~p) -> egfr(y3~u) 4.505
  egfr(y3~p) + crk(sh2) <-> egfr(y3~p!1).crk(sh2!1) 1e-4, 0.1
end reaction rules`,
    );
}
