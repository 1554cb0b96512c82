/**
 * Phase 8, emit: the generated functions of a plan as text.
 *
 * The text is at once TypeScript (typed by the context it stands in, see runtime/model.ts) and JavaScript:
 * `tendril run` evaluates exactly the text that `tendril compile` writes into the simulator's file.
 */
import { reachable } from "../expression/dependencies.ts";
import { emitAssignments, emitInline } from "../expression/emitExpression.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { OdePlan, Plan, PlanReaction } from "../plan/plan.ts";
import { commentText, Identifiers, resultName } from "./identifiers.ts";

/** Elements of y and c get the model's names; time and sums in the making do not. */
function isNameable(place: string): boolean {
  return place.startsWith("y[") || place.startsWith("c[");
}

type Equations = Omit<OdePlan, "waiting">;

interface Root {
  readonly target: string;
  readonly id: ExpressionId;
}

/** Reactions of one function: engines of JavaScript do not optimise very long ones. */
const propensityShift = 4;
const propensityBlock = 1 << propensityShift;

/** With more symbols than this a function reads its arrays directly. */
const namedSymbolLimit = 200;

export class ModelCodeWriter {
  readonly #plan: Plan;
  readonly #identifiers: Identifiers;
  /** Where each symbol is stored: `y[3]`, `c[7]`, `t`. */
  readonly #places = new Map<SymbolId, string>();

  constructor(plan: Plan) {
    this.#plan = plan;
    const { flat, states, derived } = plan;
    this.#identifiers = new Identifiers(flat.graph);
    this.#places.set(flat.time, "t");
    states.forEach(({ symbol }, i) => this.#places.set(symbol, `y[${i}]`));
    flat.parameters.forEach(({ symbol }, i) => this.#places.set(symbol, `c[${i}]`));
    plan.agents?.matchValues.forEach((symbol, i) => this.#places.set(symbol, `m[${i}]`));
    derived.forEach(({ symbol }, i) => this.#places.set(symbol, `c[${flat.parameters.length + i}]`));
    for (const { copy } of plan.graph?.placements ?? []) this.#places.set(copy, "copy");
  }

  /** Where a symbol is stored. Throws for one that is not: as a free identifier it would fail at run time. */
  place(symbol: SymbolId): string {
    const place = this.#places.get(symbol);
    if (place !== undefined) return place;
    throw new Error(`generated code has no place for ${this.#plan.flat.graph.symbolInfo(symbol).name}`);
  }

  /** The identifier of a symbol in generated code. */
  nameOf(symbol: SymbolId): string {
    return this.#identifiers.of(symbol);
  }

  symbolsUsed(roots: readonly Root[]): ReadonlySet<SymbolId> {
    return new Set(this.#symbolsOf(roots).used);
  }

  /** Statements that compute the roots; `locals` are symbols that the code around has bound to their names. */
  block(roots: readonly Root[], locals: ReadonlySet<SymbolId>, temporaryPrefix = "t"): string {
    if (roots.length === 0) return "";
    const { bound } = this.#symbolsOf(roots);
    const names = (symbol: SymbolId): string =>
      bound.has(symbol) || locals.has(symbol) ? this.#identifiers.of(symbol) : this.place(symbol);
    return emitAssignments(this.#plan.flat.graph, roots, names, { ...this.#options(), temporaryPrefix });
  }

  derive(): string {
    const { flat, derived } = this.#plan;
    const lines: string[] = [];
    flat.parameters.forEach(({ name, value }, i) => {
      const text = this.#unnamedBody([{ target: `c[${i}]`, id: value }]).trimEnd();
      const isUnset = `if (isSet[${i}] === 0)`;
      const note = `// ${commentText(name)}`;
      lines.push(text.includes("\n") ? `${isUnset} { ${note}\n${text}\n}` : `${isUnset} ${text} ${note}`);
    });
    const roots = derived.map(({ value }, i) => ({ target: `c[${flat.parameters.length + i}]`, id: value }));
    lines.push(this.#unnamedBody(roots));
    return lines.join("\n");
  }

  initial(): string {
    return this.#body(this.#plan.states.map(({ initial }, i) => ({ target: `y[${i}]`, id: initial })));
  }

  observe(): string {
    return this.#body(this.#plan.observables.map((id, i) => ({ target: `out[${i}]`, id })));
  }

  triggers(): string {
    const { graph } = this.#plan.flat;
    const [one, zero] = [graph.number(1), graph.number(0)];
    return this.#body(
      this.#plan.events.map(({ trigger }, i) => ({
        target: `out[${i}]`,
        id: graph.conditional(trigger, one, zero),
      })),
    );
  }

  roots(): string {
    return this.#body(this.#plan.roots.map((id, i) => ({ target: `out[${i}]`, id })));
  }

  priority(): string {
    const cases = this.#plan.events.map(({ priority }, i) => this.#returnCase(i, priority));
    return this.#switch("event", cases, "return 0;");
  }

  fire(): string {
    const cases = this.#plan.events.map(({ name, assignments }, i) => {
      const body = this.#body(assignments.map(({ value }, k) => ({ target: `out[${k}]`, id: value })));
      return `case ${i}: {\n// ${commentText(name)}\n${body}\nbreak;\n}`;
    });
    return this.#switch("event", cases, "");
  }

  schedule(): string {
    const { flat, schedule } = this.#plan;
    const roots: Root[] = [];
    const text = (id: ExpressionId): string => {
      const { kind } = flat.graph.node(id);
      if (kind === "number" || kind === "symbol")
        return emitInline(flat.graph, id, (symbol) => this.place(symbol));
      // The model's names do not occur in this function, so that these are free.
      const name = `s${roots.length + 1}`;
      roots.push({ target: `const ${name}`, id });
      return name;
    };
    const entries = schedule.map(
      ({ start, period, count }) =>
        `{ start: ${text(start)}, period: ${text(period)}, count: ${text(count)} }`,
    );
    return `${this.#unnamedBody(roots)}return [${entries.join(", ")}];`;
  }

  /** `tables`: the name of what runs from tables. */
  derivative({ derivative, massAction }: Equations, tables: string): string {
    if (massAction === null) return this.#body(derivative.map((id, i) => ({ target: `dy[${i}]`, id })));
    const added = this.#adds(derivative) ? "\nthis.tabled.addDerivative(t, y, c, dy);" : "";
    return `massActionDerivative(${tables}, y, c, dy);${added}`;
  }

  jacobian({ jacobian, massAction }: Equations, tables: string): string {
    if (massAction === null) return this.#body(jacobian.map((id, i) => ({ target: `values[${i}]`, id })));
    const added = this.#adds(jacobian) ? "\nthis.tabled.addJacobian(t, y, c, values);" : "";
    return `massActionJacobian(${tables}, y, c, values);${added}`;
  }

  /** What generated code adds to the tables; "" for nothing. */
  addedDerivative(derivative: readonly ExpressionId[]): string {
    return this.#added("dy", derivative);
  }

  addedJacobian(jacobian: readonly ExpressionId[]): string {
    return this.#added("values", jacobian);
  }

  /** Whether code adds to what tables compute. */
  #adds(ids: readonly ExpressionId[]): boolean {
    return ids.some((id) => this.#plan.flat.graph.numberValue(id) !== 0);
  }

  /** Adds what is not zero to an array that tables have filled. */
  #added(array: string, ids: readonly ExpressionId[]): string {
    const { graph } = this.#plan.flat;
    const roots = ids.flatMap((id, i) =>
      graph.numberValue(id) === 0 ? [] : [{ target: `${array}[${i}]`, id }],
    );
    return this.#body(
      roots.map(({ target, id }) => {
        const before = graph.declareSymbol(target, "local");
        this.#places.set(before, target);
        return { target, id: graph.add([graph.symbol(before), id]) };
      }),
    );
  }

  timeDerivative(equations: Equations): string {
    if (this.isAutonomous(equations)) return "out.fill(0);";
    return this.#body(equations.timeDerivative.map((id, i) => ({ target: `out[${i}]`, id })));
  }

  signed({ signed }: Equations): string {
    return this.#body(signed.map(({ value }, i) => ({ target: `out[${i}]`, id: value })));
  }

  isAutonomous({ timeDerivative }: Equations): boolean {
    const { graph } = this.#plan.flat;
    return timeDerivative.every((id) => graph.numberValue(id) === 0);
  }

  propensity(): string {
    if (this.#coded().length > propensityBlock)
      return `return this.propensityBlocks[reaction >> ${propensityShift}](reaction, t, y, c);`;
    return this.#propensities(0, this.#jumps().reactions.length);
  }

  /** Bodies of functions of a block of reactions each; none while one function is small enough. */
  propensityBlocks(): readonly string[] {
    const { reactions } = this.#jumps();
    if (this.#coded().length <= propensityBlock) return [];
    return Array.from({ length: Math.ceil(reactions.length / propensityBlock) }, (_, block) =>
      this.#propensities(block * propensityBlock, (block + 1) * propensityBlock),
    );
  }

  #propensities(from: number, to: number): string {
    const cases = this.#jumps()
      .reactions.slice(from, to)
      .flatMap(({ name, propensity }, i) =>
        propensity === null ? [] : [this.#returnCase(from + i, propensity, name)],
      );
    return this.#switch("reaction", cases, "return 0;");
  }

  /** Reactions whose propensity is computed by code. */
  #coded(): readonly PlanReaction[] {
    return this.#jumps().reactions.filter(({ propensity }) => propensity !== null);
  }

  drift(): string {
    return this.#body(this.#jumps().drift.map((id, i) => ({ target: `dy[${i}]`, id })));
  }

  amounts(): string {
    return this.#body(this.#agents().amounts.map((id, i) => ({ target: `out[${i}]`, id })));
  }

  sizes(): string {
    return this.#body(this.#agents().sizes.map((id, i) => ({ target: `out[${i}]`, id })));
  }

  channelRate(): string {
    const { rates, tables } = this.#agents();
    const cases = rates.flatMap(({ rate }, i) =>
      rate === null ? [] : [this.#returnCase(i, rate, tables.channels[i]?.name)],
    );
    return this.#switch("channel", cases, "return 0;");
  }

  /** Statements that compute the roots, with the symbols that they use under the model's own names. */
  #body(roots: readonly Root[]): string {
    if (roots.length === 0) return "";
    const { used, bound } = this.#symbolsOf(roots);
    if (used.length > namedSymbolLimit) return this.#unnamedBody(roots);
    const named = new Set(used.filter((symbol) => isNameable(this.place(symbol))));
    const header = [...named].map(
      (symbol) => `const ${this.#identifiers.of(symbol)} = ${this.place(symbol)};`,
    );
    const names = (symbol: SymbolId): string =>
      named.has(symbol) || bound.has(symbol) ? this.#identifiers.of(symbol) : this.place(symbol);
    return [...header, emitAssignments(this.#plan.flat.graph, roots, names, this.#options())].join("\n");
  }

  /** Statements that compute the roots from where the symbols are stored. */
  #unnamedBody(roots: readonly Root[]): string {
    if (roots.length === 0) return "";
    const { bound } = this.#symbolsOf(roots);
    const names = (symbol: SymbolId): string =>
      bound.has(symbol) ? this.#identifiers.of(symbol) : this.place(symbol);
    return emitAssignments(this.#plan.flat.graph, roots, names, this.#options());
  }

  /** The symbols that any root depends on, ascending, and the local times that its sums over pulses bind. */
  #symbolsOf(roots: readonly Root[]): {
    readonly used: readonly SymbolId[];
    readonly bound: ReadonlySet<SymbolId>;
  } {
    const { graph } = this.#plan.flat;
    const used = new Set<SymbolId>();
    const bound = new Set<SymbolId>();
    const ids = reachable(
      graph,
      roots.map(({ id }) => id),
    );
    for (const id of ids) {
      const node = graph.node(id);
      if (node.kind === "symbol") used.add(node.symbol);
      if (node.kind === "sumOverPulses") bound.add(node.localTime);
    }
    return { used: [...used].filter((symbol) => !bound.has(symbol)).toSorted((a, b) => a - b), bound };
  }

  #returnCase(index: number, id: ExpressionId, comment: string | null = null): string {
    const body = this.#body([{ target: `const ${resultName}`, id }]);
    const note = comment === null ? "" : `// ${commentText(comment)}\n`;
    return `case ${index}: {\n${note}${body}\nreturn ${resultName};\n}`;
  }

  #switch(subject: string, cases: readonly string[], otherwise: string): string {
    if (cases.length === 0) return otherwise;
    return `switch (${subject}) {\n${cases.join("\n")}\n}\n${otherwise}`;
  }

  #options(): { isTaken: (name: string) => boolean } {
    return { isTaken: (name) => this.#identifiers.isUsed(name) };
  }

  #agents(): NonNullable<Plan["agents"]> {
    if (this.#plan.agents === null) throw new Error("the plan has no network-free part");
    return this.#plan.agents;
  }

  #jumps(): NonNullable<Plan["jumps"]> {
    if (this.#plan.jumps === null) throw new Error("the plan has no stochastic part");
    return this.#plan.jumps;
  }
}
