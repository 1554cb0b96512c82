import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

const decay = (
  name: string,
): string => `module Decay { share species X  param k = 1 /s  rule decay: X -> nothing @ k }
model ${name} { compartment cell { volume 1 um^3 }  species A = 1 uM  part gone = Decay(X = A) }`;
const one = `language 1.0\n${decay("One")}\n`;
const two = `language 1.0\n${decay("One")}\nmodel Two { species B = 1 count }\n`;

describe("tendril expand", () => {
  it("prints a model without parts", async () => {
    const { code, stdout, stderr } = await tendril(fakeContext({ "m.tdl": one }), "expand", "m.tdl");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("rule gone_decay: A -> nothing @ gone_k");
  });

  it("writes it to a file that the program reads back", async () => {
    const context = fakeContext({ "m.tdl": one });
    expect(await tendril(context, "expand", "m.tdl", "-o", "flat.tdl")).toMatchObject({
      code: 0,
      stdout: "wrote flat.tdl\n",
    });
    expect(await tendril(context, "check", "flat.tdl")).toMatchObject({ code: 0 });
    expect(await tendril(context, "fmt", "--check", "flat.tdl")).toMatchObject({ code: 0 });
  });

  it("asks which of several models is meant", async () => {
    const context = fakeContext({ "m.tdl": two });
    const { code, stderr } = await tendril(context, "expand", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toBe("error: m.tdl has several models; name one with --model: One, Two\n");
    const named = await tendril(context, "expand", "m.tdl", "--model", "Two");
    expect(named.stdout).toContain("model Two");
  });
});

describe("tendril doc", () => {
  it("writes one page", async () => {
    const context = fakeContext({ "m.tdl": one });
    expect(await tendril(context, "doc", "m.tdl")).toMatchObject({ code: 0, stdout: "wrote m.html\n" });
    expect(readFileSync(join(context.cwd, "m.html"), "utf8")).toContain("<h1>One</h1>");
  });

  it("writes the pictures beside the page into a folder", async () => {
    const context = fakeContext({ "m.tdl": one });
    await tendril(context, "doc", "m.tdl", "-o", "pages");
    expect(existsSync(join(context.cwd, "pages", "index.html"))).toBe(true);
    expect(readFileSync(join(context.cwd, "pages", "reactions.svg"), "utf8")).toMatch(/^<svg /);
  });

  it("tells of a model with mistakes instead", async () => {
    const context = fakeContext({ "m.tdl": one.replace("@ k", "@ kk") });
    expect(await tendril(context, "doc", "m.tdl")).toMatchObject({ code: 1 });
    expect(existsSync(join(context.cwd, "m.html"))).toBe(false);
  });
});
