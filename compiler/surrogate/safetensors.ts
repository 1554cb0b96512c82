/**
 * Tensors of doubles in a file of the format safetensors (https://github.com/huggingface/safetensors): eight
 * bytes with the length of a header in JSON, the header, the numbers, all little-endian.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: "F64", shape, data_offsets: [offset, offset + 8 * values.length] };
    offset += 8 * values.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Numbers begin at a multiple of eight, as the format advises.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + offset).fill(0x20);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  let at = 8 + length;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}

/** Null for what is no file of doubles in this format. */
export function readSafetensors(bytes: Uint8Array): ReadonlyMap<string, Tensor> | null {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    const tensors = new Map<string, Tensor>();
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
      if (name === "__metadata__") continue;
      const [from, to] = data_offsets;
      const count = shape.reduce((product, size) => product * size, 1);
      if (dtype !== "F64" || to - from !== 8 * count) return null;
      const values = Float64Array.from({ length: count }, (_, i) =>
        view.getFloat64(8 + length + from + 8 * i, true),
      );
      tensors.set(name, { shape, values });
    }
    return tensors;
  } catch {
    return null;
  }
}
