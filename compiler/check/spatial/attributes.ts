/** Attributes of molecule types: their types, and which of them a program reads and sets. */
import { nearestName } from "../../../diagnostics/nearest.ts";
import type { Name } from "../../../grammar/syntax/common.ts";
import type { SiteDeclaration } from "../../../grammar/syntax/declaration.ts";
import { equalDimensions, lengthDimension } from "../../../runtime/units/dimension.ts";
import type { Scope } from "../../bind/scope.ts";
import type { MoleculeSymbol } from "../moleculeTypes.ts";
import type { TypeChecker } from "../typeChecker.ts";
import { quantityType, unknownType, type ValueType } from "../valueType.ts";
import { dimensionsOf } from "./space.ts";
import { vectorType } from "./vectorTypes.ts";

/** The attribute that is the place of a molecule: a vector of a length. */
export const positionName = "pos";

export const componentNames = ["x", "y", "z"] as const;

export function attributeNamed(
  checker: TypeChecker,
  molecule: MoleculeSymbol,
  name: string,
): SiteDeclaration | null {
  return checker.molecules.attributesOf(molecule).find((attribute) => attribute.name.text === name) ?? null;
}

/** Whether molecules of the type have a place in space. */
export function hasPosition(checker: TypeChecker, molecule: MoleculeSymbol): boolean {
  const position = attributeNamed(checker, molecule, positionName);
  if (position?.vector !== true || position.attribute === null) return false;
  const dimension = checker.unitDimension(position.attribute, molecule.scope);
  return dimension !== null && equalDimensions(dimension, lengthDimension);
}

/** The type of an attribute, null after reporting that there is none. */
export function typeOfAttribute(
  checker: TypeChecker,
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
  checker: TypeChecker,
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

/** What a program does with the attributes of its types. */
export class AttributeUse {
  readonly #read = new Map<MoleculeSymbol, Set<string>>();
  readonly #set = new Map<MoleculeSymbol, Set<string>>();

  readonly #moved = new Map<MoleculeSymbol, Set<string>>();
  #isInEnergy = false;

  noteRead(molecule: MoleculeSymbol, attribute: string): void {
    note(this.#read, molecule, attribute);
    if (this.#isInEnergy) note(this.#moved, molecule, attribute);
  }

  /** What is read meanwhile is read by an energy. */
  inEnergy(check: () => void): void {
    this.#isInEnergy = true;
    check();
    this.#isInEnergy = false;
  }

  hasEnergy(molecule: MoleculeSymbol, attribute: string): boolean {
    return this.#moved.get(molecule)?.has(attribute) ?? false;
  }

  noteSet(molecule: MoleculeSymbol, attribute: string): void {
    note(this.#set, molecule, attribute);
  }

  isRead(molecule: MoleculeSymbol, attribute: string): boolean {
    return this.#read.get(molecule)?.has(attribute) ?? false;
  }

  isSet(molecule: MoleculeSymbol, attribute: string): boolean {
    return this.#set.get(molecule)?.has(attribute) ?? false;
  }
}

function note(map: Map<MoleculeSymbol, Set<string>>, molecule: MoleculeSymbol, attribute: string): void {
  const known = map.get(molecule) ?? new Set<string>();
  known.add(attribute);
  map.set(molecule, known);
}
