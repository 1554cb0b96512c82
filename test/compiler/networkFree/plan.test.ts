/** What a network-free plan holds, and what it refuses because it can not be followed exactly. */
import { expect, test } from "vitest";
import { codesFor, compileFor, modelText } from "../../support/networkFreeRun.ts";

const molecule = "molecule A { s {u, p} }\n init A() = 5 count\n observe p = count A(s{p})\n";

test("a rate that changes with time and from match to match", () => {
  const text = modelText(`${molecule} rule go: a: A(s{u -> p}) @ 1 /s * time / 1 s * count A of a`);
  expect(codesFor(text, "network_free")).toContain("TDL5126");
});

test("a rate that changes with time is none of these, and is followed between reactions", () => {
  const text = modelText(`${molecule} rule go: A(s{u -> p}) @ 1 /s * time / 1 s`);
  expect(codesFor(text, "network_free")).toEqual([]);
  expect([...(compileFor(text, "network_free").jumps?.varying ?? [])]).toEqual([0]);
});

test("a rate that changes in steps costs no integration", () => {
  const text = modelText(`${molecule} rule go: A(s{u -> p}) @ if time >= 2 s then 1 /s else 0 /s`);
  expect(codesFor(text, "network_free")).toEqual([]);
  expect(compileFor(text, "network_free").jumps).toBeNull();
});

test("a variable that flows moves between reactions", () => {
  const text = modelText(`${molecule} variable v = 0\n flow fv: v' = 1 /s\n rule go: A(s{u -> p}) @ 1 /s`);
  expect(compileFor(text, "network_free").jumps?.continuous).toHaveLength(1);
});

test("equal fragments of rules and measures are one", () => {
  const text = modelText(`${molecule} rule go: A(s{u -> p}) @ 1 /s\n rule back: A(s{p -> u}) @ 1 /s`);
  expect(compileFor(text, "network_free").agents?.fragments).toHaveLength(2);
});

test("patterns that name sites in another order have the same fragment, and links still meet", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    molecule A { x, y {u, p} } molecule B { z }
    rule on: A(y{u}, x[.]) + B(z[.]) -> A(y{u}, x[1]), B(z[1]) @ 1 um^3/count/s
    rule off: A(x[1], y{u}), B(z[1]) -> A(x[.], y{u}) + B(z[.]) @ 1 /s
    rule other: A(y{u -> p}, x[1]), B(z[1]) @ 1 /s
    init A() = 5 count init B() = 5 count`);
  // A with x free, B free, and the two bound.
  expect(compileFor(text, "network_free").agents?.fragments).toHaveLength(3);
});

test("no search is needed where the contact map shows that partners are apart", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    molecule A { x } molecule B { y, z } molecule C { w }
    rule ab: A(x[.]) + B(y[.]) <-> A(x[1]), B(y[1]) @ 1 um^3/count/s, back 1 /s
    rule bc: B(z[.]) + C(w[.]) <-> B(z[1]), C(w[1]) @ 1 um^3/count/s, back 1 /s
    init A() = 5 count init B() = 5 count init C() = 5 count`);
  for (const { apart, joined, parted } of compileFor(text, "network_free").agents?.channels ?? []) {
    expect([...apart, ...joined, ...parted]).toEqual([]);
  }
});

test("a search is needed where a scaffold may hold both partners", () => {
  const text = modelText(`compartment cell { volume 1 um^3 }
    molecule S { a, b } molecule K { k } molecule T { t, m {u, p} }
    rule ka: S(a[.]) + K(k[.]) <-> S(a[1]), K(k[1]) @ 1 um^3/count/s, back 1 /s
    rule tb: S(b[.]) + T(t[.]) <-> S(b[1]), T(t[1]) @ 1 um^3/count/s, back 1 /s
    rule phos: K() + T(m{u -> p}) @ 1 um^3/count/s
    init S() = 5 count init K() = 5 count init T() = 5 count`);
  const channels = compileFor(text, "network_free").agents?.channels ?? [];
  expect(channels.filter(({ apart }) => apart.length > 0).map(({ name }) => name)).toEqual(["phos"]);
});

test("a cut needs no search where complexes can have no rings", () => {
  const body = (within: string): string =>
    modelText(`compartment cell { volume 1 um^3 }
      molecule T { l, r }
      rule grow: T(r[.]) + T(l[.]) -> T(r[1]), T(l[1]) @ 1 um^3/count/s${within}
      rule cut: T(r[1]), T(l[1]) -> T(r[.]) + T(l[.]) @ 1 /s
      init T() = 5 count`);
  const trees = compileFor(body(""), "network_free").agents;
  const rings = compileFor(body(", within 1 /s"), "network_free").agents;
  expect(trees?.channels.flatMap(({ parted }) => parted)).toEqual([]);
  expect(rings?.channels.flatMap(({ parted }) => parted)).toHaveLength(1);
  expect(trees?.keepsComplexes).toBe(true);
});
