/** What the expansion of one growth statement sees, and what a form is. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticArguments, DiagnosticCode } from "../../diagnostics/registry.ts";
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import { isGrowthVerb } from "../../grammar/keywords.ts";
import type { Model, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { GrowthEvent, Membrane } from "../../grammar/syntax/growth.ts";
import type { FilamentForm } from "./filament.ts";

/** A model with growth statements, and the names that its expansion takes. */
export class GrowthModel {
  readonly model: Model;
  readonly file: SourceFile;
  readonly sink: DiagnosticSink;
  /** 0: no `space`. */
  readonly dimension: 0 | 2 | 3;
  readonly hasTemperature: boolean;
  /** Types whose place moves. */
  readonly moving: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
  readonly membranes: ReadonlyMap<string, Membrane>;
  readonly #taken: Set<string>;

  constructor(model: Model, file: SourceFile, sink: DiagnosticSink) {
    this.model = model;
    this.file = file;
    this.sink = sink;
    const space = model.body.find(({ kind }) => kind === "space");
    this.dimension = space?.kind === "space" ? space.dimensions : 0;
    this.hasTemperature = model.body.some(({ kind }) => kind === "temperature");
    this.moving = new Set(
      model.body.flatMap((one) =>
        one.kind === "motion" && one.attribute.parts[1]?.text === "pos"
          ? [one.attribute.parts[0]?.text ?? ""]
          : [],
      ),
    );
    this.declared = new Set(model.body.flatMap(declaredNames));
    this.membranes = new Map(
      model.body.flatMap((one) => (one.kind === "membrane" ? [[one.name.text, one] as const] : [])),
    );
    this.#taken = new Set(this.declared);
  }

  report<C extends DiagnosticCode>(code: C, span: Span, values: DiagnosticArguments<C>): void {
    this.sink.report(code, { file: this.file, span }, values);
  }

  /** A label that no declaration has. */
  label(base: string): string {
    let label = base;
    while (this.declared.has(label)) label += "_";
    return label;
  }

  /** A name for a rule or energy that no other has. */
  name(base: string): string {
    let name = base;
    for (let k = 2; this.#taken.has(name); k++) name = `${base}_${k}`;
    this.#taken.add(name);
    return name;
  }
}

function declaredNames(statement: Statement): readonly string[] {
  if (statement.kind === "species") return statement.names.map(({ text }) => text);
  return "name" in statement && statement.name !== null ? [statement.name.text] : [];
}

export interface GrowthRequest {
  readonly event: GrowthEvent;
  readonly filament: FilamentForm;
  readonly model: GrowthModel;
}

/** Statements of the language without growth that say the same; none after an error that was reported. */
export type GrowthForm = (request: GrowthRequest) => readonly Statement[];

export function isEvent(statement: Statement): statement is GrowthEvent {
  return isGrowthVerb(statement.kind);
}

/** Where the messages of later phases point: the verb and what it acts on. */
export function placeOf({ span, subject }: GrowthEvent): Span {
  return { start: span.start, end: subject.span.end };
}
