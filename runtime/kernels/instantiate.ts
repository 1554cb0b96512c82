/** WebAssembly kernels, embedded as base64, and bytes as base64 in checkpoints. */

/** What is used of WebAssembly, which neither ECMAScript's nor Node's types declare. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: KernelImports) => { readonly exports: unknown };
};

/** Functions of the host that a kernel calls. */
export type KernelImports = Readonly<
  Record<string, Readonly<Record<string, (...values: number[]) => number | void>>>
>;

export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Compiled kernels by their text: replicates and sweeps make many instances. */
const compiledKernels = new Map<string, object>();

/** A fresh instance of a kernel with memory of its own. */
export function instantiateKernel(base64: string, imports: KernelImports): unknown {
  let module = compiledKernels.get(base64);
  if (module === undefined) {
    module = new WebAssembly.Module(fromBase64(base64));
    compiledKernels.set(base64, module);
  }
  return new WebAssembly.Instance(module, imports).exports;
}

export function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 4096)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 4096)));
  return btoa(pieces.join(""));
}
