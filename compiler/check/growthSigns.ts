/** Lengths, forces and constants of filaments, membranes and growth statements that are above zero, or not below. */
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { GrowthEvent } from "../../grammar/syntax/growth.ts";
import { formatPath } from "../../grammar/format/names.ts";
import { isEvent } from "../lower/growthForm.ts";

/** A value that is above zero, or not below. */
export interface Sign {
  /** Begins the sentence of a message. */
  readonly what: string;
  readonly value: Expression;
  readonly mayBeZero: boolean;
}

/** The persistence length of a filament, which may depend on states, is looked at in the definitions that it expands to. */
export function signsOf(statement: Statement): readonly Sign[] {
  if (statement.kind === "filament") {
    const { rise, stretch, name } = statement;
    return [
      ...above(rise, `The \`rise\` of ${name.text}`),
      ...above(stretch, `The \`stretch\` of ${name.text}`),
    ];
  }
  if (statement.kind === "membrane") {
    const { bending, contact, within, name } = statement;
    return [
      ...notBelow(bending, `The \`bending\` of ${name.text}`),
      ...above(contact, `The \`contact\` of ${name.text}`),
      ...above(within, `The distance \`within\` which ${name.text} is felt`),
    ];
  }
  // Before that of the branching proteins, which follows from it.
  if (statement.kind === "motion")
    return above(statement.drag, `The drag of ${formatPath(statement.attribute)}`);
  return isEvent(statement) ? signsOfEvent(statement) : [];
}

function signsOfEvent({ kind, rate, within, length, stiffness, angle }: GrowthEvent): readonly Sign[] {
  const of = `of \`${kind}\``;
  return [
    ...notBelow(rate.forward, `The constant ${of}`),
    ...notBelow(rate.kind === "massAction" ? rate.back : null, `The constant of the way back ${of}`),
    ...above(within, `The distance \`within\` ${of}`),
    ...notBelow(length, `The \`length\` ${of}`),
    ...above(stiffness, `The \`stiffness\` ${of}`),
    ...above(angle?.sd ?? null, `The spread \`sd\` of the angle ${of}`),
  ];
}

function above(value: Expression | null, what: string): readonly Sign[] {
  return value === null ? [] : [{ what, value, mayBeZero: false }];
}

function notBelow(value: Expression | null, what: string): readonly Sign[] {
  return value === null ? [] : [{ what, value, mayBeZero: true }];
}
