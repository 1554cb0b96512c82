export function formatExpression(graph: unknown, id: unknown): string {
  return String(id) + String(graph === null);
}
