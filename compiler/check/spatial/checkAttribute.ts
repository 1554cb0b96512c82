/** Declarations of attributes, and of the molecule types that have them. */
import type { SiteDeclaration } from "../../../grammar/syntax/declaration.ts";
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import type { BoundProgram, Scope } from "../../bind/scope.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { Typing } from "../typing.ts";
import { motionTarget } from "./checkMotion.ts";
import { positionName } from "./attributes.ts";
import { dimensionsOf } from "./space.ts";

export function checkAttribute(site: SiteDeclaration, scope: Scope, checker: Typing): void {
  if (site.attribute === null) return;
  checker.unitDimension(site.attribute, scope);
  if (site.states !== null || site.multiplicity !== 1)
    checker.sink.report("TDL5231", { file: scope.file, span: site.span }, { site: site.name.text });
}

/** Identical sites and vectors without a space. */
export function checkSpatialType(symbol: MoleculeSymbol, scope: Scope, checker: Typing): void {
  if (!checker.spatial.has(symbol)) return;
  const { sink, molecules } = checker;
  for (const site of molecules.sitesOf(symbol)) {
    if (site.multiplicity === 1) continue;
    const values = { molecule: symbol.name, site: site.name.text };
    sink.report("TDL5209", { file: scope.file, span: site.span }, values);
  }
  const vector = molecules.attributesOf(symbol).find((attribute) => attribute.vector);
  if (vector !== undefined && dimensionsOf(scope) === 0) {
    const values = { molecule: symbol.name, attribute: vector.name.text };
    sink.report("TDL5200", { file: scope.file, span: vector.span }, values);
  }
}

/** Molecules that can not be bound may well have nothing but noise to move them: they diffuse. */
function reportIdleMotions(scope: Scope, { attributeUse, molecules, sink }: Typing): void {
  for (const statement of scope.module?.body ?? []) {
    if (statement.kind !== "motion") continue;
    const target = motionTarget(statement, scope);
    if (target === null || attributeUse.hasEnergy(target.molecule, target.name.text)) continue;
    if (statement.thermal && molecules.sitesOf(target.molecule).length === 0) continue;
    const motion = `${target.molecule.name}.${target.name.text}`;
    sink.report("TDL5217", { file: scope.file, span: target.name.span }, { motion });
  }
}

/** Attributes that nothing reads, or nothing sets. `pos` is read by pictures. */
export function reportUnusedAttributes(program: BoundProgram, checker: Typing, sink: DiagnosticSink): void {
  for (const scope of program.scopes.values()) reportIdleMotions(scope, checker);
  for (const scope of [...program.files.values(), ...program.scopes.values()])
    for (const symbol of scope.values.values()) {
      if (symbol.kind !== "molecule" || symbol.scope !== scope) continue;
      for (const { name } of checker.molecules.attributesOf(symbol)) {
        const values = { molecule: symbol.name, attribute: name.text };
        const location = { file: scope.file, span: name.span };
        const isRead = checker.attributeUse.isRead(symbol, name.text) || name.text === positionName;
        if (!isRead) sink.report("TDL5215", location, values);
        else if (!checker.attributeUse.isSet(symbol, name.text)) sink.report("TDL5216", location, values);
      }
    }
}
