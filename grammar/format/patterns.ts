/** Patterns as text. */
import type {
  BondEdit,
  BondPattern,
  MemberPattern,
  Pattern,
  SitePattern,
  StateEdit,
  StatePattern,
} from "../syntax/pattern.ts";
import { group, indent, join, type Layout, line, separated, softLine } from "./layout.ts";
import { formatLabel, formatName, formatPath } from "./names.ts";

export function formatPattern(pattern: Pattern): Layout {
  const members = separated(pattern.members.map(formatMember), join(",", line));
  return pattern.braced ? group("{", indent(line, members), line, "}") : group(indent(members));
}

export function formatMember(member: MemberPattern): Layout {
  const label = member.label === null ? "" : `${formatName(member.label)}: `;
  const compartment = member.compartment === null ? "" : ` in ${formatPath(member.compartment)}`;
  const sites: Layout =
    member.sites === null
      ? ""
      : member.sites.length === 0
        ? "()"
        : group(
            "(",
            indent(softLine, separated(member.sites.map(formatSite), join(",", line))),
            softLine,
            ")",
          );
  return join(label, formatPath(member.type), sites, compartment);
}

export function formatSite(site: SitePattern): string {
  const state = site.state === null ? "" : formatState(site.state);
  const bond = site.bond === null ? "" : formatBond(site.bond);
  return `${formatName(site.name)}${state}${bond}`;
}

function formatState({ from, to }: StateEdit): string {
  return to === null ? `{${stateText(from)}}` : `{${stateText(from)} -> ${stateText(to)}}`;
}

function stateText(state: StatePattern): string {
  switch (state.kind) {
    case "is":
      return formatLabel(state.state);
    case "variable":
      return `?${formatName(state.name)}`;
    case "any":
      return "_";
  }
}

function formatBond({ from, to }: BondEdit): string {
  return to === null ? `[${bondText(from)}]` : `[${bondText(from)} -> ${bondText(to)}]`;
}

function bondText(bond: BondPattern): string {
  switch (bond.kind) {
    case "free":
      return ".";
    case "bound":
      return "_";
    case "either":
      return "?";
    case "variable":
      return `?${formatName(bond.name)}`;
    case "label":
      return String(bond.label);
    case "partner":
      return formatPath(bond.path);
  }
}
