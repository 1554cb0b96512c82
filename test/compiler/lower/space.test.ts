/** Growth in space: what it expands to can be read, checks, and is the same model. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { expandProgram } from "../../../compiler/expand/expandProgram.ts";
import { MemoryHost } from "../../../compiler/host.ts";

function hostOf(text: string): MemoryHost {
  return new MemoryHost(new Map([["m.tdl", text]]));
}

function expanded(text: string): string {
  const found = expandProgram({ main: "m.tdl", host: hostOf(text) });
  expect(found.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(found.models[0]?.obstacle).toBeNull();
  return found.models[0]?.text ?? "";
}

interface Flat {
  readonly spatial: Readonly<Record<string, readonly unknown[]>>;
}

function flatOf(text: string): Flat {
  const result = compile({ main: "m.tdl", host: hostOf(text), experiment: null, method: "graph" });
  const dumped = result.dump("model");
  if (dumped === null) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return JSON.parse(dumped) as Flat;
}

/** The expansion parses and checks, and has the same numbers of everything. */
function expectSame(text: string): string {
  const plain = expanded(text);
  const [before, after] = [flatOf(text).spatial, flatOf(plain).spatial];
  for (const part of ["types", "rules", "energies", "motions", "measures", "seeds", "boundaries"])
    expect(after[part]?.length, part).toBe(before[part]?.length);
  expect(before["rules"]?.length).toBeGreaterThan(0);
  return plain;
}

const actin = `filament Actin {
    subunit { nucleotide {ATP, ADP} }
    ends barbed, pointed
    rise 2.7 nm  persistence 17 um  stretch 40 nN
  }
  motion Actin.pos overdamped drag 0.003 pN*s/um`;

function flat(...statements: readonly string[]): string {
  return `language 1.0
model Edge {
  space 2D depth 0.1 um
  temperature 298.15 K
  compartment head { volume 0.1 um^3 }
  species G, Arp23, CaMKII in head = 1 uM
  ${statements.join("\n  ")}
}
`;
}

/** On one line, without blanks inside brackets. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")");
}

describe("in 2D", () => {
  it("a new bead stands a rise further, with a bend drawn from equilibrium, against the load", () => {
    const text = oneLine(
      expectSame(flat(actin, "grow Actin at barbed from G @ 11.6 /uM/s * exp(-load * rise / kT)")),
    );
    expect(text).toContain(
      "set n.pos = f.pos + Actin_rise * rotate(unit(f.pos - m.pos), normal(0, sqrt(Actin_rise / Actin_persistence)))",
    );
    expect(text).toContain("exp(-max(0, -dot(contact_force(f), unit(f.pos - m.pos))) * Actin_rise / kT)");
  });

  it("beads hold together by the energies of a worm-like chain", () => {
    const text = oneLine(expectSame(flat(actin, "grow Actin at barbed from G @ 11.6 /uM/s")));
    expect(text).toContain("= 0.5 * (40 nN / Actin_rise) * (distance(a, b) - Actin_rise)^2");
    expect(text).toContain("norm(unit(c.pos - b.pos) - unit(b.pos - a.pos))^2");
  });

  it("lengths of states whose names join alike have names of their own", () => {
    const alike = actin
      .replace(/nucleotide \{[^}]*\}/, "nucleotide {ATP, ADP, ATP_ADP}")
      .replace("persistence 17 um", "persistence if nucleotide.ATP_ADP then 2 um else 17 um");
    const text = expanded(flat(alike));
    expect(text).toContain("define Actin_persistence_1: um = 17 um");
    expect(text).toContain("define Actin_persistence_2: um = 2 um");
  });

  it("what turns has the persistence length of its state", () => {
    const soft = actin.replace("persistence 17 um", "persistence if nucleotide.ADP then 2 um else 17 um");
    const text = oneLine(expectSame(flat(soft, "grow Actin at barbed from G @ 11.6 /uM/s")));
    expect(text).toContain("define Actin_persistence_ADP: um = 2 um");
    for (const state of ["ATP", "ADP"]) {
      expect(text).toMatch(
        new RegExp(
          `b: Actin\\(pointed\\[1\\], barbed\\[2\\], nucleotide\\{${state}\\}\\).*?Actin_persistence_${state} / Actin_rise`,
        ),
      );
      expect(text).toMatch(
        new RegExp(
          `f: Actin\\(barbed\\[.\\], pointed\\[1\\], nucleotide\\{${state}\\}\\).*?sqrt\\(Actin_rise / Actin_persistence_${state}`,
        ),
      );
    }
    // Only ends of this state grow, so that there is one rule.
    const chosen = oneLine(
      expectSame(flat(soft, "grow Actin(nucleotide{ATP}) at barbed from G @ 11.6 /uM/s")),
    );
    expect(chosen.match(/rule grow_Actin_barbed/g)?.length).toBe(1);
  });

  it("along a bead compliances add", () => {
    const soft = actin.replace(
      "persistence 17 um",
      "persistence if nucleotide.ADP then 2 um else 17 um  bead 10",
    );
    const text = oneLine(expectSame(flat(soft, "grow Actin at barbed from G @ 11.6 /uM/s")));
    for (const label of ["b", "f"])
      expect(text).toContain(
        `(${label}.ATP + ${label}.ADP) / (${label}.ATP / Actin_persistence_ATP + ${label}.ADP / Actin_persistence_ADP)`,
      );
  });

  it("a branch stands at its angle, which a spring of the same spread holds", () => {
    const text = oneLine(
      expectSame(
        flat(
          actin,
          "grow Actin at barbed from G @ 11.6 /uM/s",
          "branch Actin with Arp23 angle 70 deg sd 7 deg @ 0.003 /uM/s",
          "debranch Actin @ 0.05 /s",
        ),
      ),
    );
    expect(text).toContain("normal(70 deg, 7 deg) * (if uniform(0, 1) < 0.5 then 1 else -1)");
    expect(text.match(/0\.25 \* \(kT \/ \(7 deg\)\^2\)|0\.25 \* \(kT \/ 7 deg\^2\)/g)?.length).toBe(2);
    // The branching protein moves like the filament.
    expect(text).toContain("motion Actin_branch.pos overdamped drag 0.003 pN*s/um");
    // An end grows from a bead, from the first bead of a branch, and from the branching protein.
    expect(text.match(/rule grow_Actin_barbed/g)?.length).toBe(3);
  });

  it("links stand across both filaments, and are springs", () => {
    const text = oneLine(
      expectSame(
        flat(
          actin,
          "bundle Actin with CaMKII within 35 nm angle 15 deg length 30 nm stiffness 1 pN/nm @ 0.5 /uM/s, back 0.23 /s",
        ),
      ),
    );
    expect(text).toContain("distance(f, g) < 35 nm");
    expect(text).toContain("= 0.5 * 1 pN/nm * (distance(f, g) - 30 nm)^2");
    expect(text).toContain("rule unbundle_Actin_CaMKII");
  });

  it("beads of several subunits count them, and bend by the lengths they have", () => {
    const text = oneLine(
      expectSame(
        flat(
          actin.replace("stretch 40 nN", "stretch 40 nN  bead 10"),
          "grow Actin at barbed from G as nucleotide{ATP} @ 11.6 /uM/s",
          "shrink Actin(nucleotide{ATP}) at barbed to G @ 1.4 /s",
          "hydrolyse Actin(nucleotide{ATP -> ADP}) @ 0.3 /s",
          "sever Actin(nucleotide{ADP}) when bend > 57 deg @ 0.01 /s",
          "anneal Actin within 10 nm angle 20 deg @ 1 /s",
        ),
      ),
    );
    expect(text).toContain("molecule Actin { barbed, pointed, ATP: count, ADP: count, pos: vector um }");
    expect(text).toContain("set f.ATP = f.ATP - 1 count, f.ADP = f.ADP + 1 count when f.ATP > 0.5 count");
    expect(text).toContain("@ 0.01 /s * (f.ADP / 1 count)");
  });

  it("a membrane is a ring of vertices that keeps its mesh, and sizes the compartment", () => {
    const text = oneLine(
      expectSame(`language 1.0
model Cell {
  space 2D depth 0.1 um
  temperature 298.15 K
  compartment head { volume volume(plasma) }
  membrane plasma in head {
    bending 0.18 pN*um  tension 15 pN/um  pressure 85 Pa  mesh 15 nm  radius 0.25 um
    contact 500 pN/um  within 5 nm
  }
  filament Actin { ends barbed, pointed  rise 2.7 nm }
  motion plasma.pos overdamped drag 0.003 pN*s/um
  sever Actin when distance(plasma) < 20 nm @ 0.1 /s
  observe area: um^2 = area(plasma)
  observe round: um = perimeter(plasma)
}
`),
    );
    // 2 pi 0.25 um / 15 nm
    expect(text).toContain("init plasma(right[1], left[105])");
    expect(text).toContain("when distance(f, plasma) < 20 nm");
    expect(text).toContain("volume depth * sum(0.5 * cross(a.pos, b.pos) over");
    expect(text).toContain("rule plasma_refine");
    expect(text).toContain("rule plasma_coarsen");
  });

  it("a membrane feels the tip of a bead of several subunits, and the middle of beads inside a filament", () => {
    const text = oneLine(
      expectSame(`language 1.0
model Cell {
  space 2D depth 0.1 um
  compartment head { volume 0.1 um^3 }
  species G in head = 1 uM
  membrane plasma in head { tension 15 pN/um  mesh 15 nm  radius 0.25 um  contact 500 pN/um  within 5 nm }
  filament Actin { ends barbed, pointed  rise 2.7 nm  bead 10 }
  grow Actin at barbed from G @ 11.6 /uM/s
}
`),
    );
    expect(text).toContain("energy energy_plasma_contact_Actin: f: Actin(barbed[_], pointed[_]) + a: plasma");
    for (const end of ["barbed", "pointed"]) {
      const tip = text.slice(text.indexOf(`energy_plasma_contact_Actin_${end}: f: Actin(${end}[.])`));
      expect(tip).toContain("segment_distance(f, a, b) < 2 * 5 nm + 5 * Actin_rise and");
      expect(tip).toContain(
        "(5 nm + 0.5 * Actin_rise * f.subunits / 1 count - cross(unit(b.pos - a.pos), f.pos - a.pos))^2",
      );
    }
  });
});

describe("in 3D", () => {
  it("a filament begins anywhere in a ball, and a membrane is a sphere", () => {
    const text = oneLine(
      expectSame(`language 1.0
model Cell {
  space 3D
  temperature 298.15 K
  compartment head { volume volume(plasma) }
  species G in head = 1 uM
  membrane plasma in head { tension 15 pN/um  pressure 85 Pa  radius 0.25 um  contact 500 pN/um  within 5 nm }
  filament Actin { ends barbed, pointed  rise 2.7 nm  persistence 17 um }
  region tip in head = ball(0 um, 0 um, 0 um, 50 nm)
  nucleate Actin in tip from 2 G @ 1 /uM/s
  grow Actin at barbed from G @ 11.6 /uM/s
  sever Actin when distance(plasma) < 20 nm @ 0.1 /s
  motion plasma.radius overdamped drag 1 pN*s/um
  observe surface: um^2 = area(plasma)
}
`),
    );
    expect(text).toContain("molecule plasma { pos: vector um, radius: um }");
    expect(text).toContain("sum(m.radius over m: plasma()) - norm(f.pos - vec(0 um, 0 um, 0 um)) < 20 nm");
    // Two small turns about axes across the direction.
    expect(text.match(/normal\(0, sqrt\(Actin_rise \/ Actin_persistence\)\)/g)?.length).toBe(2);
  });
});
