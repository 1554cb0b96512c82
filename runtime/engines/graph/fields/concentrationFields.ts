/**
 * Species that differ from place to place, as amounts in the cells of a grid, beside molecules that take and give them
 * one at a time.
 *
 * Over a step of motion every cell's amount runs linearly from its value at the start to that at the end, which half a
 * step of reactions, the exact diffusion of the step and another half step of reactions give (Strang 1968,
 * doi:10.1137/0705041). A molecule that a rule takes goes from both values, first from the cell where it happens; what
 * that cell lacks of a whole molecule is taken from the ring of cells around it, from each in proportion to what it
 * holds, then from the next ring. So whole molecules are taken from amounts that are real numbers, the sum is kept and
 * no amount falls below 0. How the gap spreads is seen from the next step on; steps are therefore kept short beside the
 * time in which cells exchange what they hold.
 *
 * Attributes that hold a concentration are written at both ends of the step.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { FieldFrame } from "../../../results/geometry.ts";
import type { GraphMixture } from "../graphMixture.ts";
import type { StepWindow } from "../stepWindow.ts";
import { CellLists } from "./cellLists.ts";
import { FieldGrid } from "./fieldGrid.ts";
import { FieldReactions } from "./fieldReactions.ts";

/** Longest step, as a share of width^2 / D. */
const exchangeShare = 0.25;
/** Steps shorter than this share of width^2 / D are put together. */
const gatheredShare = 1 / 32;
/** Longest step beside reactions, as a share of the time of the fastest loss. */
const reactionShare = 0.25;
/** Of the molecules that rules take, the share from beyond their cells that a run tells of, and how many make one. */
const toldSpill = 0.2;
const fewestTaken = 20;

export interface SavedFields {
  readonly start: readonly (readonly number[])[];
  readonly end: readonly (readonly number[])[];
  readonly gathered: number;
  readonly behind: number;
  readonly length: number;
  readonly hasMoved: boolean;
  readonly taken: readonly number[];
  readonly spilled: readonly number[];
}

interface Grid {
  readonly grid: FieldGrid;
  readonly fields: readonly number[];
  readonly reactions: FieldReactions;
  /** Nodes by their cell at the start and at the end of the step. */
  readonly atStart: CellLists;
  readonly atEnd: CellLists;
}

export class ConcentrationFields {
  readonly #model: GraphModel;
  readonly #mixture: GraphMixture;
  /** By type: attributes that hold the concentration of a field. */
  readonly #read: readonly (readonly { readonly slot: number; readonly field: number }[])[];
  readonly #isExchanged: boolean;
  #grids: readonly Grid[] = [];
  /** By field. */
  #gridOf: readonly Grid[] = [];
  #diffusion: readonly number[] = [];
  /** Amounts at both ends of the step, by field. */
  #start: Float64Array[] = [];
  #end: Float64Array[] = [];
  /** In s; of the field that spreads fastest. */
  #exchangeTime = 0;
  /** Time in s that the fields are behind the start of the step. */
  #gathered = 0;
  /** Of the open step: how far the fields were behind its start, and its length, in s. */
  #behind = 0;
  #length = 0;
  /** The amounts at the end of the step are others than at its start. */
  #hasMoved = false;
  /** What an event is about to change. */
  readonly #planned: { field: number; cell: number; amount: number }[] = [];
  /** By field: how many molecules rules have taken, and how much of them came from beyond the cell of the rule. */
  readonly #taken: Float64Array;
  readonly #spilled: Float64Array;

  constructor(model: GraphModel, mixture: GraphMixture) {
    this.#model = model;
    this.#mixture = mixture;
    this.#read = model.types.map(({ attributes }) =>
      attributes.flatMap(({ computed, slot, of }) => (computed === "field" ? [{ slot, field: of }] : [])),
    );
    this.#taken = new Float64Array(model.fields.length);
    this.#spilled = new Float64Array(model.fields.length);
    this.#isExchanged = model.rules.some(({ fieldChanges }) => fieldChanges.length > 0);
  }

  /** Makes the grids, empty. @throws SimulationError for an impossible one. */
  configure(c: Float64Array): void {
    const { fields, fieldReactions, dimension } = this.#model;
    const numbers = new Float64Array(2 * dimension + 3);
    const constants = new Float64Array(fieldReactions.length);
    this.#model.fieldConstants(c, constants);
    const diffusion: number[] = [];
    const grids = new Map<number, Grid>();
    this.#gridOf = fields.map(({ name, grid: key, condition }, index) => {
      this.#model.field(index, c, numbers);
      diffusion.push(numbers[2 * dimension + 1]);
      const known = grids.get(key);
      if (known !== undefined) return known;
      const grid = new FieldGrid(name, numbers, dimension, condition);
      const own = fields.flatMap((field, i) => (field.grid === key ? [i] : []));
      const place = (field: number): number => own.indexOf(field);
      const isOwn = fieldReactions.map(({ reactants, changes }) =>
        [...reactants, ...changes].some(({ field }) => own.includes(field)),
      );
      const reactions = new FieldReactions(
        fieldReactions
          .filter((_, i) => isOwn[i])
          .map(({ name: reaction, reactants, changes }) => ({
            name: reaction,
            reactants: reactants.map((one) => ({ ...one, field: place(one.field) })),
            changes: changes.map((one) => ({ ...one, field: place(one.field) })),
          })),
        own.length,
      );
      reactions.setConstants(constants.filter((_, i) => isOwn[i]));
      const made: Grid = {
        grid,
        fields: own,
        reactions,
        atStart: new CellLists(grid.size),
        atEnd: new CellLists(grid.size),
      };
      grids.set(key, made);
      return made;
    });
    this.#grids = [...grids.values()];
    this.#diffusion = diffusion;
    this.#gathered = 0;
    this.#hasMoved = false;
    this.#exchangeTime = Math.min(
      ...diffusion.map((constant, field) => Math.min(...this.#gridOf[field].grid.widths) ** 2 / constant),
    );
    this.#start = this.#gridOf.map(({ grid }) => new Float64Array(grid.size));
    this.#end = this.#gridOf.map(({ grid }) => new Float64Array(grid.size));
  }

  /** Amounts at the start of the run; their sums go to y. */
  fill(c: Float64Array, y: Float64Array): void {
    this.configure(c);
    this.#taken.fill(0);
    this.#spilled.fill(0);
    const place = new Float64Array(3);
    this.#model.fields.forEach(({ state, hasInitial }, field) => {
      const { grid } = this.#gridOf[field];
      const amounts = this.#start[field];
      for (let cell = 0; cell < grid.size; cell++) {
        grid.centre(cell, place);
        amounts[cell] = hasInitial
          ? Math.max(0, this.#model.fieldInitial(field, place, c)) * grid.volume
          : y[state] / grid.size;
      }
      y[state] = amountInAll(amounts);
      this.#end[field].set(amounts);
    });
    const { x } = this.#mixture.store;
    this.locate(x, x);
  }

  /** How long the next step may be, in s. */
  longestStep(): number {
    let limit = this.#isExchanged ? exchangeShare * this.#exchangeTime : Number.POSITIVE_INFINITY;
    for (const { reactions } of this.#grids) {
      if (reactions.fastestLoss > 0) limit = Math.min(limit, reactionShare / reactions.fastestLoss);
    }
    return limit;
  }

  /**
   * Amounts at the end of a step of so many s. Short steps of motion are put together until they make up a share of the
   * time in which cells exchange what they hold, or `isLast` is said.
   */
  advance(time: number, isLast: boolean): void {
    this.#behind = this.#gathered;
    this.#length = time;
    this.#gathered += time;
    if (!isLast && this.#gathered < this.#gatherTime) return;
    this.#spread(this.#gathered);
    this.#gathered = 0;
    this.#hasMoved = true;
  }

  get #gatherTime(): number {
    return Number.isFinite(this.#exchangeTime) ? gatheredShare * this.#exchangeTime : 0;
  }

  /** Amounts at the end of so many s from those at the start. */
  #spread(time: number): void {
    if (!(time > 0)) return;
    for (const { grid, fields, reactions } of this.#grids) {
      const amounts = fields.map((field) => this.#end[field]);
      for (const field of fields) this.#end[field].set(this.#start[field]);
      if (!reactions.isEmpty) reactions.advance(amounts, grid.size, grid.volume, time / 2);
      fields.forEach((field, i) => {
        grid.diffuse(amounts[i], this.#diffusion[field], time);
      });
      if (!reactions.isEmpty) reactions.advance(amounts, grid.size, grid.volume, time / 2);
    }
  }

  /** The sums of the amounts at the start of the step, and at its end. */
  amounts(y0: Float64Array, y1: Float64Array | null = null): void {
    this.#model.fields.forEach(({ state }, field) => {
      y0[state] = amountInAll(this.#start[field]);
      if (y1 !== null) y1[state] = amountInAll(this.#end[field]);
    });
  }

  /** Finds all nodes in the grids, and writes the concentrations that they read, at both ends of a step. */
  locate(x0: Float64Array, x1: Float64Array): void {
    const { store } = this.#mixture;
    for (let node = 0; node < store.used; node++) if (store.type[node] >= 0) this.#locateNode(node, x0, x1);
  }

  /** The same for the nodes of an event. */
  locateNodes(n: Int32Array, x0: Float64Array, x1: Float64Array): void {
    const { type } = this.#mixture.store;
    for (let i = 0; i < n.length; i++) if (type[n[i]] >= 0) this.#locateNode(n[i], x0, x1);
  }

  /** Finds the cells that a rule changes at the fraction s of the step; false where there is too little. */
  plan(rule: number, n: Int32Array, window: StepWindow, s: number): boolean {
    const { fieldChanges } = this.#model.rules[rule];
    this.#planned.length = 0;
    for (const { field, agent, amount } of fieldChanges) {
      const cell = this.#cellOf(n[agent], field, window, s);
      if (amount > 0) this.#planned.push({ field, cell, amount });
      else if (!this.#take(field, cell, -amount)) return false;
    }
    return true;
  }

  /** Changes what was planned; nodes whose concentrations changed are gathered in `touched`. */
  commit(x0: Float64Array, x1: Float64Array, touched: Set<number>): void {
    for (const { field, cell, amount } of this.#planned) {
      this.#start[field][cell] += amount;
      this.#end[field][cell] += amount;
    }
    const { type } = this.#mixture.store;
    for (const { field, cell } of this.#planned) {
      const { atStart, atEnd } = this.#gridOf[field];
      for (const list of [atStart, atEnd]) {
        for (let node = list.first(cell); node >= 0; node = list.next(node)) {
          if (type[node] < 0 || !this.#read[type[node]].some((one) => one.field === field)) continue;
          this.#write(node, x0, x1);
          touched.add(node);
        }
      }
    }
    this.#planned.length = 0;
  }

  /** The step is over. */
  finish(): void {
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    [this.#start, this.#end] = [this.#end, this.#start];
    this.#model.fields.forEach((_, field) => {
      this.#end[field].set(this.#start[field]);
    });
  }

  /**
   * The step ends at the fraction s. Amounts between its ends lie on a line, which what diffuses does not follow: those
   * of then are computed from the start.
   */
  stopAt(s: number): void {
    const time = this.#behind + s * this.#length;
    if (!this.#hasMoved) {
      this.#gathered = time;
      return;
    }
    this.#spread(time);
    this.finish();
  }

  save(): SavedFields {
    return {
      start: this.#start.map((amounts) => Array.from(amounts)),
      end: this.#end.map((amounts) => Array.from(amounts)),
      gathered: this.#gathered,
      behind: this.#behind,
      length: this.#length,
      hasMoved: this.#hasMoved,
      taken: Array.from(this.#taken),
      spilled: Array.from(this.#spilled),
    };
  }

  restore(saved: SavedFields, c: Float64Array): void {
    this.configure(c);
    this.#start.forEach((amounts, field) => {
      amounts.set(saved.start[field]);
    });
    this.#end.forEach((amounts, field) => {
      amounts.set(saved.end[field]);
    });
    this.#gathered = saved.gathered;
    this.#behind = saved.behind;
    this.#length = saved.length;
    this.#taken.set(saved.taken);
    this.#spilled.set(saved.spilled);
    this.#hasMoved = saved.hasMoved;
  }

  /** Concentrations at the fraction s of the step, for pictures. */
  maps(s: number): readonly FieldFrame[] {
    return this.#model.fields.map(({ name }, field) => {
      const { counts, widths, low, size, volume } = this.#gridOf[field].grid;
      const start = this.#start[field];
      const end = this.#end[field];
      const [across, up] = counts;
      const values = Array.from({ length: across * up }, () => 0);
      const share = (across * up) / size / volume;
      for (let cell = 0; cell < size; cell++)
        values[cell % (across * up)] += share * (start[cell] + s * (end[cell] - start[cell]));
      return { name, low: [low[0], low[1]], widths: [widths[0], widths[1]], counts: [across, up], values };
    });
  }

  /** What the user should know of fields whose cells held too little for the molecules that rules took. */
  notices(): readonly string[] {
    return this.#model.fields.flatMap(({ name }, field) => {
      const share = this.#spilled[field] / this.#taken[field];
      if (!(this.#taken[field] >= fewestTaken && share > toldSpill)) return [];
      const percent = Math.round(100 * share);
      return [
        `${percent} % of the ${name} that rules took at molecules came from beyond their cells, which held too little: such a sink is wider, and may be slower, than written. A wider mesh holds more in a cell.`,
      ];
    });
  }

  #take(field: number, cell: number, amount: number): boolean {
    const { grid } = this.#gridOf[field];
    const start = this.#start[field];
    const end = this.#end[field];
    let wanted = amount;
    let beyond = amount;
    for (let radius = 0; radius <= grid.reach; radius++) {
      const ring = grid.ring(cell, radius);
      const held = ring.map((one) => Math.min(start[one], end[one]));
      const all = held.reduce((sum, one) => sum + one, 0);
      if (radius === 0) {
        beyond = Math.max(0, amount - all);
        // Rings upon rings would be looked at for nothing.
        if (beyond > 0 && Math.min(amountInAll(start), amountInAll(end)) < amount) return false;
      }
      if (!(all > 0)) continue;
      const share = Math.min(1, wanted / all);
      ring.forEach((one, i) => {
        if (held[i] > 0) this.#planned.push({ field, cell: one, amount: -share * held[i] });
      });
      if (all >= wanted) {
        this.#taken[field] += amount;
        this.#spilled[field] += beyond;
        return true;
      }
      wanted -= all;
    }
    return false;
  }

  #cellOf(node: number, field: number, { x1 }: StepWindow, s: number): number {
    const { store, model } = this.#mixture;
    const { position } = model.types[store.type[node]];
    const at = node * store.attributeStride + position;
    for (let k = 0; k < this.#model.dimension; k++)
      this.#place[k] = store.x[at + k] + s * (x1[at + k] - store.x[at + k]);
    return this.#gridOf[field].grid.cellAt(this.#place, 0);
  }

  readonly #place = new Float64Array(3);

  #locateNode(node: number, x0: Float64Array, x1: Float64Array): void {
    const { store, model } = this.#mixture;
    const type = store.type[node];
    const reads = this.#read[type];
    if (reads.length === 0) return;
    const at = node * store.attributeStride + model.types[type].position;
    for (const { field } of reads) {
      const { grid, atStart, atEnd } = this.#gridOf[field];
      atStart.place(node, grid.cellAt(x0, at));
      atEnd.place(node, grid.cellAt(x1, at));
    }
    this.#write(node, x0, x1);
  }

  #write(node: number, x0: Float64Array, x1: Float64Array): void {
    const { store } = this.#mixture;
    for (const { slot, field } of this.#read[store.type[node]]) {
      const { grid, atStart, atEnd } = this.#gridOf[field];
      const at = node * store.attributeStride + slot;
      x0[at] = this.#start[field][atStart.cell[node]] / grid.volume;
      x1[at] = this.#end[field][atEnd.cell[node]] / grid.volume;
    }
  }
}

function amountInAll(amounts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < amounts.length; i++) sum += amounts[i];
  return sum;
}
