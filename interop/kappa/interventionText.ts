/** Interventions as events, and `$STOP` as the end of an experiment. What only looks at a run is left out. */
import type { ExpressionWriter } from "./expressionText.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { KappaEffect, KappaExpression, KappaIntervention } from "./syntax.ts";
import { partsOf } from "./walk.ts";

/** Right after the start: what holds from the start on does not fire, while KaSim looks at it then. */
const soon = "1e-12";

const looksAtRuns = new Set(["SNAPSHOT", "PRINT", "PRINTF", "PLOTENTRY", "DIN", "TRACK", "SPECIES_OF"]);

export class InterventionWriter {
  readonly #context: ImportContext;
  readonly #expressions: ExpressionWriter;
  /** When the model says that a run ends, in time units. */
  until: number | null = null;

  constructor(context: ImportContext, expressions: ExpressionWriter) {
    this.#context = context;
    this.#expressions = expressions;
  }

  statements(): string[] {
    return this.#context.model.interventions.flatMap((one, i) => this.#statements(one, i + 1));
  }

  #statements(intervention: KappaIntervention, number: number): string[] {
    const sets: string[] = [];
    const changed = new Set<string>();
    const when = trigger(intervention);
    for (const effect of intervention.effects) {
      if (effect.kind === "stop") {
        if (when.kind === "once") this.until = Math.min(this.until ?? Number.POSITIVE_INFINITY, when.time);
        else this.#leaveOut(effect, "a run ends at its time");
      } else if (effect.kind === "other") {
        if (looksAtRuns.has(effect.name)) this.#leaveOut(effect, "an import makes a model, no other files");
        else refuse(this.#context, effect.span, `\`$${effect.name}\``, "Events set values, not agents.");
      } else {
        const set = this.#set(effect, changed);
        if (set !== null) sets.push(set);
      }
    }
    if (sets.length === 0) return [];
    const name = this.#context.names.unused(`intervention_${number}`);
    switch (when.kind) {
      case "once":
        return [`event ${name} when time >= ${when.time === 0 ? soon : when.time} s set ${sets.join(", ")}`];
      case "repeated": {
        const next = this.#context.names.unused(`${name}_time`);
        const all = [...sets, `${next} = ${next} + ${when.every}`];
        return [
          `variable ${next} = ${soon}`,
          `event ${name} when (time unitless s) >= ${next} set ${all.join(", ")}`,
        ];
      }
      case "condition": {
        const done = this.#context.names.unused(`${name}_done`);
        const condition = this.#expressions.condition(when.condition);
        return [
          `variable ${done} = 0`,
          `event ${name} when ${done} == 0 and time > ${soon} s and ${condition} set ${[...sets, `${done} = 1`].join(", ")}`,
        ];
      }
      case "other":
        refuse(this.#context, intervention.span, "An intervention that is repeated under a condition");
        return [];
    }
  }

  #set(effect: KappaEffect & { kind: "update" | "token" }, changed: Set<string>): string | null {
    const target = effect.kind === "update" ? effect.variable : effect.token;
    const reads = partsOf(effect.value).some(
      (part) => (part.kind === "variable" || part.kind === "token") && changed.has(part.name.text),
    );
    if (reads) {
      const what = "A value that an earlier effect of the same intervention changes";
      refuse(
        this.#context,
        effect.value.span,
        what,
        "All values of an event are computed before it sets any.",
      );
      return null;
    }
    changed.add(target.text);
    const value = this.#expressions.number(effect.value);
    if (effect.kind === "token") return `count ${this.#context.names.of("token", target.text)} = ${value}`;
    const variable = this.#context.values.get(target.text);
    if (variable === undefined) {
      const rule = this.#context.model.rules.find(({ name }) => name?.text === target.text);
      if (rule !== undefined)
        refuse(
          this.#context,
          target.span,
          "The rate of a rule as what is set",
          "Set a variable that is its rate.",
        );
      else {
        const { file, sink } = this.#context;
        const values = { kind: "variable", name: target.text, nearest: null };
        sink.report("TDL9004", { file, span: target.span }, values);
      }
      return null;
    }
    if (!variable.isConstant) {
      refuse(this.#context, target.span, "Setting a variable that counts agents or reads the time");
      return null;
    }
    return `${this.#context.names.of("variable", target.text)} = ${value}`;
  }

  #leaveOut({ span }: KappaEffect, why: string): void {
    const { file, sink } = this.#context;
    const what = `\`${file.text.slice(span.start, span.end).split(/\s/)[0]}\``;
    sink.report("TDL9003", { file, span }, { what, why });
  }
}

type Trigger =
  | { readonly kind: "once"; readonly time: number }
  /** From the start on. */
  | { readonly kind: "repeated"; readonly every: number }
  | { readonly kind: "condition"; readonly condition: KappaExpression }
  | { readonly kind: "other" };

function trigger({ alarm, condition, repeat }: KappaIntervention): Trigger {
  const isTrue = (one: KappaExpression | null): boolean => one?.kind === "boolean" && one.value;
  const isOnce = repeat === null || (repeat.kind === "boolean" && !repeat.value);
  if (alarm !== null) {
    if (isOnce && condition === null) return { kind: "once", time: alarm };
    if (isOnce && isTrue(condition)) return { kind: "once", time: 0 };
    return isTrue(repeat) && (isTrue(condition) || condition === null)
      ? { kind: "repeated", every: alarm }
      : { kind: "other" };
  }
  if (!isOnce || condition === null) return { kind: "other" };
  if (isTrue(condition)) return { kind: "once", time: 0 };
  const isTime =
    condition.kind === "binary" &&
    (condition.operator === ">" || condition.operator === "=") &&
    condition.left.kind === "clock" &&
    condition.left.name === "T" &&
    condition.right.kind === "number";
  return isTime
    ? { kind: "once", time: Number(condition.right.kind === "number" ? condition.right.text : 0) }
    : { kind: "condition", condition };
}
