/** To which size a constant refers when molecules of volumes and membranes meet, and which do not meet: every method. */
import { describe, expect, it } from "vitest";
import { exactPropensities } from "../support/mixtureFaults.ts";
import { compileFor, startNetworkFree } from "../support/networkFreeRun.ts";
import { observableSlopesOf, reactionPropensitiesOf } from "./models.ts";

const model = (rule: string): string => `model Places {
  compartment cell { volume 3 um^3 }
  compartment nucleus { volume 2 um^3 }
  compartment skin { area 7 um^2 }
  molecule A { x, r }
  molecule B { y, r }
  molecule R { c, s {u, p} }
  molecule M { m }
  species Ca in cell = 30 count
  init A = 4 count in cell
  init A = 5 count in nucleus
  init A(r[1]) in cell, R(c[1]) in skin = 6 count
  init B = 8 count in cell
  init B(r[1]) in cell, R(c[1]) in skin = 9 count
  init R = 10 count in skin
  rule meet: ${rule}
  observe made = count M
}`;

const cases: readonly (readonly [string, string, number])[] = [
  [
    "those of a volume, and parts in it of complexes in a membrane",
    "A(x[.]) in cell + B(y[.]) -> A() + B() + new M() in cell @ 6 um^3/count/s",
    (6 * (4 + 6) * (8 + 9)) / 3,
  ],
  [
    "two volumes: never",
    "A(x[.], r[.]) in nucleus + B(y[.], r[.]) in cell -> A() + B() + new M() in cell @ 6 um^3/count/s",
    0,
  ],
  [
    "two named molecules of the membrane",
    "R(s{u}, c[1]) in skin, A(r[1]) in cell + R(c[.]) in skin -> R(), A() + R() + new M() in cell @ 7 um^2/count/s",
    (7 * 6 * 10) / 7,
  ],
  [
    "one from the volume to the membrane",
    "R(c[.]) in skin + A(r[.]) in cell -> R() + A() + new M() in cell @ 6 um^3/count/s",
    (6 * 10 * 4) / 3,
  ],
  [
    "a plain species of the volume at the membrane",
    "R(c[.]) in skin + Ca -> R() + Ca + new M() in cell @ 6 um^3/count/s",
    (6 * 10 * 30) / 3,
  ],
];

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe.each(cases)("%s", (_, rule, expected) => {
  it("in the network", () => {
    expect(observableSlopesOf(model(rule)).get("made")).toBeCloseTo(expected, 10);
    const found = reactionPropensitiesOf(model(rule)).map(([, propensity]) => propensity);
    expect(sum(found)).toBeCloseTo(expected, 10);
  });

  it("network-free", () => {
    const { engine } = startNetworkFree(compileFor(`language 1.0\n${model(rule)}`, "network_free"), "places");
    engine.advance(0, 1);
    expect(sum(exactPropensities(engine.network).values())).toBeCloseTo(expected, 10);
  });
});
