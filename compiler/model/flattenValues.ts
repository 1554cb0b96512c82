/**
 * Values of the flat model: parameters, variables, sizes of compartments and definitions. Each is translated when it is
 * first needed, which lets declarations refer to later ones.
 */
import type { Expression } from "../../grammar/syntax/expression.ts";
import { type Dimension, dimensionless } from "../../runtime/units/dimension.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import { declaredRange } from "../check/declaredRange.ts";
import { sizeDimension } from "../check/species.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionId } from "../expression/graph.ts";
import { displayOf } from "./displayUnit.ts";
import type { FlatParameter, FlatVariable } from "./flatModel.ts";
import type { FlattenedValues, Flattening } from "./flattening.ts";
import type { Found, Instance } from "./instance.ts";

export class ValueFlattener implements FlattenedValues {
  readonly parameters: FlatParameter[] = [];
  readonly variables: FlatVariable[] = [];
  readonly #values = new Map<string, ExpressionId>();
  readonly #variableIndices = new Map<string, number>();
  readonly #translating: string[] = [];
  readonly #flattener: Flattening;

  constructor(flattener: Flattening) {
    this.#flattener = flattener;
  }

  of(found: Found): ExpressionId {
    const { instance, symbol } = found;
    const name = instance.prefix + symbol.name;
    // Names of files and of the model do not clash: shadowing is refused.
    const key =
      instance.scope.module === null && instance.outer === null
        ? `${instance.scope.file.path}:${name}`
        : name;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    return this.#once(key, symbol, () => this.#flattener.submodels.value(found, this.#make(found, name)));
  }

  /** Makes a value whose translation may ask for others, unless it asks for itself. */
  #once(key: string, symbol: Found["symbol"], make: () => ExpressionId): ExpressionId {
    if (this.#translating.includes(key)) {
      const cycle = [...this.#translating.slice(this.#translating.indexOf(key)), key].join(" -> ");
      const location = { file: symbol.scope.file, span: symbol.span };
      this.#flattener.request.sink.report("TDL3006", location, { cycle });
      return this.#flattener.graph.number(Number.NaN);
    }
    this.#translating.push(key);
    const value = make();
    this.#translating.pop();
    this.#values.set(key, value);
    return value;
  }

  #make({ instance, symbol }: Found, name: string): ExpressionId {
    const binding = instance.bindings.get(symbol.name);
    switch (symbol.kind) {
      case "const":
      case "define":
      case "output":
      case "observe":
        return this.#flattener.translator.translate(symbol.node.value, instance);
      case "param":
      case "input": {
        const override = this.#flattener.ahead.overrides.get(name);
        const isInput = symbol.kind === "input" && binding !== undefined;
        if (isInput && override === undefined && !this.#flattener.ahead.swept.has(name)) {
          return this.#flattener.translator.translate(binding.value, binding.instance);
        }
        const given = override ?? binding;
        if (given === undefined && symbol.node.value === null) {
          const location = { file: symbol.scope.file, span: symbol.span };
          this.#flattener.request.sink.report("TDL5023", location, {
            name: this.#flattener.request.model.name.text,
          });
          return this.#flattener.graph.number(Number.NaN);
        }
        const id = this.#flattener.graph.declareSymbol(name, "parameter");
        const declared = symbol.node.value;
        const source = given?.value ?? declared;
        const value =
          source === null
            ? this.#flattener.graph.number(Number.NaN)
            : this.initial(source, given?.instance ?? instance, `The value of ${name}`);
        const dimension = this.dimensionOf(symbol);
        const display = displayOf(symbol.node.unit?.text ?? null, declared ?? source, dimension);
        const { program } = this.#flattener.request;
        this.parameters.push({
          name,
          symbol: id,
          display,
          value,
          range: declaredRange(program, symbol.scope, symbol.node.fields, display.factor),
          doc: symbol.node.fields?.doc?.value ?? null,
        });
        return this.#flattener.graph.symbol(id);
      }
      case "variable": {
        const index = this.variableIndex({ instance, symbol, measure: null }, symbol);
        return this.#flattener.graph.symbol(this.#variable(index).symbol);
      }
      default:
        throw new Error(`${symbol.name} has no value`);
    }
  }

  dimensionOf(symbol: Parameters<TypeChecker["typeOfSymbol"]>[0]): Dimension {
    const type = this.#flattener.request.checker.typeOfSymbol(symbol);
    return type.kind === "quantity" && type.dimension !== null ? type.dimension : dimensionless;
  }

  variableIndex(found: Found, symbol: SymbolOfKind<"variable">): number {
    const name = found.instance.prefix + symbol.name;
    const known = this.#variableIndices.get(name);
    if (known !== undefined) return known;
    const index = this.variables.length;
    this.#variableIndices.set(name, index);
    const dimension = this.dimensionOf(symbol);
    const { node } = symbol;
    const id = this.#flattener.graph.declareSymbol(name, "state");
    const entry = {
      name,
      kind: "variable" as const,
      symbol: id,
      initial: this.#flattener.graph.number(0),
      display: displayOf(node.unit?.text ?? null, node.value, dimension),
      doc: node.fields?.doc?.value ?? null,
    };
    this.variables.push(entry);
    const initial = this.initial(node.value, found.instance, `The initial value of ${name}`);
    this.variables[index] = { ...entry, initial };
    return index;
  }

  #variable(index: number): FlatVariable {
    const variable = this.variables[index];
    if (variable === undefined) throw new Error(`no variable ${index}`);
    return variable;
  }

  initial(value: Expression, instance: Instance, what: string): ExpressionId {
    const id = this.#flattener.translator.translate(value, instance);
    for (const symbol of dependencies(this.#flattener.graph, id)) {
      const info = this.#flattener.graph.symbolInfo(symbol);
      if (info.kind === "parameter") continue;
      const location = { file: instance.scope.file, span: value.span };
      this.#flattener.request.sink.report("TDL4014", location, { what, uses: `\`${info.name}\`` });
      break;
    }
    return id;
  }

  size(found: Found): ExpressionId {
    const { instance, symbol } = found;
    if (symbol.kind !== "compartment") throw new Error(`${symbol.name} is no compartment`);
    const name = `${instance.prefix}${symbol.name}`;
    const key = sizeKey(found);
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const { size } = symbol.node;
    if (size === null) {
      const location = { file: symbol.scope.file, span: symbol.span };
      this.#flattener.request.sink.report("TDL5004", location, { compartment: symbol.name });
      return this.#flattener.graph.number(Number.NaN);
    }
    if (!this.#flattener.ahead.changingSizes.has(name)) {
      return this.#once(key, symbol, () => this.#flattener.translator.translate(size.value, instance));
    }
    const id = this.#flattener.graph.declareSymbol(`${name}.${size.measure}`, "state");
    const value = this.#flattener.graph.symbol(id);
    this.#values.set(key, value);
    this.#variableIndices.set(key, this.variables.length);
    this.variables.push({
      name: `${name}.${size.measure}`,
      kind: "size",
      symbol: id,
      initial: this.initial(size.value, instance, `The ${size.measure} of ${name}`),
      display: displayOf(null, size.value, sizeDimension(symbol)),
      doc: symbol.node.fields?.doc?.value ?? null,
    });
    return value;
  }

  sizeVariable(found: Found): number | null {
    this.size(found);
    return this.#variableIndices.get(sizeKey(found)) ?? null;
  }
}

function sizeKey({ instance, symbol }: Found): string {
  return `size of ${instance.prefix}${symbol.name}`;
}
