/** `%mod: alarm 5 [T] > 3 do $UPDATE 'k' 2; repeat [true]`. */
import { parseExpression } from "./parseExpression.ts";
import type { KappaReader } from "./reader.ts";
import type { KappaEffect, KappaIntervention } from "./syntax.ts";

export function parseIntervention(reader: KappaReader, start: number): KappaIntervention {
  let alarm: number | null = null;
  if (reader.acceptName("alarm")) {
    const word = reader.peek();
    if (word.kind !== "number") reader.fail("a number");
    alarm = Number(reader.next().text);
  }
  const condition = reader.isWord("name", "do") ? null : parseExpression(reader);
  if (!reader.acceptName("do")) reader.fail("`do`");
  const effects = parseEffects(reader);
  const repeat = reader.acceptName("repeat") ? parseExpression(reader) : null;
  return { alarm, condition, effects, repeat, span: reader.spanFrom(start) };
}

function parseEffects(reader: KappaReader): KappaEffect[] {
  if (reader.accept("(")) {
    const inner = parseEffects(reader);
    reader.expect(")");
    reader.accept(";");
    return inner;
  }
  const effects: KappaEffect[] = [];
  while (reader.peek().kind === "effect" || (reader.peek().kind === "name" && reader.is("<-", 1))) {
    effects.push(parseEffect(reader));
    if (!reader.accept(";")) break;
  }
  if (effects.length === 0) reader.fail("an intervention such as `$UPDATE`");
  return effects;
}

function parseEffect(reader: KappaReader): KappaEffect {
  const { kind, text, span } = reader.peek();
  if (kind === "name") {
    const token = reader.name("a token");
    reader.expect("<-");
    return { kind: "token", token, value: parseExpression(reader), span: reader.spanFrom(span.start) };
  }
  reader.next();
  if (text === "UPDATE") {
    const variable = reader.label("a variable");
    return { kind: "update", variable, value: parseExpression(reader), span: reader.spanFrom(span.start) };
  }
  skip(reader);
  const all = reader.spanFrom(span.start);
  return text === "STOP" ? { kind: "stop", span: all } : { kind: "other", name: text, span: all };
}

/** Over what belongs to an effect of which only the name is read. */
function skip(reader: KappaReader): void {
  for (let depth = 0; ; ) {
    const { kind, beginsLine } = reader.peek();
    if (kind === "end" || (kind === "directive" && beginsLine)) return;
    if (depth === 0 && (reader.is(";") || reader.is(")") || reader.isWord("name", "repeat"))) return;
    if (reader.is("(")) depth++;
    if (reader.is(")")) depth--;
    reader.next();
  }
}
