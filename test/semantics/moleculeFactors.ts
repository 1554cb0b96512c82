/**
 * The worked table of statistical factors for molecules with sites: rules with their velocities and propensities.
 * spec.md shows this table; the tests beside this file have every method compute it.
 *
 * The expected numbers are worked out by hand from: propensity = constant * embeddings of the left side /
 * automorphisms of the left side that the whole rule preserves. Every row has the same initial state.
 */

export interface MoleculeFactorRow {
  readonly label: string;
  /** What stands between `rule r:` and the end of the statement. */
  readonly rule: string;
  /** In terms of numbers. */
  readonly propensity: string;
  /** In /s, in the state of the model. */
  readonly stochastic: number;
  /** In count/s: the propensity, with n^2 in place of n (n - 1) where identical complexes meet. */
  readonly deterministic: number;
  /** A pattern whose count every firing changes, and by how much. */
  readonly watched: string;
  readonly change: number;
}

/** The model around a row. */
export const moleculeFactorModel = `model Matches {
  compartment cell { volume 2 um^3 }
  molecule A { x, s {u, p} }
  molecule B { c, m {u, p} }
  molecule C { b }
  molecule L { l }
  molecule R { r * 2 }
  molecule T { l, r }
  init A = 10 count                                 # a
  init A(x[1]), A(x[1]) = 6 count                   # d
  init A(x[1], s{u}), A(x[1], s{p}) = 4 count       # h
  init B = 6 count                                  # b
  init C = 4 count                                  # c
  init C(b[1]), B(c[1]) = 5 count                   # cb
  init L = 8 count                                  # n
  init R = 5 count                                  # r0
  init R(r[1]), L(l[1]) = 4 count                   # r1
  init R(r[1], r[2]), L(l[1]), L(l[2]) = 3 count    # r2
  init chain of 3 T by r - l = 4 count              # t
  init ring of 3 T by r - l = 2 count               # o
  param k0 = 6 count/um^3/s
  param k1 = 0.5 /s
  param k2 = 4 um^3/count/s
  param v  = 7 count/s
  table even[A.s, A.s] um^3/count/s {
       u, p
    u: 4, 2
    p: 2, 6
  }
  table uneven[A.s, A.s] um^3/count/s {
       u, p
    u: 4, 1
    p: 3, 6
  }
  energy odd: A(x[1], s{u}), A(x[1], s{p}) = -log(4)    # f = exp(-E) = 4
  RULE
}`;

const row = (
  label: string,
  rule: string,
  [watched, change]: readonly [string, number],
  propensity: string,
  stochastic: number,
  deterministic = stochastic,
): MoleculeFactorRow => ({ label, rule, propensity, stochastic, deterministic, watched, change });

export const moleculeFactorRows: readonly MoleculeFactorRow[] = [
  row(
    "identical reactants",
    "A(x[.]) + A(x[.]) -> A(x[1]), A(x[1]) @ k2",
    ["A(x[.])", -2],
    "k2 a (a - 1) / (2 V)",
    90,
    100,
  ),
  row(
    "identical reactants, one of which changes",
    "A(x[.], s{u -> p}) + A(x[.], s{u}) @ k2",
    ["A(s{p})", 1],
    "k2 a (a - 1) / V",
    180,
    200,
  ),
  row(
    "a constant for the states of both, the same in either order",
    "A(s{?i}) + A(s{?j}) -> A() + A() + new L() @ even[i, j]",
    ["L", 1],
    "(k_uu (u (u - 1) / 2 - d) + k_up (u p - h) + k_pp p (p - 1) / 2) / V",
    756,
    804,
  ),
  row(
    "one that depends on the order",
    "A(s{?i}) + A(s{?j}) -> A() + A() + new L() @ uneven[i, j]",
    ["L", 1],
    "(k_uu (u (u - 1) / 2 - d) + (k_up + k_pu) (u p - h) + k_pp p (p - 1) / 2) / V",
    856,
    908,
  ),
  row(
    "the same in a symmetric complex, in either order",
    "A(x[1], s{?i}), A(x[1], s{?j}) -> A(x[1]), A(x[1]) + new L() @ even[i, j] * (1 count/um^3)",
    ["L", 1],
    "1 count/um^3 (k_uu d + k_up h)",
    32,
  ),
  row(
    "and depending on the order",
    "A(x[1], s{?i}), A(x[1], s{?j}) -> A(x[1]), A(x[1]) + new L() @ uneven[i, j] * (1 count/um^3)",
    ["L", 1],
    "1 count/um^3 (k_uu d + (k_up + k_pu) h)",
    40,
  ),
  row(
    "a symmetric complex comes apart",
    "A(x[1]), A(x[1]) -> A(x[.]) + A(x[.]) @ k1",
    ["A(x[.])", 2],
    "k1 (d + h)",
    5,
  ),
  row(
    "both of a symmetric pair change",
    "A(x[1], s{u -> p}), A(x[1], s{u -> p}) @ k1",
    ["A(s{p})", 2],
    "k1 d",
    3,
  ),
  row(
    "one of a symmetric pair changes",
    "A(x[1], s{u -> p}), A(x[1], s{u}) @ k1",
    ["A(s{p})", 1],
    "2 k1 d",
    6,
  ),
  row(
    "one changes, the other in any state",
    "A(x[1], s{u -> p}), A(x[1]) @ k1",
    ["A(s{p})", 1],
    "k1 (2 d + h)",
    8,
  ),
  row("several matches in one complex", "A(s{u -> p}, x[_]) @ k1", ["A(s{p})", 1], "k1 (2 d + h)", 8),
  row(
    "a symmetric complex as catalyst",
    "A(x[1]), A(x[1]) + B(c[.], m{u -> p}) @ k2",
    ["B(m{p})", 1],
    "k2 (d + h) b / V",
    120,
  ),
  row(
    "one of its molecules as catalyst",
    "A(x[_]) + B(c[.], m{u -> p}) @ k2",
    ["B(m{p})", 1],
    "2 k2 (d + h) b / V",
    240,
  ),
  row(
    "the same, distinct",
    "A(x[_]) + B(c[.], m{u -> p}) distinct @ k2",
    ["B(m{p})", 1],
    "k2 (d + h) b / V",
    120,
  ),
  row(
    "one of a pair is deleted",
    "a: A(x[1]), b: A(x[1]) -> delete a, b(x[.]) @ k1",
    ["A()", -1],
    "2 k1 (d + h)",
    10,
  ),
  row(
    "a complex is deleted, distinct",
    "a: A(x[_]) -> delete complex a distinct @ k1",
    ["A()", -2],
    "k1 (d + h)",
    5,
  ),
  row("both are deleted", "a: A(x[1]), b: A(x[1]) -> delete a, delete b @ k1", ["A()", -2], "k1 (d + h)", 5),
  row(
    "two different molecules come apart",
    "C(b[1]), B(c[1]) -> C(b[.]) + B(c[.]) @ k1",
    ["C(b[.])", 1],
    "k1 cb",
    2.5,
  ),
  row(
    "identical sites bind",
    "R(r[.]) + L(l[.]) -> R(r[1]), L(l[1]) @ k2",
    ["L(l[.])", -1],
    "k2 (2 r0 + r1) n / V",
    224,
  ),
  row(
    "one of identical sites lets go",
    "R(r[1]), L(l[1]) -> R(r[.]) + L(l[.]) @ k1",
    ["L(l[.])", 1],
    "k1 (r1 + 2 r2)",
    5,
  ),
  row(
    "one of two bound sites lets go",
    "R(r[1], r[_]), L(l[1]) -> R(r[.], r[_]) + L(l[.]) @ k1",
    ["L(l[.])", 1],
    "2 k1 r2",
    3,
  ),
  row(
    "both let go",
    "R(r[1], r[2]), L(l[1]), L(l[2]) -> R(r[.], r[.]) + L(l[.]) + L(l[.]) @ k1",
    ["L(l[.])", 2],
    "k1 r2",
    1.5,
  ),
  row("one bound site as condition", "R(r[_]) -> R(r[_]) + new L() @ k1", ["L()", 1], "k1 (r1 + 2 r2)", 5),
  row("both as condition", "R(r[_], r[_]) -> R(r[_], r[_]) + new L() @ k1", ["L()", 1], "k1 r2", 1.5),
  row(
    "one bound site as condition, distinct",
    "R(r[_]) -> R(r[_]) + new L() distinct @ k1",
    ["L()", 1],
    "k1 (r1 + r2)",
    3.5,
  ),
  row("identical products", "C(b[.]) -> C(b[.]) + new L() + new L() @ k1", ["L()", 2], "k1 c", 2),
  row("a source", "nothing -> new L() @ k0", ["L()", 1], "k0 V", 12),
  row("a total velocity, over several complexes", "b: B(m{u}) -> delete b total v", ["B()", -1], "v", 7),
  row(
    "only between complexes",
    "C() + B(m{u -> p}) @ k2",
    ["B(m{p})", 1],
    "k2 ((c + cb) (b + cb) - cb) / V",
    188,
    198,
  ),
  row(
    "between and within",
    "C() + B(m{u -> p}) @ k2, within k1",
    ["B(m{p})", 1],
    "k2 ((c + cb) (b + cb) - cb) / V + k1 cb",
    190.5,
    200.5,
  ),
  row(
    "the same constant anywhere",
    "C() + B(m{u -> p}) @ k2, anywhere",
    ["B(m{p})", 1],
    "k2 (c + cb) (b + cb) / V",
    198,
    208,
  ),
  row("any bond opens", "T(r[1 -> .]), T(l[1 -> .]) @ k1", ["T(r[.])", 1], "k1 (2 t + 3 o)", 7),
  row("a bond opens and parts", "T(r[1]), T(l[1]) -> T(r[.]) + T(l[.]) @ k1", ["T(r[.])", 1], "2 k1 t", 4),
  row(
    "a bond opens and parts nothing",
    "{ T(r[1]), T(l[1]) } -> { T(r[.]), T(l[.]) } @ k1",
    ["T(r[.])", 1],
    "3 k1 o",
    3,
  ),
  row(
    "a ring as condition",
    "T(r[1], l[3]), T(r[2], l[1]), T(r[3], l[2]) -> T(r[1], l[3]), T(r[2], l[1]), T(r[3], l[2]) + new L() @ k1",
    ["L()", 1],
    "k1 o",
    1,
  ),
  row(
    "one bond of a ring opens",
    "T(r[1 -> .], l[3]), T(r[2], l[1 -> .]), T(r[3], l[2]) @ k1",
    ["T(r[.])", 1],
    "3 k1 o",
    3,
  ),
  row(
    "a ring closes",
    "T(r[.]) + T(l[.]) -> T(r[1]), T(l[1]) @ 0 um^3/count/s, within k1",
    ["T(r[.])", -1],
    "k1 t",
    2,
  ),
  row(
    "a complex without a marked molecule",
    "A(s{u -> p}) exclude reactant 1: A(s{p}) @ k1",
    ["A(s{p})", 1],
    "k1 (a + 2 d)",
    11,
  ),
  row("a complex with one", "A(s{u -> p}) include reactant 1: A(s{p}) @ k1", ["A(s{p})", 1], "k1 h", 2),
  row(
    "one of two conditions",
    "B(m{u -> p}) include reactant 1: C() include reactant 1: B(c[.]) @ k1",
    ["B(m{p})", 1],
    "k1 (b + cb)",
    5.5,
  ),
  row(
    "a condition on what comes out",
    "T(r[1 -> .]), T(l[1 -> .]) exclude product 1: T(r[.], l[.]) @ k1",
    ["T(r[.])", 1],
    "k1 (t + 3 o)",
    5,
  ),
  row(
    "a count in the complex of the match",
    "a: A(s{u -> p}) @ k1 * count A of a",
    ["A(s{p})", 1],
    "k1 (a + 4 d + 2 h)",
    21,
  ),
  row(
    "the same for a symmetric pair",
    "a: A(x[.]) + b: A(x[.]) -> a(x[1]), b(x[1]) @ k2 * (count A of a + count A of b)",
    ["A(x[.])", -2],
    "2 k2 a (a - 1) / (2 V)",
    180,
    200,
  ),
  row(
    "the same for one of the pair",
    "a: A(x[.]) + b: A(x[.]) -> a(x[1]), b(x[1]) @ k2 * count A of a",
    ["A(x[.])", -2],
    "k2 a (a - 1) / V",
    180,
    200,
  ),
  row(
    "a balanced change of one of a pair",
    "A(s{u}, x[_]) -> A(s{p}, x[_]) @ k1, balanced 0.5",
    ["A(s{p})", 1],
    "k1 (2 d f^(1/2) + h f^(-1/2))",
    13,
  ),
  row(
    "a balanced dimer comes apart",
    "A(x[1]), A(x[1]) -> A(x[.]) + A(x[.]) @ k1, balanced 1",
    ["A(x[.])", 2],
    "k1 (d + h / f)",
    3.5,
  ),
];

export function modelOfMoleculeRow({ rule, watched }: MoleculeFactorRow): string {
  return moleculeFactorModel.replace("RULE", `rule r: ${rule}\n  observe watched = count ${watched}`);
}

/** The table as spec.md shows it, a line an array entry. */
export function moleculeFactorTable(): readonly string[] {
  return [
    "| | rule | stochastic propensity | /s | deterministic, count/s |",
    "|---|---|---|---|---|",
    ...moleculeFactorRows.map(
      ({ label, rule, propensity, stochastic, deterministic }) =>
        `| ${label} | \`${rule}\` | ${propensity} | ${stochastic} | ${deterministic} |`,
    ),
  ];
}
