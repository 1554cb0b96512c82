/** Two models in which NFsim differs from the exact answer, which docs/bngl.md proves: the reactions that there are. */
import { expect, test } from "vitest";
import { model, reactions } from "./imported.ts";

test("what takes a site that nothing sets free fires no more often than there are sites", () => {
  const text = model({
    seed_species: "B(t) 2\nC(s!1).A(u!1) 3",
    reaction_rules: "B(t) + C(s!1).A(u!1) -> B(t!1).C(s!1) + A(u) 1",
  });
  expect([...reactions(text)]).toEqual([["B() + C(s[1]), A(u[1]) -> B(t[1]), C(s[1]) + A()", 1]]);
});

test("a bond that a rule opens within a complex opens in a ring and not in a chain", () => {
  const text = model({
    seed_species: "C(c!1,d!3).B(b!1,d!2).A(a!2,d!3) 1",
    reaction_rules: "B(b!1).C(c!1) -> B(b).C(c) 1\nC(d!3).A(d!3) -> C(d).A(d) 1",
  });
  const chains = [...reactions(text).keys()].map((reaction) => reaction.split(" -> ")[1]);
  expect(chains).toEqual(["C(d[1]), B(d[2]), A(a[2], d[1])", "C(c[1]), B(b[1], d[2]), A(a[2])"]);
});
