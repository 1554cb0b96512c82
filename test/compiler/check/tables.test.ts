import { it } from "vitest";
import { expectInCell } from "./checking.ts";

it("are read by their labels", () => {
  expectInCell(
    "table k[{slow, fast}, {x, y}] /s { x, y slow: 1, 2 fast: 3, 4 /min }\nrule r: A -> B @ k[slow, y]",
  );
});

it("name every row of the key", () => {
  expectInCell("table «k»[{slow, mid, fast}] /s { slow: 1 fast: 3 }\nrule r: A -> B @ k[slow]", {
    code: "TDL4012",
    message: /row for mid/,
  });
});

it("tell of a misspelt row once", () => {
  expectInCell("table k[{slow, fast}] /s { slow: 1 «fats»: 3 }\nrule r: A -> B @ k[slow]", {
    code: "TDL4013",
    suggestion: /`fast`/,
  });
});

it("name every column of the second key", () => {
  expectInCell("table «k»[{slow}, {x, y}] /s { x slow: 1 }\nrule r: A -> B @ k[slow, x]", {
    code: "TDL4012",
    message: /column for y/,
  });
});

it("with two keys begin with the names of the columns", () => {
  expectInCell("table «k»[{slow}, {x, y}] /s { slow: 1, 2 }\nrule r: A -> B @ k[slow, x]", {
    code: "TDL4018",
    suggestion: /`x, y`/,
  });
});

it("have a cell for each column", () => {
  expectInCell("table k[{slow}, {x, y}] /s { x, y «slow: 1» }\nrule r: A -> B @ k[slow, x]", {
    code: "TDL4011",
  });
});

it("have cells of their unit", () => {
  expectInCell("table k[{slow, fast}] /s { slow: 1 fast: «3 uM» }\nrule r: A -> B @ k[slow]", {
    code: "TDL4003",
  });
});

it("are read with labels that they have", () => {
  expectInCell("table k[{slow, fast}] /s { slow: 1 fast: 3 }\nrule r: A -> B @ k[«fats»]", {
    code: "TDL4010",
    suggestion: /`fast`/,
  });
});

it("are read with one label a key", () => {
  expectInCell("table k[{slow}, {x}] /s { x slow: 1 }\nrule r: A -> B @ «k[slow]»", { code: "TDL4004" });
});

const three =
  "table k[{slow, fast}, {cold, warm}, {x, y}] /s { x, y slow, cold: 1, 2 slow, warm: 3, 4 fast, cold: 5, 6";

it("of three keys are read by three labels", () => {
  expectInCell(`${three} fast, warm: 7, 8 }\nrule r: A -> B @ k[slow, warm, y]`);
});

it("of three keys have a row for every combination of labels of the first two", () => {
  expectInCell(`${three.replace("k[", "«k»[")} }\nrule r: A -> B @ k[slow, warm, y]`, {
    code: "TDL4012",
    message: /row for fast, warm\./,
  });
});

it("of three keys have rows of two labels", () => {
  expectInCell(`${three} «fast»: 7, 8 }\nrule r: A -> B @ k[slow, warm, y]`, { code: "TDL4019" });
});
