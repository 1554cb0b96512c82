/** A labelled molecule as expressions see it, and where random numbers come from. */
import type { MoleculeSymbol } from "../../check/moleculeTypes.ts";
import type { ExpressionId } from "../../expression/graph.ts";
import type { Draw } from "../spatial.ts";
import type { Components } from "./vectorAlgebra.ts";

export interface MoleculeValue {
  readonly kind: "molecule";
  /** Different for molecules of different statements, so that calls with them can be told apart. */
  readonly key: string;
  readonly type: MoleculeSymbol;
  attribute(name: string): Components;
  contactForce(): Components;
  /** From the nearest segment between bonded molecules of a type. */
  distanceTo(type: MoleculeSymbol): ExpressionId;
  /** Of a field (its index) where the molecule is, in count/um^3. */
  concentrationOf(field: number): ExpressionId;
}

export interface DrawSource {
  draw(distribution: Draw["distribution"]): ExpressionId;
  /** The kth random number of a copy. */
  ofCopy(k: number): ExpressionId;
}

export interface Shape {
  readonly kind: "ball" | "box";
  /** Centre, or low corner. */
  readonly from: Components;
  /** Radius alone, or high corner. */
  readonly to: Components;
}
