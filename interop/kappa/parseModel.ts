/** A whole Kappa file. Statements need no line of their own; after a mistake reading goes on at the next one. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { parseExpression } from "./parseExpression.ts";
import { parseIntervention } from "./parseIntervention.ts";
import { parseAgent, parsePattern } from "./parsePattern.ts";
import { parseRule } from "./parseRule.ts";
import { KappaReader, KappaSyntaxError } from "./reader.ts";
import { scan } from "./scan.ts";
import type { KappaInit, KappaModel, KappaVariable } from "./syntax.ts";

type Building = { -readonly [K in keyof KappaModel]: KappaModel[K][number][] };

/** What can not be read is reported. */
export function parseModel(source: SourceFile, sink: DiagnosticSink): KappaModel {
  const reader = new KappaReader(scan(source.text));
  const model: Building = {
    agents: [],
    tokens: [],
    variables: [],
    plots: [],
    rules: [],
    inits: [],
    interventions: [],
    settings: [],
  };
  while (reader.peek().kind !== "end") {
    try {
      statement(reader, model, source, sink);
    } catch (error) {
      if (!(error instanceof KappaSyntaxError)) throw error;
      const { span, message: expected, hint } = error;
      sink.report("TDL9120", { file: source, span }, { expected, hint });
      reader.recover();
    }
  }
  return model;
}

function statement(reader: KappaReader, model: Building, source: SourceFile, sink: DiagnosticSink): void {
  const word = reader.peek();
  if (word.kind === "label") {
    const name = reader.label("a label");
    if (reader.accept("=")) model.variables.push({ name, value: parseExpression(reader), isObserved: false });
    else model.rules.push(parseRule(reader, name));
    return;
  }
  if (word.kind !== "directive") {
    model.rules.push(parseRule(reader, null));
    return;
  }
  reader.next();
  switch (word.text) {
    case "agent":
      model.agents.push(parseAgent(reader));
      return;
    case "token":
      model.tokens.push(reader.name("a token"));
      return;
    case "var":
    case "obs":
      model.variables.push(variable(reader, word.text === "obs"));
      return;
    case "plot":
      model.plots.push(parseExpression(reader));
      return;
    case "init":
      model.inits.push(init(reader));
      return;
    case "mod":
      model.interventions.push(parseIntervention(reader, word.span.start));
      return;
    case "def":
      model.settings.push({ text: reader.next().text, span: reader.spanFrom(word.span.start) });
      while (reader.peek().kind === "text") reader.next();
      return;
    default: {
      const what = `\`%${word.text}\``;
      sink.report("TDL9002", { file: source, span: word.span }, { what, hint: null });
      reader.recover();
    }
  }
}

function variable(reader: KappaReader, isObserved: boolean): KappaVariable {
  const name = reader.label("a name");
  return { name, value: parseExpression(reader), isObserved };
}

/** `100 A(), B()`, `100 (A(), B())`, `0.4 atp`, `atp <- 0.4`. */
function init(reader: KappaReader): KappaInit {
  const { start } = reader.peek().span;
  if (reader.peek().kind === "name" && reader.is("<-", 1)) {
    const token = reader.name("a token");
    reader.expect("<-");
    const amount = parseExpression(reader);
    return { amount, pattern: null, tokens: [token], span: reader.spanFrom(start) };
  }
  const amount = parseExpression(reader);
  if (reader.accept("(")) {
    const pattern = parsePattern(reader);
    reader.expect(")");
    return { amount, pattern, tokens: [], span: reader.spanFrom(start) };
  }
  const isAgent = reader.is(".") || reader.is("(", 1) || reader.is(":", 1);
  if (isAgent) {
    const pattern = parsePattern(reader);
    return { amount, pattern, tokens: [], span: reader.spanFrom(start) };
  }
  const tokens = [reader.name("an agent or a token")];
  while (reader.accept(",")) tokens.push(reader.name("a token"));
  return { amount, pattern: null, tokens, span: reader.spanFrom(start) };
}
