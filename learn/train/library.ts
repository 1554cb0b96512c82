/**
 * The library of states from which hidden states are rebuilt: of all that were sampled, those that cover the
 * retained space best, each the one farthest from those before (Gonzalez 1985,
 * doi:10.1016/0304-3975(85)90224-5).
 */
export const librarySize = 96;

/** Indices of the chosen samples. `coordinates`: scaled, one row a sample. */
export function coverByFarthest(coordinates: readonly Float64Array[], count: number): number[] {
  if (coordinates.length === 0) return [];
  const chosen = [0];
  const distance = Float64Array.from(coordinates, (row) => squared(row, coordinates[0]));
  while (chosen.length < Math.min(count, coordinates.length)) {
    let farthest = 0;
    for (let i = 1; i < distance.length; i++) if (distance[i] > distance[farthest]) farthest = i;
    if (distance[farthest] === 0) break;
    chosen.push(farthest);
    for (let i = 0; i < distance.length; i++)
      distance[i] = Math.min(distance[i], squared(coordinates[i], coordinates[farthest]));
  }
  return chosen;
}

function squared(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}
