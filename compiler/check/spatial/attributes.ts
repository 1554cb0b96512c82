/** Attributes of molecule types, and what is read of them: `f.age`, `f.pos.x`. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import type { Name } from "../../../grammar/syntax/common.ts";
import type { SiteDeclaration } from "../../../grammar/syntax/declaration.ts";
import { equalDimensions, lengthDimension } from "../../../runtime/units/dimension.ts";
import type { Scope } from "../../bind/scope.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { Typing } from "../typing.ts";
import { quantityType, unknownType, type ValueType } from "../valueType.ts";
import { dimensionsOf } from "./space.ts";
import { vectorType } from "./vectorTypes.ts";

/** The attribute that is the place of a molecule: a vector of a length. */
export const positionName = "pos";

export const componentNames = ["x", "y", "z"] as const;

export function attributeNamed(
  checker: Typing,
  molecule: MoleculeSymbol,
  name: string,
): SiteDeclaration | null {
  return checker.molecules.attributesOf(molecule).find((attribute) => attribute.name.text === name) ?? null;
}

/** Whether molecules of the type have a place in space. */
export function hasPosition(checker: Typing, molecule: MoleculeSymbol): boolean {
  const position = attributeNamed(checker, molecule, positionName);
  if (position?.vector !== true || position.attribute === null) return false;
  const dimension = checker.unitDimension(position.attribute, molecule.scope);
  return dimension !== null && equalDimensions(dimension, lengthDimension);
}

/** The type of an attribute, null after reporting that there is none. */
export function typeOfAttribute(
  checker: Typing,
  molecule: MoleculeSymbol,
  name: Name,
  scope: Scope,
): ValueType | null {
  const declaration = attributeNamed(checker, molecule, name.text);
  if (declaration === null) {
    const names = checker.molecules.attributesOf(molecule).map((attribute) => attribute.name.text);
    checker.sink.report(
      "TDL5204",
      { file: scope.file, span: name.span },
      {
        molecule: molecule.name,
        attribute: name.text,
        attributes: names.length === 0 ? "none" : names.join(", "),
        nearest: nearestName(name.text, names),
      },
    );
    return null;
  }
  const dimension =
    declaration.attribute === null ? null : checker.unitDimension(declaration.attribute, molecule.scope);
  if (dimension === null) return unknownType;
  if (!declaration.vector) return quantityType(dimension);
  const components = dimensionsOf(scope);
  return vectorType(dimension, components === 0 ? null : components);
}

/** `f.age`, `f.pos`, `f.pos.x`: the parts after the label. */
export function typeOfMember(
  checker: Typing,
  molecule: MoleculeSymbol,
  parts: readonly Name[],
  scope: Scope,
): ValueType {
  const [name, component, ...rest] = parts;
  if (name === undefined) return { kind: "molecule", type: molecule };
  const type = typeOfAttribute(checker, molecule, name, scope);
  if (type === null) return unknownType;
  checker.attributeUse.noteRead(molecule, name.text);
  if (component === undefined || type.kind === "unknown") return type;
  const [more] = rest;
  const known: readonly string[] = componentNames.slice(
    0,
    (type.kind === "vector" ? type.components : 0) ?? 3,
  );
  if (type.kind !== "vector" || more !== undefined) {
    const span = { start: component.span.start, end: (more ?? component).span.end };
    const members = type.kind === "vector" ? component.text : name.text;
    checker.sink.report(
      "TDL3011",
      { file: scope.file, span },
      {
        name: (more ?? component).text,
        owner: `The number ${members}`,
        nearest: null,
      },
    );
    return unknownType;
  }
  if (!known.includes(component.text)) {
    const dimensions = type.components ?? 3;
    checker.sink.report(
      "TDL5234",
      { file: scope.file, span: component.span },
      { component: component.text, dimensions },
    );
    return unknownType;
  }
  return type.dimension === null ? unknownType : quantityType(type.dimension);
}
