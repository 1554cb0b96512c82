/**
 * Every diagnostic of the tool: code -> severity and message with typed arguments.
 *
 * Codes are stable and never reused. The hundreds say the phase: 1xxx text and syntax, 2xxx files and
 * imports, 3xxx names, 4xxx units and types, 5xxx rules and chemistry, 6xxx experiments and engines,
 * 7xxx surrogates, 8xxx what is not built yet, 9xxx other formats. Each code has a page docs/diagnostics/CODE.md.
 */
import { chemistryDiagnostics } from "./registry/chemistry.ts";
import { energyDiagnostics } from "./registry/energies.ts";
import { experimentDiagnostics } from "./registry/experiment.ts";
import { fileDiagnostics } from "./registry/files.ts";
import { growthDiagnostics } from "./registry/growth.ts";
import { interopDiagnostics } from "./registry/interop.ts";
import { moleculeDiagnostics } from "./registry/molecules.ts";
import { nameDiagnostics } from "./registry/names.ts";
import { notBuiltDiagnostics } from "./registry/notBuilt.ts";
import { ruleSetDiagnostics } from "./registry/ruleSets.ts";
import { spatialDiagnostics } from "./registry/spatial.ts";
import { surrogateDiagnostics } from "./registry/surrogates.ts";
import { syntaxDiagnostics } from "./registry/syntax.ts";
import { unitDiagnostics } from "./registry/units.ts";

export const registry = {
  ...syntaxDiagnostics,
  ...fileDiagnostics,
  ...nameDiagnostics,
  ...unitDiagnostics,
  ...chemistryDiagnostics,
  ...moleculeDiagnostics,
  ...energyDiagnostics,
  ...ruleSetDiagnostics,
  ...growthDiagnostics,
  ...spatialDiagnostics,
  ...experimentDiagnostics,
  ...surrogateDiagnostics,
  ...notBuiltDiagnostics,
  ...interopDiagnostics,
} as const;

export type DiagnosticCode = keyof typeof registry;
export type DiagnosticArguments<C extends DiagnosticCode> = Parameters<(typeof registry)[C]["message"]>[0];
