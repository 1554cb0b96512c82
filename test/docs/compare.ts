/** Compares printed text with what a document shows, numbers by value, so that last digits may differ. */
import { expect } from "vitest";

const numberPattern = /(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w.])/gi;

interface Shape {
  readonly words: string;
  readonly numbers: readonly number[];
}

function shapeOf(line: string): Shape {
  const numbers = [...line.matchAll(numberPattern)].map(([text]) => Number(text));
  // A column's width follows its longest number.
  const words = line.replace(numberPattern, "#").replace(/\s+/g, " ").trim();
  return { words, numbers };
}

/**
 * A line `…` of `shown` stands for any lines; numbers agree to three digits, or where `isRandom` need only be
 * numbers.
 */
export function expectShown(printed: string, shown: string, isRandom = false): void {
  const actual = linesOf(printed);
  let position = 0;
  let canSkip = false;
  for (const line of linesOf(shown)) {
    if (line.trim() === "…") {
      canSkip = true;
      continue;
    }
    const { words, numbers } = shapeOf(line);
    if (canSkip)
      while (position < actual.length && shapeOf(actual[position] ?? "").words !== words) position++;
    canSkip = false;
    const found = shapeOf(actual[position] ?? "");
    expect(found.words, printed).toBe(words);
    numbers.forEach((number, i) => {
      if (isRandom) return;
      const tolerance = 1e-3 * Math.max(Math.abs(number), 1e-12);
      expect(Math.abs((found.numbers[i] ?? Number.NaN) - number), `${line}\n${printed}`).toBeLessThanOrEqual(
        tolerance,
      );
    });
    position++;
  }
  if (!canSkip) expect(actual.slice(position)).toEqual([]);
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\s+$/, "").split("\n");
}

/** Half a unit of the last digit that is shown. */
function shownTolerance(text: string): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const decimals = mantissa.includes(".") ? mantissa.length - mantissa.indexOf(".") - 1 : 0;
  return 0.5001 * 10 ** (Number(exponent) - decimals);
}

/**
 * Rows of `shown` stand in the table, in this order, with the numbers to the digits shown. `keys` are the
 * columns that name a row.
 */
export function expectRows(
  table: {
    readonly columns: readonly string[];
    readonly rows: number;
    value(row: number, column: number): number;
  },
  shown: string,
): void {
  const [header = "", ...lines] = linesOf(shown);
  const columns = header.split(",").map((name) => table.columns.indexOf(name.trim()));
  expect(columns, `${header} of ${table.columns.join(",")}`).not.toContain(-1);
  const isKey = columns.map((column) => column <= table.columns.indexOf("time"));
  for (const line of lines) {
    const cells = line.split(",").map((cell) => cell.trim());
    const agrees = (row: number, i: number): boolean => {
      const value = table.value(row, columns[i] ?? 0);
      return Math.abs(value - Number(cells[i])) <= shownTolerance(cells[i] ?? "");
    };
    const rows = Array.from({ length: table.rows }, (_, row) => row);
    const isSame = (candidate: number, i: number): boolean =>
      Math.abs(table.value(candidate, columns[i] ?? 0) - Number(cells[i])) < 1e-9;
    const row = rows.find((candidate) => cells.every((_, i) => isKey[i] !== true || isSame(candidate, i)));
    if (row === undefined) throw new Error(`no row ${line}`);
    const found = columns.map((column) => table.value(row, column));
    expect(
      cells.every((_, i) => agrees(row, i)),
      `shown ${line}, found ${found.join(",")}`,
    ).toBe(true);
  }
}
