/**
 * Expressions and patterns of a module as they read in one flat model: paths become flat names, cells of tables take
 * the place of what indexes them, state variables that of their states.
 */
import type { Path } from "../../grammar/syntax/common.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Fields, Table } from "../../grammar/syntax/declaration.ts";
import type { Assignment, Expression } from "../../grammar/syntax/expression.ts";
import type {
  BondPattern,
  MemberPattern,
  Pattern,
  SitePattern,
  StatePattern,
} from "../../grammar/syntax/pattern.ts";
import { isMoleculePattern } from "../check/moleculePattern.ts";
import { tableCell } from "../check/tableCell.ts";
import { indexLabel } from "../check/tableTypes.ts";
import { depthName } from "../check/spatial/space.ts";
import { regionNamed } from "../check/spatial/spatialCalls.ts";
import { thermalEnergy } from "../check/temperature.ts";
import { compartmentsOf } from "../check/species.ts";
import type { Found, Instance } from "../model/instance.ts";
import type { Expansion } from "./expansion.ts";
import { nameNode, nowhere, pathNode } from "./flatNames.ts";

export class Rewriter {
  readonly #expander: Expansion;
  readonly instance: Instance;
  /** Names of arguments, of `t`, and labels of molecules: they stay. */
  readonly #locals: ReadonlySet<string>;
  /** What state variables stand for. */
  readonly #states: ReadonlyMap<string, string>;

  constructor(
    expander: Expansion,
    instance: Instance,
    locals: ReadonlySet<string> = new Set(),
    states: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#expander = expander;
    this.instance = instance;
    this.#locals = locals;
    this.#states = states;
  }

  /** The same with other local names and states. */
  within(locals: Iterable<string>, states: ReadonlyMap<string, string> = this.#states): Rewriter {
    return new Rewriter(this.#expander, this.instance, new Set([...this.#locals, ...locals]), states);
  }

  path(path: Path): Path {
    const [first, ...rest] = path.parts;
    // What follows a label is an attribute.
    if (first !== undefined && this.#locals.has(first.text)) return path;
    if (first !== undefined && rest.length === 0 && this.#isPredefined(first.text)) return path;
    const found = this.#expander.tree.find(this.instance, path);
    const name = this.#expander.nameOf(found);
    return found.measure === null ? pathNode(name) : pathNode(name, found.measure);
  }

  #isPredefined(name: string): boolean {
    const isOwn = this.instance.scope.lookup(name) === null;
    return name === "pi" || name === "time" || (isOwn && (name === thermalEnergy || name === depthName));
  }

  expression(expression: Expression): Expression {
    switch (expression.kind) {
      case "quantity":
      case "time":
        return expression;
      case "reference":
        return { ...expression, path: this.path(expression.path) };
      case "unary":
      case "escape":
        return { ...expression, operand: this.expression(expression.operand) };
      case "binary":
        return {
          ...expression,
          left: this.expression(expression.left),
          right: this.expression(expression.right),
        };
      case "conditional":
        return {
          ...expression,
          condition: this.expression(expression.condition),
          consequent: this.expression(expression.consequent),
          alternate: this.expression(expression.alternate),
        };
      case "call": {
        const isDeclared = this.instance.scope.lookup(pathText(expression.callee)) !== null;
        const callee = isDeclared ? this.path(expression.callee) : expression.callee;
        return { ...expression, callee, arguments: expression.arguments.map((one) => this.#argument(one)) };
      }
      case "index":
        return this.#cell(expression);
      case "concentration":
        return this.#concentration(expression);
      case "measure":
        return { ...expression, of: this.pattern(expression.of) };
      case "aggregate": {
        const labels = expression.over.members.flatMap(({ label }) => label?.text ?? []);
        const value = this.within(labels).expression(expression.value);
        return { ...expression, value, over: this.pattern(expression.over) };
      }
    }
  }

  /** Regions are known by name only, and keep it. */
  #argument(expression: Expression): Expression {
    const name = expression.kind === "reference" ? pathText(expression.path) : "";
    const isRegion =
      this.instance.scope.lookup(name) === null && regionNamed(this.instance.scope, name) !== null;
    return isRegion ? expression : this.expression(expression);
  }

  optional(expression: Expression | null): Expression | null {
    return expression === null ? null : this.expression(expression);
  }

  assignments(assignments: readonly Assignment[]): readonly Assignment[] {
    return assignments.map(({ target, value, span }) => ({
      target: this.target(target),
      value: this.expression(value),
      span,
    }));
  }

  /** Values of attributes: targets are those of molecules, and stay. */
  memberValues(assignments: readonly Assignment[]): readonly Assignment[] {
    return assignments.map((one) => ({ ...one, value: this.expression(one.value) }));
  }

  target(target: Assignment["target"]): Assignment["target"] {
    if (target.kind === "reference") return { ...target, path: this.path(target.path) };
    return { ...target, of: this.pattern(target.of) };
  }

  fields(fields: Fields | null): Fields | null {
    if (fields === null) return null;
    const { range, sd } = fields;
    const low = range === null ? null : this.expression(range.low);
    const high = range === null ? null : this.expression(range.high);
    return {
      ...fields,
      range: range === null || low === null || high === null ? null : { ...range, low, high },
      sd: this.optional(sd),
    };
  }

  /** `[P]` of molecules refers to the only compartment of its module, which may not be the only one here. */
  #concentration(expression: Extract<Expression, { kind: "concentration" }>): Expression {
    const { of } = expression;
    const isPlaced = !isMoleculePattern(of, this.instance.scope) || of.members[0]?.compartment !== null;
    const place = isPlaced ? null : this.defaultCompartment();
    if (place === null || place.symbol.kind !== "compartment" || this.#expander.hasOneCompartment)
      return { ...expression, of: this.pattern(of) };
    const measure = place.symbol.node.size?.measure ?? "volume";
    return {
      kind: "binary",
      operator: "/",
      left: {
        kind: "measure",
        measure: "amount",
        of: { ...this.pattern(of), braced: true },
        having: null,
        owner: null,
        span: nowhere,
      },
      right: { kind: "reference", path: pathNode(this.#expander.nameOf(place), measure), span: nowhere },
      operatorSpan: nowhere,
      span: nowhere,
    };
  }

  /** Where molecules of this module are that do not say it. */
  defaultCompartment(): Found | null {
    const [only] = compartmentsOf(this.instance.scope);
    return only === undefined ? null : this.#expander.tree.find(this.instance, pathNode(only.name));
  }

  #cell({ table, indices }: Extract<Expression, { kind: "index" }>): Expression {
    const found = this.#expander.tree.find(this.instance, table);
    if (found.symbol.kind !== "table") throw new Error(`${found.symbol.name} is no table`);
    const labels = indices.map((index) => {
      const label = indexLabel(index) ?? "";
      return this.#states.get(label) ?? label;
    });
    const cell = cellOf(found.symbol.node, labels);
    const rewritten = new Rewriter(this.#expander, found.instance).expression(cell);
    const { unit } = found.symbol.node;
    if (unit === null || !isBare(cell)) return rewritten;
    // A plain number in a cell is in the table's unit.
    if (rewritten.kind === "quantity") return { ...rewritten, unit };
    return { kind: "escape", escape: "assume", operand: rewritten, unit, span: nowhere };
  }

  // --- Patterns

  pattern(pattern: Pattern): Pattern {
    return { ...pattern, members: pattern.members.map((member) => this.member(member)) };
  }

  member(member: MemberPattern): MemberPattern {
    return {
      ...member,
      type: this.path(member.type),
      sites: member.sites?.map((site) => this.#site(site)) ?? null,
      compartment: member.compartment === null ? null : this.path(member.compartment),
    };
  }

  #site(site: SitePattern): SitePattern {
    const { state, bond } = site;
    return {
      ...site,
      state:
        state === null
          ? null
          : { ...state, from: this.#state(state.from), to: state.to === null ? null : this.#state(state.to) },
      bond:
        bond === null
          ? null
          : { ...bond, from: this.#bond(bond.from), to: bond.to === null ? null : this.#bond(bond.to) },
    };
  }

  #state(state: StatePattern): StatePattern {
    if (state.kind !== "variable") return state;
    const label = this.#states.get(state.name.text);
    return label === undefined ? state : { kind: "is", state: nameNode(label), span: nowhere };
  }

  #bond(bond: BondPattern): BondPattern {
    if (bond.kind === "variable") {
      const label = this.#states.get(bond.name.text);
      if (label === undefined) return bond;
      if (label === ".") return { kind: "free", span: nowhere };
      if (label === "_") return { kind: "bound", span: nowhere };
      return this.#bond({ kind: "partner", path: pathNode(...label.split(".")), span: nowhere });
    }
    if (bond.kind !== "partner") return bond;
    const site = bond.path.parts.at(-1);
    const owner = this.path({ parts: bond.path.parts.slice(0, -1), span: bond.path.span });
    return site === undefined ? bond : { ...bond, path: { parts: [...owner.parts, site], span: nowhere } };
  }
}

function cellOf(table: Table, labels: readonly string[]): Expression {
  const cell = tableCell(table, labels);
  if (cell === undefined) throw new Error(`the table ${table.name.text} has no such cell`);
  return cell;
}

/** Made of numbers without units, such as `4` or `2 * 3`. */
function isBare(cell: Expression): boolean {
  switch (cell.kind) {
    case "quantity":
      return cell.unit === null;
    case "unary":
      return isBare(cell.operand);
    case "binary":
      return isBare(cell.left) && isBare(cell.right);
    default:
      return false;
  }
}
