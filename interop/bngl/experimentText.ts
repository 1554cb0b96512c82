/**
 * Actions of a BNGL file as experiments. A simulation that goes on from another one is one experiment with it. An
 * action that only writes files, or that has no counterpart, is left out with a notice.
 */
import { isMethodName } from "../../runtime/methods.ts";
import { Cursor } from "./cursor.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import type { ImportContext } from "./importContext.ts";
import { parseExpression } from "./parseExpression.ts";
import { PatternWriter } from "./patternText.ts";
import { afterChange, afterRun, atStart, type Change, elapsed, type RunState } from "./protocol.ts";
import { unknownOptions } from "./actionOptions.ts";
import type { BnglAction, BnglOption } from "./syntax.ts";

const methods: ReadonlyMap<string, string> = new Map([
  ["ode", "ode"],
  ["ssa", "ssa"],
  ["nf", "network_free"],
]);

/** More times than these are more likely a run to rest than results that someone reads. */
const mostResults = 100_000;

const oneStep: BnglOption = { text: "1", span: { start: 0, end: 0 } };

const settings = new Set(["setOption", "substanceUnits", "version", "setModelName", "setVolume"]);

interface Sweep {
  readonly parameter: string;
  /** What stands after `in`. */
  readonly values: string;
}

export class ExperimentWriter {
  readonly #context: ImportContext;
  readonly #modelName: string;
  readonly #expressions: ExpressionWriter;
  readonly #patterns: PatternWriter;
  readonly #texts: string[] = [];
  /** `set` statements in force. */
  #set = new Map<string, string>();
  #state: RunState = atStart;
  readonly #saved = new Map<string, RunState>();
  #savedSet = new Map<string, string>();

  constructor(context: ImportContext, modelName: string, expressions: ExpressionWriter) {
    this.#context = context;
    this.#modelName = modelName;
    this.#expressions = expressions;
    this.#patterns = new PatternWriter(context);
  }

  write(): readonly string[] {
    for (const action of this.#context.model.actions) this.#action(action);
    return this.#texts;
  }

  #action(action: BnglAction): void {
    const name = action.name.text;
    if (name.startsWith("simulate")) return this.#simulate(action);
    switch (name) {
      case "parameter_scan":
        return this.#scan(action);
      case "setParameter":
        return this.#setParameter(action);
      case "resetParameters":
        this.#set = new Map(this.#savedSet);
        return;
      case "saveParameters":
        this.#savedSet = new Map(this.#set);
        return;
      case "saveConcentrations":
        this.#saved.set(labelOf(action), this.#state);
        return;
      case "resetConcentrations":
        this.#state = this.#saved.get(labelOf(action)) ?? atStart;
        return;
      case "setConcentration":
      case "addConcentration":
        return this.#change(action, name === "setConcentration" ? "set" : "add");
      case "generate_network": {
        const limits = ["max_iter", "max_agg", "max_stoich"].filter((option) => action.options.has(option));
        if (limits.length > 0)
          this.#leaveOut(
            action,
            `the limit ${limits.join(", ")} would cut the network off`,
            limits.join(", "),
          );
        return;
      }
      default:
        if (action.values[0]?.text === "NumberPerQuantityUnit") return;
        if (settings.has(name)) return this.#leaveOut(action, "it sets an option of BioNetGen");
        this.#leaveOut(action, "an import makes a model and its experiments, no other files");
    }
  }

  #leaveOut(action: BnglAction, why: string, what = action.name.text): void {
    this.#context.sink.report(
      "TDL9003",
      { file: this.#context.file, span: action.span },
      { what: `\`${what}\``, why },
    );
  }

  #method(action: BnglAction): string | null {
    const written =
      action.options.get("method")?.text ?? /^simulate_(\w+)$/.exec(action.name.text)?.[1] ?? "ode";
    const method = methods.get(written);
    if (method === undefined) {
      this.#leaveOut(action, `there is no method for \`${written}\``);
      return null;
    }
    if (isMethodName(method)) return method;
    this.#leaveOut(action, `the method ${method} is not built yet`);
    return null;
  }

  /** `setConcentration`: of an initial quantity before the first run, by an event after it. */
  #change(action: BnglAction, kind: Change["kind"]): void {
    const [species, value] = action.values;
    const quantity = this.#context.initial.of(species);
    if (quantity === null || species === undefined || value === undefined)
      return this.#leaveOut(action, "its species can not be read");
    this.#state = afterChange(this.#state, { quantity, kind, value: this.#value(value) });
  }

  #reportOptions(action: BnglAction): void {
    for (const { name, nearest } of unknownOptions(action)) {
      const meant = nearest === null ? "" : `; did you mean \`${nearest}\``;
      this.#leaveOut(action, `BioNetGen has no such option${meant}`, name);
    }
  }

  #simulate(action: BnglAction): void {
    this.#reportOptions(action);
    const before = this.#state;
    const { options } = action;
    const method = this.#method(action);
    const start = options.get("t_start");
    const from = start === undefined ? 0 : this.#number(start);
    const end = this.#end(action);
    const duration = end === null || from === null ? null : end - from;
    const parameters = this.#setStatements().join("\n");
    const why = this.#hindrance(before, method, parameters, from);
    const broken = "a run that was left out";
    if (duration === null || !(duration > 0) || method === null || why !== null) {
      this.#state = { ...before, broken };
      if (why !== null) return this.#leaveOut(action, why);
      if (method !== null) this.#leaveOut(action, "its end is not a number above its beginning");
      return;
    }
    this.#state = afterRun(before, { method, duration, parameters });
    this.#experiment(action, method, null);
  }

  /** Why a run can not go on from this state; null when it can. */
  #hindrance(state: RunState, method: string | null, parameters: string, from: number | null): string | null {
    const { broken, phases } = state;
    if (broken !== null) return `it starts from ${broken}`;
    const readsTime = /\btime\s*\(|\bt(fun|FUN)\s*\(/.test(this.#context.file.text);
    if (readsTime && from !== null && from !== elapsed(state))
      return "the model reads the time, which jumps here";
    if (phases.length === 0) return null;
    if (phases.some((phase) => phase.method !== method)) return "it goes on from a run with another method";
    if (phases.some((phase) => phase.parameters !== parameters))
      return "parameters change in the course of it, and they are fixed in an experiment";
    return null;
  }

  /** `but`: a parameter that an experiment gives other values. */
  #setStatements(but?: string): readonly string[] {
    const inForce = [...this.#set].filter(([name]) => name !== but);
    return inForce.map(([name, value]) => `set ${name} = ${value}`);
  }

  /** What was set before the first run, and events for what was set between runs. */
  #stateStatements(): readonly string[] {
    const { initial, phases } = this.#state;
    const values = new Map<string, string>();
    for (const { quantity, kind, value } of initial) {
      const known = values.get(quantity.name) ?? quantity.name;
      values.set(quantity.name, kind === "set" ? value : `${known} + ${value}`);
    }
    let at = 0;
    const events = phases.flatMap(({ duration, changes }) => {
      const start = at;
      at += duration;
      return changes.map(({ quantity, kind, value }) => {
        const count = `count ${this.#patterns.pattern(quantity.pattern)}`;
        const name = this.#context.names.other(`set_${quantity.name}`);
        return `event ${name} when time >= ${start} s set ${count} = ${kind === "set" ? value : `${count} + ${value}`}`;
      });
    });
    return [...[...values].map(([name, value]) => `set ${name} = ${value}`), ...events];
  }

  #scan(action: BnglAction): void {
    this.#reportOptions(action);
    const { options } = action;
    const method = this.#method(action);
    const parameter = options.get("parameter")?.text ?? "";
    const isKnown = this.#context.model.parameters.some(({ name }) => name.text === parameter);
    const [low, high, points] = ["par_min", "par_max", "n_scan_pts"].map((name) => options.get(name));
    const list = options
      .get("par_scan_vals")
      ?.text.replace(/[[\]]/g, "")
      .split(",")
      .map((value) => value.trim());
    const { phases, broken } = this.#state;
    if (phases.length > 0 || broken !== null)
      return this.#leaveOut(action, "it starts from the end of another run");
    if (!isKnown) return this.#leaveOut(action, "it scans no parameter of the model");
    if (options.get("reset_conc")?.text === "0")
      return this.#leaveOut(action, "each run starts where the one before ended");
    const values =
      list !== undefined
        ? list.join(", ")
        : low === undefined || high === undefined || points === undefined
          ? null
          : `${this.#value(low)} .. ${this.#value(high)} ${options.get("log_scale")?.text === "1" ? "log" : "linear"} ${points.text}`;
    if (values === null) return this.#leaveOut(action, "its range is not said");
    if (method === null) return;
    const name = this.#context.names.of("parameter", parameter);
    this.#experiment(action, method, { parameter: name, values });
    // BioNetGen leaves the parameter at the last value of the scan.
    const last = list?.at(-1) ?? (high === undefined ? null : this.#value(high));
    if (last !== null) this.#set.set(name, last);
  }

  #end({ options }: BnglAction): number | null {
    const end = options.get("t_end");
    if (end !== undefined) return this.#number(end);
    return this.#sampleTimes(options)?.at(-1) ?? 100;
  }

  /** Rising; null when they are not given. */
  #sampleTimes(options: BnglAction["options"]): readonly number[] | null {
    const list = options.get("sample_times")?.text.replace(/[[\]]/g, "").split(",").map(Number);
    return list === undefined || list.some((time) => !Number.isFinite(time))
      ? null
      : list.sort((a, b) => a - b);
  }

  /** The interval of results, in s; null where the action does not say it. */
  #interval(action: BnglAction, duration: number): number | null {
    const { options } = action;
    const times = this.#sampleTimes(options);
    if (times !== null) {
      const divisor = times.reduce(commonDivisor, 0);
      if (divisor > 0 && duration / divisor <= mostResults) return divisor;
      this.#leaveOut(action, "results are given at equal intervals", "sample_times");
      return null;
    }
    const steps = this.#number(options.get("n_steps") ?? options.get("n_output_steps") ?? oneStep) ?? 1;
    return steps > 0 ? duration / steps : null;
  }

  #experiment(action: BnglAction, method: string, sweep: Sweep | null): void {
    const { options } = action;
    if (options.has("steady_state")) this.#leaveOut(action, "a run ends at its time", "steady_state");
    const own = this.#state.phases.at(-1)?.duration ?? this.#end(action);
    const until = this.#state.phases.length > 0 ? elapsed(this.#state) : own;
    if (own === null || until === null || !(until > 0))
      return this.#leaveOut(action, "its end is not a number");
    const interval = this.#interval(action, own);
    if (interval !== null && until / interval > mostResults)
      return this.#leaveOut(action, `it would give results at ${Math.round(until / interval)} times`);
    const tolerance = options.get("rtol");
    const seed = options.get("seed");
    const suffix =
      options.get("suffix")?.text ??
      `${method}${this.#texts.length === 0 ? "" : `_${this.#texts.length + 1}`}`;
    const body = [
      `method ${method}`,
      `until ${until} s`,
      ...(interval === null ? [] : [`every ${interval} s`]),
      ...(tolerance === undefined ? [] : [`tolerance ${tolerance.text}`]),
      ...(seed === undefined || !/^\d+$/.test(seed.text) ? [] : [`seed ${seed.text}`]),
      ...this.#setStatements(sweep?.parameter),
      ...this.#stateStatements(),
      ...(sweep === null ? [] : [`sweep ${sweep.parameter} in ${sweep.values}`]),
    ];
    this.#texts.push(
      `experiment ${this.#context.names.other(suffix)} of ${this.#modelName} {\n${body.join("\n")}\n}`,
    );
  }

  #setParameter(action: BnglAction): void {
    const [name, value] = action.values;
    const isKnown = this.#context.model.parameters.some((parameter) => parameter.name.text === name?.text);
    if (name === undefined || value === undefined)
      return this.#leaveOut(action, "its name or value is missing");
    if (!isKnown) {
      this.#context.sink.report(
        "TDL9004",
        { file: this.#context.file, span: name.span },
        { kind: "parameter", name: name.text, nearest: null },
      );
      return;
    }
    this.#set.set(this.#context.names.of("parameter", name.text), this.#value(value));
  }

  /** An expression in the parameters as text. */
  #value(option: BnglOption): string {
    const number = this.#number(option);
    if (number !== null) return number < 0 ? `-${-number}` : String(number);
    const offset = this.#context.file.text.slice(option.span.start, option.span.end).indexOf(option.text);
    const start = option.span.start + Math.max(0, offset);
    const cursor = new Cursor(this.#context.file.text, start, start + option.text.length);
    try {
      return this.#expressions.number(parseExpression(cursor));
    } catch {
      const values = { block: "the actions", expected: "a number or an expression" };
      this.#context.sink.report("TDL9001", { file: this.#context.file, span: option.span }, values);
      return "0";
    }
  }

  #number(option: BnglOption): number | null {
    const factors = option.text.split("*").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
    const product = factors.reduce((all, one) => all * one, 1);
    return Number.isFinite(product) ? product : null;
  }
}

function labelOf({ values }: BnglAction): string {
  return values[0]?.text ?? "";
}

/** Of decimal numbers, up to their rounding. */
function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 1e-9 * Math.max(a, b)) [x, y] = [y, x - y * Math.floor(x / y + 1e-9)];
  return x;
}
