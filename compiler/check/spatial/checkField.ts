/** Fields: species whose concentration differs from place to place, on a grid over a region. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import { pathText } from "../../../grammar/syntax/common.ts";
import type { Field } from "../../../grammar/syntax/growth.ts";
import {
  areaDimension,
  divideDimensions,
  lengthDimension,
  timeDimension,
} from "../../../runtime/units/dimension.ts";
import { describeKind } from "../../bind/bind.ts";
import { resolvePath } from "../../bind/resolve.ts";
import type { Scope, SymbolOfKind } from "../../bind/scope.ts";
import { constantValue } from "../constantValue.ts";
import { checkKnownValue } from "../knownValue.ts";
import { concentrationDimensionOf, placeOf } from "../species.ts";
import type { Typing } from "../typing.ts";
import { symbolOf } from "../symbolOf.ts";
import { shapeOf } from "./checkRegion.ts";
import { dimensionsOf } from "./space.ts";
import { regionNamed } from "./spatialCalls.ts";
import { vectorType } from "./vectorTypes.ts";

/** The local name of a place in the initial concentration of a field. */
export const fieldPlaceName = "pos";

const diffusionDimension = divideDimensions(areaDimension, timeDimension);

/** The species that a field spreads; null after reporting. */
function speciesOf(field: Field, scope: Scope, checker: Typing): SymbolOfKind<"species"> | null {
  const symbol = symbolOf(checker, resolvePath(checker.program, scope, field.species), scope);
  if (symbol === null) return null;
  const location = { file: scope.file, span: field.species.span };
  if (symbol.kind !== "species") {
    const values = { name: symbol.name, found: describeKind(symbol), expected: "a species" };
    checker.sink.report("TDL3004", location, values);
    return null;
  }
  if (symbol.node.fixed) {
    checker.sink.report("TDL5240", location, { name: symbol.name });
    return null;
  }
  return symbol;
}

export function checkField(field: Field, scope: Scope, checker: Typing, seen: Set<string>): void {
  const { sink } = checker;
  const at = (span: Field["span"]) => ({ file: scope.file, span });
  const species = speciesOf(field, scope, checker);
  const name = pathText(field.species);
  if (seen.has(`field ${name}`)) sink.report("TDL5242", at(field.species.span), { name });
  seen.add(`field ${name}`);
  checkRegionOf(field, scope, checker);
  checker.expect(field.diffusion, scope, diffusionDimension, `The diffusion constant of ${name}`);
  checkKnownValue(field.diffusion, scope, checker, "A diffusion constant");
  checker.expect(field.mesh, scope, lengthDimension, `The mesh of ${name}`);
  checkKnownValue(field.mesh, scope, checker, "A mesh");
  const diffusion = constantValue(checker.program, scope, field.diffusion);
  if (diffusion !== null && diffusion < 0)
    sink.report("TDL5025", at(field.diffusion.span), { what: "A diffusion constant" });
  const mesh = constantValue(checker.program, scope, field.mesh);
  if (mesh !== null && !(mesh > 0)) sink.report("TDL5015", at(field.mesh.span), { what: "A mesh" });
  if (species === null) return;
  const dimension = concentrationDimensionOf(placeOf(checker.program, species));
  if (dimension === null) {
    if (placeOf(checker.program, species).kind === "none")
      sink.report("TDL4006", at(field.species.span), { name });
    return;
  }
  if (field.initial === null) return;
  const locals = new Map([[fieldPlaceName, vectorType(lengthDimension, dimensionsOf(scope) || null)]]);
  checker.expect(field.initial, scope, dimension, `The concentration of ${name} at the start`, locals);
  if (species.node.initial !== null) sink.report("TDL5243", at(field.initial.span), { name });
}

/** Grids are made of equal cells, so that they fill rectangles and boxes only. */
function checkRegionOf(field: Field, scope: Scope, { sink }: Typing): void {
  const location = { file: scope.file, span: field.region.span };
  const text = pathText(field.region);
  const region = regionNamed(scope, text);
  if (region === null) {
    const regions = (scope.module?.body ?? []).flatMap((statement) =>
      statement.kind === "region" ? [statement.name.text] : [],
    );
    sink.report("TDL5221", location, { name: text, nearest: nearestName(text, regions) });
    return;
  }
  if (shapeOf(region, scope)?.kind === "ball") sink.report("TDL5241", location, { region: text });
}
