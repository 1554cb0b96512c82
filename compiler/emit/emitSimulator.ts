/**
 * The standalone simulator: one TypeScript file with the model's own code and exactly the runtime pieces it
 * uses, without imports, that Node runs as it is and other programs can import.
 */
import { IndentationText, Project } from "ts-morph";
import type { Plan } from "../plan/plan.ts";
import { compilerVersion } from "../version.ts";
import { commentText } from "./identifiers.ts";
import { inlineRuntime } from "./inlineRuntime.ts";
import { constantsText, type ModelText } from "./modelLiteral.ts";

const engineNames = {
  ode: "odeEngine",
  ssa: "ssaEngine",
  tau: "tauEngine",
  hybrid: "hybridEngine",
  network_free: "networkFreeEngine",
  graph: "graphEngine",
} as const;

export function emitSimulator(plan: Plan, { constants, literal, functions }: ModelText): string {
  const engine = engineNames[plan.method];
  const className = classNameOf(plan.flat.name);
  const roots = [
    "CompiledModel",
    "Simulation",
    "SimulationOptions",
    "Checkpoint",
    engine,
    "runProgram",
    ...functions,
    ...constants.flatMap(({ type }) => type ?? []),
  ];
  const data = constants.filter(({ type }) => type !== null);
  const made = constants.filter(({ type }) => type === null);
  const text = [
    header(plan),
    constantsText(data, true),
    `export const model: CompiledModel = ${literal};`,
    section("The simulator"),
    inlineRuntime([...new Set(roots)]),
    // Made by functions of the runtime, so after them.
    constantsText(made, true),
    section("What other programs import, and the program itself"),
    classText(className, engine, plan),
    "export { runProgram };",
    "export type { Checkpoint, CompiledModel, SimulationOptions };",
    mainText(engine),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
  return format(text);
}

function header(plan: Plan): string {
  const { flat, method, methodReason } = plan;
  const title = flat.title === null ? "" : `: ${commentText(flat.title)}`;
  const lines = [
    `${commentText(flat.name)}${title}`,
    "",
    `Simulator made by tendril ${compilerVersion}. Method ${method} (${commentText(methodReason)}).`,
    flat.experiment.name === null ? "" : `Experiment ${commentText(flat.experiment.name)}.`,
    `Model files, SHA-256: ${flat.hash}`,
    "",
    "Run it with a current Node and nothing else:",
    "",
    "    node FILE --until 10 --seed 7 --out run.csv",
    "    node FILE --help",
    "",
    "All numbers inside are in internal units: um, s, count, pN, mV, K.",
  ];
  const kept = lines.filter((line, i) => line !== "" || lines[i - 1] !== "");
  return `/**\n${kept.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

function classText(className: string, engine: string, plan: Plan): string {
  return [
    "/**",
    ` * One run of ${commentText(plan.flat.name)} for a program to drive: \`new ${className}({ seed: "7" })\`, \`advanceTo(t)\`, \`observe()\`,`,
    " * `setParameter(name, value)`, `save()`.",
    " */",
    `export class ${className} extends Simulation {`,
    "constructor(options: SimulationOptions = {}) {",
    `super(model, ${engine}, options);`,
    "}",
    "",
    "/** Goes on from a checkpoint exactly as if not interrupted. */",
    `static resume(checkpoint: unknown): Simulation {`,
    `return Simulation.restore(model, ${engine}, checkpoint);`,
    "}",
    "}",
  ].join("\n");
}

/** Runs the program when this file is the one that Node was started with. */
function mainText(engine: string): string {
  return [
    "async function isStartedDirectly(): Promise<boolean> {",
    "const started = globalThis.process?.argv?.[1];",
    "if (started === undefined) return false;",
    'const { realpathSync } = await import("node:fs");',
    'const { pathToFileURL } = await import("node:url");',
    "try {",
    "return pathToFileURL(realpathSync(started)).href === import.meta.url;",
    "} catch {",
    "return false;",
    "}",
    "}",
    "",
    `if (await isStartedDirectly()) globalThis.process.exitCode = await runProgram(model, ${engine}, globalThis.process.argv.slice(2));`,
  ].join("\n");
}

function section(title: string): string {
  return `// ${"-".repeat(Math.max(4, 96 - title.length))} ${title}`;
}

/** CaMKII_cascade -> CaMKIICascade; always a class name. */
function classNameOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(joined) ? `${joined}Simulation` : `Model${joined}Simulation`;
}

function format(text: string): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  const file = project.createSourceFile("simulator.ts", text);
  file.formatText({ indentSize: 2, ensureNewLineAtEndOfFile: true });
  return file.getFullText();
}
