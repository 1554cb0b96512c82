/** Surrogate directives as text. */
import type { Span } from "../../diagnostics/source.ts";
import type { Surrogate } from "../syntax/surrogate.ts";
import type { CommentWeaver, Item } from "./comments.ts";
import { formatExpression, formatExpressions } from "./expressions.ts";
import { group, hardLine, indent, join, type Layout, line, separated } from "./layout.ts";
import { formatName, formatPath, formatText } from "./names.ts";
import { clause } from "./pieces.ts";

export function formatSurrogate(surrogate: Surrogate, weaver: CommentWeaver): Layout {
  const { inputs, outputs, method, train, accept, keep, outside, span } = surrogate;
  const items: Item[] = [];
  const add = (first: Span | undefined, last: Span | undefined, ...parts: readonly Layout[]): void => {
    if (first !== undefined && last !== undefined)
      items.push({ span: { start: first.start, end: last.end }, layout: () => group(...parts) });
  };
  add(
    inputs[0]?.span,
    inputs.at(-1)?.span,
    "inputs ",
    indent(
      separated(
        inputs.map(({ path, low, high, spacing }) =>
          join(
            `${formatPath(path)} in `,
            formatExpression(low),
            " .. ",
            formatExpression(high),
            spacing === "log" ? " log" : "",
          ),
        ),
        join(",", line),
      ),
    ),
  );
  add(
    outputs[0]?.span,
    outputs.at(-1)?.span,
    "outputs ",
    indent(
      separated(
        outputs.map(({ quantity, path }) =>
          quantity === "flux" ? `flux(${formatPath(path)})` : formatPath(path),
        ),
        join(",", line),
      ),
    ),
  );
  if (method !== null)
    add(
      method.span,
      method.span,
      `kind ${formatName(method.name)}`,
      method.argument === null ? "" : join(" ", formatExpression(method.argument)),
      method.retain.length === 0 ? "" : ` retain ${method.retain.map(formatPath).join(", ")}`,
    );
  if (train !== null) {
    const { experiments, runs, sampling, seed, budget } = train;
    const parts: Layout[] = [];
    if (experiments.length > 0) parts.push(`from experiment ${experiments.map(formatPath).join(", ")}`);
    if (runs !== null) parts.push(join("runs ", formatExpression(runs)));
    if (sampling !== null) parts.push(`sampling ${formatName(sampling)}`);
    if (seed !== null) parts.push(`seed ${formatText(seed)}`);
    if (budget !== null) parts.push(join("budget ", formatExpression(budget)));
    add(train.span, train.span, "train ", indent(separated(parts, line)));
  }
  if (accept !== null)
    add(
      accept.span,
      accept.span,
      "accept ",
      indent(formatExpressions(accept.conditions)),
      clause("held_out", accept.heldOut),
    );
  add(keep[0]?.span, keep.at(-1)?.span, "keep ", indent(formatExpressions(keep)));
  if (outside !== null) add(outside.span, outside.span, `outside ${outside.action}`);
  const body = weaver.weave(
    items.sort((a, b) => a.span.start - b.span.start),
    span.start,
    span.end,
  );
  return join(
    `surrogate ${formatName(surrogate.name)} of ${formatPath(surrogate.of)} {`,
    body.length === 0 ? " " : join(indent(hardLine, ...body), hardLine),
    "}",
  );
}
