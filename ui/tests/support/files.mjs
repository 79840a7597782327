// Report files for the tests: those that the demo was filled with, and those of the month after.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Reads CSV with quotes; the first line names the columns. */
export function parseCsv(text) {
  const lines = [];
  let line = [];
  let field = "";
  let quoted = false;
  const body = text.replace(/^\ufeff/, "");
  const endField = () => {
    line.push(field);
    field = "";
  };
  for (let at = 0; at < body.length; at += 1) {
    const letter = body[at];
    if (quoted && letter === '"' && body[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (letter === '"') {
      quoted = !quoted;
    } else if (quoted || (letter !== "," && letter !== "\n")) {
      field += letter;
    } else {
      endField();
      if (letter === "\n") {
        lines.push(line.map((value) => value.replace(/\r$/, "")));
        line = [];
      }
    }
  }
  const [head, ...rest] = lines;
  return rest.map((values) => Object.fromEntries(head.map((name, place) => [name, values[place]])));
}

/** Writes rows as CSV, every field in quotes. */
export function writeCsv(rows) {
  const line = (values) => values.map((value) => `"${String(value).replaceAll('"', '""')}"`).join(",");
  return `${[Object.keys(rows[0]), ...rows.map(Object.values)].map(line).join("\n")}\n`;
}

/** The first day of the month after. */
function monthAfter(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}

/** From the reports in one folder, writes into another what the next month's would be: half as many users. */
export async function writeNextMonth(from, to) {
  await mkdir(to, { recursive: true });
  for (const name of ["OfficeUsage.csv", "EMSUsage.csv"]) {
    const rows = parseCsv(await readFile(join(from, name), "utf8"));
    const newest = rows.map((row) => row.Month).sort().at(-1);
    const next = rows
      .filter((row) => row.Month === newest)
      .map((row) => {
        const users = Object.entries(row).filter(([column, value]) => column.endsWith("MonthlyActiveUsers") && value !== "");
        return { ...row, Month: monthAfter(newest), ...Object.fromEntries(users.map(([column, value]) => [column, Math.floor(Number(value) / 2)])) };
      });
    await writeFile(join(to, name), writeCsv(next));
  }
}
