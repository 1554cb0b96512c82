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

/** A few molecules of a hub that bind so many kinds of partners, of which there are a few each: two reactions a kind. */
export function hub(kinds: number): string {
  const names = Array.from({ length: kinds }, (_, i) => i);
  return model(
    "Hub",
    [
      ["H", 3],
      ...names.flatMap((i): [string, number][] => [
        [`P${i}`, 2],
        [`C${i}`, 0],
      ]),
    ],
    names.flatMap((i) => [
      `rule bind${i}: H + P${i} -> C${i} @ ${1 + (i % 7) / 7} /uM/s`,
      `rule free${i}: C${i} -> H + P${i} @ 1 /s`,
    ]),
  );
}

/** Conversions along a chain of so many links, there and back. */
export function chain(links: number): string {
  return model(
    "Chain",
    Array.from({ length: links + 1 }, (_, i): [string, number] => [`S${i}`, 50]),
    Array.from({ length: links }, (_, i) => [
      `rule on${i}: S${i} -> S${i + 1} @ ${1 + (i % 5) / 5} /s`,
      `rule back${i}: S${i + 1} -> S${i} @ 1 /s`,
    ]).flat(),
  );
}

/** So many reactions A + B -> C + D between species drawn at random, a third as many as there are reactions. */
export function randomNetwork(reactions: number): string {
  const species = Math.max(4, Math.round(reactions / 3));
  let word = 12345;
  const draw = (): string => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return `S${Math.floor((word / 4294967296) * species)}`;
  };
  return model(
    "Random",
    Array.from({ length: species }, (_, i): [string, number] => [`S${i}`, 50]),
    Array.from({ length: reactions }, (_, i) => {
      // Each is a reactant of some, so that nothing piles up.
      const first = `S${i % species}`;
      return i % 6 < 3
        ? `rule r${i}: ${first} -> ${draw()} @ 1 /s`
        : `rule r${i}: ${first} + ${draw()} -> ${draw()} + ${draw()} @ 0.02 /uM/s`;
    }),
  );
}

function model(
  name: string,
  species: readonly (readonly [string, number])[],
  rules: readonly string[],
): string {
  return `language 1.0
model ${name} {
  compartment cell { volume 1 um^3 }
${species.map(([kind, count]) => `  species ${kind} in cell = ${count} count`).join("\n")}
${rules.map((rule) => `  ${rule}`).join("\n")}
}
`;
}
