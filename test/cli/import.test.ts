import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

const model = `begin parameters
k 0.5
end parameters
begin molecule types
A(s~u~p)
end molecule types
begin seed species
A(s~u) 100
end seed species
begin reaction rules
A(s~u) -> A(s~p) k
end reaction rules
begin observables
Molecules Ap A(s~p)
end observables
simulate({method=>"ode",t_end=>2,n_steps=>2})
`;

describe("tendril import", () => {
  it("prints the model as text of the language", async () => {
    const { code, stdout, stderr } = await tendril(fakeContext({ "m.bngl": model }), "import", "m.bngl");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("rule R1: A(s{u -> p}[.]) @ k assume /s");
  });

  it("tells what it can not convert where it stands, and writes nothing", async () => {
    const context = fakeContext({ "m.bngl": model.replace("A(s~p) k", "A(s~p) kk") });
    const { code, stdout, stderr } = await tendril(context, "import", "m.bngl", "-o", "m.tdl");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("m.bngl:11:18: error TDL9004");
  });
});

describe("tendril import to a file that is there", () => {
  const files = { "m.bngl": model, "m.tdl": "worked on" };

  it("leaves it as it is", async () => {
    const context = fakeContext(files);
    const { code, stderr } = await tendril(context, "import", "m.bngl", "-o", "m.tdl");
    expect({ code, text: readFileSync(join(context.cwd, "m.tdl"), "utf8") }).toEqual({
      code: 2,
      text: "worked on",
    });
    expect(stderr).toContain("m.tdl is there already");
  });

  it("writes over it by force", async () => {
    const context = fakeContext(files);
    const { code } = await tendril(context, "import", "m.bngl", "-o", "m.tdl", "--force");
    expect(code).toBe(0);
    expect(readFileSync(join(context.cwd, "m.tdl"), "utf8")).toContain("rule R1");
  });
});

describe("a BNGL file as a model", () => {
  it("runs", async () => {
    const { code, stdout } = await tendril(
      fakeContext({ "m.bngl": model }),
      "run",
      "m.bngl",
      "--out",
      "-",
      "--quiet",
    );
    expect(code).toBe(0);
    const last = Number(stdout.trim().split("\n").at(-1)?.split(",")[1]);
    expect(last).toBeCloseTo(100 * (1 - Math.exp(-1)), 3);
  });

  it("has a network", async () => {
    const { code, stdout } = await tendril(fakeContext({ "m.bngl": model }), "network", "m.bngl", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ species: 2, reactions: 1, conserved: 1 });
  });

  it("has rules that are explained", async () => {
    const { code, stdout } = await tendril(fakeContext({ "m.bngl": model }), "explain", "m.bngl", "R1");
    expect(code).toBe(0);
    expect(stdout).toContain("R1");
  });

  it("is not formatted in place", async () => {
    const { code, stderr } = await tendril(fakeContext({ "m.bngl": model }), "fmt", "m.bngl");
    expect(code).toBe(2);
    expect(stderr).toContain("tendril import m.bngl");
  });
});
