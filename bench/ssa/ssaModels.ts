/** Networks for exact stochastic simulation, as Tendril's text. */

/** Enzyme, substrate, complex and product, which turns back into substrate: four reactions. */
export const enzymeCycle = `language 1.0
model Cycle {
  compartment cell { volume 1 um^3 }
  species E in cell = 220 count
  species S in cell = 1000 count
  species ES in cell = 0 count
  species P in cell = 0 count
  rule bind:   E + S -> ES @ 1 /uM/s
  rule unbind: ES -> E + S @ 0.1 /s
  rule make:   ES -> E + P @ 0.1 /s
  rule back:   P -> S      @ 0.1 /s
}
`;

/** A protein with so many sites that are modified one by one: 2^sites species, sites * 2^sites reactions. */
export function modifiedSites(sites: number, molecules: number): string {
  const names = Array.from({ length: sites }, (_, i) => `s${i}`);
  return `language 1.0
model Sites {
  compartment cell { volume 1 um^3 }
  molecule P { ${names.map((name) => `${name} {u, p}`).join(", ")} }
  init P(${names.map((name) => `${name}{u}`).join(", ")}) = ${molecules} count in cell
${names.map((name, i) => `  rule on${i}: P(${name}{u -> p}) @ ${1 + 0.1 * i} /s\n  rule off${i}: P(${name}{p -> u}) @ 2 /s`).join("\n")}
}
`;
}

/** So many species in a ring, each of which binds its second neighbour: sparse, three reactions a species. */
export function sparseRing(species: number): string {
  const names = Array.from({ length: species }, (_, i) => `S${i}`);
  const rules = names.map((name, i) => {
    const [next, after] = [names[(i + 1) % species], names[(i + 2) % species]];
    return (
      `  rule step${i}: ${name} -> ${next} @ ${1 + (i % 7) / 7} /s\n` +
      `  rule bind${i}: ${name} + ${after} -> 2 ${next} @ 0.02 /uM/s\n` +
      `  rule back${i}: ${next} -> ${name} @ 0.5 /s`
    );
  });
  return `language 1.0
model Ring {
  compartment cell { volume 1 um^3 }
${names.map((name) => `  species ${name} in cell = 100 count`).join("\n")}
${rules.join("\n")}
}
`;
}
