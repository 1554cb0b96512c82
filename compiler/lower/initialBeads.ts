/** What is wrong with the filaments that an `init` makes: told of in the words of the filament, not of its molecules. */
import { nearestName } from "../../diagnostics/nearest.ts";
import type { Name } from "../../grammar/syntax/common.ts";
import type { Assignment } from "../../grammar/syntax/expression.ts";
import type { Initial } from "../../grammar/syntax/declaration.ts";
import type { MemberPattern } from "../../grammar/syntax/pattern.ts";
import type { FilamentForm } from "./filament.ts";
import type { GrowthModel } from "./growthForm.ts";
import { knownNumber } from "./knownNumber.ts";

/** The statement without the assignments that were told of. */
export function checkedInitial(
  initial: Initial,
  filaments: ReadonlyMap<string, FilamentForm | null>,
  growth: GrowthModel,
): Initial {
  const { pattern, template } = initial;
  const ofMember = (member: MemberPattern): FilamentForm | null =>
    filaments.get(member.type.parts[0]?.text ?? "") ?? null;
  const wrong = new Set<Assignment>();
  for (const member of pattern.members) {
    const filament = ofMember(member);
    if (filament === null) continue;
    const sets = initial.sets.flatMap((set) => {
      const name = memberName(set, member);
      return name === null ? [] : [{ set, name }];
    });
    for (const { set, name } of sets) if (isUnknown(name, filament, growth)) wrong.add(set);
    if (filament.size > 1) reportContents(member, filament, sets, wrong, growth);
  }
  const [first] = pattern.members;
  const filament = first === undefined ? null : ofMember(first);
  // Subunits hold each other by the ends of the filament, not by a site with states.
  if (filament !== null && filament.size === 1)
    for (const site of [template?.by?.from, template?.by?.to])
      if (site !== undefined && filament.sites.some(({ name }) => name.text === site.text))
        reportNoEnd(site, filament, growth);
  return wrong.size === 0 ? initial : { ...initial, sets: initial.sets.filter((set) => !wrong.has(set)) };
}

export function reportNoEnd({ text, span }: Name, { name, ends }: FilamentForm, growth: GrowthModel): void {
  growth.report("TDL5251", span, {
    filament: name,
    end: text,
    ends: ends.join(", "),
    nearest: nearestName(text, ends),
  });
}

/** The attribute that an assignment sets of this member; null: it is another's. */
function memberName({ target }: Assignment, { label }: MemberPattern): Name | null {
  if (target.kind !== "reference") return null;
  const [first, second, ...more] = target.path.parts;
  if (first === undefined || more.length > 0) return null;
  if (second === undefined) return first;
  return label !== null && first.text === label.text ? second : null;
}

function parts({ target }: Assignment): number {
  return target.kind === "reference" ? target.path.parts.length : 0;
}

function isUnknown({ text, span }: Name, filament: FilamentForm, growth: GrowthModel): boolean {
  if (text === "pos") {
    if (growth.dimension === 0) growth.report("TDL5258", span, { word: text, verb: "init", hasSpace: false });
    return growth.dimension === 0;
  }
  if (filament.size === 1 || filament.counters.includes(text)) return false;
  growth.report("TDL5276", span, {
    filament: filament.name,
    site: filament.sites[0]?.name.text ?? "its subunits",
    state: text,
    known: filament.counters.join(", "),
    nearest: nearestName(text, filament.counters),
  });
  return true;
}

/**
 * Beads of several subunits begin with none of them, and nothing can be between two such beads, not even a length; one
 * that holds more than a whole bead, or a part of a subunit, is longer than growth makes it.
 */
function reportContents(
  { span }: MemberPattern,
  filament: FilamentForm,
  sets: readonly { readonly set: Assignment; readonly name: Name }[],
  wrong: ReadonlySet<Assignment>,
  growth: GrowthModel,
): void {
  const { counters, name, size } = filament;
  // What is set of one bead counts for it instead of what is set of all.
  const byCounter = new Map<string, { readonly set: Assignment; readonly name: Name }>();
  for (const one of sets.toSorted((a, b) => parts(a.set) - parts(b.set)))
    if (counters.includes(one.name.text)) byCounter.set(one.name.text, one);
  const contents = [...byCounter.values()];
  const [counter = "subunits"] = counters;
  if (contents.length === 0) {
    if (wrong.size === 0) growth.report("TDL5275", span, { filament: name, counter, size });
    return;
  }
  const numbers = contents.map(({ set }) => knownNumber(set.value, growth.model));
  // A unit such as `mol` comes to a whole number but for the last digits.
  const isPart = (value: number | null): boolean =>
    value !== null && !(value >= 0 && Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, value));
  const part = numbers.findIndex(isPart);
  const known = numbers.flatMap((value) => (value === null ? [] : [value]));
  const held = known.reduce((sum, value) => sum + value, 0);
  const isFull = held > size * (1 + 1e-9);
  const isEmpty = known.length === numbers.length && held === 0;
  if (part < 0 && !isFull && !isEmpty) return;
  const place = contents[Math.max(part, 0)]?.set.value.span ?? span;
  const found = part < 0 ? held : (numbers[part] ?? held);
  growth.report("TDL5282", place, { filament: name, size, found, counter });
}
