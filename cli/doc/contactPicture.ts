/**
 * The contact map as a picture: a box for each molecule with a row for each site, lines between sites that bind, and
 * under the sites of a filament what its growth statements do.
 */
import type { ContactMap } from "../../compiler/document/contacts.ts";
import type { DocumentedModel } from "../../compiler/document/documentModel.ts";
import { layeredLayout, type Point } from "./layeredLayout.ts";
import { escaped } from "./markup.ts";
import { box, curve, label, lineHeight, picture, textWidth } from "./svg.ts";

const padding = 10;
const rowHeight = lineHeight + 8;
const headHeight = 26;

export function contactPicture(model: ContactMap, growth: DocumentedModel["growth"]): string {
  const bonds = model.contacts;
  const boxes = model.molecules.map(({ name, sites, values }) => {
    const rows = sites.map((site) => ({
      name: site.multiplicity > 1 ? `${site.name} × ${site.multiplicity}` : site.name,
      states: site.states,
    }));
    const rowWidth = Math.max(0, ...rows.map((row) => textWidth(row.name) + 20 + statesWidth(row.states)));
    const carried = values.length === 0 ? [] : [`carries ${values.join(", ")}`];
    const lines = [...carried, ...(growth.get(name) ?? [])];
    const textsWidth = Math.max(0, ...[name, ...lines].map(textWidth));
    const siteHeight = headHeight + rows.length * rowHeight + (rows.length > 0 ? padding : 0);
    return {
      name,
      rows,
      lines,
      width: Math.max(textsWidth + 2 * padding, rowWidth + 2 * padding, 60),
      siteHeight,
      height: siteHeight + lines.length * lineHeight + (lines.length > 0 ? padding / 2 : 0),
    };
  });
  // Bonds have no direction: each molecule before those that are declared after it.
  const pairs = bonds.map(({ a, b }) => ({ from: Math.min(a.type, b.type), to: Math.max(a.type, b.type) }));
  const layout = layeredLayout(boxes, pairs, { layer: 90, node: 34 });
  const corner = (type: number): Point => ({
    x: layout.nodes[type].x - boxes[type].width / 2,
    y: layout.nodes[type].y - boxes[type].height / 2,
  });
  const shapes = boxes.map(({ name, rows, lines, width, siteHeight, height }, type) => {
    const { x, y } = corner(type);
    const sites = rows.map((row, i) => {
      const top = y + headHeight + i * rowHeight;
      const inner = width - 2 * padding;
      let left = x + padding + textWidth(row.name) + 12;
      const states = row.states.map((state) => {
        const chip = textWidth(state) + 10;
        const drawn =
          box(left, top + 3, chip, lineHeight - 2, "state") +
          label(state, left + chip / 2, top + 15, "middle");
        left += chip + 4;
        return drawn;
      });
      return (
        box(x + padding, top, inner, rowHeight - 4, "site") +
        label(row.name, x + padding + 6, top + 15, "start") +
        states.join("")
      );
    });
    return (
      box(x, y, width, height, "molecule") +
      label(name, x + width / 2, y + 18, "middle", "strong") +
      sites.join("") +
      lines
        .map((line, i) => label(line, x + padding, y + siteHeight + (i + 0.6) * lineHeight, "start", "faint"))
        .join("")
    );
  });
  const lines = bonds.map(({ a, b, rules }, i) => {
    const style = rules.length === 0 ? "lasting" : "bond";
    const title = `${siteName(model, a)} – ${siteName(model, b)}: ${rules.length === 0 ? "in initial complexes only" : rules.join(", ")}`;
    const row = ({ type, siteClass }: typeof a): number =>
      corner(type).y + headHeight + siteClass * rowHeight + rowHeight / 2 - 2;
    const right = (type: number): number => corner(type).x + boxes[type].width - padding;
    if (layout.nodes[a.type].x === layout.nodes[b.type].x) {
      // The same molecule, or one above the other: around the right side.
      const x = Math.max(right(a.type), right(b.type));
      const bow = 26 + 6 * (i % 3);
      const path = `M${right(a.type)},${row(a)} C${x + bow},${row(a) - (a === b || row(a) === row(b) ? 12 : 0)} ${x + bow},${row(b) + (row(a) === row(b) ? 12 : 0)} ${right(b.type)},${row(b)}`;
      return `<path d="${path}" class="${style}"><title>${escaped(title)}</title></path>`;
    }
    const isForward = layout.nodes[a.type].x < layout.nodes[b.type].x;
    const [from, to] = isForward ? [a, b] : [b, a];
    const bends = layout.edges[i].slice(1, -1).toSorted((p, q) => p.x - q.x);
    const start = { x: right(from.type), y: row(from) };
    const end = { x: corner(to.type).x + padding, y: row(to) };
    return curve([start, ...bends, end], style, title);
  });
  return picture(layout.width + 40, layout.height, "Contact map", ...shapes, ...lines);
}

function statesWidth(states: readonly string[]): number {
  return states.reduce((sum, state) => sum + textWidth(state) + 14, 0);
}

function siteName(
  { molecules }: ContactMap,
  { type, siteClass }: { type: number; siteClass: number },
): string {
  return `${molecules[type].name}.${molecules[type].sites[siteClass].name}`;
}
