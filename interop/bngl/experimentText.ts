/**
 * Actions of a BNGL file as experiments. An action that only writes files, and a simulation that starts from
 * another one's end, are left out with a notice.
 */
import { isMethodName } from "../../runtime/methods.ts";
import { Cursor } from "./cursor.ts";
import type { ExpressionWriter } from "./expressionText.ts";
import type { ImportContext } from "./importContext.ts";
import { parseExpression } from "./parseExpression.ts";
import type { BnglAction, BnglOption } from "./syntax.ts";

const methods: ReadonlyMap<string, string> = new Map([
  ["ode", "ode"],
  ["ssa", "ssa"],
  ["nf", "network_free"],
]);

const settings = new Set(["setOption", "substanceUnits", "version", "setModelName", "setVolume"]);

export class ExperimentWriter {
  readonly #context: ImportContext;
  readonly #modelName: string;
  readonly #expressions: ExpressionWriter;
  readonly #texts: string[] = [];
  /** `set` statements in force. */
  #set = new Map<string, string>();
  /** What the state comes from when it is not the initial one; null when it is. */
  #changedBy: string | null = null;
  #isSavedChanged = false;

  constructor(context: ImportContext, modelName: string, expressions: ExpressionWriter) {
    this.#context = context;
    this.#modelName = modelName;
    this.#expressions = expressions;
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
        this.#set = new Map();
        return;
      case "saveParameters":
        return;
      case "saveConcentrations":
        this.#isSavedChanged = this.#changedBy !== null;
        return;
      case "resetConcentrations":
        this.#changedBy = this.#isSavedChanged ? "a state that was saved during a run" : null;
        return;
      case "setConcentration":
      case "addConcentration":
        this.#changedBy = `\`${name}\``;
        return this.#leaveOut(action, "initial quantities of an experiment can not be set yet");
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

  #simulate(action: BnglAction): void {
    const before = this.#changedBy;
    this.#changedBy = "the run before";
    if (before !== null) return this.#leaveOut(action, `it starts from ${before}`);
    const method = this.#method(action);
    if (method !== null) this.#experiment(action, method, []);
  }

  #scan(action: BnglAction): void {
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
    if (this.#changedBy !== null) return this.#leaveOut(action, `it starts from ${this.#changedBy}`);
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
    this.#experiment(action, method, [
      `sweep ${this.#context.names.of("parameter", parameter)} in ${values}`,
    ]);
  }

  #experiment(action: BnglAction, method: string, more: readonly string[]): void {
    const { options } = action;
    const end = options.get("t_end");
    const start = Number(options.get("t_start")?.text ?? "0");
    const steps = Number(options.get("n_steps")?.text ?? options.get("n_output_steps")?.text ?? "1");
    const until = end === undefined ? 100 : this.#number(end);
    if (start !== 0) return this.#leaveOut(action, "it does not start at time 0");
    if (options.has("sample_times"))
      this.#leaveOut(action, "results are given at equal intervals", "sample_times");
    if (options.has("steady_state")) this.#leaveOut(action, "a run ends at its time", "steady_state");
    if (until === null || !(until > 0)) return this.#leaveOut(action, "its end is not a number");
    const tolerance = options.get("rtol");
    const seed = options.get("seed");
    const suffix =
      options.get("suffix")?.text ??
      `${method}${this.#texts.length === 0 ? "" : `_${this.#texts.length + 1}`}`;
    const body = [
      `method ${method}`,
      `until ${until} s`,
      ...(steps > 0 && Number.isFinite(steps) ? [`every ${until / steps} s`] : []),
      ...(tolerance === undefined ? [] : [`tolerance ${tolerance.text}`]),
      ...(seed === undefined || !/^\d+$/.test(seed.text) ? [] : [`seed ${seed.text}`]),
      ...[...this.#set].map(([name, value]) => `set ${name} = ${value}`),
      ...more,
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
