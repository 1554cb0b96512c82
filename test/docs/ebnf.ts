/** Reads the grammar of spec.md and derives random sentences from it. */

export type Form =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Form[] }
  | { readonly kind: "optional" | "repeated"; readonly inner: Form };

export type Grammar = ReadonlyMap<string, Form>;

/** @throws Error for a grammar that is not well formed or uses a name that it does not define. */
export function readGrammar(text: string, terminals: ReadonlySet<string>): Grammar {
  const grammar = new Map<string, Form>();
  for (const production of text.split(/\n(?=\S)/)) {
    const match = /^(\S+)\s+:=([\s\S]*)$/.exec(production.trim());
    if (match === null) throw new Error(`not a production: ${production}`);
    const [, name = "", right = ""] = match;
    if (grammar.has(name)) throw new Error(`${name} is defined twice`);
    grammar.set(name, readForm(right.match(/"`"|"[^"]*"|[A-Za-z-]+|[[\]{}()|]/g) ?? []));
  }
  for (const form of grammar.values()) {
    for (const name of namesIn(form)) {
      if (!grammar.has(name) && !terminals.has(name)) throw new Error(`${name} is not defined`);
    }
  }
  return grammar;
}

const closing: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

function readForm(tokens: readonly string[]): Form {
  let position = 0;
  const choice = (): Form => {
    const parts = [sequence()];
    while (tokens[position] === "|") {
      position++;
      parts.push(sequence());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: "choice", parts };
  };
  const sequence = (): Form => {
    const parts: Form[] = [];
    for (
      let token = tokens[position];
      token !== undefined && !/^[|)\]}]$/.test(token);
      token = tokens[position]
    ) {
      position++;
      const close = closing.get(token);
      if (close === undefined) {
        parts.push(
          token.startsWith('"') ? { kind: "word", text: token.slice(1, -1) } : { kind: "name", name: token },
        );
        continue;
      }
      const inner = choice();
      if (tokens[position++] !== close) throw new Error(`${token} is not closed in ${tokens.join(" ")}`);
      parts.push(token === "(" ? inner : { kind: token === "[" ? "optional" : "repeated", inner });
    }
    return { kind: "sequence", parts };
  };
  const form = choice();
  if (position < tokens.length) throw new Error(`left over in ${tokens.join(" ")}`);
  return form;
}

function namesIn(form: Form): readonly string[] {
  switch (form.kind) {
    case "word":
      return [];
    case "name":
      return [form.name];
    case "sequence":
    case "choice":
      return form.parts.flatMap(namesIn);
    case "optional":
    case "repeated":
      return namesIn(form.inner);
  }
}

export function wordsIn(form: Form): readonly string[] {
  switch (form.kind) {
    case "word":
      return [form.text];
    case "name":
      return [];
    case "sequence":
    case "choice":
      return form.parts.flatMap(wordsIn);
    case "optional":
    case "repeated":
      return wordsIn(form.inner);
  }
}

/**
 * A random sentence. `terminal` gives the text of what the grammar does not define; below `depth` levels only
 * the shortest alternatives are taken.
 */
export function derive(
  grammar: Grammar,
  start: string,
  random: () => number,
  terminal: (name: string) => string,
  depth = 8,
): string {
  const heights = heightsOf(grammar);
  const heightOf = (form: Form): number => height(form, heights);
  const expand = (form: Form, level: number): string => {
    switch (form.kind) {
      case "word":
        return form.text;
      case "name": {
        const inner = grammar.get(form.name);
        return inner === undefined ? terminal(form.name) : joined(form.name, expand(inner, level + 1));
      }
      case "sequence":
        return form.parts
          .map((part) => expand(part, level))
          .filter((text) => text !== "")
          .join(" ");
      case "choice": {
        const least = Math.min(...form.parts.map(heightOf));
        const open = form.parts.filter((part) => level < depth || heightOf(part) === least);
        const part = open[Math.floor(random() * open.length)] ?? form.parts[0];
        return part === undefined ? "" : expand(part, level);
      }
      case "optional":
        return level < depth && random() < 0.4 ? expand(form.inner, level) : "";
      case "repeated": {
        const texts: string[] = [];
        while (level < depth && texts.length < 3 && random() < 0.4) texts.push(expand(form.inner, level));
        return texts.join(" ");
      }
    }
  };
  return expand({ kind: "name", name: start }, 0);
}

/** Units and back-quoted names are written without spaces. */
function joined(name: string, text: string): string {
  return name === "unit" || name === "name" || name === "path" ? text.replaceAll(" ", "") : text;
}

function height(form: Form, heights: ReadonlyMap<string, number>): number {
  switch (form.kind) {
    case "word":
    case "optional":
    case "repeated":
      return 0;
    case "name":
      return (heights.get(form.name) ?? -1) + 1;
    case "sequence":
      return Math.max(0, ...form.parts.map((part) => height(part, heights)));
    case "choice":
      return Math.min(...form.parts.map((part) => height(part, heights)));
  }
}

/** How deep the shallowest derivation of each name is. */
function heightsOf(grammar: Grammar): ReadonlyMap<string, number> {
  const heights = new Map([...grammar.keys()].map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, form] of grammar) {
      const found = height(form, heights);
      if (found >= (heights.get(name) ?? 0)) continue;
      heights.set(name, found);
      changed = true;
    }
  }
  return heights;
}
