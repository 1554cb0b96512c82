/** Flows and events: what changes a species, a variable or a size, and by which expression. */
import { pathText } from "../../grammar/syntax/common.ts";
import type { EventDeclaration } from "../../grammar/syntax/declaration.ts";
import type { Assignment } from "../../grammar/syntax/expression.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { isMoleculePattern } from "../check/moleculePattern.ts";
import type { FlatEvent, FlatFlow, StateTarget } from "./flatModel.ts";
import type { FlattenedChanges, Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";

export class ChangeFlattener implements FlattenedChanges {
  readonly flows: FlatFlow[] = [];
  readonly events: FlatEvent[] = [];
  readonly #flattener: Flattening;

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  addFlow(equation: Assignment, instance: Instance): void {
    const { target, toHeld } = this.target(equation.target, instance);
    const rate = toHeld(this.#flattener.translator.translate(equation.value, instance));
    this.flows.push({ target, rate, origin: { file: instance.scope.file, span: equation.target.span } });
  }

  addEvent(event: EventDeclaration, instance: Instance): void {
    this.events.push({
      name: instance.prefix + event.name.text,
      trigger: this.#flattener.translator.translate(event.trigger, instance),
      priority:
        event.priority === null
          ? this.#flattener.graph.number(0)
          : this.#flattener.translator.translate(event.priority, instance),
      assignments: event.assignments.map((assignment) => {
        const { target, toHeld } = this.target(assignment.target, instance);
        const value = toHeld(this.#flattener.translator.translate(assignment.value, instance));
        return { target, value, origin: { file: instance.scope.file, span: assignment.target.span } };
      }),
    });
  }

  target(
    written: Assignment["target"],
    instance: Instance,
  ): { readonly target: StateTarget; readonly toHeld: (value: ExpressionId) => ExpressionId } {
    const same = (value: ExpressionId): ExpressionId => value;
    if (written.kind === "reference") {
      const found = this.#flattener.tree.find(instance, written.path);
      if (found.symbol.kind === "compartment") {
        const index = this.#flattener.values.sizeVariable(found);
        if (index === null) throw new Error(`${pathText(written.path)} does not change`);
        return { target: { kind: "variable", index }, toHeld: same };
      }
      if (found.symbol.kind !== "variable") throw new Error(`${pathText(written.path)} can not change`);
      return {
        target: { kind: "variable", index: this.#flattener.values.variableIndex(found, found.symbol) },
        toHeld: same,
      };
    }
    const { scope } = instance;
    if (isMoleculePattern(written.of, scope)) {
      const { index, size } = this.#flattener.setByEvent(written.of, instance);
      const toHeld = (value: ExpressionId): ExpressionId =>
        written.kind === "concentration" ? this.#flattener.graph.multiply([value, size]) : value;
      return { target: { kind: "complex", index }, toHeld };
    }
    const index = this.#flattener.species.index(this.#flattener.translator.species(written.of, instance));
    const species = this.#flattener.species.all[index];
    if (species === undefined) throw new Error("no such species");
    const { size } = species;
    const isConcentration = written.kind === "concentration";
    const toHeld = (value: ExpressionId): ExpressionId => {
      if (size === null || isConcentration === (species.holds === "concentration")) return value;
      return isConcentration
        ? this.#flattener.graph.multiply([value, size])
        : this.#flattener.graph.divide(value, size);
    };
    return { target: { kind: "species", index }, toHeld };
  }
}
