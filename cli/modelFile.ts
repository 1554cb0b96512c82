/** Files named on the command line: do they exist, are they models? */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { importers } from "../interop/importers.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { UsageError } from "./exitCode.ts";

const modelEnding = ".tdl";
const endings = [modelEnding, ...importers.keys()];
/** As the help of commands lists them: ".tdl, .bngl or .ka". */
export const modelEndingsText = `${endings.slice(0, -1).join(", ")} or ${endings.at(-1)}`;

export function isModelName(path: string): boolean {
  return endings.includes(extname(path));
}

/** @throws UsageError for a missing file (with the nearest name beside it) or one that is no model. */
export function requireModelFile(path: string, cwd: string): void {
  requireFile(path, cwd, endings);
}

/** As `requireModelFile`, where only text of the language will do. */
export function requireTendrilFile(path: string, cwd: string): void {
  requireFile(path, cwd, [modelEnding]);
}

function requireFile(path: string, cwd: string, readable: readonly string[]): void {
  const full = resolve(cwd, path);
  if (!existsSync(full)) throw new UsageError(`there is no file ${path}${nearestFile(path, full)}`);
  if (statSync(full).isDirectory()) throw new UsageError(`${path} is a folder${modelsInside(path, full)}`);
  const ending = extname(path);
  if (readable.includes(ending)) return;
  if (importers.has(ending))
    throw new UsageError(`${path}: first convert it with tendril import ${path} -o MODEL.tdl`);
  const kind = ending === "" ? "files without an ending" : `${ending} files`;
  throw new UsageError(
    `${path}: tendril can not read ${kind} as models yet; models end in ${readable.join(", ")}`,
  );
}

/** Models that a list names. */
const listedModels = 5;

function modelsInside(path: string, folder: string): string {
  const names = modelNamesIn(folder);
  if (names.length === 0) return "; name a model";
  const shown = names.slice(0, listedModels).map((name) => join(path, name));
  return `; name a model, such as ${shown.join(", ")}`;
}

function modelNamesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(isModelName);
  } catch {
    return [];
  }
}

function nearestFile(path: string, full: string): string {
  const nearest = nearestName(basename(full), modelNamesIn(dirname(full)));
  return nearest === null ? "" : `; did you mean ${join(dirname(path), nearest)}?`;
}

/** The named one of the models of a file, or its only one. @throws UsageError when the choice is not clear. */
export function chooseByName<M extends { readonly name: string }>(
  models: readonly M[],
  name: string | undefined,
  file: string,
): M {
  const [model, ...more] = models.filter((one) => name === undefined || one.name === name);
  if (model !== undefined && more.length === 0) return model;
  const names = models.map((one) => one.name);
  if (names.length === 0) throw new UsageError(`${file} has no model`);
  const problem = name === undefined ? "has several models" : `has no model ${name}`;
  throw new UsageError(`${file} ${problem}; name one with --model: ${names.join(", ")}`);
}
