import { describe, expect, it } from "vitest";
import { courseOf, derivativesOf, observedAt, sumOverRuns } from "./models.ts";

const inCell = (body: string): string => `model M {
  compartment c { volume 2 um^3 }
  species A
  observe n = count A
  ${body}
}`;

describe("a stimulus that adds", () => {
  it("acts all the time without `from` and `for`", () => {
    expect(observedAt(inCell("stimulus s adds A shape 10 count/s"), 3)["n"]).toBeCloseTo(30, 6);
  });

  it("acts from its start for its duration", () => {
    const course = courseOf(inCell("stimulus s adds A from 1 s for 2 s shape 10 count/s"), "n", [1, 2, 3, 5]);
    [0, 10, 20, 20].forEach((value, i) => expect(course[i]).toBeCloseTo(value, 6));
  });

  it("adds a concentration to the whole compartment", () => {
    expect(derivativesOf(inCell("stimulus s adds A shape 10 count/um^3/s")).get("A")).toBe(20);
  });

  it("in a train lets `t` run from each pulse and pulses add up", () => {
    const text = inCell("stimulus s adds A every 0.5 s for 2 s shape 100 count/s * exp(-t / 0.4 s)");
    // Four pulses start, at 0, 0.5, 1 and 1.5 s.
    const integral = (elapsed: number): number => (elapsed <= 0 ? 0 : 40 * (1 - Math.exp(-elapsed / 0.4)));
    const times = [0.3, 0.9, 1.6, 2.4, 12];
    const expected = times.map((time) =>
      [0, 0.5, 1, 1.5].reduce((sum, start) => sum + integral(time - start), 0),
    );
    courseOf(text, "n", times).forEach((value, i) => {
      expect(value / (expected[i] ?? 0)).toBeCloseTo(1, 5);
    });
  });

  it("is a source with that hazard in stochastic runs", () => {
    const text = inCell("stimulus s adds A every 0.5 s for 2 s shape 100 count/s * exp(-t / 0.4 s)");
    const runs = 60;
    const total = sumOverRuns(text, "n", 6, { runs, seed: "pulses" });
    const expected = 160 * runs;
    expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  const bursts = inCell(
    "stimulus s adds A every 1 s for 10 s shape if t < 10 ms then 500 count/s else 0 count/s",
  );

  it("may have a shape that jumps within each pulse", () => {
    const course = courseOf(bursts, "n", [0.5, 3.5, 20]);
    [5, 20, 50].forEach((value, i) => expect(Math.abs((course[i] ?? 0) - value)).toBeLessThan(1e-6));
  });

  it("meets every jump of its shape in stochastic runs", () => {
    const runs = 60;
    const total = sumOverRuns(bursts, "n", 12, { runs, seed: "bursts" });
    expect(Math.abs(total - 50 * runs)).toBeLessThan(4 * Math.sqrt(50 * runs));
  });

  it("drives a variable", () => {
    const text = "model M { variable V = -65 mV  stimulus s adds V from 1 s for 2 s shape 5 mV/s }";
    expect(observedAt(text, 4)["V"]).toBeCloseTo(-55, 8);
  });
});

describe("a stimulus that sets", () => {
  it("replaces a species where nothing limits it", () => {
    const text = inCell(
      "species B  stimulus s sets A shape 10 count * (1 + time / 1 s)\n  rule r: A -> B @ 1 /s",
    );
    expect(courseOf(text, "n", [0, 1, 3])).toEqual([10, 20, 40]);
  });

  it("holds its target in its window and lets it go on from there", () => {
    const text = inCell(`stimulus s sets A from 1 s for 2 s shape 50 count
      rule decay: A -> nothing @ 1 /s`);
    const course = courseOf(text, "n", [0.5, 1, 2, 3, 4]);
    [0, 50, 50, 50, 50 * Math.exp(-1)].forEach((value, i) => expect(course[i]).toBeCloseTo(value, 4));
  });

  it("keeps feeding the reactions of what it sets", () => {
    const text = `model M {
      species A, B
      stimulus s sets A from 1 s for 2 s shape 50 count
      rule r: A -> B @ 1 /s
      observe b = count B
    }`;
    expect(observedAt(text, 3)["b"]).toBeCloseTo(100, 4);
  });

  it("follows its latest pulse in a train", () => {
    const text = inCell("stimulus s sets A every 1 s for 3 s shape 10 count + 100 count/s * t");
    const course = courseOf(text, "n", [0.25, 1.25, 2.5, 3.5]);
    [35, 35, 60, 110].forEach((value, i) => expect(course[i]).toBeCloseTo(value, 6));
  });

  it("does not run dry in stochastic runs", () => {
    const text = `model M {
      species A, B
      stimulus s sets A from 0 s for 10 s shape 100 count
      rule r: A -> B @ 1 /s
      observe b = count B
    }`;
    const runs = 10;
    const total = sumOverRuns(text, "b", 5, { runs, seed: "held" });
    expect(Math.abs(total - 500 * runs)).toBeLessThan(4 * Math.sqrt(500 * runs));
  });

  it("is not moved by the reactions that make what it holds", () => {
    const text = `model M {
      species A = 20 count
      species B = 40 count
      stimulus s sets A from 0 s for 10 s shape 100 count
      rule r: B -> A @ 100 /s
      observe a = count A
      observe b = count B
    }`;
    const { a, b } = observedAt(text, 20, "ssa", { seed: "made" });
    expect([a, b]).toEqual([100, 0]);
  });

  it("loses its molecules again after its window in stochastic runs", () => {
    const text = `model M {
      species A, B
      stimulus s sets A from 0 s for 1 s shape 100 count
      rule r: A -> B @ 10 /s
      observe a = count A
    }`;
    expect(courseOf(text, "a", [0.9, 1, 20], "ssa", { seed: "after" })).toEqual([100, 100, 0]);
  });

  it("begins each pulse at its very start", () => {
    const text = "model M { variable x = 0  stimulus s sets x from 0.1 s every 0.1 s shape t / (0.1 s) }";
    const course = courseOf(text, "x", [0.3, 0.7, 1.2]);
    for (const value of course) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it("sets a variable", () => {
    const text = "model M { variable V = -65 mV  stimulus s sets V shape -60 mV + 10 mV/s * time }";
    expect(courseOf(text, "V", [0, 2])).toEqual([-60, -40]);
  });
});
