/** The page of a model: one HTML file without scripts that needs nothing else. */
import type { DocumentedModel } from "../../compiler/document/documentModel.ts";
import { contactMap } from "../../compiler/document/contacts.ts";
import { influenceMap } from "../../compiler/document/siteEffects.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import { contactPicture } from "./contactPicture.ts";
import { influencePicture } from "./influencePicture.ts";
import { escaped } from "./markup.ts";
import { reactionPicture } from "./reactionPicture.ts";
import { declarationSections, type Section } from "./sections.ts";
import { statementText } from "./statementText.ts";
import { rateEquations, velocityLine } from "./velocities.ts";

export interface Picture {
  /** `contact_map`, the name of its file without ending. */
  readonly file: string;
  readonly title: string;
  readonly explanation: string;
  readonly svg: string;
}

/** The pictures that a model has. */
export function picturesOf({ flat, growth }: DocumentedModel): readonly Picture[] {
  const pictures: Picture[] = [];
  const map = contactMap(flat);
  if (map.molecules.length > 0)
    pictures.push({
      file: "contact_map",
      title: "Contact map",
      explanation:
        "Molecules with their sites and states. Lines join sites that can bind each other; dashed ones only initial complexes have. Below stand values that each molecule carries and, of a filament, what growth statements do; its box is one bead. Plain species have no sites and are not shown.",
      svg: contactPicture(map, growth),
    });
  const reactions = reactionPicture(flat);
  if (reactions !== null)
    pictures.push({
      file: "reactions",
      title: "Reactions",
      explanation:
        "Boxes are species, dots reactions. Heads at both ends: the reaction goes both ways. Dotted: needed and not used up.",
      svg: reactions,
    });
  const influences = influencePicture(influenceMap(flat));
  if (influences !== null)
    pictures.push({
      file: "influence_map",
      title: "Influence map",
      explanation:
        "Which rule makes another one possible or faster (green, +) and which prevents or slows it (red, −); brown or ± is both. Read from what rules need and change, site by site, and from their rates.",
      svg: influences,
    });
  return pictures;
}

export async function modelPage(model: DocumentedModel, pictures: readonly Picture[]): Promise<string> {
  const sections: Section[] = pictures.map(({ file, title, explanation, svg }) => ({
    id: file,
    title,
    content: `<p>${escaped(explanation)}</p><div class="drawing">${svg}</div>`,
  }));
  model.blocks.forEach(({ title, body, file }, i) => {
    const inner = declarationSections(body, file);
    if (inner.length === 0) return;
    const content = inner.map((one) => `<h3 id="${one.id}-${i}">${escaped(one.title)}</h3>${one.content}`);
    sections.push({ id: `declarations-${i}`, title, content: content.join("") });
  });
  const equations = await equationSection(model);
  if (equations !== null) sections.push(equations);
  if (model.experiments.length > 0)
    sections.push({
      id: "experiments",
      title: "Experiments",
      content: model.experiments.map(({ node, file }) => experimentEntry(node, file)).join(""),
    });
  const { name, title, hash } = model.flat;
  const heading = title ?? name;
  const contents = sections
    .map(({ id, title: one }) => `<li><a href="#${id}">${escaped(one)}</a></li>`)
    .join("");
  const body = sections.map(
    (one) => `<section><h2 id="${one.id}">${escaped(one.title)}</h2>${one.content}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(heading)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>${escaped(heading)}</h1>
<p class="kind">model <code>${escaped(name)}</code>${hash === "" ? "" : `, content ${escaped(hash.slice(0, 12))}`}</p></header>
<nav><ul>${contents}</ul></nav>
${body.join("\n")}
</body>
</html>
`;
}

async function equationSection({ flat }: DocumentedModel): Promise<Section | null> {
  // With rules on molecules these are not all that changes the species, and no deterministic method integrates them.
  const isWhole = flat.structured === null && (flat.spatial?.rules.length ?? 0) === 0;
  const equations = isWhole ? rateEquations(flat) : null;
  if (equations === null || equations.length === 0) return null;
  const lines = equations.map(({ math }) => `<div class="entry">${math}</div>`);
  const velocities = await Promise.all(flat.reactions.map((one) => velocityLine(flat, one)));
  const list = velocities.map((line) => `<div class="entry">${line}</div>`);
  const note = "<p>In amounts, as deterministic methods integrate them. Numbers are in count, um and s.</p>";
  return {
    id: "equations",
    title: "Equations",
    content: `${note}${lines.join("")}<h3>Velocities</h3>${list.join("")}`,
  };
}

function experimentEntry({ name, title, body }: Experiment, file: SourceFile): string {
  const text = body.map((statement) => statementText(statement, file)).join("\n");
  const caption = title === null ? "" : `<p>${escaped(title.value)}</p>`;
  return `<h3>${escaped(name.text)}</h3>${caption}<pre>${escaped(text)}</pre>`;
}

/** The look of pages about models and their runs. */
export const pageStyle = `
body { font: 16px/1.5 ui-sans-serif, "Helvetica Neue", Arial, sans-serif; color: #1c2733; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { border-bottom: 1px solid #d8dee6; padding-bottom: .2rem; margin-top: 2.5rem; }
nav ul { columns: 3 12rem; padding-left: 1.2rem; }
table { border-collapse: collapse; margin: .6rem 0 1rem; } th { text-align: left; font-weight: 600; }
td, th { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #e6ebf0; vertical-align: top; }
code, pre { font: .88em ui-monospace, Menlo, Consolas, monospace; }
pre { background: #f5f7fa; border: 1px solid #e1e7ee; border-radius: 5px; padding: .5rem .8rem; overflow-x: auto; margin: .4rem 0; }
.entry { margin: .5rem 0 .9rem; } .doc { color: #3d4b5a; } .source, .kind, .rate { color: #5d6b7a; font-size: .9em; }
.drawing { overflow-x: auto; } .drawing svg { max-width: none; } math { font-size: 1.05em; }
`;
