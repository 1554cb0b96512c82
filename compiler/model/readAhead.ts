/**
 * What must be known of the whole model before its first value is translated: what the experiment sets and sweeps,
 * which compartments change their size, and the temperatures that its modules state.
 */
import type { Path } from "../../grammar/syntax/common.ts";
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Assignment, Expression } from "../../grammar/syntax/expression.ts";
import type { Experiment, ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import { temperatureOf } from "../check/temperature.ts";
import type { Instance, InstanceTree } from "./instance.ts";

interface Stated {
  readonly value: Expression;
  /** Where the names of the value are looked up. */
  readonly instance: Instance;
}

export class ReadAhead {
  /** Full names of the parameters that the experiment sweeps, or differentiates by. */
  readonly swept = new Set<string>();
  /** Values that the experiment sets, by the parameter's full name. */
  readonly overrides = new Map<string, Stated>();
  /** Full names of compartments whose size a flow or an event changes. */
  readonly changingSizes: Set<string>;
  /** By the prefix of the instance that states it. */
  readonly #temperatures = new Map<string, Stated>();
  readonly #tree: InstanceTree;

  constructor(tree: InstanceTree, changingSizes: readonly string[]) {
    this.#tree = tree;
    this.changingSizes = new Set(changingSizes);
  }

  readModel(root: Instance): void {
    for (const instance of this.#tree.withParts(root)) {
      const temperature = temperatureOf(instance.scope);
      if (temperature !== null)
        this.#temperatures.set(instance.prefix, { value: temperature.value, instance });
      this.#findChangingSizes(instance.scope.module?.body ?? [], instance);
    }
  }

  readExperiment(experiment: Experiment, instance: Instance): void {
    this.#findChangingSizes(experiment.body, instance);
    for (const statement of experiment.body) {
      if (statement.kind === "sweep") this.#sweep(statement.parameter, instance);
      // An input that a part is given becomes a parameter of its own.
      if (statement.kind === "sensitivity")
        for (const path of statement.parameters) this.#sweep(path, instance);
      if (statement.kind !== "set") continue;
      for (const { target, value } of statement.assignments) {
        if (target.kind !== "reference") continue;
        const found = this.#tree.find(instance, target.path);
        this.overrides.set(found.instance.prefix + found.symbol.name, { value, instance });
      }
    }
  }

  /** The temperature of an instance, or of the nearest around it that states one; null without. */
  temperatureOf(instance: Instance): Stated | null {
    for (let prefix = instance.prefix; ; prefix = prefix.replace(/[^.]*\.$/, "")) {
      const stated = this.#temperatures.get(prefix);
      if (stated !== undefined) return stated;
      if (prefix === "") return null;
    }
  }

  #sweep(path: Path, instance: Instance): void {
    const { instance: owner, symbol } = this.#tree.find(instance, path);
    this.swept.add(owner.prefix + symbol.name);
  }

  #findChangingSizes(body: readonly (Statement | ExperimentStatement)[], instance: Instance): void {
    for (const statement of body) {
      for (const { target } of changesOf(statement)) {
        if (target.kind !== "reference") continue;
        const found = this.#tree.find(instance, target.path);
        if (found.symbol.kind === "compartment")
          this.changingSizes.add(found.instance.prefix + found.symbol.name);
      }
    }
  }
}

/** Assignments to plain quantities; those of a pattern's flow are to attributes of molecules. */
function changesOf(statement: Statement | ExperimentStatement): readonly Assignment[] {
  if (statement.kind === "event") return statement.assignments;
  return statement.kind === "flow" && statement.pattern.length === 0 ? statement.equations : [];
}
