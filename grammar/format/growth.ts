/** Space, energies, motion, filaments and growth as text. */
import { membraneWords } from "../keywords.ts";
import type { Filament, GrowthEvent, GrowthStatement, Membrane, Supply } from "../syntax/growth.ts";
import type { CommentWeaver } from "./comments.ts";
import { formatExpression } from "./expressions.ts";
import { group, hardLine, indent, join, type Layout, line, separated } from "./layout.ts";
import { formatName, formatNames, formatPath } from "./names.ts";
import { formatMember, formatPattern, formatSite } from "./patterns.ts";
import { braced, clause, formatFields, formatRate, formatSites, placement } from "./pieces.ts";

export function formatGrowth(statement: GrowthStatement, weaver: CommentWeaver): Layout {
  switch (statement.kind) {
    case "energy": {
      const { name, pattern, when, value, fields } = statement;
      const patterns = separated(pattern.map(formatPattern), join(line, "+ "));
      return group(
        `energy ${formatName(name)}${pattern.length === 0 ? "" : ": "}`,
        group(indent(patterns)),
        when === null ? "" : indent(line, "when ", formatExpression(when)),
        indent(line, "= ", formatExpression(value)),
        formatFields(fields),
      );
    }
    case "motion": {
      const { attribute, regime, drag, thermal, fields } = statement;
      return group(
        `motion ${formatPath(attribute)} ${regime} drag `,
        formatExpression(drag),
        thermal ? "" : " athermal",
        formatFields(fields),
      );
    }
    case "field": {
      const { species, region, diffusion, mesh, initial, fields } = statement;
      return group(
        `field ${formatPath(species)}${placement(region)}`,
        clause("diffusion", diffusion),
        clause("mesh", mesh),
        initial === null ? "" : join(" = ", formatExpression(initial)),
        formatFields(fields),
      );
    }
    case "region": {
      const { name, compartment, shape, fields } = statement;
      const head = `region ${formatName(name)}${placement(compartment)} = `;
      return group(head, formatExpression(shape), formatFields(fields));
    }
    case "boundary":
      return `boundary ${formatPath(statement.of)} ${statement.condition}`;
    case "filament":
      return formatFilament(statement, weaver);
    case "membrane":
      return formatMembrane(statement);
    case "check":
      return `check ${formatName(statement.property)}${statement.of === null ? "" : ` of ${formatPath(statement.of)}`}`;
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
      return formatEvent(statement);
  }
}

function formatFilament(filament: Filament, weaver: CommentWeaver): Layout {
  const { name, compartment, subunit, ends, rise, persistence, stretch, bead, fields, span } = filament;
  const body: Layout[] = [];
  if (subunit !== null) {
    const end = fields === null ? span.end : fields.span.start;
    body.push(
      join(
        "subunit ",
        formatSites(subunit, { start: span.start, end: subunit.at(-1)?.span.end ?? end }, weaver),
      ),
    );
  }
  if (ends.length > 0) body.push(`ends ${formatNames(ends)}`);
  if (rise !== null) body.push(join("rise ", formatExpression(rise)));
  if (persistence !== null) body.push(join("persistence ", formatExpression(persistence)));
  if (stretch !== null) body.push(join("stretch ", formatExpression(stretch)));
  if (bead !== null) body.push(join("bead ", formatExpression(bead)));
  return join(
    `filament ${formatName(name)}${placement(compartment)} {`,
    body.length === 0 ? " " : join(indent(hardLine, separated(body, hardLine)), hardLine),
    "}",
    fields === null ? "" : group(formatFields(fields)),
  );
}

function formatMembrane(membrane: Membrane): Layout {
  const body: Layout[] = [];
  for (const word of membraneWords) {
    const value = membrane[word];
    if (value !== null) body.push(join(`${word} `, formatExpression(value)));
  }
  return group(
    `membrane ${formatName(membrane.name)}${placement(membrane.compartment)} `,
    body.length === 0 ? "{ }" : braced(body),
    formatFields(membrane.fields),
  );
}

function formatEvent(event: GrowthEvent): Layout {
  const clauses: Layout[] = [];
  if (event.at.length > 0) clauses.push(`at ${formatNames(event.at)}`);
  if (event.from !== null) clauses.push(`from ${supply(event.from)}`);
  if (event.to !== null) clauses.push(`to ${formatPath(event.to)}`);
  if (event.with !== null) clauses.push(`with ${supply(event.with)}`);
  if (event.as.length > 0) clauses.push(`as ${event.as.map(formatSite).join(", ")}`);
  if (event.angle !== null)
    clauses.push(join("angle ", formatExpression(event.angle.mean), clause("sd", event.angle.sd)));
  if (event.within !== null) clauses.push(join("within ", formatExpression(event.within)));
  if (event.length !== null) clauses.push(join("length ", formatExpression(event.length)));
  if (event.stiffness !== null) clauses.push(join("stiffness ", formatExpression(event.stiffness)));
  if (event.vectorial) clauses.push("vectorial");
  if (event.when !== null) clauses.push(join("when ", formatExpression(event.when)));
  clauses.push(formatRate(event.rate));
  return group(
    `${event.kind} `,
    formatMember(event.subject),
    indent(...clauses.map((one) => join(line, one))),
    formatFields(event.fields),
  );
}

function supply({ coefficient, path }: Supply): string {
  return coefficient === 1 ? formatPath(path) : `${coefficient} ${formatPath(path)}`;
}
