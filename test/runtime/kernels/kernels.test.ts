import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "../../../runtime/kernels/instantiate.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { buildKernels } from "../../../tools/buildKernels.ts";

describe("kernels", () => {
  it("are what a fresh build gives", async () => {
    for (const { path, text } of await buildKernels()) expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("bytes come back from base64", () => {
    const random = RandomStream.fromSeed("bytes", 1, "test");
    for (const length of [0, 1, 2, 3, 4096, 10_001]) {
      const bytes = Uint8Array.from({ length }, () => random.uint32());
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });
});
