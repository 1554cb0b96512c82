/** Filaments that grow at one end, shrink at the other, and age: actin without branches. */

/** `filaments` of two subunits to begin with, and a hundred monomers for each. */
export function filamentsBngl(filaments: number): string {
  const monomers = 100 * filaments;
  const on = 11.6 / monomers;
  return `begin molecule types
  A(b,p,n~t~d)
end molecule types
begin seed species
  A(b,p,n~t) ${monomers}
  A(b,p!1,n~t).A(b!1,p,n~t) ${filaments}
end seed species
begin observables
  Molecules monomers A(b,p)
end observables
begin reaction rules
  A(b,p,n~t) + A(b,p!+) -> A(b,p!1,n~t).A(b!1,p!+) ${20 * on}
  A(b,p!1).A(b!1,p!+) -> A(b,p) + A(b,p!+) 1.4
  A(b!+,p!1).A(b!1,p,n~d) -> A(b!+,p) + A(b,p,n~d) 6
  A(b!+,n~t) -> A(b!+,n~d) 0.3
  A(b,p,n~d) -> A(b,p,n~t) 5
end reaction rules
`;
}
