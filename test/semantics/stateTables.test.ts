/**
 * How often a rule with variables for the states of two like molecules happens: every engine against a count over all
 * pairs of molecules, one by one.
 */
import { describe, expect, it } from "vitest";
import { exactPropensities } from "../support/mixtureFaults.ts";
import { startGraphRun } from "../support/graphRun.ts";
import { compileFor, startNetworkFree } from "../support/networkFreeRun.ts";
import { reactionPropensitiesOf } from "./models.ts";

const volume = 2;
const tables = {
  even: { uu: 4, up: 2, pu: 2, pp: 6 },
  uneven: { uu: 4, up: 1, pu: 3, pp: 6 },
} as const;
type Cells = (typeof tables)[keyof typeof tables];

/** The states of the molecules of each complex, with the number of such complexes. */
const mixture: readonly (readonly [readonly ("u" | "p")[], number])[] = [
  [["u"], 5],
  [["p"], 3],
  [["u", "u"], 2],
  [["u", "p"], 4],
];

const model = (site: string, { uu, up, pu, pp }: Cells): string => `model Pairs {
  compartment cell { volume ${volume} um^3 }
  molecule A { x, s {u, p}${site} }
  molecule L { l${site} }
  table k[A.s, A.s] um^3/count/s {
       u, p
    u: ${uu}, ${up}
    p: ${pu}, ${pp}
  }
  rule meet: A(s{?i}) + A(s{?j}) -> A() + A() + new L() @ k[i, j]
  init A = 5 count
  init A(s{p}) = 3 count
  init A(x[1]), A(x[1]) = 2 count
  init A(x[1]), A(x[1], s{p}) = 4 count
}`;

/** Pairs in either order, halved where both orders are the same event: with equal constants, or in equal states. */
function counted(cells: Cells): number {
  const molecules = mixture.flatMap(([states, number], kind) =>
    Array.from({ length: number }, (_, copy) =>
      states.map((state) => ({ state, complex: `${kind}/${copy}` })),
    ).flat(),
  );
  let sum = 0;
  for (const a of molecules) {
    for (const b of molecules) {
      if (a.complex === b.complex) continue;
      const [one, other] = [cells[`${a.state}${b.state}`], cells[`${b.state}${a.state}`]];
      sum += one / (a.state === b.state || one === other ? 2 : 1);
    }
  }
  return sum / volume;
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe.each(Object.entries(tables))("pairs with %s constants", (_, cells) => {
  const expected = counted(cells);

  it("in the network", () => {
    const found = reactionPropensitiesOf(model("", cells)).map(([, propensity]) => propensity);
    expect(total(found)).toBeCloseTo(expected, 10);
  });

  it("network-free", () => {
    const { engine } = startNetworkFree(
      compileFor(`language 1.0\n${model("", cells)}`, "network_free"),
      "pairs",
    );
    engine.advance(0, 1);
    expect(total(exactPropensities(engine.network).values())).toBeCloseTo(expected, 10);
  });

  it("in the graph, whose rules have the cells and the divisors of these pairs", () => {
    const { engine } = startGraphRun(compileFor(`language 1.0\n${model(", age: s", cells)}`, "graph"));
    const found = engine.network.channels.map(({ rule }) => [rule.name, rule.divisor]);
    const other = cells.up === cells.pu ? [] : [["meet[p, u]", 1]];
    expect(found).toEqual([["meet[u, u]", 2], ["meet[u, p]", 1], ...other, ["meet[p, p]", 2]]);
  });
});
