/**
 * Result tables as Parquet files (https://parquet.apache.org/docs/file-format/), a row group at a time. Parquet's
 * fields have no metadata of their own: units stand under the key `units` of the file's, in JSON, and in the schema
 * of Arrow, from which readers that know it restore them.
 */
import { parquetMetadata, parquetRead, type SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ResultRows } from "../../runtime/results/resultTable.ts";
import type { ColumnTable } from "../plot/readCsv.ts";
import { schemaMessage } from "./arrowTable.ts";
import { rowGroups } from "./rowGroups.ts";
import type { TableField } from "./tableField.ts";

const unitsKey = "units";

export function* parquetContent(rows: ResultRows, fields: readonly TableField[]): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const units = Object.fromEntries(fields.map(({ name, unit }) => [name, unit]));
  const writer = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(fields),
    createdBy: "tendril",
    kvMetadata: [
      { key: unitsKey, value: JSON.stringify(units) },
      { key: "ARROW:schema", value: Buffer.from(schemaMessage(fields)).toString("base64") },
    ],
  });
  for (const group of rowGroups(rows)) {
    const columnData = fields.map(({ name, isWhole }, i) => ({
      name,
      data: isWhole ? Int32Array.from(group.column(i)) : group.column(i).slice(),
    }));
    // One row group, whatever its size.
    void writer.write({ columnData, rowGroupSize: group.rows });
    yield taken(bytes);
  }
  void writer.finish();
  yield taken(bytes);
}

/** What was written since; the writer goes on counting from the start of the file. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}

function parquetSchema(fields: readonly TableField[]): SchemaElement[] {
  return [
    { name: "root", num_children: fields.length },
    ...fields.map(
      ({ name, isWhole }): SchemaElement => ({
        name,
        type: isWhole ? "INT32" : "DOUBLE",
        repetition_type: "REQUIRED",
      }),
    ),
  ];
}

/** @throws Error when the bytes are no Parquet file, or one that is compressed in an unknown way. */
export async function readParquet(
  bytes: Uint8Array,
): Promise<ColumnTable & { readonly units: ReadonlyMap<string, string> }> {
  const file = new Uint8Array(bytes).buffer;
  const metadata = parquetMetadata(file);
  const [, ...elements] = metadata.schema;
  const names = elements.map(({ name }) => name);
  const columns = names.map(() => new Float64Array(Number(metadata.num_rows)));
  await parquetRead({
    file,
    metadata,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = columns[names.indexOf(columnName)];
      for (let i = 0; i < columnData.length; i++) column[rowStart + i] = Number(columnData[i]);
    },
  });
  const found = metadata.key_value_metadata?.find(({ key }) => key === unitsKey)?.value ?? "{}";
  const units = JSON.parse(found) as Readonly<Record<string, string>>;
  return { names, columns, units: new Map(Object.entries(units)) };
}
