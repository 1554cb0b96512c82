/**
 * Result tables as comma-separated values: quoting after RFC 4180, lines ended by a line feed, numbers as the
 * shortest decimals that read back to the same double, and NaN, Infinity, -Infinity as such.
 */
import type { ResultRows } from "./resultTable.ts";

/** Characters a chunk has at least, but for the last: a long table does not fit one string. */
const csvChunkLength = 1 << 18;

export function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table in pieces of text, which together are the file. */
export function* csvChunks(table: ResultRows): Generator<string> {
  let text = `${table.columns.map(csvField).join(",")}\n`;
  for (const part of table.parts()) {
    const columns = table.columns.map((_, i) => part.column(i));
    for (let row = 0; row < part.rows; row++) {
      let line = "";
      for (let i = 0; i < columns.length; i++)
        line += i === 0 ? String(columns[i][row]) : `,${columns[i][row]}`;
      text += `${line}\n`;
      if (text.length >= csvChunkLength) {
        yield text;
        text = "";
      }
    }
  }
  if (text !== "") yield text;
}

/** The whole table as one text. */
export function csvText(table: ResultRows): string {
  return [...csvChunks(table)].join("");
}
