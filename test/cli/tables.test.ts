import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { arrowContent, readArrow } from "../../cli/tables/arrowTable.ts";
import { parquetContent, readParquet } from "../../cli/tables/parquetTable.ts";
import type { TableField } from "../../cli/tables/tableField.ts";
import { ResultTable } from "../../runtime/results/resultTable.ts";
import { type FakeContext, fakeContext, tendril } from "./fakeContext.ts";

const walk = `language 1.0
model Walk {
  compartment cell { volume 1 um^3 }
  species A = 100 nM
  param make = 1000 count/s
  param lose = 10 /s
  rule birth: nothing -> A  total make
  rule death: A -> nothing @ lose
  observe free: nM = [A] { doc "free in the cell" }
  observe number = count A
}
experiment grid of Walk { method ssa until 1 s every 0.25 s replicates 3 seed "w" sweep lose in 5 /s, 10 /s }
`;

async function written(name: string): Promise<{ context: FakeContext; bytes: Buffer }> {
  const context = fakeContext({ "m.tdl": walk });
  const { code } = await tendril(context, "run", "m.tdl", "--quiet", "--out", name);
  expect(code).toBe(0);
  return { context, bytes: readFileSync(join(context.cwd, name)) };
}

/** The same table as CSV gives it, row by row. */
async function csvRows(): Promise<readonly (readonly number[])[]> {
  const { bytes } = await written("r.csv");
  const [, ...lines] = bytes.toString().trimEnd().split("\n");
  return lines.map((line) => line.split(",").map(Number));
}

const names = ["lose", "replicate", "time", "free", "number"];

describe("--out r.arrow", () => {
  it("holds the numbers of the CSV table, as a reader of Arrow files gives them", async () => {
    const { bytes } = await written("r.arrow");
    expect(bytes.subarray(0, 6).toString()).toBe("ARROW1");
    const table = tableFromIPC(bytes);
    expect(table.schema.fields.map((field) => [field.name, String(field.type), field.nullable])).toEqual([
      ["lose", "Float64", false],
      ["replicate", "Int32", false],
      ["time", "Float64", false],
      ["free", "Float64", false],
      ["number", "Float64", false],
    ]);
    const rows = table.toArray().map((row) => names.map((name) => (row as Record<string, number>)[name]));
    expect(rows).toEqual(await csvRows());
  });

  it("says units and descriptions in the metadata of its fields", async () => {
    const { fields } = tableFromIPC((await written("r.arrow")).bytes).schema;
    expect(fields.map(({ metadata }) => Object.fromEntries(metadata))).toEqual([
      { unit: "/s" },
      { unit: "" },
      { unit: "s" },
      { unit: "nM", doc: "free in the cell" },
      { unit: "" },
    ]);
  });
});

describe("--out r.parquet", () => {
  it("holds the numbers of the CSV table, as a reader of Parquet files gives them", async () => {
    const { bytes } = await written("r.parquet");
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows.map((row) => names.map((name) => row[name] as number))).toEqual(await csvRows());
  });

  it("says units in its metadata, for readers of Arrow in those of the fields", async () => {
    const { bytes } = await written("r.parquet");
    const { key_value_metadata: pairs = [], schema } = parquetMetadata(new Uint8Array(bytes).buffer);
    expect(schema.slice(1).map(({ name, type }) => `${name} ${type}`)).toContain("replicate INT32");
    const value = (key: string): string => pairs.find((pair) => pair.key === key)?.value ?? "";
    expect(JSON.parse(value("units"))).toEqual({
      lose: "/s",
      replicate: "",
      time: "s",
      free: "nM",
      number: "",
    });
    const reader = RecordBatchReader.from(Buffer.from(value("ARROW:schema"), "base64")).open();
    expect(reader.schema.fields.map(({ name, metadata }) => [name, metadata.get("unit")])).toEqual([
      ["lose", "/s"],
      ["replicate", ""],
      ["time", "s"],
      ["free", "nM"],
      ["number", ""],
    ]);
  });
});

/** 150,000 rows in parts of uneven length, with numbers that are easily lost. */
function largeTable(): ResultTable {
  const table = new ResultTable(["time", "part.x"]);
  for (let row = 0; row < 150_000; row++) table.append([row, row % 7 === 0 ? Number.NaN : -row / 3]);
  table.append([Number.POSITIVE_INFINITY, -0]);
  return table;
}

const fields: readonly TableField[] = ["time", "part.x"].map((name) => ({
  name,
  unit: "s",
  doc: null,
  isWhole: false,
}));

function* inParts(table: ResultTable, size: number): Generator<ResultTable> {
  for (let start = 0; start < table.rows; start += size) {
    const part = new ResultTable(table.columns);
    for (let row = start; row < Math.min(table.rows, start + size); row++)
      part.append([table.value(row, 0), table.value(row, 1)]);
    yield part;
  }
}

describe.each([
  ["arrow", arrowContent, readArrow],
  ["parquet", parquetContent, readParquet],
] as const)("a long table as %s", (_, content, read) => {
  it.each([1000, 200_000])("comes back bit by bit, written in parts of %i rows", async (size) => {
    const table = largeTable();
    const rows = { columns: table.columns, rows: table.rows, parts: () => inParts(table, size) };
    const back = await read(Buffer.concat([...content(rows, fields)]));
    expect(back.names).toEqual(["time", "part.x"]);
    expect(back.units.get("part.x")).toBe("s");
    [0, 1].forEach((i) => {
      expect(Buffer.from(back.columns[i].buffer).equals(Buffer.from(table.column(i).slice().buffer))).toBe(
        true,
      );
    });
  });
});

describe("tendril plot", () => {
  it.each(["r.arrow", "r.parquet"])("reads %s, with the units that it has itself", async (name) => {
    const { context } = await written(name);
    const options = ["--kind", "distribution", "--values", "free", "-o", "p.svg"];
    expect(await tendril(context, "plot", name, ...options)).toMatchObject({ code: 0 });
    expect(readFileSync(join(context.cwd, "p.svg"), "utf8")).toContain("free (nM)");
  });

  it.each(["r.arrow", "r.parquet"])("says that a file is no %s", async (name) => {
    const context = fakeContext({ [name]: "time,a\n0,1\n" });
    const { code, stderr } = await tendril(context, "plot", name);
    expect(code).toBe(2);
    expect(stderr).toContain("can not be read as");
  });
});
