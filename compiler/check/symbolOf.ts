/** The symbol that a path stands for; where it stands for nothing, what may be meant. */
import { correctingFix } from "../../diagnostics/diagnostic.ts";
import { looksTheSame } from "../../diagnostics/nearest.ts";
import { isUnitSymbol } from "../../runtime/units/unitTable.ts";
import type { Resolution } from "../bind/resolve.ts";
import type { Scope, ValueSymbol } from "../bind/scope.ts";
import type { Typing } from "./typing.ts";

/** The symbol of a resolution, or null after reporting that there is none. */
export function symbolOf(checker: Typing, resolution: Resolution, scope: Scope): ValueSymbol | null {
  switch (resolution.kind) {
    case "symbol":
      return resolution.symbol;
    case "missing": {
      const location = { file: scope.file, span: resolution.span };
      const { name, owner, nearest } = resolution;
      const process = owner === null ? scope.process(name) : null;
      if (owner !== null) checker.sink.report("TDL3011", location, { name, owner, nearest });
      else if (process !== null) {
        const kind = `${process.kind === "event" ? "an" : "a"} ${process.kind}`;
        checker.sink.report("TDL4008", location, { name, kind });
      } else {
        const followsNumberAndSlash = /\d\s*\/\s*$/.test(
          scope.file.text.slice(0, resolution.span.start).slice(-20),
        );
        const suggestion = missingNameHint(name, nearest?.name ?? null, followsNumberAndSlash);
        const fixes = nearest === null ? [] : [correctingFix(nearest, location.span)];
        checker.sink.report(
          "TDL3001",
          location,
          { name, nearest },
          suggestion === null ? {} : { suggestion, fixes },
        );
      }
      return null;
    }
    case "size":
      return resolution.compartment;
    case "broken":
      return null;
  }
}

/** A better hint than the nearest name, or null. */
function missingNameHint(
  name: string,
  nearest: string | null,
  followsNumberAndSlash: boolean,
): string | null {
  if (nearest !== null) {
    return looksTheSame(name, nearest)
      ? `\`${nearest}\` looks the same, but is written with letters of another alphabet.`
      : null;
  }
  if (name === "t") return "The time of the run is `time`; `t` is only known in the shape of a stimulus.";
  if (isUnitSymbol(name) && followsNumberAndSlash)
    return `\`${name}\` is a unit when a space stands before the slash and none after it: \`2 /${name}\`.`;
  if (isUnitSymbol(name))
    return `\`${name}\` is a unit; units are only read after a number, as in \`2 ${name}\` or \`2 /${name}\`.`;
  return null;
}
