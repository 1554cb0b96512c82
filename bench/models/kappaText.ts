/**
 * A benchmark's model in Kappa, from its BNGL: molecule types, seeds and rules whose molecules have no identical
 * sites, and that bind only what can not be in one complex already. Both languages read a site without a bond as
 * free, and what is not mentioned as open.
 *
 * Kappa counts every embedding of the left side, so that the constant of a rule on two equal molecules is halved.
 */

export function kappaText(bngl: string): string {
  const block = (name: string): string[] => {
    const inside = new RegExp(`begin ${name}\\n([^]*?)end ${name}`).exec(bngl)?.[1] ?? "";
    return inside
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  };
  const parameters = new Map(
    block("parameters").map((line) => line.split(/\s+/) as [name: string, value: string]),
  );
  const constant = (text: string): string => parameters.get(text) ?? text;
  return [
    ...block("molecule types").map((line) => `%agent: ${declared(line)}`),
    ...block("seed species").map((line) => {
      const [pattern = "", amount = ""] = line.split(/\s+/);
      return `%init: ${amount} ${mixture(pattern)}`;
    }),
    ...block("reaction rules").flatMap((line) => rules(line, constant)),
  ].join("\n");
}

/** `K(s,p~U~P)` as `K(s p{U P})`. */
function declared(type: string): string {
  return type.replace(
    /\((.*)\)/,
    (_, sites: string) =>
      `(${sites
        .split(",")
        .map((site) => {
          const [name = "", ...states] = site.split("~");
          return states.length === 0 ? name : `${name}{${states.map(stateText).join(" ")}}`;
        })
        .join(" ")})`,
  );
}

/** `K(s!1).S(e!1,p~U)` as `K(s[1]), S(e[1] p{U}[.])`. */
function mixture(pattern: string): string {
  return [...pattern.matchAll(/(\w+)\(([^)]*)\)/g)]
    .map(([, name, sites = ""]) => `${name}(${sites.split(",").map(siteText).join(" ")})`)
    .join(", ");
}

function siteText(site: string): string {
  const [, name = "", state, bond] = /^(\w+)(?:~(\w+))?(?:!(\w+|\+))?$/.exec(site) ?? [];
  return `${name}${state === undefined ? "" : `{${stateText(state)}}`}[${bond === undefined ? "." : bond === "+" ? "_" : bond}]`;
}

/** Names begin with a letter. */
function stateText(state: string): string {
  return /^\d/.test(state) ? `s${state}` : state;
}

function rules(line: string, constant: (text: string) => string): string[] {
  const [, left = "", arrow, right = "", rates = ""] =
    /^(.*?)\s+(<?->)\s+(.*\))\s+([^()]+)$/.exec(line) ?? [];
  const [forward = "", back = ""] = rates.split(/,\s*/);
  const one = (from: string, to: string, rate: string): string =>
    `${mixture(from)} -> ${mixture(to)} @ ${Number(constant(rate)) / orders(from)}`;
  return [one(left, right, forward), ...(arrow === "<->" ? [one(right, left, back)] : [])];
}

/** 2 for two equal molecules. */
function orders(side: string): number {
  const molecules = side.split(/ \+ |(?<=\))\./);
  return molecules.length === 2 && molecules[0] === molecules[1] ? 2 : 1;
}
