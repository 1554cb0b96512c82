/** Two enzymes that add a phosphate to a substrate and take it off: the smallest model of signalling by rules. */

const constants = { on: 0.1, off: 2, cat: 2 };

/** `substrates` of S and a fifth of each enzyme, at a density that does not depend on their number. */
export function pushPullBngl(substrates: number): string {
  const on = (constants.on * 2500) / substrates;
  return `begin parameters
  on ${on}
  off ${constants.off}
  cat ${constants.cat}
end parameters
begin molecule types
  K(s)
  P(s)
  S(e,p~U~P)
end molecule types
begin seed species
  K(s) ${substrates / 5}
  P(s) ${substrates / 5}
  S(e,p~U) ${substrates}
end seed species
begin observables
  Molecules Sp S(p~P)
end observables
begin reaction rules
  K(s) + S(e,p~U) <-> K(s!1).S(e!1,p~U) on, off
  K(s!1).S(e!1,p~U) -> K(s) + S(e,p~P) cat
  P(s) + S(e,p~P) <-> P(s!1).S(e!1,p~P) on, off
  P(s!1).S(e!1,p~P) -> P(s) + S(e,p~U) cat
end reaction rules
`;
}
