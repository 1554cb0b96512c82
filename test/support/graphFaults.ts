/** What is wrong in a graph's lists, hazards and measures, against a computation from nothing; for tests. */
import type { GraphNetwork } from "../../runtime/engines/graph/graphNetwork.ts";

export function graphFaults(network: GraphNetwork): string[] {
  const { mixture, graph, channels, state } = network;
  const { store, lists, matchers } = mixture;
  const faults: string[] = [];
  const mask = (1 << store.shift) - 1;
  const sites = Math.max(...store.siteCount);
  for (let site = 0; site < store.used << store.shift; site++) {
    if ((site & mask) >= sites) continue;
    const other = store.record[site];
    if (other >= 0 && store.record[other] !== site) faults.push(`the bond of site ${site} has one end`);
    if (other >= 0 && store.type[other >> store.shift] < 0) faults.push(`site ${site} is bound to nothing`);
    if ((site & mask) === 0 && store.type[site >> store.shift] >= store.siteCount.length)
      faults.push(`node ${site >> store.shift} is of no type`);
  }
  graph.fragments.forEach(({ agents }, fragment) => {
    if (graph.unlisted.includes(fragment)) return;
    const n = new Int32Array(agents.length);
    let found = 0;
    for (let node = 0; node < store.used; node++) {
      const isThere = store.type[node] >= 0 && matchers[fragment].match(node, n, 0);
      const place = store.type[node] === agents[0].type ? lists.placeOf(fragment, node) : -1;
      if (isThere) found++;
      if (isThere !== place >= 0)
        faults.push(`fragment ${fragment} at node ${node}: ${isThere}, listed ${place}`);
      if (place >= 0 && lists.anchors[fragment][place] !== node)
        faults.push(`fragment ${fragment}: the place of node ${node} is wrong`);
    }
    if (lists.sizes[fragment] !== found)
      faults.push(`fragment ${fragment}: ${lists.sizes[fragment]} of ${found}`);
  });
  const before = Float64Array.from(network.selector.propensity);
  const measures = Float64Array.from(state.y);
  network.refreshMeasures();
  state.y.forEach((value, i) => {
    if (!isClose(value, measures[i]) && graph.measures.some((m) => m.state === i && m.isLive && !m.varies))
      faults.push(`the measure ${network.model.states[i].name} is ${measures[i]} instead of ${value}`);
  });
  network.refresh();
  network.selector.propensity.forEach((value, i) => {
    if (isClose(value, before[i])) return;
    const name = i < channels.length ? channels[i].rule.name : `reaction ${i - channels.length}`;
    faults.push(`the hazard of ${name} is ${before[i]} instead of ${value}`);
  });
  return faults;
}

function isClose(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) || (a !== a && b !== b);
}
