/** Kappa patterns: `A(x[1], s{u}), B(y[1])`, with the changes of the edit notation: `A(s{u/p}[1/.])-`. */
import type { KappaReader } from "./reader.ts";
import type { KappaAgent, KappaLink, KappaName, KappaPattern, KappaSite, NewLink } from "./syntax.ts";

/** At least one agent, or `.`. */
export function parsePattern(reader: KappaReader): KappaPattern {
  const { start } = reader.peek().span;
  const agents: (KappaAgent | null)[] = [];
  do agents.push(reader.accept(".") ? null : parseAgent(reader));
  while (reader.accept(",") || reader.accept("\\"));
  return { agents, span: reader.spanFrom(start) };
}

/** In a signature sites list all their states and partners. */
export function parseAgent(reader: KappaReader): KappaAgent {
  const { start } = reader.peek().span;
  let name = reader.name("an agent");
  if (reader.accept(":")) name = reader.name("an agent");
  reader.expect("(");
  const sites: KappaSite[] = [];
  while (!reader.accept(")")) {
    sites.push(parseSite(reader));
    reader.accept(",");
  }
  const change = reader.accept("+") ? "create" : reader.accept("-") ? "delete" : "keep";
  return { name, sites, change, span: reader.spanFrom(start) };
}

function parseSite(reader: KappaReader): KappaSite {
  const { start } = reader.peek().span;
  const name = reader.name("a site or `)`");
  const states: KappaName[] = [];
  const links: KappaLink[] = [];
  let newState: KappaName | null = null;
  let newLink: NewLink | null = null;
  let isCounter = false;
  for (;;) {
    if (reader.accept("[")) {
      while (!reader.is("]") && !reader.is("/")) {
        links.push(parseLink(reader));
        reader.accept(",");
      }
      if (reader.accept("/")) newLink = parseNewLink(reader);
      reader.expect("]");
    } else if (reader.accept("{")) {
      if (/^[=<>+-]$/.test(reader.peek().text)) {
        isCounter = true;
        while (!reader.is("}") && reader.peek().kind !== "end") reader.next();
      }
      while (!reader.is("}") && !reader.is("/")) {
        const { span } = reader.peek();
        states.push(reader.accept("#") ? { text: "#", span } : reader.name("a state, `#` or `}`"));
        reader.accept(",");
      }
      if (reader.accept("/")) newState = reader.name("a state");
      reader.expect("}");
    } else break;
  }
  return { name, states, newState, links, newLink, isCounter, span: reader.spanFrom(start) };
}

function parseLink(reader: KappaReader): KappaLink {
  if (reader.accept(".")) return { kind: "free" };
  if (reader.accept("_")) return { kind: "bound" };
  if (reader.accept("#")) return { kind: "any" };
  if (reader.peek().kind === "number") return { kind: "label", label: reader.wholeNumber("a bond") };
  const site = reader.name("a bond (`.`, `_`, `#`, a number or `site.Agent`)");
  reader.expect(".");
  return { kind: "partner", site, agent: reader.name("an agent") };
}

function parseNewLink(reader: KappaReader): NewLink {
  if (reader.accept(".")) return { kind: "free" };
  return { kind: "label", label: reader.wholeNumber("`.` or a number") };
}
