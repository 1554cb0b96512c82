/**
 * `npm run kernels`: compiles the kernels in kernels/ to WebAssembly and writes each as a base64 text
 * that simulators embed (runtime/kernels/) or the compiler loads. What is committed is compared with a fresh build by a test.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const sources = fileURLToPath(new URL("../kernels", import.meta.url));
/** Of simulators, and of the compiler itself. */
const runtimeFolder = fileURLToPath(new URL("../runtime/kernels", import.meta.url));
const networkFolder = fileURLToPath(new URL("../compiler/plan/network", import.meta.url));

export interface KernelText {
  /** The file that holds it. */
  readonly path: string;
  readonly text: string;
}

/** @throws Error with the compiler's messages. */
export async function buildKernels(): Promise<readonly KernelText[]> {
  const files = [
    {
      source: "rejection",
      folder: runtimeFolder,
      constant: "rejectionKernel",
      about: "Exact simulation by bounds",
    },
    { source: "implicit", folder: runtimeFolder, constant: "implicitKernel", about: "Implicit integration" },
    { source: "network", folder: networkFolder, constant: "networkCode", about: "Network generation" },
  ];
  const built: KernelText[] = [];
  for (const { source, folder, constant, about } of files) {
    const bytes = await assemble(join(sources, `${source}.ts`));
    const base64 = Buffer.from(bytes).toString("base64");
    const lines = base64.match(/.{1,100}/g) ?? [];
    const parts = lines.map((line) => `  "${line}"`).join(" +\n");
    built.push({
      path: join(folder, `${constant}.ts`),
      text: `/** ${about}: kernels/${source}.ts as WebAssembly, written by tools/buildKernels.ts. */\nexport const ${constant} =\n${parts};\n`,
    });
  }
  return built;
}

async function assemble(source: string): Promise<Uint8Array> {
  let bytes: Uint8Array | null = null;
  const errors: string[] = [];
  const { error } = await main(
    [
      source,
      "-O3",
      "--converge",
      "--runtime",
      "stub",
      "--noAssert",
      "--enable",
      "simd",
      "--outFile",
      "kernel.wasm",
    ],
    {
      writeFile: (name, contents) => {
        if (name === "kernel.wasm" && typeof contents !== "string") bytes = contents;
      },
      stderr: {
        write: (chunk) => {
          errors.push(String(chunk));
          return true;
        },
      },
    },
  );
  if (error !== null || bytes === null) throw new Error(errors.join(""));
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of await buildKernels()) writeFileSync(path, text);
}
