/** Where a plain species is, in the tree of a model and its parts. */
import type { SymbolOfKind } from "../bind/scope.ts";
import { compartmentsOf } from "../check/species.ts";
import type { Found, InstanceTree } from "./instance.ts";

export interface Place {
  /** Full name of the compartment. */
  readonly name: string;
  /** 3 for volumes, 2 for areas, 1 for lengths, 0 without a compartment. */
  readonly rank: number;
  /** A shared species of a model that runs by itself, which has no compartment of its own. */
  readonly homeless: SymbolOfKind<"species"> | null;
}

export const noPlace: Place = { name: "?", rank: 0, homeless: null };

export function placeInTree({ symbol, instance }: Found, tree: InstanceTree): Place {
  if (symbol.kind !== "species") return noPlace;
  const [only] = compartmentsOf(symbol.scope);
  const own = only === undefined ? null : { parts: [{ text: only.name, span: only.span }], span: only.span };
  const path = symbol.node.compartment ?? own;
  const found = path === null ? null : tree.find(instance, path);
  if (found === null || found.symbol.kind !== "compartment") {
    return symbol.node.share ? { ...noPlace, homeless: symbol } : noPlace;
  }
  const measure = found.symbol.node.size?.measure ?? "volume";
  const name = found.instance.prefix + found.symbol.name;
  return { name, rank: { volume: 3, area: 2, length: 1 }[measure], homeless: null };
}
