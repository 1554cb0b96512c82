/** A file as a tree: its imports, its models and modules, its experiments. */
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Name, StringText } from "./common.ts";
import type {
  Compartment,
  Constant,
  Definition,
  EventDeclaration,
  Extend,
  Flow,
  FunctionDeclaration,
  Initial,
  Input,
  MoleculeDeclaration,
  Observable,
  Output,
  Parameter,
  Part,
  Rule,
  Space,
  SpeciesDeclaration,
  Stimulus,
  Table,
  Temperature,
  Variable,
} from "./declaration.ts";
import type { Experiment } from "./experiment.ts";
import type { GrowthStatement } from "./growth.ts";
import type { Surrogate } from "./surrogate.ts";

export interface SourceTree {
  readonly kind: "file";
  readonly source: SourceFile;
  /** `language 1.0`; null when missing (a diagnostic was reported). */
  readonly language: { readonly version: string; readonly span: Span } | null;
  readonly imports: readonly Import[];
  readonly declarations: readonly TopLevel[];
  /** Comments in order; they carry no meaning and are kept for the formatter. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** `import A, b as c from "./file.tdl"`. */
export interface Import {
  readonly kind: "import";
  readonly names: readonly { readonly name: Name; readonly alias: Name | null }[];
  readonly from: StringText;
  readonly span: Span;
}

export type TopLevel =
  | Model
  | Experiment
  | Surrogate
  | Constant
  | FunctionDeclaration
  | MoleculeDeclaration
  | Table;

/** `model` or `module`: a model is a module that runs unbound. */
export interface Model {
  readonly kind: "model" | "module";
  readonly name: Name;
  readonly title: StringText | null;
  readonly body: readonly Statement[];
  /** As it was written, where `body` has other statements in place of those of growth. */
  readonly written?: readonly Statement[];
  readonly span: Span;
}

export type Statement =
  | Space
  | Temperature
  | Compartment
  | SpeciesDeclaration
  | MoleculeDeclaration
  | Extend
  | Constant
  | Parameter
  | Variable
  | Definition
  | FunctionDeclaration
  | Table
  | Input
  | Output
  | Part
  | Rule
  | Flow
  | Initial
  | Observable
  | EventDeclaration
  | Stimulus
  | GrowthStatement;
