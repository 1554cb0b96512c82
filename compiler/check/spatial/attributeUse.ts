/** Which attributes of molecule types a program reads, sets, and lets energies move. */
import type { MoleculeSymbol } from "../moleculeTypes.ts";

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
