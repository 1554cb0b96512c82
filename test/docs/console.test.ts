/**
 * Executes the console blocks of the documents, a document in one folder that holds its named files. Commands
 * are `tendril …`, `node FILE …` and `head -N FILE`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandList } from "../../cli/commandList.ts";
import { type FakeContext, fakeContext, tendril } from "../cli/fakeContext.ts";
import { type Block, blocksOf, documents, fileText, nameOf } from "./blocks.ts";
import { expectShown } from "./compare.ts";

/** Documents with something to execute. */
const executed = documents.filter((document) => blocksOf(document).some(isExecuted));

function isExecuted({ language, words }: Block): boolean {
  return (language === "console" && !words.has("session")) || (language === "ts" && words.has("run"));
}

/** The words of a command line, with quotes as in a shell. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ""));
}

async function printedBy(command: string, context: FakeContext): Promise<string> {
  const [program, ...words] = wordsOf(command);
  switch (program) {
    case "tendril": {
      const { stdout, stderr } = await tendril(context, ...words);
      return (stderr + stdout).replaceAll(`${context.cwd}/`, "");
    }
    case "node":
      return execFileSync(process.execPath, words, { cwd: context.cwd, encoding: "utf8" });
    case "head": {
      const [count = "", file = ""] = words;
      const lines = readFileSync(join(context.cwd, file), "utf8").split("\n");
      return lines.slice(0, Number(count.slice(1))).join("\n");
    }
    default:
      throw new Error(`the test does not know the command ${program ?? ""}`);
  }
}

/** In ms: a document may train a surrogate and grow a head, beside other tests. */
const longestDocument = 300_000;

describe.each(executed)("%s", (document) => {
  it(
    "prints what it shows",
    async () => {
      const context = fakeContext();
      for (const block of blocksOf(document)) {
        const file = block.settings.get("file");
        if (file !== undefined) writeFileSync(join(context.cwd, file), fileText(block));
        if (!isExecuted(block)) continue;
        if (block.language === "console") {
          for (const [, command = "", shown = ""] of block.text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)) {
            const printed = await printedBy(command, context);
            if (shown.trim() !== "") expectShown(printed, shown, block.words.has("random"));
          }
        } else {
          expect(block.next?.language, nameOf(block)).toBe("text");
          expectShown(await printedBy(`node ${file ?? ""}`, context), block.next?.text ?? "");
        }
      }
    },
    longestDocument,
  );
});

it("runs every command", () => {
  const blocks = documents.flatMap(blocksOf).filter(isExecuted);
  const run = new Set(
    blocks.flatMap(({ text }) => [...text.matchAll(/^\$ tendril (\w+)/gm)].map(([, name]) => name)),
  );
  const commands = commandList.filter(({ isHidden }) => isHidden !== true);
  expect(commands.map(({ name }) => name).filter((name) => !run.has(name))).toEqual([]);
});
