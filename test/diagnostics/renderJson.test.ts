import { expect, it } from "vitest";
import type { Location } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../diagnostics/render.ts";
import { marked, place } from "./marked.ts";

const options = { colour: true, width: 80, version: "9.9.9" };

it("JSON holds every field that scripts rely on, with 1-based ranges, end exclusive", () => {
  const [first, second] = marked("«param» k\n  «kofff»") as [Location, Location];
  const diagnostic = diagnose(
    "TDL3001",
    second,
    { name: "kofff", nearest: null },
    {
      related: [{ ...first, message: "here" }],
      fixes: [{ title: "rename", edits: [{ span: second.span, replacement: "koff" }] }],
    },
  );
  const range = { start: { line: 2, column: 3 }, end: { line: 2, column: 8 } };
  expect(JSON.parse(renderDiagnostics([diagnostic], "json", options))).toEqual({
    diagnostics: [
      {
        code: "TDL3001",
        severity: "error",
        message: "Nothing named `kofff` is declared here.",
        file: "m.tdl",
        range,
        related: [
          {
            message: "here",
            file: "m.tdl",
            range: { start: { line: 1, column: 1 }, end: { line: 1, column: 6 } },
          },
        ],
        suggestion: null,
        fixes: [{ title: "rename", certain: true, edits: [{ range, replacement: "koff" }] }],
      },
    ],
  });
});

it("SARIF carries the edits, with whether they are certain", () => {
  const location = place("rule «kofff»");
  const nearest = { name: "koff", isCertain: false };
  const diagnostics = [diagnose("TDL3001", location, { name: "kofff", nearest })];
  const log = JSON.parse(renderDiagnostics(diagnostics, "sarif", options)) as object;
  const artifactLocation = { uri: "m.tdl" };
  const deletedRegion = { startLine: 1, startColumn: 6, endLine: 1, endColumn: 11 };
  const replacements = [{ deletedRegion, insertedContent: { text: "koff" } }];
  expect(log).toMatchObject({
    runs: [
      {
        results: [
          {
            fixes: [
              {
                description: { text: "Write koff" },
                properties: { certain: false },
                artifactChanges: [{ artifactLocation, replacements }],
              },
            ],
          },
        ],
      },
    ],
  });
});

it("JSON without diagnostics is an empty list", () => {
  expect(JSON.parse(renderDiagnostics([], "json", options))).toEqual({ diagnostics: [] });
});

it("SARIF names the tool, the rules, the level and the region", () => {
  const diagnostics = [
    diagnose("TDL5001", place("«rule»", "/a b/m.tdl"), { rule: "r" }),
    diagnose("TDL3001", place("x «k»", "dir/ä.tdl"), { name: "k", nearest: null }),
  ];
  const log = JSON.parse(renderDiagnostics(diagnostics, "sarif", options)) as {
    version: string;
    runs: [{ tool: { driver: { version: string; rules: { id: string }[] } }; results: object[] }];
  };
  expect(log.version).toBe("2.1.0");
  const [{ tool, results }] = log.runs;
  expect(tool.driver.version).toBe("9.9.9");
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(["TDL3001", "TDL5001"]);
  expect(results[0]).toMatchObject({
    ruleId: "TDL5001",
    ruleIndex: 1,
    level: "warning",
    locations: [{ physicalLocation: { artifactLocation: { uri: "file:///a%20b/m.tdl" } } }],
  });
  expect(results[1]).toMatchObject({
    level: "error",
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "dir/%C3%A4.tdl" },
          region: { startLine: 1, startColumn: 3, endLine: 1, endColumn: 4 },
        },
      },
    ],
  });
});
