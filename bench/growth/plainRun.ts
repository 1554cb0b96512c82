/** One measurement of plainFilaments.ts, for a process of its own: reads the task from standard input. */
import { readFileSync } from "node:fs";
import type { Outcome } from "../benchmark.ts";
import { type PlainFilaments, runPlainFilaments } from "./plainFilaments.ts";

const task = JSON.parse(readFileSync(0, "utf8")) as PlainFilaments & { readonly until: number };
const before = process.cpuUsage();
const work = runPlainFilaments(task, task.until, "1");
const { user, system } = process.cpuUsage(before);
const outcome: Outcome = { work, cost: (user + system) / 1e6 };
process.stdout.write(JSON.stringify(outcome));
