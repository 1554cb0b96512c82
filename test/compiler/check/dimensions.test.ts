import { describe, it } from "vitest";
import { expectInCell, expectOfFile, expectOfModel } from "./checking.ts";

describe("sums and comparisons", () => {
  it.each(["[A] + 3 nM", "[A] - [B]", "count A + 2", "amount A + 3 count", "[A] + 0", "0 - [A]"])(
    "%s fits",
    (value) => {
      expectInCell(`observe o = ${value}`);
    },
  );

  it("need one kind of quantity", () => {
    expectInCell("observe o = «[A] + 3 s»", {
      code: "TDL4002",
      message: /left side is a concentration \(uM\) and the right side is a time \(s\)/,
      related: ["[A]", "3 s"],
    });
  });

  it("tell of the innermost mistake alone", () => {
    expectInCell("observe o = 2 * («[A] + 1 s») + 3 uM", { code: "TDL4002" });
  });

  it("know that count is a plain number", () => {
    expectInCell("observe o = «count A + 5 count»", { code: "TDL4002", suggestion: /leave out the unit/ });
  });

  it("compare like with like", () => {
    expectInCell("event e when «[A] > 5 s» set [A] = 1 uM", { code: "TDL4002" });
  });
});

describe("products, powers and roots", () => {
  it.each([
    ["[A] * cell.volume", "count"],
    ["[A] / 1 uM", "unitless"],
    ["([A] / 1 uM)^2.5", "unitless"],
    ["[A]^2 / 1 uM", "uM"],
    ["sqrt([A] * [B])", "uM"],
    ["(1 um)^(1/2) * (1 um)^(1/2)", "um"],
    ["1 / 2 s", "/s"],
  ])("%s has the unit %s", (value, unit) => {
    expectInCell(`observe o: ${unit} = ${value}`);
  });

  it("need a constant exponent where the base has a unit", () => {
    expectInCell("param n = 2\nobserve o = [A]^«n»", { code: "TDL4007", suggestion: /const/ });
  });

  it("take any exponent where the base has none", () => {
    expectInCell("param n = 2\nobserve o = ([A] / 1 uM)^n");
  });

  it("tell of a variable exponent once", () => {
    expectInCell("param n = 2\nobserve o = [A]^«n» / ((1 uM)^n + [A]^n)", { code: "TDL4007" });
  });

  it("need an exponent without a unit", () => {
    expectOfModel("observe o = 2^(«3 s»)", { code: "TDL4003" });
  });
});

describe("functions", () => {
  it.each(["exp(-time / 1 s)", "log([A] / [B])", "min(1, 2, 3)", "abs(-[A]) / 1 uM", "max([A], [B]) / 1 uM"])(
    "%s fits",
    (value) => {
      expectInCell(`observe o: unitless = ${value}`);
    },
  );

  it("of numbers refuse units", () => {
    expectOfModel("observe o = exp(«time»)", { code: "TDL4003", suggestion: /tau/ });
  });

  it("of one kind refuse two", () => {
    expectOfModel("observe o = «min(1 s, 2 um)»", { code: "TDL4002", message: /^`min` needs/ });
  });

  it("take as many arguments as they declare", () => {
    expectOfFile("function f(x, y) = x + y\nmodel M { observe o = «f(1)» }", { code: "TDL4004" });
  });

  it("work for every unit unless one is declared", () => {
    expectOfFile("function twice(x) = x + x\nmodel M { observe a = twice(1 s) observe b = twice(1 um) }");
  });

  it("hold arguments to their declared unit", () => {
    expectOfFile("function f(x: s) = x\nmodel M { observe o = f(«1 um») }", { code: "TDL4003" });
  });

  it("are checked inside with the arguments of a call", () => {
    expectOfFile("function f(x) = «x + 1»\nmodel M { observe o = f(1 s) }", { code: "TDL4002" });
  });

  it("can not use themselves", () => {
    expectOfFile("function «f»(x) = f(x)\nmodel M { observe o = f(1) }", { code: "TDL3006" });
  });

  it("have names of other languages suggested", () => {
    expectOfModel("observe o = «ln»(2)", { code: "TDL4009", suggestion: /`log`/ });
  });
});

describe("conditions", () => {
  it("are no numbers", () => {
    expectOfModel("observe o = «(time > 1 s)» * 2".replace("«(", "(«").replace(")»", "»)"), {
      code: "TDL4003",
    });
  });

  it("stand after if", () => {
    expectOfModel("observe o = if «time» then 1 else 2", { code: "TDL4003" });
  });

  it("choose between values of one kind", () => {
    expectOfModel("observe o = «if time > 1 s then 1 s else 1 um»", {
      code: "TDL4002",
      message: /^Both results/,
    });
  });
});

describe("declared units", () => {
  it("hold the value to them", () => {
    expectOfModel("observe o: s = «1 um»", { code: "TDL4003", related: ["s"] });
  });

  it("must be units", () => {
    expectOfModel("observe o: «uMM» = 1 uM", { code: "TDL4001", suggestion: /uM/ });
  });

  it("are dropped with unitless and given with assume", () => {
    expectInCell("observe a: unitless = [A] unitless uM\nobserve b: uM = 3 assume uM");
  });

  it("are dropped only where they fit", () => {
    expectInCell("observe o = «[A]» unitless s", { code: "TDL4003" });
  });
});

describe("species", () => {
  it("have no value without brackets", () => {
    expectInCell("observe o = «A»", { code: "TDL4005", suggestion: /\[A\]/ });
  });

  it("in no compartment have a number but no concentration", () => {
    expectOfModel("species A = 10 count\nobserve n = count A\nobserve o = «[A]»", { code: "TDL4006" });
  });

  it("in no compartment are not offered one", () => {
    expectOfModel("species A = 10 count\nobserve o = «A»", {
      code: "TDL4005",
      suggestion: /^Write `count A`/,
    });
  });

  it("start with a concentration or an amount", () => {
    expectOfModel("compartment c { volume 1 fL }\nspecies A = 1 uM\nspecies B = 10 count\nspecies C = «3»", {
      code: "TDL4003",
      suggestion: /`100 nM`/,
    });
  });

  it("start with no negative value", () => {
    expectOfModel("species A = «-3 count»", { code: "TDL5025" });
  });
});
