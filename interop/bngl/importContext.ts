/** What every part of an import needs to know of the file. */
import type { SourceHost } from "../../compiler/host.ts";
import type { ImportedFile } from "../refuse.ts";
import type { Contacts } from "./contacts.ts";
import type { InitialQuantities } from "./initialQuantities.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { Names } from "./names.ts";
import type { Placements } from "./placements.ts";
import type { SplitSites } from "./splitSites.ts";
import type { BnglModel } from "./syntax.ts";

export interface ImportContext extends ImportedFile {
  readonly model: BnglModel;
  readonly table: MoleculeTable;
  readonly contacts: Contacts;
  readonly placements: Placements;
  readonly names: Names;
  /** Components of the file that stand as several sites in `model`. */
  readonly split: SplitSites;
  /** What actions set before a run. */
  readonly initial: InitialQuantities;
  /** Reads the table files that the model names. */
  readonly host: SourceHost;
}
