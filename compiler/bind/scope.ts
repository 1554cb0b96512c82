/**
 * What names stand for.
 *
 * A `Scope` is a file, a module or an experiment. Values (species, parameters, …) and processes (rules,
 * events, stimuli) are separate namespaces, so that a rule may be called like the parameter it uses.
 */
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { Surrogate } from "../../grammar/syntax/surrogate.ts";
import type { Model } from "../../grammar/syntax/sourceTree.ts";
import type {
  Compartment,
  Constant,
  Definition,
  EventDeclaration,
  FunctionDeclaration,
  Input,
  MoleculeDeclaration,
  Observable,
  Output,
  Parameter,
  Part,
  Rule,
  SpeciesDeclaration,
  Stimulus,
  Table,
  Variable,
} from "../../grammar/syntax/declaration.ts";

export type ValueNode =
  | Compartment
  | SpeciesDeclaration
  | MoleculeDeclaration
  | Constant
  | Parameter
  | Variable
  | Definition
  | FunctionDeclaration
  | Table
  | Input
  | Output
  | Observable
  | Part
  | Model
  | Experiment
  | Surrogate;

export type ProcessNode = Rule | EventDeclaration | Stimulus;

interface SymbolOf<N> {
  readonly name: string;
  readonly kind: N extends { readonly kind: infer K } ? K : never;
  readonly node: N;
  readonly span: Span;
  /** The scope that declares it. */
  readonly scope: Scope;
  /** References seen by the checker. */
  uses: number;
}

/** Distributes over the node types, so that `kind` discriminates. */
type Distribute<N> = N extends ValueNode ? SymbolOf<N> : never;
export type ValueSymbol = Distribute<ValueNode>;
export type SymbolOfKind<K extends ValueSymbol["kind"]> = Extract<ValueSymbol, { readonly kind: K }>;

export class Scope {
  readonly parent: Scope | null;
  readonly file: SourceFile;
  readonly values = new Map<string, ValueSymbol>();
  readonly processes = new Map<string, { readonly node: ProcessNode; readonly span: Span }>();
  /** Where imported names of a file are written. */
  readonly imported = new Map<string, { readonly span: Span; readonly file: SourceFile }>();
  /** Names that a statement or import with a mistake of its own may have declared. */
  readonly broken: Set<string>;
  /** The model or module of this scope; null for a file or an experiment. */
  readonly module: Model | null;

  constructor(file: SourceFile, parent: Scope | null, module: Model | null, broken: Iterable<string> = []) {
    this.file = file;
    this.broken = new Set(broken);
    this.parent = parent;
    this.module = module;
  }

  lookup(name: string): ValueSymbol | null {
    return this.values.get(name) ?? this.parent?.lookup(name) ?? null;
  }

  /** Whether nothing need be said about the missing `name`: a mistake that was reported may have lost it. */
  isBroken(name: string): boolean {
    return this.broken.has(name) || (this.parent?.isBroken(name) ?? false);
  }

  /** Whether declarations are missing because of mistakes that were reported. */
  get isIncomplete(): boolean {
    return this.broken.size > 0 || (this.parent?.isIncomplete ?? false);
  }

  /** The rule, event or stimulus of this name. */
  process(name: string): ProcessNode | null {
    return this.processes.get(name)?.node ?? this.parent?.process(name) ?? null;
  }

  /** All names visible here, nearest scope first. */
  *names(): Generator<string> {
    yield* this.values.keys();
    if (this.parent !== null) yield* this.parent.names();
  }
}

/** Everything that binding found. */
export interface BoundProgram {
  /** Scope of each file by path. */
  readonly files: ReadonlyMap<string, Scope>;
  readonly main: Scope;
  /** Scope of each model, module and experiment. */
  readonly scopes: ReadonlyMap<Model | Experiment, Scope>;
  /** Names that may still be compared in search of nearest ones: hints are not worth minutes. */
  readonly hints: { left: number };
}
