/** After an error reading goes on: every mistake of a file is reported once, and nothing else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import { SyntaxReporter } from "../../grammar/report.ts";
import { scan } from "../../grammar/scan.ts";
import { expectDiagnostics, marked } from "../support/expectDiagnostics.ts";

/** What was read in spite of the errors: `model(param rule)`. */
function kept(template: string): string {
  const tree = parse(new SourceFile("x", marked(template).text), new DiagnosticSink());
  return tree.declarations
    .map((one) =>
      "body" in one ? `${one.kind}(${one.body.map((statement) => statement.kind).join(" ")})` : one.kind,
    )
    .join(" ");
}

describe("several mistakes in one file", () => {
  test("are each reported once", () => {
    const text = `language 1.0
model M {
  param a = 4 «uMM»
  param b «=»
  rule «A» + B -> C @ k
  species X in cell = 1 uM
  rule r: A(x[1]«» -> B @ k
  observe n = count A(x[1])«,» B(x[1])
  param z = 1
}

experiment e of M {
  until 10 s
  «rule» s: A -> B @ k
  sweep a in 1 .. «2»
  plot n
}
`
      .replace("«A»", "A")
      .replace("rule A", "«rule» A")
      .replace("A(x[1]«»", "A«(»x[1]");
    expectDiagnostics(
      parse,
      text,
      { code: "TDL1201" },
      { code: "TDL1003" },
      { code: "TDL1210" },
      { code: "TDL1005" },
      { code: "TDL1207" },
      { code: "TDL1007" },
      { code: "TDL1003" },
    );
    expect(kept(text)).toBe("model(param species observe param) experiment(setting plot)");
  });

  test("of one statement lead to one report", () => {
    expectDiagnostics(parse, "language 1.0 model M {\n param k «3» + + * 4 uM )( 5\n param j = 3\n}", {
      code: "TDL1208",
    });
  });
});

describe("a block left open", () => {
  test("is reported at its brace, not where the next block begins", () => {
    const text = `language 1.0
model A «{»
  param j = 3

model B {
  param k = 3
}
`;
    expectDiagnostics(parse, text, { code: "TDL1004", related: ["model"], message: /The model/ });
    expect(kept(text)).toBe("model(param) model(param)");
  });

  test("at the end of the file", () => {
    expectDiagnostics(parse, "language 1.0\nmodel A {\n}\nexperiment e of A «{»\n until 3 s\n", {
      code: "TDL1004",
    });
  });

  test("inside a statement is reported at the brace of the statement", () => {
    const text = `language 1.0
model M {
  molecule X «{» a, b {u, p}
  param j = 3
  table t[A.c] «{» 0: 1
  rule r: A -> B @ k
}
`;
    expectDiagnostics(
      parse,
      text,
      { code: "TDL1004", message: /`molecule`/ },
      { code: "TDL1004", message: /`table`/ },
    );
    expect(kept(text)).toBe("model(param rule)");
  });

  test("in a field does not swallow the model's brace", () => {
    const text = `language 1.0
model M {
  param k = 3 «{» doc "x"
}
experiment e of M {
  until 3 s
}
`;
    expectDiagnostics(parse, text, { code: "TDL1005" });
    expect(kept(text)).toBe("model(param) experiment(setting)");
  });
});

describe("a block closed too early", () => {
  test("is told once, with the brace that closed it", () => {
    const text = `language 1.0
model M {
  param j = 3
}
  «rule» r: A -> B @ k
  param k = 3
}
experiment e of M { until 3 s }
`;
    expectDiagnostics(parse, text, { code: "TDL1007", related: ["}"] });
    expect(kept(text)).toBe("model(param) experiment(setting)");
  });

  test("a brace too many is told", () => {
    expectDiagnostics(parse, "language 1.0\nmodel M {\n}\n«}»\n", { code: "TDL1009" });
  });
});

describe("a statement that runs into the next", () => {
  test.each([
    ["param k «=»\n  param j = 3", "TDL1003"],
    ["param «k»\n  param j = 3", "TDL1003"],
    ["species A «in»\n  rule r: A -> B @ k", "TDL1003"],
    ["rule r: A «->»\n  rule s: A -> B @ k", "TDL1003"],
    ["rule r: A -> «B»\n  rule s: A -> B @ k", "TDL1211"],
    ["rule r: A -> B @ k «*»\n  event e when x > 1 set y = 2", "TDL1003"],
    ["init A = f«(»3\n  init B = 2", "TDL1005"],
  ] as const)("%s", (statements, code) => {
    const text = `language 1.0\nmodel M {\n  ${statements}\n}\n`;
    expectDiagnostics(parse, text, { code });
    expect(kept(text).split(" ")).toHaveLength(1);
  });
});

describe("words of the language as names", () => {
  test("do not end a broken statement", () => {
    const text = "language 1.0\nmodel M {\n param k = rule «end» set\n param j = set\n}\n";
    expectDiagnostics(parse, text, { code: "TDL1008" });
    expect(kept(text)).toBe("model(param param)");
  });
});

describe("a missing opening brace", () => {
  test("leads to one report", () => {
    const text = "language 1.0\nmodel N\n  «param» k = 3\n}\nmodel M { }\n";
    expectDiagnostics(parse, text, { code: "TDL1002" });
    expect(kept(text)).toBe("model()");
  });
});

describe("one token too few or too many", () => {
  const text = readFileSync(join(import.meta.dirname, "../good/grammar/forms.tdl"), "utf8");
  const { tokens } = scan(new SyntaxReporter(new SourceFile("forms.tdl", text), new DiagnosticSink()));
  const some = tokens.filter((_, index) => index % 11 === 0);

  test.each([
    ["left out", (start: number, end: number) => text.slice(0, start) + text.slice(end)],
    ["doubled", (start: number, end: number) => `${text.slice(0, end)} ${text.slice(start)}`],
    ["replaced by a bracket", (start: number, end: number) => `${text.slice(0, start)} ) ${text.slice(end)}`],
    ["replaced by a brace", (start: number, end: number) => `${text.slice(0, start)} { ${text.slice(end)}`],
    ["replaced by a name", (start: number, end: number) => `${text.slice(0, start)} x ${text.slice(end)}`],
  ] as const)("%s leads to at most three reports in a file of every statement", (_, change) => {
    const worst = Math.max(
      ...some.map(({ startOffset, endOffset }) => {
        const sink = new DiagnosticSink();
        parse(new SourceFile("x", change(startOffset, endOffset + 1)), sink);
        return sink.diagnostics.length;
      }),
    );
    expect(worst).toBeLessThanOrEqual(3);
  });
});
