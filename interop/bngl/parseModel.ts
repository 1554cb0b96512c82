/**
 * BNGL text -> its blocks and actions, with every line that can not be read reported.
 *
 * Comments and continuations are blanked out, not removed, so that all offsets stay those of the file.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { DiagnosticArguments, DiagnosticCode } from "../../diagnostics/registry.ts";
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import { BnglSyntaxError, Cursor } from "./cursor.ts";
import { parseAction } from "./parseAction.ts";
import { parseExpression } from "./parseExpression.ts";
import { parseCountedPattern, parsePattern } from "./parsePattern.ts";
import { parseRule } from "./parseRule.ts";
import type {
  BnglAction,
  BnglCompartment,
  BnglEnergy,
  BnglFunction,
  BnglModel,
  BnglMoleculeType,
  BnglName,
  BnglObservable,
  BnglParameter,
  BnglRule,
  BnglSeed,
} from "./syntax.ts";

const blockNames = [
  "parameters",
  "molecule types",
  "compartments",
  "seed species",
  "observables",
  "functions",
  "reaction rules",
  "energy patterns",
  "population maps",
  "population types",
  "actions",
  "model",
] as const;
type BlockName = (typeof blockNames)[number];

/** Block names of older versions, and usual slips. */
const otherNames: ReadonlyMap<string, BlockName> = new Map([
  ["species", "seed species"],
  ["molecules", "molecule types"],
  ["molecular types", "molecule types"],
  ["molecule type", "molecule types"],
  ["anchors", "compartments"],
  ["reactions", "reaction rules"],
  ["rules", "reaction rules"],
  ["reaction rule", "reaction rules"],
  ["parameter", "parameters"],
  ["observable", "observables"],
  ["function", "functions"],
]);

export function parseModel(source: SourceFile, sink: DiagnosticSink): BnglModel {
  return new ModelParser(source, sink).parse();
}

class ModelParser {
  readonly #source: SourceFile;
  readonly #sink: DiagnosticSink;
  readonly #text: string;
  readonly #parameters: BnglParameter[] = [];
  readonly #moleculeTypes: BnglMoleculeType[] = [];
  readonly #compartments: BnglCompartment[] = [];
  readonly #seeds: BnglSeed[] = [];
  readonly #observables: BnglObservable[] = [];
  readonly #functions: BnglFunction[] = [];
  readonly #energies: BnglEnergy[] = [];
  readonly #rules: BnglRule[] = [];
  readonly #actions: BnglAction[] = [];
  #hasMoleculeTypes = false;

  constructor(source: SourceFile, sink: DiagnosticSink) {
    this.#source = source;
    this.#sink = sink;
    this.#text = blankComments(source.text);
  }

  parse(): BnglModel {
    const text = this.#text;
    let block: { readonly name: BlockName; readonly written: string; readonly span: Span } | null = null;
    for (const { start, end } of logicalLines(text)) {
      const line = text.slice(start, end).trim();
      // Ruled lines of headers, outside of comments too.
      if (/^([=*_~-]{3,})?$/.test(line)) continue;
      const span = {
        start: text.indexOf(line.charAt(0), start),
        end: start + text.slice(start, end).trimEnd().length,
      };
      const begin = /^begin\s+(\S.*)$/.exec(line);
      const close = /^end(\s+\S.*)?$/.exec(line);
      if (begin !== null) {
        const written = (begin[1] ?? "").replace(/\s+/g, " ");
        if (block !== null) this.#report("TDL9007", block.span, { block: block.written });
        const name = this.#blockName(written, span);
        block = name === "model" ? null : { name: name ?? "actions", written, span };
        if (name === null) block = { name: "population types", written, span };
        else if (name === "molecule types") this.#hasMoleculeTypes = true;
        else if (name === "population maps" || name === "population types") {
          const why = "it says how network-free simulation keeps molecules, and does not change the model";
          this.#report("TDL9003", span, { what: `The block \`${written}\``, why });
        }
      } else if (close !== null && (close[1] !== undefined || block !== null)) {
        block = null;
      } else this.#line(block?.name ?? "actions", start, end);
    }
    if (block !== null) this.#report("TDL9007", block.span, { block: block.written });
    return {
      parameters: this.#parameters,
      moleculeTypes: this.#moleculeTypes,
      hasMoleculeTypes: this.#hasMoleculeTypes,
      compartments: this.#compartments,
      seeds: this.#seeds,
      observables: this.#observables,
      functions: this.#functions,
      energies: this.#energies,
      rules: this.#rules,
      actions: this.#actions,
    };
  }

  #blockName(written: string, span: Span): BlockName | null {
    if (written === "protocol") {
      this.#report("TDL9003", span, {
        what: "The block `protocol`",
        why: "only the actions after the model become experiments",
      });
      return null;
    }
    const known = blockNames.find((name) => name === written);
    if (known !== undefined) return known;
    const spaced = written.replaceAll("_", " ");
    const other = otherNames.get(spaced) ?? blockNames.find((name) => name === spaced);
    if (other !== undefined) {
      // `species` is still what many files write.
      if (written !== "species") this.#report("TDL9005", span, { found: written, name: other });
      return other;
    }
    this.#report("TDL9009", span, { name: written, nearest: nearestName(written, blockNames) });
    return null;
  }

  #line(block: BlockName, start: number, end: number): void {
    const cursor = new Cursor(this.#text, start, end);
    try {
      this.#read(block, cursor);
      if (!cursor.isAtEnd) cursor.fail("the end of the line");
    } catch (error) {
      if (!(error instanceof BnglSyntaxError)) throw error;
      const where = block === "actions" ? "the actions" : `the block \`${block}\``;
      this.#report("TDL9001", error.span, { block: where, expected: error.message });
    }
  }

  #read(block: BlockName, cursor: Cursor): void {
    switch (block) {
      case "parameters": {
        const name = numbered(cursor, "a parameter");
        cursor.accept("=");
        if (cursor.isAtEnd) this.#report("TDL9015", name.span, { name: name.text });
        this.#parameters.push({ name, value: cursor.isAtEnd ? one(cursor) : parseExpression(cursor) });
        // A unit or remark after the value was tolerated by older versions.
        return;
      }
      case "molecule types": {
        cursor.take(/\d+\s+(?=[A-Za-z_])/);
        cursor.take(/population\s+/);
        const pattern = parsePattern(cursor);
        const [molecule] = pattern.molecules;
        // How network-free simulation keeps it; that is a matter of the method here.
        cursor.take(/population\b/);
        if (molecule !== undefined)
          this.#moleculeTypes.push({ name: molecule.name, components: molecule.components });
        return;
      }
      case "compartments": {
        const name = numbered(cursor, "a compartment");
        const dimensions = Number(cursor.take(/[0-9]/) ?? cursor.fail("the number of dimensions (2 or 3)"));
        const volume = parseExpression(cursor);
        const outside = cursor.isAtEnd ? null : cursor.name("the compartment outside");
        this.#compartments.push({ name, dimensions, volume, outside });
        return;
      }
      case "seed species": {
        cursor.take(/\d+\s+(?=[A-Za-z_$@%])/);
        // `EGF: EGF(r) 5`: a name for the line.
        cursor.take(/[A-Za-z_]\w*\s*:(?!:)/);
        const pattern = parsePattern(cursor);
        this.#seeds.push({ pattern, value: cursor.isAtEnd ? zero(cursor) : parseExpression(cursor) });
        return;
      }
      case "observables": {
        cursor.take(/\d+\s+(?=[A-Za-z_])/);
        const type = cursor.take(/Molecules|Species/) as "Molecules" | "Species" | null;
        if (type === null) {
          const at = cursor.start;
          const word = cursor.name("`Molecules` or `Species`");
          cursor.at = at;
          if (/^[Cc]ounter$/.test(word.text))
            this.#report("TDL9002", word.span, { what: "A `Counter` observable", hint: null });
          cursor.fail("`Molecules` or `Species`");
        }
        const name = cursor.name("the name of the observable");
        const patterns = [parseCountedPattern(cursor)];
        while (!cursor.isAtEnd) {
          cursor.accept(",");
          patterns.push(parseCountedPattern(cursor));
        }
        this.#observables.push({ name, type, patterns });
        return;
      }
      case "functions": {
        const name = numbered(cursor, "a function");
        const parameters: BnglName[] = [];
        if (cursor.accept("(")) {
          while (!cursor.accept(")")) {
            parameters.push(cursor.name("an argument"));
            if (!cursor.accept(",")) {
              cursor.expect(")");
              break;
            }
          }
        }
        cursor.accept("=");
        this.#functions.push({ name, parameters, value: parseExpression(cursor) });
        return;
      }
      case "reaction rules": {
        cursor.take(/\d+\s+(?=[A-Za-z_$%@0][^:]*[-<(])/);
        const { rule, unsupported } = parseRule(cursor);
        for (const { word, span } of unsupported)
          this.#report("TDL9002", span, { what: `\`${word}\``, hint: null });
        this.#rules.push(rule);
        return;
      }
      case "actions":
      case "model":
        this.#actions.push(parseAction(cursor));
        return;
      case "energy patterns": {
        const name = cursor.peek(/[A-Za-z_]\w*\s*:(?!:)/) === null ? null : cursor.name("a name");
        if (name !== null) cursor.expect(":");
        const pattern = parsePattern(cursor);
        this.#energies.push({ name, pattern, value: parseExpression(cursor) });
        return;
      }
      case "population maps":
      case "population types":
        cursor.take(/.*/);
        return;
    }
  }

  #report<C extends DiagnosticCode>(code: C, span: Span, values: DiagnosticArguments<C>): void {
    this.#sink.report(code, { file: this.#source, span }, values);
  }
}

/** A name after the number that older files begin a line with. */
function numbered(cursor: Cursor, expected: string): BnglName {
  cursor.take(/\d+\s+(?=[A-Za-z_])/);
  return cursor.name(expected);
}

function one(cursor: Cursor) {
  return { kind: "number", text: "1", span: cursor.spanFrom(cursor.at) } as const;
}

function zero(cursor: Cursor) {
  return { kind: "number", text: "0", span: cursor.spanFrom(cursor.at) } as const;
}

/** The text with comments and line continuations as blanks of the same length. */
function blankComments(text: string): string {
  return text
    .replace(/#[^\r\n]*/g, (comment) => " ".repeat(comment.length))
    .replace(/\\[ \t]*(\r\n|\n|\r)/g, (continuation) => " ".repeat(continuation.length));
}

/** Lines; an action's braces may hold several. */
function logicalLines(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (character === "{") depth++;
    else if (character === "}") depth = Math.max(0, depth - 1);
    const isBlockWord = character === "\n" && /^\s*(begin|end)\s/.test(text.slice(i + 1, i + 80));
    if (
      i < text.length &&
      character !== ";" &&
      !((character === "\n" || character === "\r") && (depth === 0 || isBlockWord))
    )
      continue;
    lines.push({ start, end: i });
    start = i + 1;
  }
  return lines;
}
