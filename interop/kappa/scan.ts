/** A Kappa text as words, with comments and white space left out. */
import type { Span } from "../../diagnostics/source.ts";

export interface KappaWord {
  readonly kind:
    | "name"
    /** `'a label'` */
    | "label"
    /** `"a text"` */
    | "text"
    | "number"
    /** `%agent:` */
    | "directive"
    /** `[T]`, `[log]`, `[?]` */
    | "primitive"
    /** `$UPDATE` */
    | "effect"
    | "symbol"
    | "unknown"
    | "end";
  /** Without quotes, brackets, `%`, `:` and `$`. */
  readonly text: string;
  readonly span: Span;
  /** Nothing stands before it on its line. */
  readonly beginsLine: boolean;
}

const name = /[_~](?:[A-Za-z0-9_~+]|-(?!>))+|[A-Za-z](?:[A-Za-z0-9_~+]|-(?!>))*/;
const kinds: readonly (readonly [KappaWord["kind"], RegExp])[] = [
  ["directive", new RegExp(`%(${name.source}):`, "y")],
  ["primitive", new RegExp(`\\[[ \\t]*(${name.source}|[?:])[ \\t]*\\]`, "y")],
  ["effect", new RegExp(`\\$(${name.source})`, "y")],
  ["number", /((?:\d+[eE][-+]?\d+)|(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+)/y],
  ["label", /'([^'\n]+)'/y],
  ["text", /"([^"\n]*)"/y],
  ["name", new RegExp(`(${name.source})`, "y")],
  ["symbol", /(<->|<-|->|<>|&&|\|\||#\[|[#:;@,\\()[\]{}|._+*^/<>=-])/y],
];

/** Never fails: characters that Kappa does not know become words of their own. The last word is the end. */
export function scan(text: string): readonly KappaWord[] {
  const blank = withoutComments(text);
  const words: KappaWord[] = [];
  let lineStart = true;
  for (let at = 0; at < blank.length; ) {
    const character = blank[at] ?? "";
    if (/\s/.test(character)) {
      if (character === "\n") lineStart = true;
      at++;
      continue;
    }
    const word = wordAt(blank, at, lineStart);
    words.push(word);
    at = word.span.end;
    lineStart = false;
  }
  const end = { start: text.length, end: text.length };
  return [...words, { kind: "end", text: "", span: end, beginsLine: true }];
}

function wordAt(text: string, at: number, beginsLine: boolean): KappaWord {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) continue;
    return { kind, text: found[1] ?? found[0], span: { start: at, end: at + found[0].length }, beginsLine };
  }
  return { kind: "unknown", text: text[at] ?? "", span: { start: at, end: at + 1 }, beginsLine };
}

/** The text with comments as blanks of the same length; block comments may be nested. */
function withoutComments(text: string): string {
  let result = "";
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const quoted = depth === 0 ? /^("[^"\n]*"|'[^'\n]*')/.exec(text.slice(at, at + 400))?.[0] : undefined;
    if (quoted !== undefined) {
      result += quoted;
      at += quoted.length;
    } else if (text.startsWith("/*", at) || (depth > 0 && text.startsWith("*/", at))) {
      depth += text[at] === "/" ? 1 : -1;
      result += "  ";
      at += 2;
    } else if (depth === 0 && text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      const stop = end < 0 ? text.length : end;
      result += " ".repeat(stop - at);
      at = stop;
    } else {
      const character = text[at] ?? "";
      result += depth > 0 && !/\s/.test(character) ? " " : character;
      at++;
    }
  }
  return result;
}
