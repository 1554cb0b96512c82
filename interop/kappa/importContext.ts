/** What every part of an import of a Kappa model needs to know of the file. */
import type { ImportedFile } from "../refuse.ts";
import type { AgentTypes } from "./agentTypes.ts";
import type { Names } from "./names.ts";
import type { KappaModel } from "./syntax.ts";
import type { Values } from "./values.ts";

export interface ImportContext extends ImportedFile {
  readonly model: KappaModel;
  readonly types: AgentTypes;
  readonly values: Values;
  readonly names: Names;
}
