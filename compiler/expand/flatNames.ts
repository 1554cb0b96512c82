/**
 * The names that declarations of parts, files and modules have when all stand in one model: `pump.k` becomes `pump_k`.
 * What the model itself declares keeps its name.
 */
import type { Name, Path } from "../../grammar/syntax/common.ts";
import type { Scope, ValueSymbol } from "../bind/scope.ts";

/** Expanded syntax has no place in a text. */
export const nowhere = { start: 0, end: 0 } as const;

export function nameNode(text: string): Name {
  return { text, span: nowhere };
}

export function pathNode(...names: readonly string[]): Path {
  return { parts: names.map(nameNode), span: nowhere };
}

export class FlatNames {
  readonly #taken: Set<string>;
  readonly #processes: Set<string>;
  readonly #names = new Map<ValueSymbol["node"], Map<string, string>>();
  readonly #rules = new Map<string, string>();

  /** `reserved`: the scopes whose own names stay as they are. */
  constructor(reserved: readonly Scope[]) {
    this.#taken = new Set(["time", "pi", ...reserved.flatMap((scope) => [...scope.values.keys()])]);
    this.#processes = new Set(reserved.flatMap((scope) => [...scope.processes.keys()]));
  }

  /** The name of a declaration in the instance with this prefix. */
  value(prefix: string, { node, name }: Pick<ValueSymbol, "node" | "name">, isOwn: boolean): string {
    const known = this.#names.get(node) ?? new Map<string, string>();
    this.#names.set(node, known);
    const key = `${prefix}${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const flat = isOwn ? name : unused(key.replaceAll(".", "_"), this.#taken);
    known.set(key, flat);
    return flat;
  }

  /** The name of a rule, event or stimulus; `parts` such as states follow it. */
  process(prefix: string, name: string, parts: readonly string[] = []): string {
    const key = [prefix + name, ...parts].join("\n");
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    const isOwn = prefix === "" && parts.length === 0;
    const flat = isOwn
      ? name
      : unused([prefix.replaceAll(".", "_") + name, ...parts.map(partName)].join("_"), this.#processes);
    this.#rules.set(key, flat);
    return flat;
  }
}

/** A state as it is called; `free`, `bound` or `K_x` for a bond. */
function partName(part: string): string {
  if (part === ".") return "free";
  return part === "_" ? "bound" : part.replaceAll(".", "_");
}

function unused(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  taken.add(name);
  return name;
}
