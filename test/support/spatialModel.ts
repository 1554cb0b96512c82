/** The spatial part of a flat model, as `--dump model` shows it. */
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";

export interface DumpedRule {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly created: readonly string[];
  readonly actions: readonly string[];
  readonly consumed: readonly string[];
  readonly produced: readonly string[];
  readonly anywhere: boolean;
  readonly proximity: string | null;
  readonly condition: string | null;
  readonly rate: Readonly<Record<string, string | null>>;
  readonly reads: readonly string[];
  readonly draws: readonly string[];
  readonly sets: readonly string[];
}

export interface DumpedSpatial {
  readonly dimension: number;
  readonly kT: string | null;
  readonly types: readonly {
    readonly name: string;
    readonly sites: readonly { readonly name: string }[];
    readonly attributes: readonly {
      readonly name: string;
      readonly slot: number;
      readonly components: number;
      readonly computed: unknown;
    }[];
    readonly position: number | null;
  }[];
  readonly rules: readonly DumpedRule[];
  readonly energies: readonly {
    readonly name: string;
    readonly patterns: readonly string[];
    readonly proximity: string | null;
    readonly condition: string | null;
    readonly value: string;
    readonly reads: readonly string[];
  }[];
  readonly motions: readonly { readonly of: string; readonly drag: string; readonly thermal: boolean }[];
  readonly flows: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly measures: readonly {
    readonly name: string;
    readonly measure: string;
    readonly pattern: string;
    readonly value: string | null;
  }[];
  readonly seeds: readonly {
    readonly agents: readonly string[];
    readonly bonds: readonly string[];
    readonly count: string;
    readonly draws: readonly string[];
    readonly sets: readonly string[];
  }[];
  readonly boundaries: readonly {
    readonly condition: string;
    readonly types: readonly string[];
    readonly shape: string;
  }[];
}

/** @throws Error when the statements of the model have mistakes. */
export function spatialOf(statements: string): DumpedSpatial {
  const text = `language 1.0\nmodel M {\n${statements}\n}\n`;
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const result = compile({ main: "m.tdl", host, experiment: null, method: null });
  const told = result.diagnostics.filter(({ severity, code }) => severity === "error" && code !== "TDL5201");
  if (told.length > 0) throw new Error(told.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  const flat = JSON.parse(result.dump("model") ?? "{}") as { readonly spatial: DumpedSpatial | null };
  if (flat.spatial === null) throw new Error("the model has no molecules with attributes");
  return flat.spatial;
}
