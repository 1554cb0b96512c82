/** Text in HTML, SVG and MathML. Every text of a model passes `escaped`, so that none can become markup. */

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** `<name key="value">content</name>`; values are escaped, content is markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...content: readonly string[]
): string {
  const list = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === "number" ? String(Math.round(value * 100) / 100) : escaped(value);
    return ` ${key}="${text}"`;
  });
  return `<${name}${list.join("")}>${content.join("")}</${name}>`;
}
