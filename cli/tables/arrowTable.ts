/**
 * Result tables as Arrow IPC files (https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format), a record
 * batch at a time. The metadata of a field hold its unit, and what the model says of it.
 */
import {
  AsyncByteQueue,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  type RecordBatchWriter,
  Schema,
  Struct,
  tableFromIPC,
} from "apache-arrow";
import type { ResultRows, ResultTable } from "../../runtime/results/resultTable.ts";
import type { ColumnTable } from "../plot/readCsv.ts";
import { rowGroups } from "./rowGroups.ts";
import type { TableField } from "./tableField.ts";

type Columns = Record<string, Float64 | Int32>;

/** Keeps what a writer writes until it is asked for. */
class Pieces extends AsyncByteQueue {
  #pieces: Uint8Array[] = [];

  override write(value: Uint8Array): void {
    this.#pieces.push(value.slice());
  }

  take(): readonly Uint8Array[] {
    const taken = this.#pieces;
    this.#pieces = [];
    return taken;
  }
}

export function* arrowContent(rows: ResultRows, fields: readonly TableField[]): Generator<Uint8Array> {
  const schema = arrowSchema(fields);
  const [writer, pieces] = begun(new RecordBatchFileWriter<Columns>(), schema);
  for (const group of rowGroups(rows)) {
    writer.write(recordBatch(group, fields, schema));
    yield* pieces.take();
  }
  writer.finish();
  yield* pieces.take();
}

/** The schema alone, as Parquet files carry it for readers that know Arrow. */
export function schemaMessage(fields: readonly TableField[]): Uint8Array {
  const [, pieces] = begun(new RecordBatchStreamWriter<Columns>(), arrowSchema(fields));
  return Buffer.concat(pieces.take());
}

function begun(
  writer: RecordBatchWriter<Columns>,
  schema: Schema<Columns>,
): readonly [RecordBatchWriter<Columns>, Pieces] {
  const pieces = new Pieces();
  writer.reset(pieces, schema);
  return [writer, pieces];
}

function arrowSchema(fields: readonly TableField[]): Schema<Columns> {
  return new Schema<Columns>(
    fields.map(({ name, unit, doc, isWhole }) => {
      const metadata = new Map([["unit", unit], ...(doc === null ? [] : [["doc", doc] as const])]);
      return new Field<Float64 | Int32>(name, isWhole ? new Int32() : new Float64(), false, metadata);
    }),
  );
}

function recordBatch(
  group: ResultTable,
  fields: readonly TableField[],
  schema: Schema<Columns>,
): RecordBatch<Columns> {
  const children = fields.map(({ isWhole }, i) =>
    isWhole
      ? makeData({ type: new Int32(), data: Int32Array.from(group.column(i)) })
      : makeData({ type: new Float64(), data: group.column(i).slice() }),
  );
  const type = new Struct<Columns>(schema.fields);
  return new RecordBatch<Columns>(schema, makeData({ type, length: group.rows, nullCount: 0, children }));
}

/** @throws Error when the bytes are no Arrow file. */
export function readArrow(bytes: Uint8Array): ColumnTable & { readonly units: ReadonlyMap<string, string> } {
  const table = tableFromIPC<Columns>(bytes);
  const { fields } = table.schema;
  return {
    names: fields.map(({ name }) => name),
    columns: fields.map((_, i) => Float64Array.from(table.getChildAt(i) ?? [], Number)),
    units: new Map(fields.map(({ name, metadata }) => [name, metadata.get("unit") ?? ""])),
  };
}
