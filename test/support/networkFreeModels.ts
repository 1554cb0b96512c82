/** Small models, each about one feature of rules, whose networks are finite. */
import { modelText } from "./networkFreeRun.ts";

/** Name -> statements of the model, and how long it is worth running, in s. */
const bodies: Readonly<Record<string, { readonly until: number; readonly body: string }>> = {
  "a molecule that changes state": {
    until: 3,
    body: `molecule A { x {u, p} }
      rule go: A(x{u -> p}) @ 1 /s
      rule back: A(x{p -> u}) @ 0.5 /s
      init A() = 20 count
      observe p = count A(x{p})`,
  },
  "two of the same kind": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x }
      rule dimerise: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.1 um^3/count/s, back 1 /s
      init A() = 20 count
      observe dimers = count { A(x[1]), A(x[1]) }
      observe free = count A(x[.])`,
  },
  "identical sites": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule R { r * 2 }
      molecule L { l }
      rule bind: R(r[.]) + L(l[.]) <-> R(r[1]), L(l[1]) @ 0.05 um^3/count/s, back 0.7 /s
      rule leave: R(r[1], r[_]), L(l[1]) -> R(r[.], r[_]) + L(l[.]) @ 0.3 /s
      init R() = 10 count
      init L() = 20 count
      observe bound = count R(r[_])
      observe both = count R(r[_], r[_])
      observe full = complexes R(r[_], r[_])`,
  },
  "a symmetric dimer as a catalyst": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x }
      molecule S { s {u, p} }
      rule dimerise: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.1 um^3/count/s, back 1 /s
      rule catalyse: A(x[1]), A(x[1]) + S(s{u}) -> A(x[1]), A(x[1]) + S(s{p}) @ 0.1 um^3/count/s
      rule spoil: S(s{p -> u}) @ 1 /s
      init A() = 12 count
      init S() = 10 count
      observe p = count S(s{p})`,
  },
  "a symmetry that the rule breaks": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x, y {u, p} }
      rule dimerise: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.1 um^3/count/s, back 1 /s
      rule trans: a: A(x[1], y{u -> p}), b: A(x[1]) @ 1 /s
      rule spoil: A(y{p -> u}) @ 0.7 /s
      init A() = 16 count
      observe p = count A(y{p})
      observe pairs = count { A(x[1], y{p}), A(x[1], y{p}) }`,
  },
  "rings that close and open": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule S { a, b }
      molecule K { k, t }
      molecule T { t, k, m {u, p} }
      rule ka: S(a[.]) + K(k[.], t[.]) <-> S(a[1]), K(k[1], t[.]) @ 0.2 um^3/count/s, back 0.5 /s
      rule tb: S(b[.]) + T(t[.]) -> S(b[1]), T(t[1]) @ 0.2 um^3/count/s
      rule part: S(b[1]), T(t[1]) -> S(b[.]) + T(t[.]) @ 1 /s
      rule close: K(t[.]) + T(k[.]) -> K(t[1]), T(k[1]) @ 0 um^3/count/s, within 2 /s
      rule open: K(t[1 -> .]), T(k[1 -> .]) @ 0.5 /s
      init S() = 5 count
      init K() = 6 count
      init T() = 6 count
      observe rings = count { S(a[1], b[2]), K(k[1], t[3]), T(t[2], k[3]) }
      observe all = complexes S()
      observe bound = count S(b[_])`,
  },
  "different rates within and between complexes": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule S { a, b }
      molecule K { k }
      molecule T { t, m {u, p}, n {u, p} }
      rule ka: S(a[.]) + K(k[.]) <-> S(a[1]), K(k[1]) @ 0.2 um^3/count/s, back 0.5 /s
      rule tb: S(b[.]) + T(t[.]) <-> S(b[1]), T(t[1]) @ 0.2 um^3/count/s, back 0.5 /s
      rule both: K() + T(m{u -> p}) @ 0.05 um^3/count/s, within 1 /s
      rule between: K() + T(n{u -> p}) @ 0.05 um^3/count/s
      rule apart: K() + T(n{p}) -> K() + T(n{u}) @ 0.1 um^3/count/s, anywhere
      rule back: T(m{p -> u}) @ 1 /s
      init S() = 5 count
      init K() = 6 count
      init T() = 6 count
      observe m = count T(m{p})
      observe n = count T(n{p})`,
  },
  "bonds anywhere": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule S { a * 3 }
      molecule K { k, t {u, p} }
      rule bind: S(a[.]) + K(k[.]) <-> S(a[1]), K(k[1]) @ 0.05 um^3/count/s, anywhere, back 0.5 /s
      rule meet: K(t{u}) + K(t{u}) -> K(t{p}) + K(t{p}) @ 0.1 um^3/count/s
      rule catch: K(t{p}) + K(t{u -> p}, k[_]) @ 0.1 um^3/count/s, anywhere
      rule back: K(t{p -> u}) @ 1 /s
      init S() = 4 count
      init K() = 9 count
      observe bonds = count S(a[_])
      observe p = count K(t{p})
      observe pairs = count { S(a[1], a[2]), K(k[1], t{p}), K(k[2], t{p}) }`,
  },
  "changes that count once": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x, r * 2 }
      molecule B { b, m {u, p} }
      rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.1 um^3/count/s, back 0.5 /s
      rule load: A(r[.]) + B(b[.]) <-> A(r[1]), B(b[1]) @ 0.1 um^3/count/s, back 0.5 /s
      rule phos: A(x[_]) + B(m{u -> p}, b[.]) distinct @ 0.2 um^3/count/s
      rule near: { A(), B(m{p}), B(b[_]) } -> { A(), B(m{u}), B(b[_]) } distinct @ 1 /s
      rule back: B(m{p -> u}) @ 0.5 /s
      init A() = 6 count
      init B() = 6 count
      observe p = count B(m{p})
      observe pairs = complexes A() having 2
      observe loaded = complexes B(b[_]) having >= 2
      observe alone = complexes A() having < 2
      observe without = complexes A(r[_]) having 0
      observe at_most_none = complexes A(r[_]) having <= 0
      observe less_than_one = complexes A(r[_]) having < 1
      observe more_than_none = complexes A(r[_]) having > 0
      observe all = complexes B() having >= 0`,
  },
  "molecules that are made and removed": {
    until: 3,
    body: `molecule A { x }
      molecule B { y }
      compartment cell { volume 1 um^3 }
      rule make: nothing -> new a: A() total 5 count/s
      rule decay: a: A() -> delete a @ 0.3 /s
      rule bind: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 0.1 um^3/count/s, back 0.2 /s
      rule lose: a: A(x[_]) -> delete complex a @ 0.2 /s
      rule bud: b: B(y[.]) -> b(y[1]), new a: A(x[1]) @ 0.5 /s
      rule copy: b: B() -> b() + new c: B() @ 0.1 /s
      init A() = 10 count
      init B() = 8 count
      observe a = count A()
      observe ab = count { A(x[1]), B(y[1]) }
      observe b = count B()`,
  },
  "bonds to partners and to anything": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x, s {u, p} }
      molecule B { y }
      molecule C { z }
      rule ab: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 0.1 um^3/count/s, back 1 /s
      rule ac: A(x[.]) + C(z[.]) <-> A(x[1]), C(z[1]) @ 0.1 um^3/count/s, back 1 /s
      rule phos: A(s{u -> p}, x[B.y]) @ 1 /s
      rule dephos: A(s{p -> u}, x[C.z]) @ 1 /s
      rule drop: A(x[_ -> .], s{p}) @ 0.5 /s
      init A() = 12 count
      init B() = 6 count
      init C() = 6 count
      observe p = count A(s{p})
      observe b = count A(x[B.y])`,
  },
  "unseen connections": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule S { a, b, c }
      molecule K { k }
      molecule T { t, m {u, p} }
      rule ka: S(a[.]) + K(k[.]) <-> S(a[1]), K(k[1]) @ 0.1 um^3/count/s, back 1 /s
      rule tb: S(b[.]) + T(t[.]) <-> S(b[1]), T(t[1]) @ 0.1 um^3/count/s, back 1 /s
      rule tc: S(c[.]) + T(t[.]) <-> S(c[1]), T(t[1]) @ 0.1 um^3/count/s, back 1 /s
      rule phos: { K(), T(m{u -> p}) } @ 1 /s
      rule swap: { T(m{u -> p}), T(m{p -> u}) } @ 0.5 /s
      rule dephos: T(m{p -> u}) @ 0.5 /s
      init S() = 5 count
      init K() = 4 count
      init T() = 8 count
      observe p = count T(m{p})
      observe together = count { K(), T(m{p}) }
      observe twins = count { T(m{p}), T(m{p}) }
      observe scaffolds = complexes { K(), T() }`,
  },
  "state variables and a table": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x, s {0, 1, 2} }
      molecule B { y, q {u, p} }
      table kon[A.s, B.q] um^3/count/s {
            u,    p
        0:  0.05, 0.2
        1:  0.1,  0.0
        2:  0.3,  0.4
      }
      rule bind: A(s{?i}, x[.]) + B(q{?j}, y[.]) -> A(s{?i}, x[1]), B(q{?j}, y[1]) @ kon[i, j]
      rule leave: A(x[1 -> .]), B(y[1 -> .]) @ 1 /s
      rule up: A(s{0 -> 1}) @ 1 /s
      rule up2: A(s{1 -> 2}) @ 0.5 /s
      rule down: A(s{2 -> 0}, x[_]) @ 1 /s
      rule flip: B(q{u -> p}) @ 0.5 /s
      rule flop: B(q{p -> u}) @ 0.5 /s
      init A() = 8 count
      init B() = 8 count
      observe bound = count A(x[_])
      observe s2 = count A(s{2})`,
  },
  "plain species as partners": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      species X in cell = 15 count
      species Y in cell = 0 count
      molecule A { s {u, p} }
      rule take: A(s{u}) + X -> A(s{p}) @ 0.1 um^3/count/s
      rule two: A(s{p}) + 2 X -> A(s{p}) + Y @ 0.02 um^6/count^2/s
      rule give: A(s{p}) -> A(s{u}) + X @ 1 /s
      rule turn: Y -> 2 X @ 1 /s
      init A() = 10 count
      observe p = count A(s{p})
      observe x = count X
      observe y = count Y`,
  },
  "rates that read counts": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      species X in cell = 5 count
      molecule A { s {u, p}, x }
      rule dimerise: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.1 um^3/count/s, back 1 /s
      rule go: A(s{u -> p}) @ 0.1 /s * (1 + count A(s{p}))
      rule back: A(s{p -> u}) @ 0.3 /s * count X
      rule make: nothing -> X total 2 count/s * complexes A(x[_])
      rule lose: X -> nothing @ 0.5 /s
      init A() = 12 count
      observe p = count A(s{p})
      observe x = count X`,
  },
  "moves between compartments": {
    until: 3,
    body: `compartment inside { volume 1 um^3 }
      compartment outside { volume 4 um^3 }
      molecule A { x }
      molecule B { y }
      compartment wall { area 2 um^2 }
      molecule M { m }
      rule out: a: A(x[.]) in inside -> a(x[.]) in outside @ 1 /s
      rule in: a: A(x[.]) in outside -> a(x[.]) in inside @ 0.5 /s
      rule bind: A(x[.]) in inside + B(y[.]) in inside <-> A(x[1]) in inside, B(y[1]) in inside @ 0.2 um^3/count/s, back 1 /s
      rule dock: A(x[.]) + M(m[.]) <-> A(x[1]), M(m[1]) @ 0.2 um^3/count/s, back 1 /s
      init A() = 12 count in inside
      init M() = 5 count in wall
      init B() = 5 count in inside
      observe ain = count A() in inside
      observe ab = count B(y[_])`,
  },
  "conditions on whole complexes": {
    until: 4,
    body: `compartment cell { volume 1 um^3 }
      molecule S { a, b, m {u, p} }
      molecule K { k, on {no, yes} }
      molecule Q { q }
      rule ka: S(a[.]) + K(k[.]) <-> S(a[1]), K(k[1]) @ 0.1 um^3/count/s, back 1 /s
      rule qb: S(b[.]) + Q(q[.]) <-> S(b[1]), Q(q[1]) @ 0.1 um^3/count/s, back 1 /s
      rule act: S(m{u -> p}) include reactant 1: K(on{yes}) exclude reactant 1: Q() @ 2 /s
      rule rest: S(m{p -> u}) include reactant 1: Q() include reactant 1: S(a[.], b[.]) @ 1 /s
      rule on: K(on{no -> yes}) exclude product 1: S(m{p}) @ 1 /s
      rule off: K(on{yes -> no}) @ 0.5 /s
      rule lose: S(b[1]), Q(q[1]) -> S(b[.]) + Q(q[.]) include product 1: K() @ 1 /s
      rule free: k: K(k[_]) -> delete k + new S(a[.]) include product 1: S(m{p}) @ 0.02 /s
      init S() = 10 count
      init K() = 8 count
      init Q() = 6 count
      observe p = count S(m{p})
      observe yes = count K(on{yes})`,
  },
  "complexes whose number is held": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule L { r, d, s {u, p} }
      molecule R { l }
      rule bind: L(r[.]) + R(l[.]) <-> L(r[1]), R(l[1]) @ 0.05 um^3/count/s, back 1 /s
      rule mark: L(s{u -> p}, r[_]) @ 0.5 /s
      rule pair: L(d[.]) + L(d[.]) <-> L(d[1]), L(d[1]) @ 0.02 um^3/count/s, back 0.5 /s
      rule lose: l: L(r[.], s{p}) -> delete l @ 1 /s
      init L() = 6 count
      fixed init L(d[1]), L(d[1]) = 2 count
      fixed init R() = 4 count
      observe bound = count R(l[_])
      observe free = count L(r[.], d[.])
      observe p = count L(s{p})`,
  },
  "rates that read the complex of a match": {
    until: 8,
    body: `compartment cell { volume 1 um^3 }
      species X in cell = 5 count
      molecule S { a, b, m {u, p} }
      molecule K { k, on {no, yes} }
      molecule Q { q * 2 }
      function boost(n) = 0.2 + n
      rule ka: s: S(a[.]) + K(k[.]) <-> s(a[1]), K(k[1]) @ 0.2 um^3/count/s * boost(count S(m{p}) of s), back 0.5 /s * boost(count Q of s + complexes S having >= 2 of s)
      rule qb: s: S(b[.]) + q: Q(q[.]) <-> s(b[1]), q(q[1]) @ 0.1 um^3/count/s * boost(complexes K of s + count Q(q[_]) of q), back 1 /s
      rule act: s: S(m{u -> p}) when count K of s > 0 @ 0.5 /s * boost(count { S(), S() } of s)
      rule rest: s: S(m{p -> u}) @ 1 /s * fraction S(m{u}) of s + 0.2 /s
      rule eat: k: K(on{no -> yes}) + X @ 0.05 um^3/count/s * count S of k
      rule off: K(on{yes}) -> K(on{no}) + X @ 1 /s * count X / 5
      rule lose: q: Q(q[.], q[.]) -> delete q @ 0.1 /s * count Q of q
      rule make: nothing -> new Q() @ 1 count/um^3/s
      init S() = 8 count
      init K() = 6 count
      init Q() = 5 count
      observe p = count S(m{p})
      observe bound = count Q(q[_])
      observe yes = count K(on{yes})`,
  },
  "balanced flips on a ring": {
    until: 3,
    body: `molecule T { l, r, s {u, p} }
      energy high: T(s{p}) = 0.8
      energy side: T(r[1], s{p}), T(l[1], s{p}) = -1.1
      rule flip: T(s{u}) <-> T(s{p}) @ 2 /s, balanced 0.4
      rule both: T(r[1], s{u}), T(l[1], s{u}) <-> T(r[1], s{p}), T(l[1], s{p}) @ 1 /s, balanced 0.5
      init ring of 5 T by r - l = 3 count
      observe p = count T(s{p})
      observe pairs = count { T(r[1], s{p}), T(l[1], s{p}) }`,
  },
  "balanced binding with cooperation": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule R { l * 2, s {off, on} }
      molecule L { r, t {u, p} }
      param J = -1.2
      energy one: R(l[1]), L(r[1]) = -1
      energy two: R(l[_], l[_]) = J
      energy on: R(s{on}) = 1
      energy help: R(l[1], s{on}), L(r[1]) = -0.9
      energy mark: R(l[1], s{on}), L(r[1], t{p}) = 0.5
      rule bind: R(l[.]) + L(r[.]) <-> R(l[1]), L(r[1]) @ 0.05 um^3/count/s, back 0.5 /s, balanced 0.5
      rule turn: R(s{off}) <-> R(s{on}) @ 1 /s, balanced 0.3
      rule tag: L(t{u}) <-> L(t{p}) @ 1 /s, balanced 1
      init R() = 6 count
      init L() = 10 count
      observe bound = count L(r[_])
      observe both = count R(l[_], l[_])
      observe on = count R(s{on})`,
  },
  "balanced bonds within and between complexes": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      molecule A { x, y, s {u, p} }
      molecule B { x, y }
      energy first: A(x[1]), B(x[1]) = -1
      energy second: A(y[1]), B(y[1]) = -0.5
      energy ring: A(x[1], y[2]), B(x[1], y[2]) = 0.7
      energy mark: A(x[1], s{p}), B(x[1], y[.]) = -0.4
      rule join: A(x[.]) + B(x[.]) <-> A(x[1]), B(x[1]) @ 0.1 um^3/count/s, back 0.4 /s, balanced 0.5
      rule close: A(x[_], y[.]) + B(x[_], y[.]) -> A(x[_], y[1]), B(x[_], y[1]) @ 0 um^3/count/s, within 1 /s, balanced 0.5
      rule open: A(y[1 -> .]), B(y[1 -> .]) @ 1 /s, balanced 0.5
      rule tag: A(s{u}) <-> A(s{p}) @ 1 /s, balanced 0.5
      rule renew: b: B(x[_]) -> delete b + new B() @ 0.1 /s, balanced 0.5
      init A() = 6 count
      init B() = 6 count
      observe x = count A(x[_])
      observe y = count A(y[_])
      observe p = count A(s{p})`,
  },
  "rates that change with time and by flows": {
    until: 3,
    body: `compartment cell { volume 1 um^3 }
      variable v = 0.5
      species X in cell = 30 count
      flow fade: v' = 1 /s * (1 - v)
      flow leak: amount X' = -0.2 /s * amount X
      molecule A { s {u, p}, x }
      rule go: A(s{u -> p}) @ 1 /s * exp(-time / 1 s)
      rule back: A(s{p -> u}) @ 0.5 /s * v
      rule take: A(x[.]) + X -> A(x[.], s{u}) @ 0.02 um^3/count/s
      rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 0.05 um^3/count/s, back 1 /s
      init A() = 20 count
      event late when v >= 0.8 set v = v - 0.3
      observe p = count A(s{p})
      observe pairs = count { A(x[1]), A(x[1]) }`,
  },
  "equal changes of identical sites count once": {
    until: 4,
    body: `compartment cell { volume 1 um^3 }
      molecule L { r {u, p} * 3 }
      molecule R { l }
      rule first: L(r[.], r[.], r[.]) + R(l[.]) -> L(r[1], r[.], r[.]), R(l[1]) distinct @ 0.1 um^3/count/s
      rule more: L(r[.], r[.], r[_]) + R(l[.]) -> L(r[1], r[.], r[_]), R(l[1]) distinct @ 0.2 um^3/count/s
      rule some: L(r[.], r[_]) + R(l[.]) -> L(r[1], r[_]), R(l[1]) distinct @ 0.05 um^3/count/s
      rule flip: L(r{u -> p}[_], r{u}[_], r[.]) distinct @ 1 /s
      rule flop: L(r{p -> u}, r{u}, r{u}) distinct @ 1 /s
      rule leave: L(r[1 -> .]), R(l[1 -> .]) @ 0.7 /s
      init L() = 6 count
      init R() = 9 count
      observe bound = count R(l[_])
      observe p = count L(r{p})`,
  },
  "complexes that move whole": {
    until: 8,
    body: `compartment cell { volume 1 um^3 }
      compartment nucleus { volume 0.3 um^3 }
      compartment skin { area 4 um^2 }
      molecule A { x, s {u, p} }
      molecule B { y, z }
      molecule C { z, m }
      molecule R { c }
      rule ab: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 0.05 um^3/count/s, back 0.5 /s
      rule bc: B(z[.]) + C(z[.]) <-> B(z[1]), C(z[1]) @ 0.05 um^3/count/s, back 0.3 /s
      rule cr: C(m[.]) in cell + R(c[.]) <-> C(m[1]), R(c[1]) @ 0.05 um^3/count/s, back 0.3 /s
      rule carry: a: A(s{p}) in cell <-> move complex a() in nucleus @ 0.4 /s, back 0.2 /s
      rule leave: a: A(x[1]) in nucleus, b: B(y[1]) in nucleus
        -> move complex a() in cell, b() @ 0.1 /s
      rule drop: b: B(y[1]) in nucleus, a: A(x[1]) -> move complex b(y[.]) in cell + a(x[.]) @ 0.3 /s
      rule turn: A(s{u}) <-> A(s{p}) @ 0.5 /s, back 0.3 /s
      init A = 12 count in cell
      init B = 9 count in cell
      init C = 8 count in cell
      init R = 4 count in skin
      observe inside = count A() in nucleus
      observe carried = count { A(x[1]) in nucleus, B(y[1], z[2]), C(z[2]) in nucleus }
      observe apart = count { A(x[1]) in cell, B(y[1]) in nucleus }
      observe spanning = count { A() in nucleus, R() in skin }`,
  },
  "complexes that do not meet": {
    until: 8,
    body: `compartment cell { volume 1 um^3 }
      compartment nucleus { volume 0.5 um^3 }
      compartment skin { area 3 um^2 }
      compartment envelope { area 2 um^2 }
      molecule A { x, r }
      molecule B { y, r }
      molecule R { c }
      rule meet: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 0.1 um^3/count/s, back 0.5 /s
      rule hold: A(r[.]) + R(c[.]) <-> A(r[1]), R(c[1]) @ 0.05 um^3/count/s, back 0.4 /s
      rule keep: B(r[.]) + R(c[.]) <-> B(r[1]), R(c[1]) @ 0.05 um^3/count/s, back 0.4 /s
      init A = 6 count in cell
      init A = 5 count in nucleus
      init B = 5 count in cell
      init B = 4 count in nucleus
      init R = 5 count in skin
      init R = 4 count in envelope
      observe pairs = count { A(x[1]), B(y[1]) }
      observe inside = count { A(x[1]) in nucleus, B(y[1]) }`,
  },
  "parts of complexes in a membrane": {
    until: 5,
    body: `compartment cell { volume 3 um^3 }
      compartment skin { area 7 um^2 }
      molecule A { x, r }
      molecule B { y, r }
      molecule R { c, s {u, p} }
      rule meet: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 0.3 um^3/count/s, back 0.5 /s
      rule hold: A(r[.]) in cell + R(c[.]) in skin <-> A(r[1]), R(c[1]) @ 0.2 um^3/count/s, back 0.4 /s
      rule mark: R(s{u}, c[1]) in skin, A(r[1]) in cell + R(s{u -> p}) in skin @ 0.2 um^2/count/s
      rule clear: R(s{p -> u}) @ 0.5 /s
      init A = 8 count in cell
      init B(r[1]) in cell, R(c[1]) in skin = 6 count
      init R = 5 count in skin
      observe pairs = count { A(x[1]), B(y[1]) }
      observe marked = count R(s{p})`,
  },
  "three partners": {
    until: 6,
    body: `compartment cell { volume 1 um^3 }
      molecule A { s {u, p} }
      molecule B { t {u, p} }
      rule three: A(s{u}) + A(s{u}) + B(t{u}) -> A(s{p}) + A(s{p}) + B(t{p}) @ 0.02 um^6/count^2/s
      rule back: A(s{p -> u}) @ 1 /s
      rule backB: B(t{p -> u}) @ 1 /s
      init A() = 8 count
      init B() = 5 count
      observe a = count A(s{p})
      observe b = count B(t{p})`,
  },
};

export interface NetworkFreeCase {
  readonly name: string;
  readonly until: number;
  readonly text: string;
}

export const networkFreeCases: readonly NetworkFreeCase[] = Object.entries(bodies).map(
  ([name, { until, body }]) => ({
    name,
    until,
    text: modelText(body),
  }),
);
