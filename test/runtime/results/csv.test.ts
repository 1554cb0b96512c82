import { expect, it } from "vitest";
import { csvChunks, csvField, csvText } from "../../../runtime/results/csv.ts";
import { ResultTable } from "../../../runtime/results/resultTable.ts";

it("writes a header and rows", () => {
  const table = new ResultTable(["time", "A"]);
  table.append([0, 60]);
  table.append([0.1, 59]);
  expect(csvText(table)).toBe("time,A\n0,60\n0.1,59\n");
});

it.each([
  ["camkii.kon", "camkii.kon"],
  ["a,b", '"a,b"'],
  ['say "A"', '"say ""A"""'],
  ["two\nlines", '"two\nlines"'],
  [" padded ", '" padded "'],
])("quotes %j where commas, quotes, line ends or outer blanks need it", (name, field) => {
  expect(csvField(name)).toBe(field);
});

it("writes numbers so that they read back to the same double", () => {
  const numbers = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -2.5e-7, 123456789012345680000];
  const table = new ResultTable(numbers.map(String));
  table.append(numbers);
  const [, row] = csvText(table).split("\n");
  expect(row.split(",").map(Number)).toEqual(numbers);
  expect(row).toContain("0.30000000000000004");
});

it("writes what is no finite number as such", () => {
  const table = new ResultTable(["a", "b", "c"]);
  table.append([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(csvText(table)).toBe("a,b,c\nNaN,Infinity,-Infinity\n");
});

it("gives long tables in several pieces", () => {
  const table = new ResultTable(["k"]);
  for (let k = 0; k < 100_000; k++) table.append([k]);
  const chunks = [...csvChunks(table)];
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.join("").split("\n").length).toBe(100_002);
});
