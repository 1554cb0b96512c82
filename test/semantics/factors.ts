/**
 * The worked table of statistical factors for plain species: rules with their velocities and propensities.
 * spec.md shows this table; the test beside this file has both engines compute it.
 *
 * All rows share one model, whose numbers make every result exact in binary: volume V = 2 um^3, area
 * S = 4 um^2, and constants in units of count and um.
 */

export interface Direction {
  /** Name of the reaction in the compiled model. */
  readonly reaction: string;
  /** In terms of amounts. */
  readonly velocity: string;
  readonly propensity: string;
  /** In count/s, in the state of the model. */
  readonly deterministic: number;
  readonly stochastic: number;
}

export interface FactorRow {
  readonly label: string;
  /** What stands between `rule r:` and the end of the statement. */
  readonly rule: string;
  readonly directions: readonly Direction[];
  /** A species that the rule changes, and by how much one firing of each direction changes it. */
  readonly watched: string;
  readonly changes: readonly number[];
}

/** The model around a row; `RULE` stands for the row's rule. */
export const factorModel = `model Factors {
  compartment cell { volume 2 um^3 }
  compartment membrane { area 4 um^2 }
  species A in cell = 10 count
  species B in cell = 6 count
  species C in cell = 4 count
  species M in membrane = 4 count
  fixed species F in cell = 10 count
  fixed species R in cell = 5 count/um^3
  param k0 = 6 count/um^3/s
  param k1 = 0.5 /s
  param k2 = 4 um^3/count/s
  param k3 = 24 um^6/count^2/s
  param s2 = 4 um^2/count/s
  param v  = 7 count/s
  rule r: RULE
}`;

const row = (
  label: string,
  rule: string,
  [watched, change]: readonly [string, number],
  [velocity, deterministic]: readonly [string, number],
  [propensity, stochastic]: readonly [string, number],
): FactorRow => ({
  label,
  rule,
  directions: [{ reaction: "r", velocity, propensity, deterministic, stochastic }],
  watched,
  changes: [change],
});

export const factorRows: readonly FactorRow[] = [
  row("one reactant", "A -> C @ k1", ["C", 1], ["k1 A", 5], ["k1 a", 5]),
  row("two different reactants", "A + B -> C @ k2", ["C", 1], ["k2 A B / V", 120], ["k2 a b / V", 120]),
  row(
    "two identical reactants",
    "A + A -> C @ k2",
    ["A", -2],
    ["k2 A^2 / (2 V)", 100],
    ["k2 a (a - 1) / (2 V)", 90],
  ),
  row(
    "the same, with a coefficient",
    "2 A -> C @ k2",
    ["A", -2],
    ["k2 A^2 / (2 V)", 100],
    ["k2 a (a - 1) / (2 V)", 90],
  ),
  row(
    "three identical reactants",
    "3 A -> C @ k3",
    ["A", -3],
    ["k3 A^3 / (6 V^2)", 1000],
    ["k3 a (a - 1) (a - 2) / (6 V^2)", 720],
  ),
  row(
    "two identical and one other",
    "A + A + B -> C @ k3",
    ["A", -2],
    ["k3 A^2 B / (2 V^2)", 1800],
    ["k3 a (a - 1) b / (2 V^2)", 1620],
  ),
  row(
    "identical reactants, one of which stays",
    "A + A -> A + B @ k2",
    ["A", -1],
    ["k2 A^2 / (2 V)", 100],
    ["k2 a (a - 1) / (2 V)", 90],
  ),
  row("a catalyst", "A + B -> C + B @ k2", ["A", -1], ["k2 A B / V", 120], ["k2 a b / V", 120]),
  row("identical products", "B -> 2 C @ k1", ["C", 2], ["k1 B", 3], ["k1 b", 3]),
  row("a source", "nothing -> A @ k0", ["A", 1], ["k0 V", 12], ["k0 V", 12]),
  row("a total velocity", "2 A -> C total v", ["A", -2], ["v", 7], ["v, while a >= 2", 7]),
  row(
    "a fixed number of molecules",
    "F + F -> F + F + C @ k2",
    ["C", 1],
    ["k2 F^2 / (2 V)", 100],
    ["k2 f (f - 1) / (2 V)", 90],
  ),
  row("a fixed concentration", "2 R -> C @ k2", ["C", 1], ["k2 [R]^2 V / 2", 100], ["k2 [R]^2 V / 2", 100]),
  row("fixed and free", "R + A -> C @ k2", ["A", -1], ["k2 [R] A", 200], ["k2 [R] a", 200]),
  row("volume and surface", "A + M -> M @ k2", ["A", -1], ["k2 A M / V", 80], ["k2 a m / V", 80]),
  row("two on a surface", "2 M -> C @ s2", ["M", -2], ["s2 M^2 / (2 S)", 8], ["s2 m (m - 1) / (2 S)", 6]),
  {
    label: "reversible dimerisation",
    rule: "A + A <-> C @ k2, back k1",
    watched: "C",
    changes: [1, -1],
    directions: [
      {
        reaction: "r",
        velocity: "k2 A^2 / (2 V)",
        propensity: "k2 a (a - 1) / (2 V)",
        deterministic: 100,
        stochastic: 90,
      },
      { reaction: "r (back)", velocity: "k1 C", propensity: "k1 c", deterministic: 2, stochastic: 2 },
    ],
  },
];

export function modelOfRow({ rule }: FactorRow): string {
  return factorModel.replace("RULE", rule);
}

/** The table as spec.md shows it, a line an array entry. */
export function factorTable(): readonly string[] {
  const lines = [
    "| | rule | deterministic velocity | count/s | stochastic propensity | /s |",
    "|---|---|---|---|---|---|",
  ];
  for (const { label, rule, directions } of factorRows) {
    directions.forEach(({ velocity, propensity, deterministic, stochastic }, i) => {
      const head = i === 0 ? `${label} | \`${rule}\`` : "its way back |";
      lines.push(`| ${head} | ${velocity} | ${deterministic} | ${propensity} | ${stochastic} |`);
    });
  }
  return lines;
}
