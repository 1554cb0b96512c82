/**
 * One run of a compiled model that a program can drive: set parameters, move on in time, read and set states,
 * observe, save and restore.
 */
import {
  type Checkpoint,
  checkpointFormat,
  checkpointVersion,
  packNumbers,
  readCheckpoint,
} from "./checkpoint.ts";
import type { Engine, EngineTraits, SimulationState } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import { didYouMean } from "./nearestName.ts";
import {
  findParameter,
  inDeclaredUnit,
  type ParameterValue,
  parameterInternalValue,
} from "./parameterValues.ts";
import type { GeometryFrame } from "./results/geometry.ts";
import { RandomStream } from "./random/randomStream.ts";
import { SimulationError } from "./simulationError.ts";
import { surrogateNotices, surrogateStatistics } from "./surrogate/surrogateRecord.ts";

export interface SimulationOptions {
  /** By full name; a number counts in the declared unit, a text may carry its own. */
  readonly parameters?: Readonly<Record<string, ParameterValue>> | ReadonlyMap<string, ParameterValue>;
  readonly seed?: string;
  /** From 1; each replicate has random numbers of its own. */
  readonly replicate?: number;
  readonly relativeTolerance?: number;
  readonly absoluteTolerance?: number;
  /** Deterministic runs: a solver of runtime/engines/ode/odeMethods.ts instead of the automatic choice. */
  readonly odeMethod?: string;
  /** Where `motion` moves molecules: the error that a step may make, as a share of the length of bonds. */
  readonly motionTolerance?: number;
  /** Exact runs: a way to choose reactions (runtime/engines/ssa/selectors.ts), by its name or a part of it. */
  readonly selection?: string;
}

export class Simulation {
  readonly model: CompiledModel;
  readonly #traits: EngineTraits;
  readonly #state: SimulationState;
  readonly #isSet: Uint8Array;
  readonly #random: RandomStream;
  readonly #engine: Engine;
  readonly #observed: Float64Array;
  readonly #odeMethod: string | null;
  readonly #motionTolerance: number | null;
  readonly #relativeTolerance: number;
  readonly #absoluteTolerance: number;
  #notices: string[] = [];

  /** @throws SimulationError for a parameter that does not exist or a value that does not fit. */
  constructor(model: CompiledModel, traits: EngineTraits, options: SimulationOptions = {}) {
    this.model = model;
    this.#traits = traits;
    this.#state = {
      t: 0,
      y: new Float64Array(model.states.length),
      c: new Float64Array(model.constantCount),
    };
    this.#isSet = new Uint8Array(model.parameters.length);
    this.#observed = new Float64Array(model.observables.length);
    const given = options.parameters ?? new Map<string, ParameterValue>();
    const entries = given instanceof Map ? given : new Map(Object.entries(given));
    for (const [name, value] of entries) {
      const index = findParameter(model, name);
      this.#state.c[index] = parameterInternalValue(model.parameters[index], value);
      this.#isSet[index] = 1;
    }
    this.#derive();
    this.#initialise();
    this.#odeMethod = options.odeMethod ?? null;
    this.#motionTolerance = options.motionTolerance ?? model.experiment.motionTolerance ?? null;
    if (this.#motionTolerance !== null && !(this.#motionTolerance > 0 && this.#motionTolerance < 1))
      throw new SimulationError("badInput", "The tolerance of the motion must be above zero and below 1.");
    this.#relativeTolerance = options.relativeTolerance ?? model.experiment.relativeTolerance;
    this.#absoluteTolerance = options.absoluteTolerance ?? model.experiment.absoluteTolerance;
    if (!(this.#relativeTolerance > 0 && this.#relativeTolerance < 1) || !(this.#absoluteTolerance > 0)) {
      throw new SimulationError("badInput", "A tolerance must be above zero, and the relative one below 1.");
    }
    const seed = options.seed ?? model.experiment.seed;
    const stream = (name: string): RandomStream => RandomStream.fromSeed(seed, options.replicate ?? 1, name);
    this.#random = stream(traits.name);
    this.#engine = traits.create(model, this.#state, {
      relativeTolerance: this.#relativeTolerance,
      absoluteTolerance: this.#absoluteTolerance,
      random: this.#random,
      stream,
      ...(this.#motionTolerance === null ? {} : { motionTolerance: this.#motionTolerance }),
      ...(model.experiment.splitStep === undefined ? {} : { splitStep: model.experiment.splitStep }),
      ...(options.odeMethod === undefined ? {} : { odeMethod: options.odeMethod }),
      ...(options.selection === undefined ? {} : { selection: options.selection }),
    });
    this.#engine.reset();
    this.#initialiseFromMeasures();
  }

  /**
   * Goes on from a checkpoint exactly as if the run had not been interrupted.
   * @throws SimulationError badCheckpoint for one of another model or method, or a damaged one.
   */
  static restore(model: CompiledModel, traits: EngineTraits, data: unknown): Simulation {
    const checkpoint = readCheckpoint(data, {
      hash: model.manifest.hash,
      experiment: model.manifest.experiment,
      method: traits.name,
      states: model.states.length,
      parameters: model.parameters.length,
    });
    const { relativeTolerance, absoluteTolerance, odeMethod, motionTolerance } = checkpoint;
    // A model may only be able to start with the values that were set.
    const parameters = new Map(
      checkpoint.parameters.flatMap(([name, value]): [string, number][] => {
        const info = model.parameters.find((parameter) => parameter.name === name);
        return info === undefined ? [] : [[name, inDeclaredUnit(value, info.factor)]];
      }),
    );
    const simulation = new Simulation(model, traits, {
      parameters,
      relativeTolerance,
      absoluteTolerance,
      ...(odeMethod === null ? {} : { odeMethod }),
      ...(motionTolerance === null ? {} : { motionTolerance }),
    });
    simulation.#resume(checkpoint);
    return simulation;
  }

  /** Simulated time in s. */
  get time(): number {
    return this.#state.t;
  }

  /** What the user should know of this run, such as initial numbers that were rounded. */
  get notices(): readonly string[] {
    const surrogates = surrogateNotices(this.model, this.#state.y);
    return [...this.#notices, ...(this.#engine.notices?.() ?? []), ...surrogates];
  }

  /**
   * Moves on to time t in s.
   * @throws SimulationError when t lies in the past or the run can not go on.
   */
  advanceTo(t: number): void {
    while (!this.advanceSome(t, 1_000_000)) {
      // The engine returns now and then, and has more to do.
    }
  }

  /** Moves towards time t by about `maxWork` steps or reactions; true when t is reached. */
  advanceSome(t: number, maxWork: number): boolean {
    if (!(t >= this.#state.t) || t === Number.POSITIVE_INFINITY) {
      throw new SimulationError("badInput", `The run is at ${this.#state.t} s and can not go to ${t} s.`);
    }
    return this.#engine.advance(t, maxWork);
  }

  /** All observables by name, in their units; the object has no prototype, so every name is safe. */
  observe(): Record<string, number> {
    this.observeInto(this.#observed);
    const result = Object.create(null) as Record<string, number>;
    this.model.observables.forEach(({ name }, i) => {
      result[name] = this.#observed[i];
    });
    return result;
  }

  /** Writes the observables, in their units, in the order of `model.observables`. */
  observeInto(out: Float64Array): void {
    const { observables, code } = this.model;
    const { t, y, c } = this.#state;
    this.#engine.prepareObservation?.();
    code.observe(t, y, c, out);
    for (let i = 0; i < observables.length; i++) {
      if (observables[i].factor !== 1) out[i] /= observables[i].factor;
    }
  }

  /** Where the molecules are now; null for methods that do not place any. */
  geometry(): GeometryFrame | null {
    this.#engine.prepareObservation?.();
    return this.#engine.geometry?.() ?? null;
  }

  /** A state in its unit. */
  state(name: string): number {
    const index = this.#findState(name);
    this.#engine.prepareObservation?.();
    return this.#state.y[index] / this.model.states[index].factor;
  }

  /**
   * Sets a state, given in its unit; numbers of molecules are rounded in stochastic runs.
   * @throws SimulationError badInput for what no state can be: no number, an amount below zero or too large to count.
   */
  setState(name: string, value: number): void {
    const index = this.#findState(name);
    if (this.model.states[index].kind === "measure") {
      throw new SimulationError("badInput", `${name} is counted, so it can not be set.`);
    }
    if (this.model.graph?.fields.some(({ state }) => state === index) === true) {
      throw new SimulationError(
        "badInput",
        `${name} is a field with an amount in every cell, so it can not be set.`,
      );
    }
    const internal = value * this.model.states[index].factor;
    const { kind, discrete } = this.model.states[index];
    if (!Number.isFinite(internal) || (kind === "species" && internal < -this.#absoluteTolerance)) {
      throw new SimulationError("badInput", `The state ${name} can not be ${value}.`);
    }
    if (this.#traits.stochastic && discrete && internal > Number.MAX_SAFE_INTEGER) {
      throw new SimulationError(
        "badInput",
        `The state ${name} can not be ${value}: beyond ${Number.MAX_SAFE_INTEGER} molecules single ones are not counted.`,
      );
    }
    this.#state.y[index] = internal;
    this.#round(index);
    this.#engine.reset();
  }

  /** A parameter in its declared unit. */
  parameter(name: string): number {
    const index = findParameter(this.model, name);
    return inDeclaredUnit(this.#state.c[index], this.model.parameters[index].factor);
  }

  /** Sets a parameter; what depends on it is recomputed, at time 0 the whole initial state too. */
  setParameter(name: string, value: ParameterValue): void {
    const index = findParameter(this.model, name);
    this.#state.c[index] = parameterInternalValue(this.model.parameters[index], value);
    this.#isSet[index] = 1;
    this.#derive();
    if (this.#state.t === 0) this.#initialise();
    this.#engine.reset();
    if (this.#state.t === 0) this.#initialiseFromMeasures();
  }

  /** What makes the run slow, if that is known; the run goes on as if it had not been asked. */
  pace(): string | null {
    return this.#engine.pace?.() ?? null;
  }

  /** Counters of the engine, for the run record. */
  statistics(): Readonly<Record<string, number | string>> {
    return { ...this.#engine.statistics(), ...surrogateStatistics(this.model, this.#state.y) };
  }

  save(): Checkpoint {
    const { manifest, parameters } = this.model;
    // Numbers that are only counted when they are looked at must not depend on when that was.
    this.#engine.prepareObservation?.();
    const checkpoint: Checkpoint = {
      format: checkpointFormat,
      version: checkpointVersion,
      model: manifest.model,
      hash: manifest.hash,
      experiment: manifest.experiment,
      method: this.#traits.name,
      odeMethod: this.#odeMethod,
      motionTolerance: this.#motionTolerance,
      time: this.#state.t,
      y: Array.from(this.#state.y),
      parameters: parameters.flatMap(({ name }, i) =>
        this.#isSet[i] === 1 ? [[name, this.#state.c[i]] as const] : [],
      ),
      values: Array.from(this.#state.c.subarray(0, parameters.length)),
      relativeTolerance: this.#relativeTolerance,
      absoluteTolerance: this.#absoluteTolerance,
      engine: this.#engine.save(),
      random: this.#random.save(),
    };
    return packNumbers(checkpoint) as Checkpoint;
  }

  #resume(checkpoint: Checkpoint): void {
    this.#isSet.fill(0);
    for (const [name, value] of checkpoint.parameters) {
      const index = this.model.parameters.findIndex((parameter) => parameter.name === name);
      if (index < 0) {
        throw new SimulationError("badCheckpoint", `The checkpoint sets ${name}, which is no parameter.`);
      }
      this.#state.c[index] = value;
      this.#isSet[index] = 1;
    }
    this.#derive();
    // Defaults that were other ones when it was saved (another build of the simulator) count as set.
    checkpoint.values.forEach((value, i) => {
      if (Object.is(this.#state.c[i], value)) return;
      this.#state.c[i] = value;
      this.#isSet[i] = 1;
    });
    this.#derive();
    this.#state.t = checkpoint.time;
    this.#state.y.set(checkpoint.y);
    this.#notices = [];
    this.#engine.reset();
    this.#engine.restore(checkpoint.engine);
    try {
      this.#random.restore([...checkpoint.random]);
    } catch {
      throw new SimulationError(
        "badCheckpoint",
        "The checkpoint does not hold the state of a random stream.",
      );
    }
  }

  #derive(): void {
    this.model.code.derive(this.#state.c, this.#isSet);
  }

  /** Initial values may read what is measured of the initial molecules, such as a volume. */
  #initialiseFromMeasures(): void {
    if (this.#engine.measureStart === undefined) return;
    this.#engine.measureStart();
    this.#initialise();
  }

  #initialise(): void {
    const { y, c } = this.#state;
    this.model.code.initial(c, y);
    const rounded: RoundedNumber[] = [];
    for (let i = 0; i < y.length; i++) {
      const before = y[i];
      if (!Number.isFinite(before)) {
        throw new SimulationError(
          "notFinite",
          `The initial value of ${this.model.states[i].name} is ${before}.`,
          0,
        );
      }
      this.#round(i);
      if (Math.abs(y[i] - before) > 1e-9 * Math.max(1, Math.abs(before))) {
        rounded.push({ name: this.model.states[i].name, before, after: y[i] });
      }
    }
    this.#notices = roundingNotices(rounded);
  }

  #round(index: number): void {
    if (!this.#traits.stochastic || !this.model.states[index].discrete) return;
    this.#state.y[index] = Math.round(this.#state.y[index]);
  }

  #findState(name: string): number {
    const index = this.model.states.findIndex((state) => state.name === name);
    if (index >= 0) return index;
    const names = this.model.states.map((state) => state.name);
    throw new SimulationError("badInput", `There is no state ${name}${didYouMean(name, names)}`);
  }
}

interface RoundedNumber {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** Beyond this many rounded numbers only the one that changed most, relative to its size, is named. */
const namedRoundingLimit = 5;

function roundingNotices(rounded: readonly RoundedNumber[]): string[] {
  const sentence = ({ name, before, after }: RoundedNumber): string =>
    `The initial number of ${name} was rounded from ${Number(before.toPrecision(6))} to ${after}.`;
  if (rounded.length <= namedRoundingLimit) return rounded.map(sentence);
  const relative = ({ before, after }: RoundedNumber): number => Math.abs(after - before) / Math.abs(before);
  const most = rounded.reduce((a, b) => (relative(b) > relative(a) ? b : a));
  return [
    `The initial numbers of ${rounded.length} species were rounded; the largest change: ${sentence(most)}`,
  ];
}
