/** Values that must be known before a run: parameters, initial values, constants, settings, sweeps. */
import { describe, it } from "vitest";
import { expectInCell, expectOfFile, expectOfModel } from "./checking.ts";

describe("parameters", () => {
  it("may use parameters and constants", () => {
    expectInCell("const two = 2\nparam k = 1 /s\nparam m = two * k\nrule r: A -> B @ m");
  });

  it.each(["[A] / 1 uM", "count A", "time / 1 s", "x", "d", "f(1)"])("do not use %s", (value) => {
    expectInCell(
      `variable x = 0\ndefine d = count A\nfunction f(y) = y * count A\nparam k = «${value}»\nobserve o = k + x + d + f(1)`,
      {
        code: "TDL4014",
      },
    );
  });

  it("are finite", () => {
    expectInCell("param k = «1 / 0»\nobserve o = k", { code: "TDL4015" });
  });

  it("lie in their range", () => {
    expectInCell("param k = «40 /s» { range 1 .. 10 }\nrule r: A -> B @ k", { code: "TDL4016" });
  });
});

describe("constants", () => {
  it("do not use parameters", () => {
    expectInCell("param p = 2\nconst c = «p + 1»\nobserve o = c", { code: "TDL4017" });
  });
});

describe("initial values", () => {
  it("of species do not use other species", () => {
    expectOfModel(
      "compartment c { volume 1 um^3 }\nspecies A = 1 uM\nspecies B = «2 * [A]»\nrule r: A -> B @ 1 /s",
      { code: "TDL4014" },
    );
  });

  it("of variables do not use time", () => {
    expectOfModel("variable x = «time / 1 s»\nobserve o = x", { code: "TDL4014" });
  });
});

describe("events", () => {
  it.each(["time > 1 s", "[A] > 2 uM", "x > 1", "d > 1", "cell.volume > 2 um^3"])(
    "fire on %s",
    (condition) => {
      expectInCell(`variable x = 0\ndefine d = count A\nevent e when ${condition} set x = 1\nobserve o = d`);
    },
  );

  it.each(["1 s > 2 s", "p > 1", "c == 2"])("never fire on %s", (condition) => {
    expectInCell(
      `variable x = 0\nparam p = 1\nconst c = 2\nevent e when «${condition}» set x = 1\nobserve o = p + c`,
      { code: "TDL5021" },
    );
  });

  it("assign each thing once", () => {
    expectInCell("event e when time > 1 s set [A] = 1 uM, «count A» = 3", { code: "TDL5022" });
  });
});

describe("experiments", () => {
  const model =
    "model M { species A = 1 count param k = 1 /s rule r: A -> nothing @ k }\nexperiment e of M {\n";

  it.each([
    ["until «10»", "TDL4003"],
    ["until «-10 s»", "TDL6007"],
    ["until «1 / k»", "TDL6007"],
    ["until 10 s replicates «2.5»", "TDL6007"],
    ["until 10 s «repeat» 3", "TDL6003"],
    ["until 10 s method «odes»", "TDL6004"],
    ["until 10 s treat «k» discrete", "TDL6014"],
    ["until 10 s «until» 20 s", "TDL6006"],
    ["until 10 s set «A» = 2 count", "TDL6008"],
    ["until 10 s set k = «2»", "TDL4003"],
    ["until 10 s set k = «count A * 1 /s»", "TDL4014"],
    ["until 10 s set k = 2 /s, «k» = 3 /s", "TDL6013"],
    ["until 10 s set k = 2 /s sweep «k» in 1 /s, 2 /s", "TDL6013"],
    ["until 10 s sweep k in «0 /s» .. 2 /s log 3", "TDL6009"],
    ["until 10 s sweep k in 1 /s .. 2 /s log «1»", "TDL6009"],
    ["until 10 s sweep k in 1 /s .. «2 * k» linear 3", "TDL6009"],
    ["until 10 s sweep k in «1» .. 2 linear 3", "TDL4003"],
    ["until 10 s plot «A»", "TDL4005"],
    ["until 10 s plot «count A > 1»", "TDL4003"],
  ] as const)("%s is %s", (settings, code) => {
    expectOfFile(`${model}${settings}\n}`, { code });
  });

  it("without an end are told of", () => {
    expectOfFile(
      "model M { species A = 1 count rule r: A -> nothing @ 1 /s }\nexperiment «e» of M { method ssa }",
      { code: "TDL6012" },
    );
  });

  it("may have settings of another simulator translated", () => {
    expectOfFile(`${model}«t_end» 10\n}`, { code: "TDL6003", suggestion: /`until`/ });
  });
});
