/**
 * Documents with optional line breaks, laid out to a width.
 *
 * A group is written on one line when it fits, else all its own breaks become new lines; groups inside it
 * are tried again by themselves. After P. Wadler, "A prettier printer", in: The Fun of Programming (2003).
 */

export type Layout =
  | string
  | { readonly kind: "join"; readonly parts: readonly Layout[] }
  | { readonly kind: "group"; readonly content: Layout }
  | { readonly kind: "indent"; readonly content: Layout }
  /** A blank or, in a broken group, a new line; `soft` is nothing instead of a blank, `hard` always a new line. */
  | { readonly kind: "line"; readonly mode: "blank" | "soft" | "hard" }
  /** An empty line. */
  | { readonly kind: "gap" }
  /** Text that does not count towards the width: a comment at the end of a line. */
  | { readonly kind: "trailing"; readonly text: string };

export const line: Layout = { kind: "line", mode: "blank" };
export const softLine: Layout = { kind: "line", mode: "soft" };
export const hardLine: Layout = { kind: "line", mode: "hard" };
export const gap: Layout = { kind: "gap" };

export function join(...parts: readonly Layout[]): Layout {
  return { kind: "join", parts };
}

export function group(...parts: readonly Layout[]): Layout {
  return { kind: "group", content: { kind: "join", parts } };
}

export function indent(...parts: readonly Layout[]): Layout {
  return { kind: "indent", content: { kind: "join", parts } };
}

/** The items with a separator between them. */
export function separated(items: readonly Layout[], separator: Layout): Layout {
  const parts: Layout[] = [];
  items.forEach((item, index) => {
    if (index > 0) parts.push(separator);
    parts.push(item);
  });
  return { kind: "join", parts };
}

interface Task {
  readonly layout: Layout;
  readonly depth: number;
  readonly flat: boolean;
}

/** Whether the next things to write fit into `room` columns, up to the first break that will be a new line. */
function fits(first: Task, rest: readonly Task[], room: number): boolean {
  const tasks: Task[] = [first];
  let left = room;
  let ahead = rest.length;
  while (left >= 0) {
    const task = tasks.pop() ?? rest[--ahead];
    if (task === undefined) return true;
    const { layout } = task;
    if (typeof layout === "string") {
      left -= layout.length;
      continue;
    }
    switch (layout.kind) {
      case "join":
        for (let index = layout.parts.length - 1; index >= 0; index--) {
          const part = layout.parts[index];
          if (part !== undefined) tasks.push({ ...task, layout: part });
        }
        break;
      case "group":
      case "indent":
        tasks.push({ ...task, layout: layout.content });
        break;
      case "line":
        // A hard break inside the group keeps it from being flat; behind it, it ends the line.
        if (!task.flat) return true;
        if (layout.mode === "hard") return false;
        if (layout.mode === "blank") left--;
        break;
      case "gap":
      case "trailing":
        break;
    }
  }
  return false;
}

/** Lays a document out; the text ends with a new line unless it is empty. */
export function render(document: Layout, width: number): string {
  const lines: string[] = [];
  let current = "";
  let commentLength = 0;
  const endLine = (next: string): void => {
    lines.push(current.trimEnd());
    current = next;
    commentLength = 0;
  };
  const tasks: Task[] = [{ layout: document, depth: 0, flat: false }];
  for (;;) {
    const task = tasks.pop();
    if (task === undefined) break;
    const { layout, depth, flat } = task;
    if (typeof layout === "string") {
      current += layout;
      continue;
    }
    switch (layout.kind) {
      case "join":
        for (let index = layout.parts.length - 1; index >= 0; index--) {
          const part = layout.parts[index];
          if (part !== undefined) tasks.push({ layout: part, depth, flat });
        }
        break;
      case "group": {
        const alone: Task = { layout: layout.content, depth, flat: true };
        const room = width - (current.length - commentLength);
        tasks.push(flat || fits(alone, tasks, room) ? alone : { ...alone, flat: false });
        break;
      }
      case "indent":
        tasks.push({ layout: layout.content, depth: depth + 1, flat });
        break;
      case "line":
        if (!flat || layout.mode === "hard") endLine("  ".repeat(depth));
        else if (layout.mode === "blank") current += " ";
        break;
      case "gap":
        endLine("");
        break;
      case "trailing":
        current += layout.text;
        commentLength += layout.text.length;
        break;
    }
  }
  endLine("");
  const text = lines.join("\n").trim();
  return text === "" ? "" : `${text}\n`;
}
