/**
 * How each kind of statement reads in a flat model: a registry by kind. A statement may become several, or none where
 * its content comes in elsewhere (types, functions and tables where they are used, parts in their place).
 */
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Input, Part, SpeciesDeclaration } from "../../grammar/syntax/declaration.ts";
import type { ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { fieldPlaceName } from "../check/spatial/checkField.ts";
import { placeOf } from "../check/species.ts";
import type { Instance } from "../model/instance.ts";
import { expandInitial } from "./expandInitial.ts";
import type { Expansion } from "./expansion.ts";
import { expandRule } from "./expandRule.ts";
import { nameNode, nowhere, pathNode } from "./flatNames.ts";
import { Rewriter } from "./rewriter.ts";

type AnyStatement = Statement | ExperimentStatement;

type Expanders = {
  readonly [K in AnyStatement["kind"]]: (
    statement: Extract<AnyStatement, { readonly kind: K }>,
    instance: Instance,
    expander: Expansion,
  ) => readonly AnyStatement[];
};

export function expandStatement<S extends AnyStatement>(
  statement: S,
  instance: Instance,
  expander: Expansion,
): readonly AnyStatement[] {
  const expand = expanders[statement.kind] as (
    statement: S,
    instance: Instance,
    expander: Expansion,
  ) => readonly AnyStatement[];
  return expand(statement, instance, expander);
}

/** A statement of growth and the like: refused before, since a model with it does not run. */
function unbuilt({ kind }: { readonly kind: string }): never {
  throw new Error(`${kind} can not be expanded`);
}

const expanders: Expanders = {
  rule: expandRule,
  init: (statement, instance, expander) => [expandInitial(statement, instance, expander)],
  part: expandPart,
  species: expandSpecies,
  compartment(statement, instance, expander) {
    if (instance.bindings.has(statement.name.text)) return [];
    const rewriter = new Rewriter(expander, instance);
    const { size } = statement;
    return [
      {
        ...statement,
        share: false,
        name: own(statement.name.text, instance, expander),
        size: size === null ? null : { ...size, value: rewriter.expression(size.value) },
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  const: () => [],
  function: () => [],
  table: () => [],
  molecule: () => [],
  extend: () => [],
  param: valueStatement,
  variable: valueStatement,
  define: valueStatement,
  observe: valueStatement,
  output(statement, instance, expander) {
    const [made] = valueStatement({ ...statement, kind: "define" }, instance, expander);
    return made === undefined ? [] : [made];
  },
  input: expandInput,
  flow(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance).within(labelsOf(statement.pattern));
    return [
      {
        ...statement,
        pattern: statement.pattern.map((pattern) => rewriter.pattern(pattern)),
        equations: rewriter.assignments(statement.equations),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  event(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    return [
      {
        ...statement,
        name: nameNode(expander.names.process(instance.prefix, statement.name.text)),
        trigger: rewriter.expression(statement.trigger),
        priority: rewriter.optional(statement.priority),
        assignments: rewriter.assignments(statement.assignments),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  stimulus(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    return [
      {
        ...statement,
        name: nameNode(expander.names.process(instance.prefix, statement.name.text)),
        target: rewriter.path(statement.target),
        from: rewriter.optional(statement.from),
        every: rewriter.optional(statement.every),
        duration: rewriter.optional(statement.duration),
        shape: rewriter.within(["t"]).expression(statement.shape),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  temperature(statement, instance, expander) {
    // The model's own holds for its parts.
    if (instance.prefix !== "") return [];
    return [{ ...statement, value: new Rewriter(expander, instance).expression(statement.value) }];
  },
  energy(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance).within(labelsOf(statement.pattern));
    return [
      {
        ...statement,
        name: nameNode(expander.names.process(`${instance.prefix}energy.`, statement.name.text)),
        pattern: statement.pattern.map((pattern) => rewriter.pattern(pattern)),
        when: rewriter.optional(statement.when),
        value: rewriter.expression(statement.value),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  space(statement, instance, expander) {
    // The model's own holds for its parts.
    if (instance.prefix !== "") return [];
    return [{ ...statement, depth: new Rewriter(expander, instance).optional(statement.depth) }];
  },
  motion(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    const [type, ...attribute] = statement.attribute.parts;
    if (type === undefined) return [];
    const { parts } = rewriter.path({ parts: [type], span: type.span });
    return [
      {
        ...statement,
        attribute: { ...statement.attribute, parts: [...parts, ...attribute] },
        drag: rewriter.expression(statement.drag),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  region(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    const { compartment, shape } = statement;
    return [
      {
        ...statement,
        compartment: compartment === null ? null : rewriter.path(compartment),
        shape:
          shape.kind === "call"
            ? { ...shape, arguments: shape.arguments.map((one) => rewriter.expression(one)) }
            : shape,
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  boundary: (statement) => [statement],
  check: (statement, instance) => (instance.prefix === "" ? [statement] : []),
  setting(statement, instance, expander) {
    const { value } = statement;
    if (!("kind" in value) || statement.name.text === "method" || statement.name.text === "seed")
      return [statement];
    return [{ ...statement, value: new Rewriter(expander, instance).expression(value) }];
  },
  set: (statement, instance, expander) => [
    { ...statement, assignments: new Rewriter(expander, instance).assignments(statement.assignments) },
  ],
  sweep(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    const { values } = statement;
    const all = (list: readonly Expression[]): Expression[] => list.map((one) => rewriter.expression(one));
    return [
      {
        ...statement,
        parameter: rewriter.path(statement.parameter),
        values:
          values.kind === "list"
            ? { ...values, values: all(values.values) }
            : {
                ...values,
                low: rewriter.expression(values.low),
                high: rewriter.expression(values.high),
                points: rewriter.expression(values.points),
              },
      },
    ];
  },
  plot(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    return [
      {
        ...statement,
        values: statement.values.map((one) => rewriter.expression(one)),
        against: rewriter.optional(statement.against),
      },
    ];
  },
  field(statement, instance, expander) {
    const rewriter = new Rewriter(expander, instance);
    return [
      {
        ...statement,
        species: rewriter.path(statement.species),
        diffusion: rewriter.expression(statement.diffusion),
        mesh: rewriter.expression(statement.mesh),
        initial: rewriter.within([fieldPlaceName]).optional(statement.initial),
        fields: rewriter.fields(statement.fields),
      },
    ];
  },
  filament: unbuilt,
  membrane: unbuilt,
  nucleate: unbuilt,
  grow: unbuilt,
  shrink: unbuilt,
  branch: unbuilt,
  debranch: unbuilt,
  cap: unbuilt,
  uncap: unbuilt,
  sever: unbuilt,
  hydrolyse: unbuilt,
  release: unbuilt,
  bind: unbuilt,
  unbind: unbuilt,
  crosslink: unbuilt,
  bundle: unbuilt,
  anneal: unbuilt,
  sensitivity: unbuilt,
  treat: unbuilt,
  use: unbuilt,
};

function labelsOf(patterns: readonly Pattern[]): string[] {
  return patterns.flatMap(({ members }) => members.flatMap(({ label }) => label?.text ?? []));
}

function own(name: string, instance: Instance, expander: Expansion): ReturnType<typeof nameNode> {
  return nameNode(expander.nameOf(expander.tree.find(instance, pathNode(name))));
}

function valueStatement<S extends Extract<Statement, { kind: "param" | "variable" | "define" | "observe" }>>(
  statement: S,
  instance: Instance,
  expander: Expansion,
): readonly S[] {
  const rewriter = new Rewriter(expander, instance);
  const binding = statement.kind === "param" ? instance.bindings.get(statement.name.text) : undefined;
  const value =
    binding === undefined
      ? rewriter.expression(statement.value)
      : new Rewriter(expander, binding.instance).expression(binding.value);
  const name = own(statement.name.text, instance, expander);
  return [{ ...statement, name, value, fields: rewriter.fields(statement.fields) }];
}

/** A bound input is a name for what is bound, unless an experiment gives it a value. */
function expandInput(input: Input, instance: Instance, expander: Expansion): readonly AnyStatement[] {
  const rewriter = new Rewriter(expander, instance);
  const name = own(input.name.text, instance, expander);
  const binding = instance.bindings.get(input.name.text);
  const fields = rewriter.fields(input.fields);
  if (binding === undefined) return [{ ...input, name, value: rewriter.optional(input.value), fields }];
  const value = new Rewriter(expander, binding.instance).expression(binding.value);
  const kind = expander.isSet(name.text) ? "param" : "define";
  return [{ kind, name, unit: input.unit, value, fields, span: nowhere }];
}

/** One statement for each species of its own: they may have got names of different forms. */
function expandSpecies(
  statement: SpeciesDeclaration,
  instance: Instance,
  expander: Expansion,
): readonly AnyStatement[] {
  const rewriter = new Rewriter(expander, instance);
  const free = statement.names.filter(({ text }) => !instance.bindings.has(text));
  const [first] = free;
  const symbol = first === undefined ? undefined : instance.scope.values.get(first.text);
  if (first === undefined || symbol?.kind !== "species") return [];
  const place = placeOf(expander.program, symbol);
  const compartment =
    statement.compartment !== null
      ? rewriter.path(statement.compartment)
      : place.kind === "compartment" && !expander.hasOneCompartment
        ? rewriter.path(pathNode(place.symbol.name))
        : null;
  return [
    {
      ...statement,
      share: false,
      names: free.map(({ text }) => own(text, instance, expander)),
      compartment,
      initial: rewriter.optional(statement.initial),
      fields: rewriter.fields(statement.fields),
    },
  ];
}

function expandPart(part: Part, instance: Instance, expander: Expansion): readonly AnyStatement[] {
  const symbol = instance.scope.values.get(part.name.text);
  const inner = symbol?.kind === "part" ? expander.tree.part(instance, symbol) : null;
  return inner === null ? [] : expander.body(inner);
}
