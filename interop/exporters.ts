/** Formats that models are written in, by name; each is loaded when it is needed. */
import type { Exporter } from "./exportRequest.ts";

export interface ExportFormat {
  /** Of files. */
  readonly ending: string;
  readonly summary: string;
  readonly load: () => Promise<Exporter>;
}

export const exporters: ReadonlyMap<string, ExportFormat> = new Map([
  [
    "bngl",
    {
      ending: ".bngl",
      summary: "BioNetGen's language, with the model's rules",
      load: async () => (await import("./bngl/write/exportBngl.ts")).exportBngl,
    },
  ],
  [
    "net",
    {
      ending: ".net",
      summary: "BioNetGen's list of species and reactions",
      load: async () => (await import("./bngl/write/exportNet.ts")).exportNet,
    },
  ],
]);
