/** Regions, which are simple shapes, and what happens at their edges. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Expression } from "../../../grammar/syntax/expression.ts";
import type { Boundary, Region } from "../../../grammar/syntax/growth.ts";
import { lengthDimension } from "../../../runtime/units/dimension.ts";
import { describeKind } from "../../bind/bind.ts";
import { resolvePath } from "../../bind/resolve.ts";
import type { Scope } from "../../bind/scope.ts";
import { checkKnownValue } from "../knownValue.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { Typing } from "../typing.ts";
import { symbolOf } from "../symbolOf.ts";
import { hasPosition } from "./attributes.ts";
import { dimensionsOf } from "./space.ts";
import { regionNamed } from "./spatialCalls.ts";

export interface RegionShape {
  readonly kind: "ball" | "box";
  /** Centre and radius, or the low and the high corner. */
  readonly arguments: readonly Expression[];
}

const shapes: ReadonlyMap<string, { readonly kind: RegionShape["kind"]; readonly dimensions: 2 | 3 }> =
  new Map([
    ["disk", { kind: "ball", dimensions: 2 }],
    ["rectangle", { kind: "box", dimensions: 2 }],
    ["ball", { kind: "ball", dimensions: 3 }],
    ["box", { kind: "box", dimensions: 3 }],
  ]);

const argumentCount = { ball: (n: number): number => n + 1, box: (n: number): number => 2 * n };

/** The shape that a region's expression says; null when it is none in this space. */
export function shapeOf({ shape }: Region, scope: Scope): RegionShape | null {
  if (shape.kind !== "call") return null;
  const known = shapes.get(pathText(shape.callee));
  const dimensions = dimensionsOf(scope);
  if (known === undefined || (dimensions !== null && dimensions !== known.dimensions)) return null;
  if (shape.arguments.length !== argumentCount[known.kind](known.dimensions)) return null;
  return { kind: known.kind, arguments: shape.arguments };
}

export function checkRegion(region: Region, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const at = (span: Region["span"]) => ({ file: scope.file, span });
  const first = regionNamed(scope, region.name.text);
  if (first !== null && first !== region)
    sink.report("TDL3002", at(region.name.span), { name: region.name.text });
  if (region.compartment !== null) {
    const symbol = symbolOf(checker, resolvePath(checker.program, scope, region.compartment), scope);
    if (symbol !== null && symbol.kind !== "compartment")
      sink.report("TDL3004", at(region.compartment.span), {
        name: symbol.name,
        found: describeKind(symbol),
        expected: "a compartment",
      });
  }
  const shape = shapeOf(region, scope);
  if (shape === null) {
    const flat = "disk(x, y, radius) and rectangle(x0, y0, x1, y1)";
    const solid = "ball(x, y, z, radius) and box(x0, y0, z0, x1, y1, z1)";
    const dimensions = dimensionsOf(scope);
    const list = dimensions === 2 ? flat : dimensions === 3 ? solid : `${flat}, in 3D ${solid}`;
    sink.report("TDL5222", at(region.shape.span), { shapes: list });
    return;
  }
  for (const argument of shape.arguments) {
    checker.expect(argument, scope, lengthDimension, `What ${region.name.text} is described by`);
    checkKnownValue(argument, scope, checker, "A region");
  }
}

/** The type whose molecules, bound in rings, are the wall of `boundary T membrane`; null when they can not be. */
export function wallOf(name: string, scope: Scope, checker: Typing): MoleculeSymbol | null {
  const symbol = scope.lookup(name);
  if (symbol?.kind !== "molecule" || !hasPosition(checker, symbol)) return null;
  return checker.molecules.sitesOf(symbol).length >= 2 ? symbol : null;
}

function checkMembraneWall(boundary: Boundary, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const { span } = boundary.of;
  const location = { file: scope.file, span };
  const name = pathText(boundary.of);
  if (scope.isBroken(name)) return;
  if (dimensionsOf(scope) === 3) {
    sink.report("TDL5238", location, { name });
    return;
  }
  const wall = wallOf(name, scope, checker);
  if (wall !== null) {
    wall.uses++;
    return;
  }
  const walls = [...scope.names()].filter((known) => wallOf(known, scope, checker) !== null);
  sink.report("TDL5235", location, { name, nearest: nearestName(name, walls) });
}

export function checkBoundary(boundary: Boundary, scope: Scope, checker: Typing): void {
  const { sink } = checker;
  const location = { file: scope.file, span: boundary.of.span };
  const name = pathText(boundary.of);
  if (boundary.condition === "membrane") {
    checkMembraneWall(boundary, scope, checker);
    return;
  }
  const region = regionNamed(scope, name);
  if (region === null) {
    const regions = (scope.module?.body ?? []).flatMap((statement) =>
      statement.kind === "region" ? [statement.name.text] : [],
    );
    sink.report("TDL5221", location, { name, nearest: nearestName(name, regions) });
    return;
  }
  if (boundary.condition === "periodic" && shapeOf(region, scope)?.kind === "ball")
    sink.report("TDL5223", location, { region: name });
}
