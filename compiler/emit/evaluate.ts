/**
 * The text of a plan's model evaluated in memory: what `tendril run` simulates.
 *
 * The text is the compiler's own (modelLiteral.ts): names of a model appear in it only as identifiers of
 * letters, digits and underscores, and as JSON strings.
 */
import type { CompiledModel } from "../../runtime/model.ts";
import { constantsText, type ModelText } from "./modelLiteral.ts";
import { runtimeFunctionTable } from "./runtimeFunctionTable.ts";

export function evaluateModel({ constants, literal, functions }: ModelText): CompiledModel {
  const values = functions.map((name) => {
    const value = runtimeFunctionTable.get(name);
    if (value === undefined) throw new Error(`no runtime function ${name}`);
    return value;
  });
  // oxlint-disable-next-line typescript/no-implied-eval -- the compiler's own output, see above
  const make = new Function(
    ...functions,
    `"use strict";\n${constantsText(constants, false)}return ${literal};`,
  ) as (...values: unknown[]) => CompiledModel;
  return make(...values);
}
