/**
 * Where the model's root functions change sign within a step.
 *
 * The functions are evaluated on the continuous output of the step at a few places, so that most pairs of
 * crossings inside one step are seen too. A change of sign, zero being a sign of its own, is then enclosed by
 * regula falsi with the Illinois modification (the end that stays is given half its weight) and bisection as
 * a safeguard. The result is the right end of the last enclosure: comparisons have their new truth there.
 *
 * M. Dowell, P. Jarratt (1971), A modified regula falsi method for computing the root of an equation, BIT 11,
 * 168-174, doi:10.1007/BF01934364; K. L. Hiebert, L. F. Shampine (1980), Implicitly defined output points for
 * solutions of ODEs, Sandia report SAND80-0180.
 */
import type { ModelCode } from "../../model.ts";
import type { OdeStepper } from "./odeStepper.ts";

/** Parts of a step at whose ends the functions are looked at. */
const rootParts = 4;
/** Width of an enclosure in parts of the step, and in units of the last place of the time. */
const rootWidth = 1e-13;
const rootTimeWidth = 4.5e-16;
/** From this many attempts on only bisect. */
const rootPatience = 12;

export interface SavedRoots {
  readonly before: number;
  readonly signs: readonly number[];
  readonly muted: readonly number[];
  readonly changed: readonly number[];
}

export class RootFinder {
  /** Left end of the last enclosure: the state there is from before the change. */
  before = 0;
  readonly #code: ModelCode;
  readonly #c: Float64Array;
  /** Sign of each function where the search stands. */
  readonly #signs: Int8Array;
  /** Functions that are not looked at for so many steps. */
  readonly #muted: Int32Array;
  readonly #changed: Uint8Array;
  readonly #state: Float64Array;
  #left: Float64Array;
  #right: Float64Array;
  #middle: Float64Array;

  constructor(code: ModelCode, rootCount: number, size: number, c: Float64Array) {
    this.#code = code;
    this.#c = c;
    this.#signs = new Int8Array(rootCount);
    this.#muted = new Int32Array(rootCount);
    this.#changed = new Uint8Array(rootCount);
    this.#state = new Float64Array(size);
    this.#left = new Float64Array(rootCount);
    this.#right = new Float64Array(rootCount);
    this.#middle = new Float64Array(rootCount);
  }

  /** Functions that changed sign at the end of the last enclosure. */
  get changed(): Uint8Array {
    return this.#changed;
  }

  /** Takes the signs at (t, y). */
  look(t: number, y: Float64Array): void {
    this.#code.roots(t, y, this.#c, this.#left);
    for (let i = 0; i < this.#signs.length; i++) this.#signs[i] = signOf(this.#left[i], this.#signs[i]);
  }

  /**
   * The first time in (from, end of the step] where a function has another sign than at `from`; infinity when
   * there is none. The signs are then those at the time found, or at the end of the step.
   */
  next(stepper: OdeStepper, from: number): number {
    const { previousT, t } = stepper;
    let a = from;
    this.#evaluate(stepper, a, this.#left);
    for (let part = 1; part <= rootParts; part++) {
      const b = part === rootParts ? t : previousT + (part / rootParts) * (t - previousT);
      if (b <= a) continue;
      this.#evaluate(stepper, b, this.#right);
      if (this.#findChanges(this.#right)) return this.#enclose(stepper, a, b);
      this.#takeSigns(this.#right);
      this.#swapLeft();
      a = b;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Leaves a function out for some steps. */
  mute(index: number, steps: number): void {
    this.#muted[index] = steps;
  }

  /** Counts a step. True while some function is left out. */
  countStep(): boolean {
    let isAny = false;
    for (let i = 0; i < this.#muted.length; i++) {
      if (this.#muted[i] === 0) continue;
      this.#muted[i]--;
      isAny = true;
    }
    return isAny;
  }

  save(): SavedRoots {
    return {
      before: this.before,
      signs: [...this.#signs],
      muted: [...this.#muted],
      changed: [...this.#changed],
    };
  }

  restore(saved: SavedRoots): void {
    this.before = saved.before;
    this.#signs.set(saved.signs);
    this.#muted.set(saved.muted);
    this.#changed.set(saved.changed);
  }

  #enclose(stepper: OdeStepper, from: number, to: number): number {
    const width = rootWidth * (stepper.t - stepper.previousT) + rootTimeWidth * Math.abs(to);
    let a = from;
    let b = to;
    let leftWeight = 1;
    let rightWeight = 1;
    let lastSide = 0;
    for (let attempt = 0; b - a > width; attempt++) {
      let middle = a + 0.5 * (b - a);
      if (attempt < rootPatience) {
        const fraction = this.#secant(leftWeight, rightWeight);
        middle = Math.max(a + 0.5 * width, Math.min(b - 0.5 * width, a + fraction * (b - a)));
      }
      if (middle <= a || middle >= b) break;
      this.#evaluate(stepper, middle, this.#middle);
      if (this.#findChanges(this.#middle)) {
        b = middle;
        const spare = this.#right;
        this.#right = this.#middle;
        this.#middle = spare;
        rightWeight = 1;
        leftWeight = lastSide === 1 ? 0.5 * leftWeight : 1;
        lastSide = 1;
      } else {
        a = middle;
        const spare = this.#left;
        this.#left = this.#middle;
        this.#middle = spare;
        leftWeight = 1;
        rightWeight = lastSide === -1 ? 0.5 * rightWeight : 1;
        lastSide = -1;
      }
    }
    this.#findChanges(this.#right);
    this.#takeSigns(this.#right);
    this.before = a;
    return b;
  }

  /** Where between the ends the first of the changed functions should vanish, as a part of their distance. */
  #secant(leftWeight: number, rightWeight: number): number {
    let earliest = 1;
    for (let i = 0; i < this.#signs.length; i++) {
      if (this.#changed[i] === 0) continue;
      const left = Math.abs(this.#left[i]) * leftWeight;
      const right = Math.abs(this.#right[i]) * rightWeight;
      // A function that starts from zero: the change is somewhere, most likely near the beginning.
      const fraction = left === 0 || !(left + right > 0) ? 0.01 : left / (left + right);
      if (fraction < earliest) earliest = fraction;
    }
    return earliest;
  }

  #evaluate(stepper: OdeStepper, t: number, values: Float64Array): void {
    stepper.interpolate(t, this.#state);
    this.#code.roots(t, this.#state, this.#c, values);
  }

  /** Marks the functions whose sign differs from where the search stands. */
  #findChanges(values: Float64Array): boolean {
    let isAny = false;
    for (let i = 0; i < values.length; i++) {
      const isChanged = this.#muted[i] === 0 && signOf(values[i], this.#signs[i]) !== this.#signs[i];
      this.#changed[i] = isChanged ? 1 : 0;
      isAny ||= isChanged;
    }
    return isAny;
  }

  #takeSigns(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) this.#signs[i] = signOf(values[i], this.#signs[i]);
  }

  #swapLeft(): void {
    const spare = this.#left;
    this.#left = this.#right;
    this.#right = spare;
  }
}

/** -1, 0 or 1; a value that is no number leaves the sign as it was. */
function signOf(value: number, otherwise: number): number {
  if (value > 0) return 1;
  if (value < 0) return -1;
  return value === 0 ? 0 : otherwise;
}
