/** The parts of a model's page that list its declarations: values, species, molecules, tables, rules. */

import type { SourceFile } from "../../diagnostics/source.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Fields, SiteDeclaration, Table } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { growthStatementKinds } from "../../grammar/syntax/growth.ts";
import { escaped } from "./markup.ts";
import { formula, markup } from "./mathml.ts";
import { patternText, statementText } from "./statementText.ts";

const context = { patternText };

export interface Heading {
  readonly id: string;
  readonly title: string;
}

export interface Section extends Heading {
  readonly content: string;
}

type OfKind<K extends Statement["kind"]> = Extract<Statement, { readonly kind: K }>;

/** The sections of one model or module, in a fixed order; those without content are left out. */
export function declarationSections(body: readonly Statement[], file: SourceFile): readonly Section[] {
  const of = <K extends Statement["kind"]>(...kinds: readonly K[]): readonly OfKind<K>[] =>
    body.filter((statement): statement is OfKind<K> => (kinds as readonly string[]).includes(statement.kind));
  const sections: Section[] = [
    { id: "parameters", title: "Parameters", content: valueTable(of("const", "param", "variable", "input")) },
    {
      id: "compartments",
      title: "Compartments",
      content: table(
        ["Compartment", "Size", ""],
        of("compartment").map(({ name, size, fields, share }) => [
          code(name.text),
          size === null
            ? share
              ? "given by the model around it"
              : ""
            : `${size.measure} ${math(size.value)}`,
          about(fields),
        ]),
      ),
    },
    {
      id: "species",
      title: "Species",
      content: table(
        ["Species", "In", "At the start", ""],
        of("species").map(({ names, compartment, initial, fields, fixed, share }) => [
          names.map(({ text }) => code(text)).join(", ") +
            (fixed ? " (fixed)" : "") +
            (share ? " (shared)" : ""),
          compartment === null ? "" : code(pathText(compartment)),
          initial === null ? "" : math(initial),
          about(fields),
        ]),
      ),
    },
    {
      id: "molecules",
      title: "Molecules",
      content: table(
        ["Molecule", "Sites", ""],
        [
          ...of("molecule").map(({ name, sites, fields }) => [
            code(name.text),
            siteList(sites),
            about(fields),
          ]),
          ...of("extend").map(({ type, sites }) => [
            code(pathText(type)),
            `${siteList(sites)} (added here)`,
            "",
          ]),
        ],
      ),
    },
    { id: "tables", title: "Tables", content: of("table").map(tableOf).join("") },
    {
      id: "definitions",
      title: "Definitions",
      content: [
        ...of("function").map((one) => {
          const head = `${one.name.text}(${one.parameters.map(({ name }) => name.text).join(", ")})`;
          return entry(formula(head, one.value, context), one.fields);
        }),
        ...of("define", "output").map((one) => entry(formula(one.name.text, one.value, context), one.fields)),
      ].join(""),
    },
    {
      id: "rules",
      title: "Rules",
      content: of("rule")
        .map((one) => ruleEntry(one, file))
        .join(""),
    },
    {
      id: "changes",
      title: "Flows, events and stimuli",
      content: texts(of("flow", "event", "stimulus"), file),
    },
    { id: "energies", title: "Energies", content: texts(of("energy", "temperature"), file) },
    { id: "initial", title: "Initial complexes", content: texts(of("init"), file) },
    { id: "parts", title: "Parts", content: texts(of("part"), file) },
    {
      id: "observables",
      title: "Observables",
      content: of("observe")
        .map((one) => entry(formula(one.name.text, one.value, context), one.fields))
        .join(""),
    },
    { id: "growth", title: "Space and growth", content: texts(body.filter(isOfGrowth), file) },
  ];
  return sections.filter(({ content }) => content !== "");
}

function isOfGrowth({ kind }: Statement): boolean {
  return kind === "space" || (kind !== "energy" && growthStatementKinds.some((one) => one === kind));
}

/** A rule with its text, the formula of its rate, and what is known about it. */
function ruleEntry(rule: OfKind<"rule">, file: SourceFile): string {
  const { rate } = rule;
  const formulas: [string, Expression | null][] = [
    [rate.kind === "total" ? "velocity" : "constant", rate.forward],
    [rate.kind === "total" ? "velocity back" : "constant back", rate.back],
    ["within a complex", rate.kind === "massAction" ? rate.within : null],
  ];
  const shown = formulas.flatMap(([label, value]) =>
    value === null || !isBetterDrawn(value) ? [] : [`<div class="rate">${label}: ${math(value)}</div>`],
  );
  const text = `<pre>${escaped(statementText(rule, file))}</pre>`;
  return `<div class="entry" id="rule-${escaped(rule.name.text)}">${text}${shown.join("")}${about(rule.fields)}</div>`;
}

/** Fractions, powers and cases are easier to read as formulas; `k * [A]` is not. */
function isBetterDrawn(expression: Expression): boolean {
  switch (expression.kind) {
    case "binary":
      return (
        expression.operator === "/" ||
        expression.operator === "^" ||
        isBetterDrawn(expression.left) ||
        isBetterDrawn(expression.right)
      );
    case "unary":
    case "escape":
      return isBetterDrawn(expression.operand);
    case "conditional":
      return true;
    case "call":
      return expression.arguments.some(isBetterDrawn);
    default:
      return false;
  }
}

function texts(statements: readonly Statement[], file: SourceFile): string {
  return statements
    .map((one) => {
      const fields = "fields" in one ? one.fields : null;
      return `<div class="entry"><pre>${escaped(statementText(one, file))}</pre>${about(fields)}</div>`;
    })
    .join("");
}

function valueTable(values: readonly OfKind<"const" | "param" | "variable" | "input">[]): string {
  return table(
    ["Name", "Value", "Plausible", ""],
    values.map(({ kind, name, unit, value, fields }) => {
      const range = fields?.range ?? null;
      const kindText = kind === "param" ? "" : ` <span class="kind">${kind}</span>`;
      return [
        `${code(name.text)}${kindText}`,
        value === null ? (unit === null ? "" : `in ${code(unit.text)}`) : math(value),
        range === null ? "" : `${math(range.low)} … ${math(range.high)}`,
        about(fields),
      ];
    }),
  );
}

function tableOf({ name, keys, unit, columns, rows, fields }: Table): string {
  const keyTexts = keys.map((key) =>
    key.kind === "site" ? pathText(key.path) : `{${key.labels.map(({ text }) => text).join(", ")}}`,
  );
  const head = `${name.text}[${keyTexts.join(", ")}]${unit === null ? "" : ` in ${unit.text}`}`;
  const corner = `${keyTexts.slice(0, -1).join(", ")} \\ ${keyTexts.at(-1) ?? ""}`;
  const header = columns === null ? [] : [escaped(corner), ...columns.map(({ text }) => escaped(text))];
  const body = rows.map(({ labels, cells }) => [
    `<b>${escaped(labels.map(({ text }) => text).join(", "))}</b>`,
    ...cells.map(math),
  ]);
  return `<div class="entry"><h4>${code(head)}</h4>${table(header, body)}${about(fields)}</div>`;
}

function siteList(sites: readonly SiteDeclaration[]): string {
  return sites
    .map(({ name, states, multiplicity }) => {
      const labels = states === null ? "" : ` {${states.map(({ text }) => text).join(", ")}}`;
      return code(`${name.text}${labels}${multiplicity === 1 ? "" : ` × ${multiplicity}`}`);
    })
    .join(", ");
}

function entry(formulaText: string, fields: Fields | null): string {
  return `<div class="entry">${formulaText}${about(fields)}</div>`;
}

/** What is known about a declaration: its description and where it is from. */
export function about(fields: Fields | null): string {
  if (fields === null) return "";
  const doc = fields.doc === null ? "" : `<div class="doc">${escaped(fields.doc.value)}</div>`;
  const sources = fields.sources.map(({ value }) => sourceLink(value));
  const more = [
    fields.fit === null ? [] : ["to be fitted"],
    fields.sd === null ? [] : [`± ${math(fields.sd)}`],
  ].flat();
  const list = [...sources, ...more].join("; ");
  return doc + (list === "" ? "" : `<div class="source">${list}</div>`);
}

/** Digital object identifiers become links; other texts stay texts, whatever scheme they name. */
export function sourceLink(source: string): string {
  const doi = /^doi:(10\.\S+)$/.exec(source)?.[1];
  if (doi === undefined) return escaped(source);
  const address = `https://doi.org/${encodeURI(doi).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
  return `<a href="${escaped(address)}">${escaped(source)}</a>`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  // A column that says nothing anywhere is left out.
  const used = head.length === 0 ? null : head.map((_, i) => rows.some((row) => row[i] !== ""));
  const kept = <T>(row: readonly T[]): readonly T[] =>
    row.filter((_, i) => used === null || used[i] === true);
  const header =
    head.length === 0
      ? ""
      : `<tr>${kept(head)
          .map((one) => `<th>${one}</th>`)
          .join("")}</tr>`;
  const body = rows.map(
    (row) =>
      `<tr>${kept(row)
        .map((one) => `<td>${one}</td>`)
        .join("")}</tr>`,
  );
  return `<table>${header}${body.join("")}</table>`;
}

function math(value: Expression): string {
  const shown = markup(value, context);
  return `<math displaystyle="true"><mrow>${shown}</mrow></math>`;
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}
