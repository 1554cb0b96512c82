/**
 * `space` and what follows from it: how many components vectors have, and the name `depth`.
 *
 * Like a temperature, a space holds for its model and for the parts in it; a module that states none may be used in
 * models of either.
 */
import type { Space } from "../../../grammar/syntax/declaration.ts";
import { lengthDimension } from "../../../runtime/units/dimension.ts";
import type { Scope } from "../../bind/scope.ts";
import { constantValue } from "../constantValue.ts";
import { checkKnownValue } from "../knownValue.ts";
import type { Typing } from "../typing.ts";

/** The predefined name of the thickness of a 2D space. */
export const depthName = "depth";

export function spaceOf(scope: Scope): Space | null {
  const found = scope.module?.body.find(({ kind }) => kind === "space");
  return found?.kind === "space" ? found : null;
}

function moduleScope(scope: Scope): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.module !== null) return at;
  return null;
}

/** Components of a vector here; null where the model that uses this decides; 0 in a model without a space. */
export function dimensionsOf(scope: Scope): 0 | 2 | 3 | null {
  const owner = moduleScope(scope);
  if (owner?.module == null) return null;
  return spaceOf(owner)?.dimensions ?? (owner.module.kind === "module" ? null : 0);
}

/** Whether `depth` means the thickness of space here. */
export function mayHaveDepth(scope: Scope): boolean {
  const owner = moduleScope(scope);
  if (owner?.module == null) return false;
  const space = spaceOf(owner);
  return space === null ? owner.module.kind === "module" : space.depth !== null;
}

export function checkSpace(statement: Space, scope: Scope, checker: Typing): void {
  const { sink, program } = checker;
  const { dimensions, depth, span } = statement;
  if (spaceOf(scope) !== statement) sink.report("TDL5202", { file: scope.file, span }, {});
  if (depth === null) return;
  const location = { file: scope.file, span: depth.span };
  if (dimensions === 3) sink.report("TDL5203", location, {});
  checker.expect(depth, scope, lengthDimension, "The depth of space");
  checkKnownValue(depth, scope, checker, "The depth of space");
  const value = constantValue(program, scope, depth);
  if (value !== null && !(value > 0)) sink.report("TDL5015", location, { what: "The depth of space" });
}
