/** BNGL patterns: `A(b!1,s~p).B(a!1)@cell`, `@cell:A()`, `$A(b)`, `R()==2`. */
import type { Cursor } from "./cursor.ts";
import type { BnglBond, BnglComponent, BnglMolecule, BnglName, BnglPattern, BnglRelation } from "./syntax.ts";

export function parsePattern(cursor: Cursor): BnglPattern {
  const start = cursor.start;
  const matchesOnce = cursor.take(/\{\s*MatchOnce\s*\}/) !== null;
  let isFixed = cursor.accept("$");
  let compartment: BnglName | null = null;
  let label: BnglName | null = null;
  for (;;) {
    if (cursor.accept("@")) compartment = cursor.name("a compartment");
    else if (cursor.accept("%")) label = cursor.name("a label");
    else break;
    if (!cursor.accept("::")) cursor.expect(":");
  }
  isFixed = cursor.accept("$") || isFixed;
  const molecules = [parseMolecule(cursor)];
  // `A .5` is a pattern and a number: names never begin with a digit.
  while (cursor.take(/\.(?=\s*[A-Za-z_@%$])/) !== null) molecules.push(parseMolecule(cursor));
  const span = cursor.spanFrom(start);
  return { molecules, compartment, label, isFixed, matchesOnce, quantifier: null, span };
}

/** A pattern of an observable, which may say how often it must be there. */
export function parseCountedPattern(cursor: Cursor): BnglPattern {
  const pattern = parsePattern(cursor);
  const start = cursor.start;
  const relation = cursor.take(/==|!=|<=|>=|<|>|=/);
  if (relation === null) return pattern;
  const number = Number(cursor.take(/\d+/) ?? cursor.fail("a whole number"));
  const written = relation === "=" ? "==" : relation;
  return {
    ...pattern,
    quantifier: { relation: written as BnglRelation, number, span: cursor.spanFrom(start) },
  };
}

/** `A(b) + B(a)`; nothing for `0`. */
export function parseSide(cursor: Cursor): BnglPattern[] {
  const patterns: BnglPattern[] = [];
  do {
    if (cursor.take(/0(?![A-Za-z0-9_(.])/) === null) patterns.push(parsePattern(cursor));
  } while (cursor.accept("+"));
  return patterns;
}

function parseMolecule(cursor: Cursor): BnglMolecule {
  const start = cursor.start;
  const name = cursor.name("a molecule");
  let label = takeLabel(cursor);
  let compartment = takeCompartment(cursor);
  const components: BnglComponent[] = [];
  if (cursor.accept("(")) {
    while (!cursor.accept(")")) {
      // BioNetGen reads over an empty place: `A(x,,y)`.
      if (cursor.accept(",")) continue;
      components.push(parseComponent(cursor));
      if (cursor.accept(",")) continue;
      cursor.expect(")");
      break;
    }
  }
  label = takeLabel(cursor) ?? label;
  compartment = takeCompartment(cursor) ?? compartment;
  label = takeLabel(cursor) ?? label;
  return { name, components, label, compartment, span: cursor.spanFrom(start) };
}

function parseComponent(cursor: Cursor): BnglComponent {
  const start = cursor.start;
  const name = cursor.name("a site");
  const states: BnglName[] = [];
  const bonds: BnglBond[] = [];
  let label: string | null = null;
  for (;;) {
    if (cursor.accept("~")) {
      const state = cursor.take(/[A-Za-z0-9_]+|\?/) ?? cursor.fail("a state");
      states.push({ text: state, span: { start: cursor.at - state.length, end: cursor.at } });
    } else if (cursor.peek(/!(?!=)/) !== null) {
      cursor.expect("!");
      if (cursor.accept("+")) bonds.push({ kind: "bound" });
      else if (cursor.accept("?")) bonds.push({ kind: "any" });
      else bonds.push({ kind: "label", label: cursor.name("a bond").text });
    } else if (cursor.peek(/%/) !== null) label = takeLabel(cursor);
    else break;
  }
  return { name, states, bonds, label, span: cursor.spanFrom(start) };
}

function takeLabel(cursor: Cursor): string | null {
  return cursor.accept("%") ? cursor.name("a label").text : null;
}

/** `@cell` after a molecule; `@cell:` begins the next pattern of a list. */
function takeCompartment(cursor: Cursor): BnglName | null {
  if (cursor.peek(/@\s*\w+(?!\w|\s*:)/) === null) return null;
  cursor.expect("@");
  return cursor.name("a compartment");
}
