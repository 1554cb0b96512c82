/** What statements are put together from: values, fields, sites, rates. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path } from "../syntax/common.ts";
import type { Fields, Rate, SiteDeclaration } from "../syntax/declaration.ts";
import type { Expression } from "../syntax/expression.ts";
import type { CommentWeaver } from "./comments.ts";
import { formatExpression } from "./expressions.ts";
import { group, hardLine, indent, join, type Layout, line, separated } from "./layout.ts";
import { formatLabels, formatName, formatPath, formatSource, formatText } from "./names.ts";

/** ` = expression`, which may move to the next line. */
export function value(expression: Expression): Layout {
  return join(" =", group(indent(line, formatExpression(expression))));
}

export function declared(
  word: string,
  { name, fields }: { name: Name; fields: Fields | null },
  rest: Layout,
): Layout {
  return group(`${word} ${formatName(name)}`, rest, formatFields(fields));
}

/** ` word expression`, or nothing. */
export function clause(word: string, expression: Expression | null): Layout {
  return expression === null ? "" : join(` ${word} `, formatExpression(expression));
}

export function placement(compartment: Path | null): string {
  return compartment === null ? "" : ` in ${formatPath(compartment)}`;
}

/** `{ entry entry }` on one line, or an entry a line. */
export function braced(entries: readonly Layout[]): Layout {
  return group("{", indent(line, separated(entries, line)), line, "}");
}

export function fieldEntries(fields: Fields): Layout[] {
  const entries: Layout[] = [];
  if (fields.doc !== null) entries.push(`doc ${formatText(fields.doc)}`);
  if (fields.sources.length > 0) entries.push(`source ${fields.sources.map(formatSource).join(", ")}`);
  if (fields.range !== null)
    entries.push(
      join("range ", formatExpression(fields.range.low), " .. ", formatExpression(fields.range.high)),
    );
  if (fields.fit !== null) entries.push("fit");
  if (fields.sd !== null) entries.push(join("sd ", formatExpression(fields.sd)));
  return entries;
}

/** The trailing braces of a declaration, with a blank or a new line before them. */
export function formatFields(fields: Fields | null): Layout {
  if (fields === null) return "";
  const entries = fieldEntries(fields);
  return entries.length === 0 ? " { }" : indent(line, braced(entries));
}

export function formatSiteDeclaration(site: SiteDeclaration): Layout {
  const states = site.states === null ? "" : ` {${formatLabels(site.states)}}`;
  const multiplicity = site.multiplicity === 1 ? "" : ` * ${site.multiplicity}`;
  const attribute = site.attribute === null ? "" : `: ${site.vector ? "vector " : ""}${site.attribute.text}`;
  return `${formatName(site.name)}${states}${multiplicity}${attribute}`;
}

/** `{ a, b }` of sites; one a line when comments stand between. */
export function formatSites(sites: readonly SiteDeclaration[], span: Span, weaver: CommentWeaver): Layout {
  if (sites.length === 0) return "{ }";
  if (weaver.hasComment(span)) {
    const items = sites.map((site, index) => ({
      span: site.span,
      layout: () => join(formatSiteDeclaration(site), index < sites.length - 1 ? "," : ""),
    }));
    const inner = weaver.weave(items, span.start, span.end);
    return join("{", indent(hardLine, ...inner), hardLine, "}");
  }
  return group("{", indent(line, separated(sites.map(formatSiteDeclaration), join(",", line))), line, "}");
}

export function formatRate(rate: Rate): Layout {
  if (rate.kind === "total")
    return join(
      "total ",
      formatExpression(rate.forward),
      rate.back === null ? "" : join(", back ", formatExpression(rate.back)),
    );
  return join(
    "@ ",
    formatExpression(rate.forward),
    rate.within === null ? "" : join(", within ", formatExpression(rate.within)),
    rate.back === null ? "" : join(", back ", formatExpression(rate.back)),
    rate.balanced === null ? "" : join(", balanced ", formatExpression(rate.balanced)),
    rate.anywhere ? ", anywhere" : "",
  );
}
