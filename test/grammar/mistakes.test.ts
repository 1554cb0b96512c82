/** Common mistakes: each has its own message, at the exact place, and the statements around it are kept. */
import { describe, expect, test } from "vitest";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticCode } from "../../diagnostics/registry.ts";
import { SourceFile } from "../../diagnostics/source.ts";
import { parse } from "../../grammar/parse.ts";
import { applyFirstFix, expectDiagnostics, marked } from "../support/expectDiagnostics.ts";
import { expectInModel, inModel } from "../support/parsing.ts";

describe("one mistake in a statement", () => {
  test.each<readonly [what: string, statement: string, code: DiagnosticCode]>([
    ["an unknown unit", "param k = 4 «uMM»", "TDL1201"],
    ["a unit written out", "param k = 4 «seconds»", "TDL1201"],
    ["factors of a unit apart", "param k = 3 pN «nm»", "TDL1202"],
    ["factors apart in an annotation", "param k: «/uM /s» = 3", "TDL1202"],
    ["a decimal comma", "param k = «3,5» /s", "TDL1203"],
    ["a dot between molecules", "rule r: A(x[1])«.»B(x[1]) -> C @ k", "TDL1204"],
    ["a bond as in BNGL", "rule r: A(x«!1»).B(x!1) -> C @ k", "TDL1205"],
    ["any bond as in BNGL", "rule r: A(x«!+») -> C @ k", "TDL1205"],
    ["a state as in BNGL", "rule r: A(s«~p») -> B @ k", "TDL1206"],
    ["a measure of two patterns", "observe n = count A(x[1])«,» B(x[1])", "TDL1207"],
    ["no `=`", "param k «3» /s", "TDL1208"],
    ["no `=` in a species", "species A in cell «3» uM", "TDL1208"],
    ["a reserved word as a name", "param «nothing» = 2", "TDL1209"],
    ["a rule without a name", "«rule» A + B -> C @ k", "TDL1210"],
    ["a rule without a rate", "rule r: A + B -> «C»", "TDL1211"],
    ["single quotes", "param k = 1 { doc «'»x' }", "TDL1212"],
    ["a bare site", "rule r: A(«s») -> B @ k", "TDL1213"],
    ["a state given twice", "rule r: A(s{p}«{u}») -> B @ k", "TDL1214"],
    ["a field given twice", 'param k = 1 { doc "a" «doc» "b" }', "TDL1214"],
    ["a rate clause given twice", "rule r: A -> B @ k, back 1, «back» 2", "TDL1214"],
    ["a fraction as coefficient", "rule r: «2.5» A -> B @ k", "TDL1215"],
    ["a coefficient of a pattern", "rule r: «2» A(x[.]) -> B @ k", "TDL1216"],
    ["a label that is no whole number", "rule r: A(s{«1.5»}) -> B @ k", "TDL1217"],
    ["a chain of comparisons", "param k = a < b «<» c", "TDL1218"],
    ["a clause that the verb does not take", "grow A at b from G «angle» 3 @ k", "TDL1219"],
    ["a clause that the verb needs", "«grow» A from G @ k", "TDL1220"],
    ["a unit that can not be a name", "rule r: 2 «uM/s» -> B @ k", "TDL1221"],
    ["a comma after braces", "rule r: «{ A, B }», C -> D @ k", "TDL1222"],
    ["zero for nothing on the left", "rule r: «0» -> A @ k", "TDL1223"],
    ["zero for nothing on the right", "rule r: A -> «0» @ k", "TDL1223"],
    ["a compartment after the value", "species A = 3 uM «in» cell", "TDL1224"],
    ["a charge in a name", "species Ca2«+» = 1 uM", "TDL1225"],
    ["a hyphen in a name", "molecule PSD«-»95 { a }", "TDL1225"],
    ["a hyphen in a pattern", "rule r: PSD«-»95(x[.]) -> A @ k", "TDL1225"],
    ["a digit before a name", "param «2k» = 3", "TDL1226"],
    ["a flow without prime", "flow x «=» 3", "TDL1227"],
    ["a reversible arrow as in prose", "rule r: A «<=>» B @ k, back j", "TDL1102"],
    ["a double arrow", "rule r: A «=>» B @ k", "TDL1102"],
    ["a long arrow", "rule r: A «-->» B @ k", "TDL1102"],
    ["a typographic arrow", "rule r: A «→» B @ k", "TDL1102"],
    ["a typographic equilibrium", "rule r: A «⇌» B @ k, back j", "TDL1102"],
    ["an assignment of other languages", "param k «:=» 3", "TDL1103"],
    ["a comparison that assigns", "param k «==» 3", "TDL1104"],
    ["a semicolon", "param k = 3«;»", "TDL1105"],
    ["a text that is not closed", 'param k = 3 { doc «"abc» }', "TDL1106"],
    ["an unknown escape", 'param k = 3 { doc "a«\\q»" }', "TDL1107"],
    ["a power of other languages", "param k = a «**» 2", "TDL1108"],
    ["a logical operator of other languages", "param k = a «&&» b", "TDL1108"],
    ["a comment of other languages", "param k = 3 «//» three", "TDL1109"],
    ["a number that ends with its point", "param k = «3.»", "TDL1110"],
    ["back-quotes around more than a name", "param «`a b`» = 3", "TDL1111"],
    ["a typographic minus", "param k = «−»3", "TDL1101"],
    ["a curly quote", "param k = 3 { doc «“»abc” }", "TDL1101"],
    ["a special space", "param k =«\u00a0»3", "TDL1101"],
    ["an empty-set sign", "rule r: A -> «∅» @ k", "TDL1101"],
    ["a character without meaning", "param k = 3 «€»", "TDL1001"],
    ["a bracket that is not closed", "param k = «(»3 + 4", "TDL1005"],
    ["a square bracket that is not closed", "param k = «[»Ca + 2", "TDL1005"],
    ["a bracket too many", "param k = 3 + 4«)»", "TDL1009"],
    ["two operators", "param k = 3 + «*» 4", "TDL1002"],
    ["a comma too many", "param k = f(a,«,» b)", "TDL1002"],
    ["an incomplete statement", "param k «=»", "TDL1003"],
    ["a mistyped keyword", "«parm» k = 3", "TDL1006"],
    ["an experiment's statement", "«plot» x", "TDL1007"],
    ["an experiment's setting", "«until» 10 s", "TDL1007"],
    ["two values", "param k = 3 «4»", "TDL1008"],
    ["an unknown field", 'param k = 3 { «note» "x" }', "TDL1002"],
  ])("%s: %s", (_, statement, code) => {
    expectInModel(`  ${statement}\n  param after = 1`, { code });
    const sink = new DiagnosticSink();
    const [model] = parse(
      new SourceFile("x", marked(inModel(`${statement}\nparam after = 1`)).text),
      sink,
    ).declarations;
    const last = model?.kind === "model" ? model.body.at(-1) : undefined;
    expect(last).toMatchObject({ kind: "param", name: { text: "after" } });
  });
});

describe("suggestions", () => {
  test.each<readonly [statement: string, code: DiagnosticCode, suggestion: RegExp]>([
    ["param k = 4 «sec»", "TDL1201", /`s`/],
    ["param k = 4 «molecules»", "TDL1201", /`count`/],
    ["param k = 3 pN «nm»", "TDL1202", /`pN\*nm`/],
    ["«parm» k = 3", "TDL1006", /`param`/],
    ["molecule PSD«-»95 { a }", "TDL1225", /`PSD_95`/],
    ["observe n = fraction A«,» B", "TDL1207", /fraction \{/],
  ])("%s", (statement, code, suggestion) => {
    expectInModel(statement, { code, suggestion });
  });
});

describe("fixes", () => {
  test.each<readonly [statement: string, fixed: string]>([
    ["param k = 4 uMs", "param k = 4 uM"],
    ["param k = 3,5 /s", "param k = 3.5 /s"],
    ["param k 3", "param k = 3"],
    ["param k == 3", "param k = 3"],
    ["param k := 3", "param k = 3"],
    ["param k = 3;", "param k = 3"],
    ["param k = 3.", "param k = 3"],
    ["param k = a ** 2", "param k = a ^ 2"],
    ["param k: /uM /s = 3", "param k: /uM/s = 3"],
    ["param k = 3 { doc “abc” }", 'param k = 3 { doc "abc" }'],
    ["flow x = 3", "flow x' = 3"],
    ["rule r: A <=> B @ k, back j", "rule r: A <-> B @ k, back j"],
    ["rule r: A(x!1) -> B @ k", "rule r: A(x[1]) -> B @ k"],
    ["rule r: A(x!+) -> B @ k", "rule r: A(x[_]) -> B @ k"],
    ["rule r: A(s~p) -> B @ k", "rule r: A(s{p}) -> B @ k"],
    ["rule r: A(x[1]).B(x[1]) -> C @ k", "rule r: A(x[1]), B(x[1]) -> C @ k"],
    ["rule r: 0 -> A @ k", "rule r: nothing -> A @ k"],
    ["rule r: A(s) -> B @ k", "rule r: A(s[.]) -> B @ k"],
  ])("%s", (statement, fixed) => {
    const sink = new DiagnosticSink();
    parse(new SourceFile("x", inModel(statement)), sink);
    const [first] = sink.diagnostics;
    expect(first === undefined ? "" : applyFirstFix(first)).toBe(inModel(fixed));
    const again = new DiagnosticSink();
    parse(new SourceFile("x", inModel(fixed)), again);
    expect(again.diagnostics).toEqual([]);
  });
});

describe("the version line", () => {
  test("is asked for", () => {
    expectDiagnostics(parse, "«»model M { }", { code: "TDL1013" });
  });

  test("says a version that is read", () => {
    expectDiagnostics(parse, "«language 2.0»\nmodel M { }", { code: "TDL1014" });
  });

  test("stands first and once", () => {
    expectDiagnostics(parse, "language 1.0\nconst N = 1\n«language 1.0»", { code: "TDL1015" });
  });
});
