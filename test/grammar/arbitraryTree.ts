/**
 * Random syntax trees for property tests, built from the node types: every statement, with names that are
 * words of the language, reserved words, units, or names of object members. Places in the text are empty.
 */
import * as fc from "fast-check";
import { SourceFile } from "../../diagnostics/source.ts";
import { clauseOrder, type GrowthClause, growthClauses } from "../../grammar/growthClauses.ts";
import { contextualWords, growthVerbs, reservedWords } from "../../grammar/keywords.ts";
import type { Name, Path, StringText, UnitText } from "../../grammar/syntax/common.ts";
import type { SourceTree, Statement, TopLevel } from "../../grammar/syntax/sourceTree.ts";
import type {
  Fields,
  Participant,
  Rate,
  Rule,
  RuleSide,
  SiteDeclaration,
  Table,
} from "../../grammar/syntax/declaration.ts";
import type { ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { Assignment, Expression, Quantity } from "../../grammar/syntax/expression.ts";
import type { GrowthEvent, GrowthStatement, Supply } from "../../grammar/syntax/growth.ts";
import type {
  BondPattern,
  MemberPattern,
  Pattern,
  SitePattern,
  StatePattern,
} from "../../grammar/syntax/pattern.ts";
import type { Surrogate } from "../../grammar/syntax/surrogate.ts";

const span = { start: 0, end: 0 };
type Arb<T> = fc.Arbitrary<T>;

const nameText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("A", "b", "x1", "Ca", "k_on", "αβ", "été", "M", "s", "uM", "time"),
  },
  { weight: 2, arbitrary: fc.constantFrom("constructor", "__proto__", "toString", "hasOwnProperty", "__") },
  { weight: 2, arbitrary: fc.constantFrom(...contextualWords) },
  { weight: 1, arbitrary: fc.constantFrom(...reservedWords) },
);
const name: Arb<Name> = nameText.map((text) => ({ text, span }));
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const label: Arb<Name> = fc.oneof(
  name,
  fc.nat(99).map((number) => ({ text: String(number), span })),
);
const labels = fc.array(label, { minLength: 1, maxLength: 3 });
const path: Arb<Path> = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => ({ parts, span }));
const unitText = fc.constantFrom(
  "uM",
  "/uM/s",
  "um^2/s",
  "pN*s/um",
  "um^-1",
  "%",
  "count",
  "count/s",
  "/s",
  "unitless",
);
const unit: Arb<UnitText> = unitText.map((text) => ({ text, span }));
const quantityUnit: Arb<UnitText> = unitText
  .filter((text) => text !== "unitless")
  .map((text) => ({ text, span }));
const text: Arb<StringText> = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom('"', "\\", "a\nb", "\t", "# no", "}"),
  )
  .map((value) => ({ value, span }));
const numberText = fc.constantFrom("0", "1", "2.50", ".5", "1e-3", "6.02214076E+23", "3e5", "12");
const number: Arb<Quantity> = numberText.map((written) => quantity(written, null));
const quantities: Arb<Quantity> = fc
  .tuple(numberText, fc.option(quantityUnit, { nil: null }))
  .map(([written, found]) => quantity(written, found));

function quantity(written: string, found: UnitText | null): Quantity {
  return { kind: "quantity", value: Number(written), text: written, unit: found, span };
}

function orNull<T>(arbitrary: Arb<T>): Arb<T | null> {
  return fc.option(arbitrary, { nil: null });
}

// ---- patterns ------------------------------------------------------------------------------------------

const statePattern: Arb<StatePattern> = fc.oneof(
  label.map((state): StatePattern => ({ kind: "is", state, span })),
  name.map((found): StatePattern => ({ kind: "variable", name: found, span })),
  fc.constant<StatePattern>({ kind: "any", span }),
);
const bondPattern: Arb<BondPattern> = fc.oneof(
  fc.constantFrom<BondPattern>({ kind: "free", span }, { kind: "bound", span }, { kind: "either", span }),
  fc.nat(20).map((found): BondPattern => ({ kind: "label", label: found, span })),
  path.map((found): BondPattern => ({ kind: "partner", path: found, span })),
);
const sitePattern: Arb<SitePattern> = fc
  .record({
    name,
    state: orNull(fc.record({ from: statePattern, to: orNull(statePattern), span: fc.constant(span) })),
    bond: orNull(fc.record({ from: bondPattern, to: orNull(bondPattern), span: fc.constant(span) })),
    span: fc.constant(span),
  })
  .filter(({ state, bond }) => state !== null || bond !== null);
const member: Arb<MemberPattern> = fc.record({
  label: orNull(name),
  type: path,
  sites: orNull(fc.array(sitePattern, { maxLength: 3 })),
  compartment: orNull(path),
  span: fc.constant(span),
});
const plainMember: Arb<MemberPattern> = path.map((type) => ({
  label: null,
  type,
  sites: null,
  compartment: null,
  span,
}));

function patternOf(members: Arb<MemberPattern>, maxLength: number): Arb<Pattern> {
  return fc.oneof(
    fc
      .array(members, { minLength: 1, maxLength })
      .map((found): Pattern => ({ kind: "pattern", braced: false, members: found, span })),
    fc
      .array(members, { minLength: 1, maxLength: 3 })
      .map((found): Pattern => ({ kind: "pattern", braced: true, members: found, span })),
  );
}
const pattern = patternOf(member, 3);
const singlePattern = patternOf(member, 1);

// ---- expressions ---------------------------------------------------------------------------------------

const having = fc.record({
  relation: fc.constantFrom("==", "<", "<=", ">", ">="),
  number: fc.integer({ min: 1, max: 99 }),
  span: fc.constant(span),
});

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: "expression", withCrossShrink: true },
    quantities,
    path.map((found): Expression => ({ kind: "reference", path: found, span })),
    fc.constant<Expression>({ kind: "time", span }),
    pattern.map((of): Expression => ({ kind: "concentration", of, span })),
    fc
      .tuple(
        fc.constantFrom("count", "amount", "fraction", "complexes"),
        singlePattern,
        orNull(having),
        orNull(name),
      )
      .map(
        ([measure, of, having, owner]): Expression => ({ kind: "measure", measure, of, having, owner, span }),
      ),
    fc
      .tuple(fc.constantFrom("sum", "mean"), tie("expression"), pattern)
      .map(([aggregate, value, over]): Expression => ({ kind: "aggregate", aggregate, value, over, span })),
    fc
      .tuple(
        fc.constantFrom("+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or"),
        tie("expression"),
        tie("expression"),
      )
      .map(
        ([operator, left, right]): Expression => ({
          kind: "binary",
          operator,
          left,
          right,
          operatorSpan: span,
          span,
        }),
      ),
    fc
      .tuple(fc.constantFrom("-", "+", "not"), tie("expression"))
      .map(([operator, operand]): Expression => ({ kind: "unary", operator, operand, span })),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(
      ([condition, consequent, alternate]): Expression => ({
        kind: "conditional",
        condition,
        consequent,
        alternate,
        span,
      }),
    ),
    fc
      .tuple(path, fc.array(tie("expression"), { maxLength: 2 }))
      .map(([callee, items]): Expression => ({ kind: "call", callee, arguments: items, span })),
    fc
      .tuple(path, fc.array(tie("expression"), { minLength: 1, maxLength: 2 }))
      .map(([table, indices]): Expression => ({ kind: "index", table, indices, span })),
    fc
      .tuple(fc.constantFrom("unitless", "assume"), tie("expression"), unit)
      .map(
        ([escape, operand, found]): Expression => ({ kind: "escape", escape, operand, unit: found, span }),
      ),
  ),
}));
const expressions = fc.array(expression, { minLength: 1, maxLength: 3 });
const target: Arb<Assignment["target"]> = fc.oneof(
  path.map((found): Assignment["target"] => ({ kind: "reference", path: found, span })),
  pattern.map((of): Assignment["target"] => ({ kind: "concentration", of, span })),
  singlePattern.map((of): Assignment["target"] => ({
    kind: "measure",
    measure: "count",
    having: null,
    of,
    owner: null,
    span,
  })),
);
const assignments: Arb<Assignment[]> = fc.array(
  fc.record({ target, value: expression, span: fc.constant(span) }),
  {
    minLength: 1,
    maxLength: 2,
  },
);

// ---- declarations --------------------------------------------------------------------------------------

const sources = fc.oneof(
  fc.constantFrom("doi:10.1371/journal.pcbi.1008015", "https://a.org/x,y#z", "pmid:12"),
  text.map((found) => found.value),
);
const fields: Arb<Fields | null> = fc.option(
  fc.record({
    doc: orNull(text),
    sources: fc.array(
      sources.map((value) => ({ value, span })),
      { maxLength: 2 },
    ),
    range: orNull(fc.record({ low: expression, high: expression, span: fc.constant(span) })),
    fit: orNull(fc.constant(span)),
    sd: orNull(expression),
    span: fc.constant(span),
  }),
  { nil: null },
);
/** In braces that hold other entries too, empty fields can not be told from none. */
const mergedFields = fields.filter(
  (found) =>
    found === null ||
    found.doc !== null ||
    found.sources.length > 0 ||
    found.range !== null ||
    found.fit !== null ||
    found.sd !== null,
);
const site: Arb<SiteDeclaration> = fc
  .record({
    name,
    states: orNull(labels),
    multiplicity: fc.integer({ min: 1, max: 4 }),
    attribute: orNull(unit),
    vector: fc.boolean(),
    span: fc.constant(span),
  })
  .map((found) => ({ ...found, vector: found.vector && found.attribute !== null }));
const sites = fc.array(site, { maxLength: 3 });

const rate: Arb<Rate> = fc.oneof(
  fc.record({
    kind: fc.constant("massAction" as const),
    forward: expression,
    within: orNull(expression),
    back: orNull(expression),
    anywhere: fc.boolean(),
    balanced: orNull(expression),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("total" as const),
    forward: expression,
    back: orNull(expression),
    span: fc.constant(span),
  }),
);

const participant: Arb<Participant> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 3 }), plainMember).map(
    ([coefficient, one]): Participant => ({
      coefficient,
      action: "match",
      joined: false,
      pattern: unbraced([one]),
      span,
    }),
  ),
  pattern.map(
    (found): Participant => ({ coefficient: 1, action: "match", joined: false, pattern: found, span }),
  ),
  fc
    .tuple(fc.constantFrom("new", "delete", "delete complex"), singlePattern, fc.boolean())
    .map(
      ([action, found, joined]): Participant => ({ coefficient: 1, action, joined, pattern: found, span }),
    ),
);
function unbraced(members: MemberPattern[]): Pattern {
  return { kind: "pattern", braced: false, members, span };
}
const side: Arb<RuleSide> = fc.array(participant, { maxLength: 3 }).map((found) => ({
  participants: found.map((one, index) => (index === 0 ? { ...one, joined: false } : one)),
  span,
}));
const rule: Arb<Rule> = fc
  .record({
    kind: fc.constant("rule" as const),
    name,
    left: side,
    arrow: fc.constantFrom("->" as const, "<->" as const, null),
    right: side,
    sets: fc.oneof(fc.constant([]), assignments),
    isDistinct: fc.boolean(),
    conditions: fc.array(
      fc.record({
        kind: fc.constantFrom("include" as const, "exclude" as const),
        side: fc.constantFrom("reactant" as const, "product" as const),
        index: fc.integer({ min: 1, max: 3 }),
        pattern,
        span: fc.constant(span),
      }),
      { maxLength: 2 },
    ),
    when: orNull(expression),
    rate,
    fields,
    span: fc.constant(span),
  })
  .map((found) => ({ ...found, right: found.arrow === null ? null : found.right }));

const table: Arb<Table> = fc.record({
  kind: fc.constant("table" as const),
  name,
  keys: fc.array(
    fc.oneof(
      path.map((found) => ({ kind: "site" as const, path: found, span })),
      labels.map((found) => ({ kind: "labels" as const, labels: found, span })),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  unit: orNull(unit),
  columns: orNull(labels),
  rows: fc.array(fc.record({ labels, cells: expressions, span: fc.constant(span) }), { maxLength: 3 }),
  fields,
  span: fc.constant(span),
});

const named = { name, fields, span: fc.constant(span) };
const valued = { ...named, unit: orNull(unit), value: expression };
const constant = fc.record({ kind: fc.constant("const" as const), ...valued });
const functionDeclaration = fc.record({
  kind: fc.constant("function" as const),
  ...named,
  parameters: fc.array(fc.record({ name, unit: orNull(unit), span: fc.constant(span) }), { maxLength: 3 }),
  value: expression,
});
const molecule = fc.record({ kind: fc.constant("molecule" as const), ...named, sites });
const parameter = fc.record({ kind: fc.constant("param" as const), ...valued });
const observable = fc.record({ kind: fc.constant("observe" as const), ...valued });
const event = fc.record({
  kind: fc.constant("event" as const),
  ...named,
  trigger: expression,
  priority: orNull(expression),
  assignments,
});
const stimulus = fc.record({
  kind: fc.constant("stimulus" as const),
  ...named,
  action: fc.constantFrom("adds" as const, "sets" as const),
  target: path,
  from: orNull(expression),
  every: orNull(expression),
  duration: orNull(expression),
  shape: expression,
});

const plainStatement: Arb<Statement> = fc.oneof(
  fc.record({
    kind: fc.constant("space" as const),
    dimensions: fc.constantFrom(2 as const, 3 as const),
    depth: orNull(expression),
    span: fc.constant(span),
  }),
  fc.record({ kind: fc.constant("temperature" as const), value: expression, span: fc.constant(span) }),
  fc.record({
    kind: fc.constant("compartment" as const),
    name,
    fields: mergedFields,
    span: fc.constant(span),
    share: fc.boolean(),
    size: orNull(
      fc.record({
        measure: fc.constantFrom("volume" as const, "area" as const, "length" as const),
        value: expression,
        span: fc.constant(span),
      }),
    ),
  }),
  fc.record({
    kind: fc.constant("species" as const),
    share: fc.boolean(),
    fixed: fc.boolean(),
    names,
    compartment: orNull(path),
    initial: orNull(expression),
    fields,
    span: fc.constant(span),
  }),
  molecule,
  fc.record({ kind: fc.constant("extend" as const), type: path, sites, span: fc.constant(span) }),
  constant,
  parameter,
  fc.record({ kind: fc.constant("variable" as const), ...valued }),
  fc.record({ kind: fc.constant("define" as const), ...valued }),
  functionDeclaration,
  table,
  fc.record({ kind: fc.constant("input" as const), ...named, unit: orNull(unit), value: orNull(expression) }),
  fc.record({ kind: fc.constant("output" as const), ...valued }),
  fc.record({
    kind: fc.constant("part" as const),
    name,
    module: path,
    bindings: fc.array(fc.record({ name, value: expression, span: fc.constant(span) }), { maxLength: 3 }),
    span: fc.constant(span),
  }),
  rule,
  fc
    .record({
      kind: fc.constant("flow" as const),
      name: orNull(name),
      pattern: fc.array(pattern, { maxLength: 2 }),
      equations: assignments,
      fields,
      span: fc.constant(span),
    })
    .map((flow) => ({ ...flow, pattern: flow.name === null ? [] : flow.pattern })),
  fc.record({
    kind: fc.constant("init" as const),
    fixed: fc.boolean(),
    template: orNull(
      fc.record({
        shape: fc.constantFrom("ring" as const, "chain" as const, "stack" as const),
        count: fc.oneof(number, expression),
        by: orNull(fc.record({ from: name, to: name })),
        span: fc.constant(span),
      }),
    ),
    pattern,
    value: expression,
    compartment: orNull(path),
    sets: fc.oneof(fc.constant([]), assignments),
    fields,
    span: fc.constant(span),
  }),
  observable,
  event,
  stimulus,
);

// ---- growth --------------------------------------------------------------------------------------------

const supply: Arb<Supply> = fc.record({
  coefficient: fc.integer({ min: 1, max: 3 }),
  path,
  span: fc.constant(span),
});
const growthEvent: Arb<GrowthEvent> = fc
  .record({
    kind: fc.constantFrom(...growthVerbs),
    subject: member,
    at: names,
    from: supply,
    to: path,
    with: supply,
    as: fc.array(sitePattern, { minLength: 1, maxLength: 2 }),
    angle: fc.record({ mean: expression, sd: orNull(expression), span: fc.constant(span) }),
    within: expression,
    length: expression,
    stiffness: expression,
    when: expression,
    rate,
    fields,
    span: fc.constant(span),
    given: fc.subarray([...clauseOrder]),
  })
  .map(({ given, ...found }): GrowthEvent => {
    const rules = growthClauses.get(found.kind);
    const has = (clause: GrowthClause): boolean =>
      rules?.needs.includes(clause) === true ||
      (given.includes(clause) && (clause === "when" || rules?.takes.includes(clause) === true));
    return {
      ...found,
      at: has("at") ? found.at : [],
      from: has("from") ? found.from : null,
      to: has("to") ? found.to : null,
      with: has("with") ? found.with : null,
      as: has("as") ? found.as : [],
      angle: has("angle") ? found.angle : null,
      within: has("within") ? found.within : null,
      length: has("length") ? found.length : null,
      stiffness: has("stiffness") ? found.stiffness : null,
      vectorial: has("vectorial"),
      when: has("when") ? found.when : null,
    };
  });
const growthStatement: Arb<GrowthStatement> = fc.oneof(
  fc
    .record({
      kind: fc.constant("energy" as const),
      ...named,
      pattern: fc.array(pattern, { maxLength: 2 }),
      when: orNull(expression),
      value: expression,
    })
    .map((energy) => ({ ...energy, when: energy.pattern.length === 0 ? null : energy.when })),
  fc.record({
    kind: fc.constant("motion" as const),
    attribute: path,
    regime: fc.constant("overdamped" as const),
    drag: expression,
    thermal: fc.boolean(),
    fields,
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("field" as const),
    fields,
    span: fc.constant(span),
    species: path,
    region: path,
    diffusion: expression,
    mesh: expression,
    initial: orNull(expression),
  }),
  fc.record({ kind: fc.constant("region" as const), ...named, compartment: orNull(path), shape: expression }),
  fc.record({
    kind: fc.constant("boundary" as const),
    of: path,
    condition: fc.constantFrom(
      "periodic" as const,
      "reflecting" as const,
      "absorbing" as const,
      "membrane" as const,
    ),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("filament" as const),
    ...named,
    compartment: orNull(path),
    subunit: orNull(sites),
    ends: fc.oneof(fc.constant([]), names),
    rise: orNull(expression),
    persistence: orNull(expression),
    stretch: orNull(expression),
    bead: orNull(expression),
  }),
  growthEvent,
  fc.record({
    kind: fc.constant("membrane" as const),
    ...named,
    compartment: orNull(path),
    bending: orNull(expression),
    tension: orNull(expression),
    pressure: orNull(expression),
    mesh: orNull(expression),
    radius: orNull(expression),
    centre: orNull(expression),
    contact: orNull(expression),
    within: orNull(expression),
  }),
  fc.record({
    kind: fc.constant("check" as const),
    property: name,
    of: orNull(path),
    span: fc.constant(span),
  }),
);

// ---- experiments and files -----------------------------------------------------------------------------

const experimentStatement: Arb<ExperimentStatement> = fc.oneof(
  fc.record({
    kind: fc.constant("setting" as const),
    name,
    value: fc.oneof(expression, text),
    span: fc.constant(span),
  }),
  parameter,
  fc.record({ kind: fc.constant("set" as const), assignments, span: fc.constant(span) }),
  event,
  stimulus,
  observable,
  fc.record({
    kind: fc.constant("sweep" as const),
    parameter: path,
    values: fc.oneof(
      fc.record({
        kind: fc.constant("range" as const),
        low: expression,
        high: expression,
        spacing: fc.constantFrom("linear" as const, "log" as const),
        points: expression,
      }),
      fc.record({ kind: fc.constant("list" as const), values: expressions }),
    ),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("plot" as const),
    values: expressions,
    against: orNull(expression),
    fields,
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("sensitivity" as const),
    values: expressions,
    parameters: fc.array(path, { minLength: 1, maxLength: 3 }),
    isRelative: fc.boolean(),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant("treat" as const),
    species: fc.array(path, { minLength: 1, maxLength: 3 }),
    as: fc.constantFrom("continuous" as const, "discrete" as const),
    span: fc.constant(span),
  }),
  fc.record({ kind: fc.constant("use" as const), surrogate: path, instance: path, span: fc.constant(span) }),
);

const surrogate: Arb<Surrogate> = fc.record({
  kind: fc.constant("surrogate" as const),
  name,
  of: path,
  inputs: fc.array(
    fc.record({
      path,
      low: expression,
      high: expression,
      spacing: fc.constantFrom("linear" as const, "log" as const),
      span: fc.constant(span),
    }),
    { maxLength: 2 },
  ),
  outputs: fc.array(
    fc.record({
      quantity: fc.constantFrom("value" as const, "flux" as const),
      path,
      span: fc.constant(span),
    }),
    { maxLength: 2 },
  ),
  method: orNull(
    fc.record({
      name,
      argument: orNull(quantities),
      retain: fc.array(path, { maxLength: 2 }),
      span: fc.constant(span),
    }),
  ),
  train: orNull(
    fc.record({
      experiments: fc.array(path, { minLength: 1, maxLength: 2 }),
      runs: orNull(expression),
      sampling: orNull(name),
      seed: orNull(text),
      budget: orNull(expression),
      span: fc.constant(span),
    }),
  ),
  accept: orNull(
    fc.record({ conditions: expressions, heldOut: orNull(expression), span: fc.constant(span) }),
  ),
  keep: fc.array(expression, { maxLength: 2 }),
  outside: orNull(
    fc.record({
      action: fc.constantFrom("fallback exact" as const, "clamp" as const, "error" as const),
      span: fc.constant(span),
    }),
  ),
  span: fc.constant(span),
});

const topLevel: Arb<TopLevel> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("model" as const, "module" as const),
      name,
      title: orNull(text),
      body: fc.array(fc.oneof(plainStatement, growthStatement), { maxLength: 4 }),
      span: fc.constant(span),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("experiment" as const),
      name,
      of: path,
      title: orNull(text),
      body: fc.array(experimentStatement, { maxLength: 4 }),
      span: fc.constant(span),
    }),
  },
  surrogate,
  constant,
  functionDeclaration,
  molecule,
  table,
);

export const sourceTree: Arb<SourceTree> = fc.record({
  kind: fc.constant("file" as const),
  source: fc.constant(new SourceFile("generated.tdl", "")),
  language: fc.constant({ version: "1.0", span }),
  imports: fc.array(
    fc.record({
      kind: fc.constant("import" as const),
      names: fc.array(fc.record({ name, alias: orNull(name) }), { minLength: 1, maxLength: 2 }),
      from: text,
      span: fc.constant(span),
    }),
    { maxLength: 2 },
  ),
  declarations: fc.array(topLevel, { minLength: 1, maxLength: 2 }),
  comments: fc.constant([]),
});
