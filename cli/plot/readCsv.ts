/** Tables of numbers as comma-separated values, with names of columns in the first line. */
import { UsageError } from "../exitCode.ts";

export interface ColumnTable {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** `mayBeEmpty`: an empty cell is NaN. @throws UsageError naming the first row that is not one of numbers. */
export function parseCsv(text: string, path: string, mayBeEmpty = false): ColumnTable {
  const headerEnd = endOfRecord(text);
  if (text.includes("\u0000") || text.slice(0, headerEnd).includes("\uFFFD"))
    throw new UsageError(`${path} is no table of text with commas between its cells (CSV in UTF-8)`);
  // Spreadsheets put a byte order mark before the first name.
  const names = splitHeader(
    text
      .slice(0, headerEnd)
      .replace(/^\uFEFF/, "")
      .replace(/\r$/, ""),
  );
  if (names.length === 1 && names[0].includes(";"))
    throw new UsageError(
      `${path} seems to separate its cells by semicolons; plot reads commas, and points in numbers`,
    );
  const lines = text.slice(headerEnd + 1).split("\n");
  while (lines.at(-1)?.trim() === "") lines.pop();
  if (lines.length === 0) throw new UsageError(`${path} has no rows to plot`);
  const columns = names.map(() => new Float64Array(lines.length));
  for (const [row, line] of lines.entries()) {
    const cells = line.replace(/\r$/, "").split(",");
    if (cells.length !== names.length)
      throw new UsageError(`${path}: row ${row + 1} is not a row of ${names.length} cells, as the head is`);
    const wrong = cells.findIndex((cell) => !isNumber(cell) && !(mayBeEmpty && cell.trim() === ""));
    if (wrong >= 0) {
      const found = cells[wrong].trim() === "" ? "is empty" : `holds \`${cells[wrong].trim()}\``;
      throw new UsageError(`${path}: row ${row + 1}, column ${names[wrong]} ${found}, not a number`);
    }
    for (const [i, column] of columns.entries())
      column[row] = cells[i].trim() === "" ? Number.NaN : Number(cells[i]);
  }
  return { names, columns };
}

function isNumber(cell: string): boolean {
  return cell.trim() !== "" && (cell === "NaN" || !Number.isNaN(Number(cell)));
}

/** Where the first line ends, line breaks inside quotes apart. */
function endOfRecord(text: string): number {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === "\n" && !isQuoted) return i;
  }
  return text.length;
}

/** Names of columns, quoted after RFC 4180 where they need it. */
function splitHeader(line: string): readonly string[] {
  const fields = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const last = fields.at(-1) === "" && !line.endsWith(",") ? fields.slice(0, -1) : fields;
  return last.map((field) => {
    const text = field.endsWith(",") ? field.slice(0, -1) : field;
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
}
