// How long the guidance on intent notes takes, of which somebody waits for every pause in typing. `make bench` runs it. Without a
// floor: the figure itself has a goal.

import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { home, record } from "./kit.mjs";

const GOAL = 1;

rmSync(home, { recursive: true });
for (const line of execFileSync(process.env.GUIDANCE_PACE, { encoding: "utf8" }).trim().split("\n")) {
  const [what, nanoseconds] = line.split("\t");
  const milliseconds = Number(nanoseconds) / 1e6;
  console.log(`guidance, ${what}: ${milliseconds.toFixed(3)} ms (goal: at most ${GOAL})`);
  record({ figure: "guidance", text: what, milliseconds, goal: GOAL });
}
