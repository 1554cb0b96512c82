/** Statements of models and experiments as text. */
import { isUnitSymbol } from "../../runtime/units/unitTable.ts";
import { experimentWords, fileWords, modelWords } from "../keywords.ts";
import type { Name } from "../syntax/common.ts";
import type { Statement } from "../syntax/sourceTree.ts";
import type {
  Compartment,
  EventDeclaration,
  Flow,
  FunctionDeclaration,
  Initial,
  MoleculeDeclaration,
  Participant,
  Part,
  Rule,
  RuleSide,
  SpeciesDeclaration,
  Stimulus,
  Table,
} from "../syntax/declaration.ts";
import type { ExperimentSetting, ExperimentStatement, Plot, Sweep } from "../syntax/experiment.ts";
import type { CommentWeaver } from "./comments.ts";
import { endsInPattern, formatAssignments, formatExpression, formatExpressions } from "./expressions.ts";
import { formatGrowth } from "./growth.ts";
import { group, hardLine, indent, join, type Layout, line, render, separated, softLine } from "./layout.ts";
import {
  braced,
  declared,
  fieldEntries,
  formatFields,
  formatRate,
  formatSiteDeclaration,
  formatSites,
  placement,
  value,
  clause,
} from "./pieces.ts";
import {
  formatAnnotation,
  formatCellLabel,
  formatCellLabels,
  formatName,
  formatNames,
  formatPath,
  formatText,
  quotedName,
} from "./names.ts";
import { formatPattern } from "./patterns.ts";

export function formatStatement(statement: Statement | ExperimentStatement, weaver: CommentWeaver): Layout {
  switch (statement.kind) {
    case "space":
      return join(`space ${statement.dimensions}D`, clause("depth", statement.depth));
    case "temperature":
      return join("temperature ", formatExpression(statement.value));
    case "compartment":
      return formatCompartment(statement);
    case "species":
      return formatSpecies(statement);
    case "molecule":
      return formatMolecule(statement, weaver);
    case "extend":
      return join(
        `extend ${formatPath(statement.type)} `,
        statement.sites.length === 0
          ? "{ }"
          : braced([
              join("site ", indent(separated(statement.sites.map(formatSiteDeclaration), join(",", line)))),
            ]),
      );
    case "const":
    case "param":
    case "variable":
    case "define":
    case "output":
    case "observe":
      return declared(
        statement.kind,
        statement,
        join(formatAnnotation(statement.unit), value(statement.value)),
      );
    case "function":
      return formatFunction(statement);
    case "table":
      return formatTable(statement, weaver);
    case "input":
      return declared(
        "input",
        statement,
        join(formatAnnotation(statement.unit), statement.value === null ? "" : value(statement.value)),
      );
    case "part":
      return formatPart(statement);
    case "rule":
      return formatRule(statement);
    case "flow":
      return formatFlow(statement);
    case "init":
      return formatInitial(statement);
    case "event":
      return formatEvent(statement);
    case "stimulus":
      return formatStimulus(statement);
    case "setting":
      return formatSetting(statement);
    case "set":
      return group("set ", indent(formatAssignments(statement.assignments)));
    case "sweep":
      return formatSweep(statement);
    case "plot":
      return formatPlot(statement);
    case "sensitivity":
      return group(
        "sensitivity of ",
        indent(separated(statement.values.map(formatExpression), join(",", line))),
        " to ",
        indent(separated(statement.parameters.map(formatPath), join(",", line))),
        ...(statement.isRelative ? [" relative"] : []),
      );
    case "treat":
      return group(
        "treat ",
        indent(separated(statement.species.map(formatPath), join(",", line))),
        ` ${statement.as}`,
      );
    case "use":
      return `use ${formatPath(statement.surrogate)} for ${formatPath(statement.instance)}`;
    case "energy":
    case "motion":
    case "field":
    case "region":
    case "boundary":
    case "filament":
    case "membrane":
    case "check":
    case "nucleate":
    case "grow":
    case "shrink":
    case "branch":
    case "debranch":
    case "cap":
    case "uncap":
    case "sever":
    case "hydrolyse":
    case "release":
    case "bind":
    case "unbind":
    case "crosslink":
    case "bundle":
    case "anneal":
      return formatGrowth(statement, weaver);
  }
}

// ---- what models declare -------------------------------------------------------------------------------

function formatCompartment({ share, name, size, fields }: Compartment): Layout {
  const head = `${share ? "share " : ""}compartment ${formatName(name)}`;
  const entries: Layout[] = size === null ? [] : [join(`${size.measure} `, formatExpression(size.value))];
  if (fields !== null) entries.push(...fieldEntries(fields));
  return entries.length === 0 ? head : join(head, " ", braced(entries));
}

function formatSpecies(species: SpeciesDeclaration): Layout {
  const words = `${species.share ? "share " : ""}${species.fixed ? "fixed " : ""}species`;
  return group(
    `${words} ${formatNames(species.names)}${placement(species.compartment)}`,
    species.initial === null ? "" : value(species.initial),
    formatFields(species.fields),
  );
}

function formatMolecule({ name, sites, fields, span }: MoleculeDeclaration, weaver: CommentWeaver): Layout {
  const end = fields === null ? span.end : fields.span.start;
  const body = formatSites(sites, { start: span.start, end }, weaver);
  return group(`molecule ${formatName(name)} `, body, formatFields(fields));
}

function formatFunction({ name, parameters, value: body, fields }: FunctionDeclaration): Layout {
  const list = parameters.map((one) => `${formatName(one.name)}${formatAnnotation(one.unit)}`).join(", ");
  return group(`function ${formatName(name)}(${list})`, value(body), formatFields(fields));
}

/** Cells in columns, right-aligned. */
function formatTable(table: Table, weaver: CommentWeaver): Layout {
  const keys = table.keys.map((key) =>
    key.kind === "site" ? formatPath(key.path) : `{${formatCellLabels(key.labels)}}`,
  );
  const unit = table.unit === null ? "" : ` ${table.unit.text}`;
  const head = `table ${formatName(table.name)}[${keys.join(", ")}]${unit} {`;
  const cells = table.rows.map((row) =>
    row.cells.map((cell) => render(formatExpression(cell), Number.POSITIVE_INFINITY).trim()),
  );
  const columns = table.columns?.map(formatCellLabel) ?? [];
  const widths: number[] = [];
  for (const row of [columns, ...cells])
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  const labels = table.rows.map((row) => `${formatCellLabels(row.labels)}:`);
  const labelWidth = Math.max(0, ...labels.map((label) => label.length));
  const aligned = (row: readonly string[]): string =>
    row.map((cell, index) => cell.padStart(widths[index] ?? 0)).join(", ");
  const items = table.rows.map((row, index) => ({
    span: row.span,
    layout: (): Layout => `${(labels[index] ?? "").padEnd(labelWidth)} ${aligned(cells[index] ?? [])}`,
  }));
  const first = table.columns?.[0];
  const last = table.columns?.at(-1);
  if (first !== undefined && last !== undefined)
    items.unshift({
      span: { start: first.span.start, end: last.span.end },
      layout: () => `${"".padEnd(labelWidth)} ${aligned(columns)}`,
    });
  const end = table.fields === null ? table.span.end : table.fields.span.start;
  const rows = weaver.weave(items, table.span.start, end);
  return group(
    join(head, rows.length === 0 ? " " : join(indent(hardLine, ...rows), hardLine), "}"),
    table.fields === null ? "" : join(" ", braced(fieldEntries(table.fields))),
  );
}

function formatPart({ name, module, bindings }: Part): Layout {
  const head = `part ${formatName(name)} = ${formatPath(module)}`;
  if (bindings.length === 0) return head;
  const list = bindings.map((one) => join(`${formatName(one.name)} = `, formatExpression(one.value)));
  return group(`${head}(`, indent(softLine, separated(list, join(",", line))), softLine, ")");
}

function formatInitial(initial: Initial): Layout {
  const { template } = initial;
  let shape: Layout = "";
  let by = "";
  if (template !== null) {
    const simple =
      template.count.kind === "reference" ||
      (template.count.kind === "quantity" && template.count.unit === null);
    shape = join(`${template.shape} of `, formatExpression(template.count, simple ? 0 : 11), " ");
    if (template.by !== null) by = ` by ${formatName(template.by.from)} - ${formatName(template.by.to)}`;
  }
  const ambiguous = initial.compartment !== null && endsInPattern(initial.value);
  const amount = formatExpression(initial.value, ambiguous ? 11 : 0);
  return group(
    initial.fixed ? "fixed init " : "init ",
    shape,
    formatPattern(initial.pattern),
    `${by} =`,
    group(indent(line, amount, placement(initial.compartment))),
    initial.sets.length === 0 ? "" : indent(line, group("set ", indent(formatAssignments(initial.sets)))),
    formatFields(initial.fields),
  );
}

// ---- what changes the state ----------------------------------------------------------------------------

function formatRule(rule: Rule): Layout {
  const clauses: Layout[] = [];
  if (rule.sets.length > 0) clauses.push(group("set ", indent(formatAssignments(rule.sets))));
  if (rule.when !== null) clauses.push(join("when ", formatExpression(rule.when)));
  for (const { kind, side, index, pattern } of rule.conditions)
    clauses.push(join(`${kind} ${side} ${index}: `, formatPattern(pattern)));
  if (rule.isDistinct) clauses.push("distinct");
  clauses.push(formatRate(rule.rate));
  const change: Layout =
    rule.right === null ? "" : join(line, `${rule.arrow ?? "->"} `, formatSide(rule.right));
  const equation = group(indent(formatSide(rule.left), change));
  return group(
    `rule ${formatName(rule.name)}: `,
    equation,
    indent(...clauses.map((one) => join(line, one))),
    formatFields(rule.fields),
  );
}

function formatSide({ participants }: RuleSide): Layout {
  if (participants.length === 0) return "nothing";
  const parts: Layout[] = [];
  participants.forEach((participant, index) => {
    if (index > 0) parts.push(participant.joined ? join(",", line) : join(line, "+ "));
    parts.push(formatParticipant(participant));
  });
  return group(indent(...parts));
}

function formatParticipant({ coefficient, action, pattern }: Participant): Layout {
  const number = coefficient === 1 ? "" : `${coefficient} `;
  const word = action === "match" ? "" : `${action} `;
  const member = pattern.members[0];
  // `delete complex a` deletes a complex; a molecule labelled `complex` is quoted.
  const only = member?.type.parts[0];
  if (action === "delete" && !pattern.braced && member?.label === null && only?.text === "complex") {
    return join(number, word, quotedFirst(pattern, only));
  }
  return join(number, word, formatPattern(pattern));
}

/** A pattern whose first name is quoted. */
function quotedFirst(pattern: Participant["pattern"], first: Name): Layout {
  const text = render(formatPattern(pattern), Number.POSITIVE_INFINITY).trim();
  return `${quotedName(first)}${text.slice(first.text.length)}`;
}

function formatFlow(flow: Flow): Layout {
  const name = flow.name === null ? "" : `${formatName(flow.name)}: `;
  const patterns = flow.pattern.map(formatPattern);
  let equations = formatAssignments(flow.equations, "'");
  const first = flow.equations[0]?.target;
  if (patterns.length > 0 && first?.kind === "reference") {
    const word = first.path.parts[0];
    // After a pattern `in` would be read as its compartment.
    if (word?.text === "in") {
      const [head, ...tail] = flow.equations;
      const rest = first.path.parts.slice(1).map((part) => `.${formatName(part)}`);
      if (head !== undefined)
        equations = separated(
          [
            join(quotedName(word), ...rest, "' = ", formatExpression(head.value)),
            ...(tail.length > 0 ? [formatAssignments(tail, "'")] : []),
          ],
          join(",", line),
        );
    }
  }
  return group(
    `flow ${name}`,
    patterns.length === 0 ? "" : group(indent(separated(patterns, join(line, "+ ")))),
    patterns.length === 0 ? indent(equations) : indent(line, equations),
    formatFields(flow.fields),
  );
}

function formatEvent(event: EventDeclaration): Layout {
  return group(
    `event ${formatName(event.name)} when `,
    indent(
      formatExpression(event.trigger),
      event.priority === null ? "" : join(line, "priority ", formatExpression(event.priority)),
      line,
      group("set ", indent(formatAssignments(event.assignments))),
    ),
    formatFields(event.fields),
  );
}

function formatStimulus(stimulus: Stimulus): Layout {
  const clauses: Layout[] = [];
  if (stimulus.from !== null) clauses.push(join("from ", formatExpression(stimulus.from)));
  if (stimulus.every !== null) clauses.push(join("every ", formatExpression(stimulus.every)));
  if (stimulus.duration !== null) clauses.push(join("for ", formatExpression(stimulus.duration)));
  clauses.push(join("shape ", formatExpression(stimulus.shape)));
  return group(
    `stimulus ${formatName(stimulus.name)} ${stimulus.action} ${formatPath(stimulus.target)}`,
    indent(...clauses.map((one) => join(line, one))),
    formatFields(stimulus.fields),
  );
}

// ---- experiments ---------------------------------------------------------------------------------------

const startsStatement: ReadonlySet<string> = new Set([...fileWords, ...modelWords, ...experimentWords]);

function formatSetting({ name, value: setting }: ExperimentSetting): Layout {
  // After a number the name of a setting could be read as a unit.
  const quoted = startsStatement.has(name.text) || isUnitSymbol(name.text);
  const word = quoted ? quotedName(name) : formatName(name);
  return join(`${word} `, "kind" in setting ? formatExpression(setting) : formatText(setting));
}

function formatSweep({ parameter, values }: Sweep): Layout {
  const head = `sweep ${formatPath(parameter)} in `;
  if (values.kind === "list") return group(head, indent(formatExpressions(values.values)));
  return group(
    head,
    formatExpression(values.low),
    " .. ",
    formatExpression(values.high),
    ` ${values.spacing} `,
    formatExpression(values.points),
  );
}

function formatPlot({ values, against, fields }: Plot): Layout {
  return group(
    "plot ",
    indent(
      formatExpressions(values),
      against === null ? "" : join(line, "against ", formatExpression(against)),
    ),
    formatFields(fields),
  );
}
