/** The page of a model: complete, self-contained, and safe whatever the model's texts say. */
import { describe, expect, it } from "vitest";
import { modelPage, picturesOf } from "../../../cli/doc/page.ts";
import { sourceLink } from "../../../cli/doc/sections.ts";
import { type DocumentedModel, documentModels } from "../../../compiler/document/documentModel.ts";
import { MemoryHost } from "../../../compiler/host.ts";

function documented(text: string): DocumentedModel {
  const { models, diagnostics } = documentModels({
    main: "m.tdl",
    host: new MemoryHost(new Map([["m.tdl", text]])),
  });
  const [model] = models;
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

async function pageOf(text: string): Promise<string> {
  const model = documented(text);
  return modelPage(model, picturesOf(model));
}

/** Opening and closing tags match, as XML demands. */
function expectWellFormed(markup: string): void {
  const open: string[] = [];
  for (const [, close, name = "", , empty] of markup.matchAll(
    /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (close === "/") expect(open.pop()).toBe(name);
    else if (empty !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  expect(markup.replace(/<\/?[A-Za-z][^<>]*>/g, "")).not.toMatch(/[<>]/);
}

const receptor = `language 1.0
model Receptor "A receptor & its ligand" {
  compartment cell { volume 1 um^3 }
  molecule L { r }
  molecule R { l * 2, tail {u, p} }
  param kon = 2 /uM/s { doc "binding" source doi:10.1371/journal.pcbi.1008015, "lab book 12" range 1 .. 6e3 }
  param Km = 3 uM
  table koff[R.tail] /s { u: 1  p: 0.5 }
  define load = [L(r[_])] / (Km + [L(r[_])])
  rule bind: R(l[.]) + L(r[.]) -> R(l[1]), L(r[1]) @ kon
  rule leave: R(l[1], tail{?i}), L(r[1]) -> R(l[.]) + L(r[.]) @ koff[i]
  rule phos: R(l[_], tail{u -> p}) @ 1 /s * load
  init L = 200 count
  init R = 100 count
  observe active = fraction R(tail{p})
}
experiment short of Receptor "A short run" { until 20 s }`;

describe("the page of a model", () => {
  it("has no equations where rules in space change the species too", async () => {
    const reactions = "  species A, B in cell = 1 uM\n  rule turn: A -> B @ 1 /s\n";
    const space =
      "  molecule X { age: s }\n  init X = 1 count set age = 0 s\n  rule eat: X() + A -> X() @ 1 /uM/s\n";
    const model = (more: string): string =>
      `language 1.0\nmodel M {\n  compartment cell { volume 1 um^3 }\n${reactions}${more}}`;
    expect(await pageOf(model(""))).toContain('id="equations"');
    expect(await pageOf(model(space))).not.toContain('id="equations"');
  });

  it("has filaments in the contact map, with what growth statements do", () => {
    const { svg = "" } =
      picturesOf(
        documented(`language 1.0
model Grows {
  space 2D depth 0.1 um
  compartment head { volume 0.02 um^3 }
  species G, CP in head = 20 uM
  filament Actin in head { subunit { nucleotide {ATP, ADP} } ends barbed, pointed bead 10 rise 2.7 nm }
  grow Actin at barbed from G @ 11.6 /uM/s
  cap Actin at barbed with CP @ 1 /uM/s
  hydrolyse Actin(nucleotide{ATP -> ADP}) @ 3 /s
}`),
      ).find(({ file }) => file === "contact_map") ?? {};
    for (const text of ["Actin", "barbed", "CP", "pointed", "carries ATP, ADP, pos"])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain("grow Actin at barbed from G");
    expect(svg).toContain("cap Actin at barbed with CP");
    expect(svg).toContain("hydrolyse Actin(nucleotide{ATP -&gt; ADP})");
    expect(svg).toMatch(/Actin\.barbed – Actin\.pointed: [^<]*grow/);
  });

  it("shows pictures, declarations with units and sources, rules, formulas and experiments", async () => {
    const page = await pageOf(receptor);
    expect(page).toContain("<h1>A receptor &amp; its ligand</h1>");
    for (const title of [
      "Contact map",
      "Influence map",
      "Parameters",
      "Molecules",
      "Tables",
      "Rules",
      "Experiments",
    ])
      expect(page).toContain(`>${title}</`);
    expect(page).toContain('<a href="https://doi.org/10.1371/journal.pcbi.1008015">');
    expect(page).toContain("lab book 12");
    // /uM/s
    expect(page).toMatch(/<msup><mi mathvariant="normal">µM<\/mi><mn>−1<\/mn><\/msup>/);
    expect(page).toContain("rule bind: R(l[.]) + L(r[.]) -&gt; R(l[1]), L(r[1]) @ kon");
    expect(page).toContain("<mfrac>");
    expect(page).toContain("\\frac{");
  });

  it("needs no other file and runs no script", async () => {
    const page = await pageOf(receptor);
    expect(page).not.toMatch(/<(script|link|img|iframe|object)\b|\bsrc=|@import|url\((?!#)/);
    const addresses = [...page.matchAll(/href="([^"]*)"/g)].map(([, address = ""]) => address);
    expect(
      addresses.filter((address) => !address.startsWith("#") && !address.startsWith("https://doi.org/")),
    ).toEqual([]);
  });

  it("is well-formed", async () => {
    const page = await pageOf(receptor);
    expectWellFormed(page.slice(page.indexOf("<body>"), page.indexOf("</html>")));
    for (const { svg } of picturesOf(documented(receptor))) expectWellFormed(svg);
  });

  it("shows the differential equations of plain species", async () => {
    const page = await pageOf(`language 1.0
model Pair {
  compartment cell { volume 2 um^3 }
  species A = 1 uM
  species D
  param k = 1 /uM/s
  rule join: 2 A <-> D @ k, back 3 /s
}`);
    expect(page).toContain('<h2 id="equations">Equations</h2>');
    expect(page).toContain('<mo>−</mo><mn>2</mn><msub><mi>v</mi><mi mathvariant="normal">join</mi></msub>');
    expect(page).toMatch(
      /<sub>join<\/sub> = <code>k \* A\^2 \/ 2 \/ cell|<sub>join<\/sub> = <code>[^<]*A\^2/,
    );
  });

  it("shows growth as it is written, not the rules that it stands for", async () => {
    const page = await pageOf(`language 1.0
model Growing {
  compartment tube { volume 1 um^3 }
  fixed species G in tube = 1 uM
  filament Actin { ends barbed, pointed }
  grow Actin at barbed from G @ 10 /uM/s
  init chain of 3 Actin by pointed - barbed = 5 count in tube
}`);
    expect(page).toContain("grow Actin at barbed from G @ 10 /uM/s");
    expect(page).not.toContain("rule grow");
  });

  it("lists the modules of its parts with the model", async () => {
    const page = await pageOf(`language 1.0
module Decay { share species X  param k = 1 /s { doc "of the module" }  rule decay: X -> nothing @ k }
model M { compartment c { volume 1 um^3 }  species X = 1 uM  part d = Decay(X = X) }`);
    expect(page).toContain(">Module Decay</");
    expect(page).toContain("of the module");
  });
});

describe("texts of a model", () => {
  const attack = `</title><script>alert(1)</script><img src=x onerror="alert(2)">'`;
  const quoted = attack.replaceAll('"', '\\"');

  it("never become markup", async () => {
    const page = await pageOf(`language 1.0
model M "${quoted}" {
  compartment c { volume 1 um^3 doc "${quoted}" }
  species X in c = 1 uM { doc "${quoted}" source "${quoted}" }
  param k = 1 /s { doc "${quoted}" source "javascript:alert(3)" }
  rule decay: X -> nothing @ k { doc "${quoted}" }
}
experiment e of M "${quoted}" { until 1 s  seed "${quoted}" }`);
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toMatch(/<script|<img/);
    expect(page).not.toContain('href="javascript');
  });

  it("are no links unless they are identifiers of documents", () => {
    expect(sourceLink("javascript:alert(1)")).toBe("javascript:alert(1)");
    expect(sourceLink("doi:javascript:alert(1)")).not.toContain("<a");
    expect(sourceLink('doi:10.1/"onclick=x')).not.toMatch(/"onclick|" onclick/);
  });
});
