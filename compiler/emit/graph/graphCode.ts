/**
 * The generated functions of a model of growth (runtime/graphModel.ts): hazards, sets, energies with derivatives,
 * flows and measures, one case a rule or term, with attributes under the model's own names.
 */
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { Draw } from "../../model/spatial.ts";
import type { AttributePlace, GraphAssignment, GraphPlan } from "../../plan/plan.ts";
import { commentText, resultName } from "../identifiers.ts";
import type { ModelCodeWriter } from "../modelCode.ts";
import { attributeHeader, nodeInN, settingText } from "./settingCode.ts";

interface Case {
  readonly name: string;
  readonly body: string;
}

/** Methods of the literal, signature and body. */
export function graphMethods(plan: GraphPlan, code: ModelCodeWriter): readonly (readonly [string, string])[] {
  const { tables } = plan;
  const stride = tables.attributeStride;

  const headerOf = (reads: readonly AttributePlace[], used: ReadonlySet<SymbolId>): string =>
    attributeHeader(reads, used, stride, nodeInN, code);
  const bodyOf = (
    reads: readonly AttributePlace[],
    targets: readonly (readonly [string, ExpressionId])[],
  ): string => {
    const locals = new Set(reads.map(({ symbol }) => symbol));
    const roots = targets.map(([target, id]) => ({ target, id }));
    return `${headerOf(reads, code.symbolsUsed(roots))}\n${code.block(roots, locals)}`;
  };
  const returning = (reads: readonly AttributePlace[], id: ExpressionId): string =>
    `${bodyOf(reads, [[`const ${resultName}`, id]])}\nreturn ${resultName};`;
  const switchOf = (subject: string, cases: readonly Case[], otherwise: string): string => {
    if (cases.length === 0) return otherwise;
    const texts = cases.map(({ name, body }, i) => `case ${i}: {\n// ${commentText(name)}\n${body}\n}`);
    return `switch (${subject}) {\n${texts.join("\n")}\n}\n${otherwise}`;
  };
  const filling = (name: string, ids: readonly ExpressionId[]): readonly [string, string] => [
    name,
    code.block(
      ids.map((id, i) => ({ target: `out[${i}]`, id })),
      new Set(),
    ),
  ];

  const settingBody = (
    reads: readonly AttributePlace[],
    draws: readonly Draw[],
    sets: readonly GraphAssignment[],
  ): string => settingText({ reads, draws, sets }, stride, nodeInN, "random", code);
  const leaving = (body: string): string => `${body}\nbreak;`;

  const energyCases = (bodies: (index: number) => string): Case[] =>
    tables.energies.map(({ name }, i) => ({ name, body: bodies(i) }));
  const outputs = (ids: readonly ExpressionId[]): (readonly [string, ExpressionId])[] =>
    ids.map((id, i) => [`out[${i}]`, id]);

  return [
    [
      "scale(rule, t, y, c)",
      switchOf(
        "rule",
        plan.rules.map(({ scale }, i) => ({ name: tables.rules[i].name, body: returning([], scale) })),
        "return 0;",
      ),
    ],
    [
      "weight(rule, n, x, shift, t, y, c)",
      switchOf(
        "rule",
        plan.rules.map(({ weight, reads }, i) => ({
          name: tables.rules[i].name,
          body: returning(reads, weight),
        })),
        "return 0;",
      ),
    ],
    [
      "assign(rule, n, x, shift, t, y, c, random)",
      switchOf(
        "rule",
        plan.rules.map(({ reads, draws, sets }, i) => ({
          name: tables.rules[i].name,
          body: leaving(sets.length === 0 ? "" : settingBody(reads, draws, sets)),
        })),
        "",
      ),
    ],
    [
      "energy(term, n, x, shift, t, y, c)",
      switchOf(
        "term",
        energyCases((i) => returning(plan.energies[i].reads, plan.energies[i].value)),
        "return 0;",
      ),
    ],
    [
      "gradient(term, n, x, shift, t, y, c, out)",
      switchOf(
        "term",
        energyCases((i) => leaving(bodyOf(plan.energies[i].reads, outputs(plan.energies[i].gradient)))),
        "",
      ),
    ],
    [
      "curvature(term, n, x, shift, t, y, c, out)",
      switchOf(
        "term",
        energyCases((i) => leaving(bodyOf(plan.energies[i].reads, outputs(plan.energies[i].curvature)))),
        "",
      ),
    ],
    [
      "flow(flow, n, x, t, y, c, out)",
      switchOf(
        "flow",
        plan.flows.map(({ reads, rates }, i) => ({
          name: tables.flows[i].name,
          body: leaving(bodyOf(reads, outputs(rates))),
        })),
        "",
      ),
    ],
    [
      "measure(measure, n, x, t, y, c)",
      switchOf(
        "measure",
        plan.measures.map(({ reads, value }, i) => ({
          name: `measure ${i + 1}`,
          body: returning(reads, value),
        })),
        "return 0;",
      ),
    ],
    filling("drags(c, out)", plan.drags),
    ...(plan.sizes.length === 0
      ? []
      : [
          filling(
            "sizes(c, out)",
            plan.sizes.map(({ value }) => value),
          ),
        ]),
    ["kT(c)", returning([], plan.kT)],
    filling("reaches(c, out)", plan.reaches),
    filling("amounts(c, out)", plan.amounts),
    [
      "place(seed, copy, n, x, c, random)",
      switchOf(
        "seed",
        plan.placements.map(({ draws, sets }, i) => ({
          name: tables.seeds[i].name,
          body: leaving(settingBody([], draws, sets)),
        })),
        "",
      ),
    ],
    [
      "boundary(index, c, out)",
      switchOf(
        "index",
        plan.boundaries.map((numbers, i) => ({
          name: `${tables.boundaries[i].condition} boundary`,
          body: leaving(bodyOf([], outputs(numbers))),
        })),
        "",
      ),
    ],
    [
      "field(index, c, out)",
      switchOf(
        "index",
        plan.fields.map(({ numbers }, i) => ({
          name: tables.fields[i].name,
          body: leaving(bodyOf([], outputs(numbers))),
        })),
        "",
      ),
    ],
    [
      "fieldInitial(field, place, c)",
      switchOf(
        "field",
        plan.fields.map(({ initial }, i) => ({
          name: tables.fields[i].name,
          body: initial === null ? "return 0;" : initialText(initial, code),
        })),
        "return 0;",
      ),
    ],
    filling("fieldConstants(c, out)", plan.fieldConstants),
  ];
}

/** The concentration at a place. */
function initialText(
  { value, place }: NonNullable<GraphPlan["fields"][number]["initial"]>,
  code: ModelCodeWriter,
): string {
  const roots = [{ target: `const ${resultName}`, id: value }];
  const used = code.symbolsUsed(roots);
  const header = place.flatMap((symbol, i) =>
    used.has(symbol) ? [`const ${code.nameOf(symbol)} = place[${i}];`] : [],
  );
  return [...header, code.block(roots, new Set(place)), `return ${resultName};`].join("\n");
}
