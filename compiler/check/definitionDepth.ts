/**
 * How deep definitions stand on each other, in steps of an expression. Later phases follow them step by step, so that
 * there is a limit, beyond which this reports one mistake and nothing more is followed.
 */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";

/** What later phases follow without running out of stack. One definition that uses another is several steps more. */
const depthLimit = 2200;
const stepsOfDefinition = 4;

export class DefinitionDepth {
  readonly #sink: DiagnosticSink;
  #depth = 0;
  #deepest = 0;
  #isTooDeep = false;

  constructor(sink: DiagnosticSink) {
    this.#sink = sink;
  }

  /** Whether definitions stand on each other deeper than may be followed (reported). */
  get isTooDeep(): boolean {
    return this.#isTooDeep;
  }

  /** What `compute` gives, one step deeper; `otherwise` (reported) where that is too deep. */
  step<T>(location: Location, compute: () => T, otherwise: T): T {
    this.#depth++;
    const result = this.reaches(0, location) ? compute() : otherwise;
    this.#depth--;
    return result;
  }

  /** What a definition or the body of a function gives, and how many steps deep it goes. */
  measured<T>(compute: () => T): { readonly result: T; readonly depth: number } {
    const start = this.#depth;
    const outer = this.#deepest;
    this.#depth += stepsOfDefinition;
    this.#deepest = this.#depth;
    const result = compute();
    const depth = this.#deepest - start;
    this.#depth = start;
    this.#deepest = Math.max(outer, this.#deepest);
    return { result, depth };
  }

  /** Notes something that goes so many steps deeper; false (reported once) when that is more than may be followed. */
  reaches(steps: number, location: Location): boolean {
    const depth = this.#depth + steps;
    this.#deepest = Math.max(this.#deepest, depth);
    if (depth <= depthLimit) return true;
    if (!this.#isTooDeep) this.#sink.report("TDL3013", location, {});
    this.#isTooDeep = true;
    return false;
  }
}
