/** Tells of a rule that does what another rule does. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { reactionText } from "../check/rateDimension.ts";
import type { Origin } from "../model/origin.ts";
import type { RuleIndex } from "./ruleIndex.ts";

/** Whole growth statements that repeat each other are told of where they are expanded, not here. */
export function tellRepeated(origin: Origin, other: Origin, index: RuleIndex, sink: DiagnosticSink): void {
  const written = index.at(origin);
  if (written === null) return;
  if (written.rule.isExpansion === true && index.at(other)?.rule.isExpansion === true) return;
  sink.report(
    "TDL5002",
    index.location(origin),
    {
      rule: index.name(origin),
      other: index.name(other),
      reaction: reactionText(written.rule, written.scope.file),
    },
    { related: [{ ...index.location(other), message: "the other rule" }] },
  );
}
