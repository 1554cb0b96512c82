/**
 * The direct method (Gillespie 1977, doi:10.1021/j100540a008) over the rules of a model on molecules as code of its own
 * (`AgentModel.unrolled`): each rule is a function that changes the lists of matches in place, computes anew the
 * propensities that it touches, and the sums of their blocks. A block is chosen by its sum, then a rule in it, which is
 * what the engine's selectors choose, draw by draw, as far as sums are rounded alike.
 */
import type { AgentTables } from "../../../runtime/agentModel.ts";
import { listedFragments } from "../../../runtime/engines/networkFree/agentMixture.ts";
import { agentRecords } from "../../../runtime/engines/networkFree/agentRecord.ts";
import { commentText } from "../identifiers.ts";
import { AccessInLoop, LoopVariables } from "./ruleAccess.ts";
import type { RuleText } from "./ruleCode.ts";

/** Beyond, a tree costs less than going through the blocks. */
const mostChannels = 200;
/**
 * Rules in a block. A choice looks at half of the blocks and half of a block on average: least where both are about the
 * root of the number of rules.
 */
const smallBlock = 8;
const largeBlock = 16;

/** What the body calls of the runtime. */
export const ruleLoopFunctions: readonly string[] = ["nextBelow", "nextExponential", "nextUniform"];

/** The body of `unrolled(run, limit, work)`; null for a model that it does not suit. */
export function ruleLoop(tables: AgentTables, rules: readonly (RuleText | null)[]): string | null {
  const { channels, measures, fragments, types } = tables;
  const count = channels.length;
  if (count === 0 || count > mostChannels) return null;
  if (measures.some(({ isLive }) => isLive)) return null;
  const isPlain = channels.every(
    ({ reactants, changes, reads, groups }) =>
      reactants.length + changes.length + reads.length === 0 && groups.every(({ length }) => length === 1),
  );
  if (!isPlain) return null;
  const texts = rules.flatMap((rule) => rule ?? []);
  if (texts.length < rules.length) return null;

  const variables = new LoopVariables(tables, agentRecords(types, fragments), listedFragments(tables));
  const blockSize = count <= smallBlock * smallBlock ? smallBlock : largeBlock;
  const blocks = Math.ceil(count / blockSize);
  const sum = (block: number): string =>
    paired(
      Array.from(
        { length: Math.min(blockSize, count - block * blockSize) },
        (_, i) => `p[${block * blockSize + i}]`,
      ),
    );
  const sumLine = (block: number): string => `b[${block}] = ${sum(block)};`;

  const functions = texts.flatMap((text, j) => {
    const touched = new Set(text.touched);
    const dependents = channels.flatMap(({ places }, k) =>
      places.some((fragment) => touched.has(fragment)) ? [k] : [],
    );
    const propensities = dependents.map(
      (k) =>
        `p[${k}] = ${[`k[${k}]`, ...channels[k].places.map((fragment) => variables.total(fragment))].join(" * ")};`,
    );
    const sums = [...new Set(dependents.map((k) => Math.floor(k / blockSize)))].map(sumLine);
    return [
      `const fire${j} = () => { // ${commentText(channels[j].name)}`,
      ...text.statements(new AccessInLoop(variables, j)),
      ...propensities,
      ...sums,
      "return true;",
      "};",
    ];
  });
  const code = functions.join("\n");
  const uses = (name: string): boolean => variables.uses(name);
  const inPlace = fragments.flatMap((_, f) => (variables.isInPlace[f] ? [f] : []));
  const listed = inPlace.filter((f) => variables.isListed[f] && uses(`anchors${f}`));
  const arrays = ["record", "partner", "state", "type", "compartment"].filter(uses);
  const grows = uses("reload");
  return [
    "const { mixture, random, propensity: p, coefficients: k } = run;",
    "const { store } = mixture;",
    "const words = random.state;",
    ...(uses("nothing") ? ["const nothing = new Int32Array(0);"] : []),
    `${grows ? "let" : "const"} { ${arrays.join(", ")} } = store;`,
    ...(grows ? [`const reload = () => { ({ ${arrays.join(", ")} } = store); };`] : []),
    ...fragments.flatMap((_, f) => [
      ...(uses(`l${f}`) || variables.isInPlace[f] ? [`const l${f} = mixture.lists[${f}];`] : []),
      ...(listed.includes(f) ? [`let anchors${f} = l${f}.anchors;`] : []),
      ...(uses(`m${f}`) ? [`const m${f} = run.match[${f}];`] : []),
    ]),
    ...channels.flatMap((_, j) => (uses(`r${j}`) ? [`const r${j} = run.rules[${j}];`] : [])),
    `const sizes = new Int32Array(${fragments.length});`,
    ...inPlace.map((f) => `sizes[${f}] = l${f}.total;`),
    `const b = new Float64Array(${blocks});`,
    ...Array.from({ length: blocks }, (_, block) => sumLine(block)),
    code,
    `const fires = [${channels.map((_, j) => `fire${j}`).join(", ")}];`,
    `let total = ${paired(Array.from({ length: blocks }, (_, block) => `b[${block}]`))};`,
    "let { now, next, fired, refused } = run;",
    "while (next <= limit && work-- > 0) {",
    "now = next;",
    "let rest = nextUniform(words) * total;",
    "let block = 0;",
    ...(blocks === 1
      ? []
      : [`while (block < ${blocks - 1} && rest >= b[block]) { rest -= b[block]; block++; }`]),
    `let rule = ${blockSize} * block;`,
    `const last = ${blocks === 1 ? count - 1 : `Math.min(rule + ${blockSize - 1}, ${count - 1})`};`,
    "while (rule < last && rest >= p[rule]) { rest -= p[rule]; rule++; }",
    // Rounding errors pretended that something stands at the end: the choice is made again.
    "if (!(rest < p[rule])) continue;",
    // One call for all: calls by name would have the loop compiled again whenever a rare rule happens for the first time.
    "if (fires[rule]()) fired++;",
    "else refused++;",
    `total = ${paired(Array.from({ length: blocks }, (_, block) => `b[${block}]`))};`,
    "next = total > 0 ? now + nextExponential(words) / total : Number.POSITIVE_INFINITY;",
    "}",
    ...inPlace.map((f) => `l${f}.adopt(sizes[${f}]);`),
    "run.now = now;",
    "run.next = next;",
    "run.fired = fired;",
    "run.refused = refused;",
    "return next > limit;",
  ].join("\n");
}

/** A sum whose parts do not wait for each other. */
function paired(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.join(" + ");
  const half = Math.ceil(terms.length / 2);
  return `(${paired(terms.slice(0, half))}) + (${paired(terms.slice(half))})`;
}
