/**
 * A receptor that dimerises, with three sites that are phosphorylated in the dimer and bind adapters, two of which are
 * phosphorylated in turn: a receptor has 84 forms, a dimer 3,570.
 */

/** `receptors` and the adapters in proportion, at a density that does not depend on their number. */
export function scaffoldBngl(receptors: number): string {
  const scale = receptors / 300;
  const number = (count: number): number => Math.round(count * scale);
  const pair = (constant: number): string => String(constant / scale);
  return `begin molecule types
  R(d,a~u~p,b~u~p,c~u~p)
  A(s)
  B(s,y~u~p)
  C(s,y~u~p~q,d)
  D(c)
end molecule types
begin seed species
  R(d,a~u,b~u,c~u) ${receptors}
  A(s) ${number(200)}
  B(s,y~u) ${number(200)}
  C(s,y~u,d) ${number(200)}
  D(c) ${number(150)}
end seed species
begin observables
  Molecules dimers R(d!1).R(d!1)
end observables
begin reaction rules
  R(d) + R(d) <-> R(d!1).R(d!1) ${pair(2e-3)}, 0.1
  R(d!+,a~u) -> R(d!+,a~p) 0.5
  R(d!+,b~u) -> R(d!+,b~p) 0.5
  R(d!+,c~u) -> R(d!+,c~p) 0.5
  R(a~p) -> R(a~u) 1
  R(b~p) -> R(b~u) 1
  R(c~p) -> R(c~u) 1
  R(a~p) + A(s) <-> R(a~p!1).A(s!1) ${pair(1e-3)}, 0.3
  R(b~p) + B(s) <-> R(b~p!1).B(s!1) ${pair(1e-3)}, 0.3
  R(c~p) + C(s) <-> R(c~p!1).C(s!1) ${pair(1e-3)}, 0.3
  R(d!+,b~p!1).B(s!1,y~u) -> R(d!+,b~p!1).B(s!1,y~p) 1
  B(y~p) -> B(y~u) 0.5
  R(d!+,c~p!1).C(s!1,y~u) -> R(d!+,c~p!1).C(s!1,y~p) 1
  R(d!+,c~p!1).C(s!1,y~p) -> R(d!+,c~p!1).C(s!1,y~q) 1
  C(y~p,d) -> C(y~u,d) 0.5
  C(y~q) -> C(y~p) 0.5
  C(y~p,d) + D(c) <-> C(y~p,d!1).D(c!1) ${pair(1e-3)}, 0.3
  C(y~q,d) + D(c) <-> C(y~q,d!1).D(c!1) ${pair(2e-3)}, 0.3
end reaction rules
`;
}
