/** Spatial molecule types as indices, with a slot for every component of an attribute. */
import type { MoleculeSymbol } from "../../check/moleculeTypes.ts";
import { hasPosition, positionName } from "../../check/spatial/attributes.ts";
import {
  concentrationDimension,
  dimensionless,
  forceDimension,
  lengthDimension,
} from "../../../runtime/units/dimension.ts";
import { displayIn, usualDisplay } from "../displayUnit.ts";
import type { Flattening } from "../flattening.ts";
import { MoleculeTables } from "../moleculeTables.ts";
import type { SpatialAttribute, SpatialType } from "../spatial.ts";

export class SpatialTables {
  readonly molecules: MoleculeTables;
  readonly #flattener: Flattening;
  readonly #attributes = new Map<MoleculeSymbol, SpatialAttribute[]>();

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
    this.molecules = new MoleculeTables(flattener);
  }

  get isEmpty(): boolean {
    return this.molecules.types.length === 0;
  }

  type(symbol: MoleculeSymbol): number {
    return this.molecules.type(symbol);
  }

  attribute(symbol: MoleculeSymbol, name: string): SpatialAttribute {
    const found = this.#attributesOf(symbol).find((one) => one.name === name && one.computed === null);
    if (found === undefined) throw new Error(`${symbol.name} has no attribute ${name}`);
    return found;
  }

  has(symbol: MoleculeSymbol, name: string): boolean {
    return this.#attributesOf(symbol).some((one) => one.name === name && one.computed === null);
  }

  contactForce(symbol: MoleculeSymbol): SpatialAttribute {
    const { dimensions } = this.#flattener;
    return this.#computed(symbol, {
      name: "contact force",
      components: dimensions === 3 ? 3 : 2,
      display: usualDisplay(forceDimension),
      computed: { kind: "contactForce" },
    });
  }

  distanceTo(symbol: MoleculeSymbol, to: MoleculeSymbol): SpatialAttribute {
    return this.#computed(symbol, {
      name: `distance to ${to.name}`,
      components: 1,
      display: usualDisplay(lengthDimension),
      computed: { kind: "distanceTo", type: this.type(to) },
    });
  }

  concentrationOf(symbol: MoleculeSymbol, field: number): SpatialAttribute {
    return this.#computed(symbol, {
      name: `[${this.#flattener.fields.nameOf(field)}]`,
      components: 1,
      display: usualDisplay(concentrationDimension),
      computed: { kind: "field", field },
    });
  }

  /** Whether a slot holds the concentration of a field. */
  isConcentration(symbol: MoleculeSymbol, slot: number): boolean {
    return this.#attributesOf(symbol).some((one) => one.computed?.kind === "field" && one.slot === slot);
  }

  #computed(symbol: MoleculeSymbol, wanted: Omit<SpatialAttribute, "slot">): SpatialAttribute {
    const attributes = this.#attributesOf(symbol);
    const known = attributes.find((one) => one.computed !== null && one.name === wanted.name);
    if (known !== undefined) return known;
    const added = { ...wanted, slot: slotsOf(attributes) };
    attributes.push(added);
    return added;
  }

  #attributesOf(symbol: MoleculeSymbol): SpatialAttribute[] {
    const known = this.#attributes.get(symbol);
    if (known !== undefined) return known;
    this.type(symbol);
    const attributes: SpatialAttribute[] = [];
    this.#attributes.set(symbol, attributes);
    const { request, dimensions } = this.#flattener;
    for (const { name, attribute, vector, span } of request.checker.molecules.attributesOf(symbol)) {
      if (attribute === null) continue;
      if (vector && dimensions === 0) {
        const values = { molecule: symbol.name, attribute: name.text };
        request.sink.report("TDL5200", { file: symbol.scope.file, span }, values);
      }
      const components = !vector ? 1 : dimensions === 3 ? 3 : 2;
      const dimension = request.checker.unitDimension(attribute, symbol.scope) ?? dimensionless;
      attributes.push({
        name: name.text,
        components,
        slot: slotsOf(attributes),
        display: displayIn(attribute.text, dimension),
        computed: null,
      });
    }
    return attributes;
  }

  /** All types that statements mention, when no more come. */
  types(): readonly SpatialType[] {
    const { checker } = this.#flattener.request;
    return this.molecules.types.map(({ name, sites }, index): SpatialType => {
      const symbol = this.#symbolAt(index);
      const attributes = this.#attributesOf(symbol);
      const isPlaced = hasPosition(checker, symbol);
      return {
        name,
        sites: sites.map((site) => ({ name: site.name, states: site.states })),
        attributes,
        position: isPlaced ? this.attribute(symbol, positionName).slot : null,
        role: symbol.node.role ?? "molecule",
        compartment: null,
        doc: symbol.node.fields?.doc?.value ?? null,
      };
    });
  }

  #symbolAt(index: number): MoleculeSymbol {
    const symbol = this.molecules.symbolAt(index);
    if (symbol === undefined) throw new Error(`no molecule type ${index}`);
    return symbol;
  }
}

function slotsOf(attributes: readonly SpatialAttribute[]): number {
  return attributes.reduce((count, { slot, components }) => Math.max(count, slot + components), 0);
}
