/** BNGL patterns: `A(b!1,s~p).B(a!1)@cell`, `@cell:A()`, `$A(b)`, `R()==2`. */
import type { Cursor } from "./cursor.ts";
import type { BnglBond, BnglComponent, BnglMolecule, BnglName, BnglPattern, BnglRelation } from "./syntax.ts";

export function parsePattern(cursor: Cursor): BnglPattern {
  const start = cursor.start;
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
  while (cursor.accept(".")) molecules.push(parseMolecule(cursor));
  return { molecules, compartment, label, isFixed, quantifier: null, span: cursor.spanFrom(start) };
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
  let compartment = cursor.accept("@") ? cursor.name("a compartment") : null;
  const components: BnglComponent[] = [];
  if (cursor.accept("(")) {
    while (!cursor.accept(")")) {
      components.push(parseComponent(cursor));
      if (cursor.accept(",")) continue;
      cursor.expect(")");
      break;
    }
  }
  label = takeLabel(cursor) ?? label;
  if (cursor.accept("@")) compartment = cursor.name("a compartment");
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
