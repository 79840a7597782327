// A world whose every name is a hostile text (abuse/payloads.json), and what a page must not do with it.

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCsv } from "./files.mjs";
import { uptake } from "./server.mjs";

const root = new URL("../../../", import.meta.url);
const read = async (path) => JSON.parse(await readFile(new URL(path, root), "utf8"));

/** The corpus: hostile texts, each with a name and a family; `runs` where a page that takes it as it is runs it. */
export const PAYLOADS = await read("abuse/payloads.json");

const PASSWORD = "correct horse battery";
const PARTNER = "4000001";
const MONTHS = ["2026-07-01", "2026-08-01"];

/** What the reports' reader makes of a text: white space becomes single spaces, as Unicode and Rust have it, and nothing turns the direction of writing. */
export const cleaned = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").split(/[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter(Boolean).join(" ");

/** Whether the reader takes it: other control characters, and nothing at all, refuse the row. */
export const isTaken = (text) => !/[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/.test(text) && cleaned(text) !== "";

const tenantId = (place) => `0bad0000-0000-4000-8000-${String(place).padStart(12, "0")}`;
export const locationId = (place) => String(4_100_000 + place);

/** The tenants of the world: one a payload, which is its name, domain, country and segment. */
export const TENANTS = PAYLOADS.map(({ text }, place) => ({ id: tenantId(place), text: cleaned(text), isTaken: isTaken(text) })).filter((one) => one.isTaken);

/** A workload's name is short and has a letter or digit. */
const isWorkload = (text) => Buffer.byteLength(cleaned(text)) <= 64 && /[\p{L}\p{N}]/u.test(text);

function reports() {
  const location = ({ text }, place) => ({ MPNId: locationId(place), PartnerName: text, PGA_MPNId: PARTNER, PGA_PartnerName: PAYLOADS[0].text, City: text, Country: text, HierarchyLevel: "Location" });
  const global = { ...location(PAYLOADS[0], 0), MPNId: PARTNER, HierarchyLevel: "Global" };
  const blank = { PGAMpnId: "", IsDuplicateRowForPGA: "0" };
  const customer = ({ text }, place) => ({
    ...blank, MpnId: locationId(place), CustomerName: text, CustomerTpid: "1", CustomerSegment: text, CustomerMarket: text, CustomerTenantId: tenantId(place),
    CustomerTenantName: text, CustomerTenantCountry: text, TenantDomainName: text, Month: MONTHS[1], PartnerAttributionType: "CPOR",
  });
  const used = ({ text }, place, Month, WorkloadName) => ({
    ...blank, CustomerTenantId: tenantId(place), CustomerTpid: "1", WorkloadName, Month, PaidAvailableUnits: 100, MonthlyActiveUsers: 10 + (place % 90),
    CustomerName: text, CustomerMarket: text, CustomerSegment: text, MPNId: locationId(place), PartnerAttributionType: "CPOR",
  });
  const usage = PAYLOADS.flatMap((one, place) => MONTHS.flatMap((month) => ["Teams", ...(isWorkload(one.text) ? [one.text] : [])].map((name) => used(one, place, month, name))));
  // A SKU is short, and has a letter or digit; the family of products may be anything short.
  const isSku = (text) => [...cleaned(text)].length <= 100 && /[\p{L}\p{N}]/u.test(text);
  const bought = ({ text }, place) => ({
    ...blank, MpnId: locationId(place), SubscriptionId: `s-${place}`, SubscriptionEndDate: "2026-12-31", SubscriptionState: [...cleaned(text)].length <= 100 ? text : "Active", month: MONTHS[1],
    IsAutoRenew: "1", CustomerName: text, CustomerTenantId: tenantId(place), CustomerTpid: "1", CustomerSegment: text, CustomerMarket: text,
    ProductFamily: [...cleaned(text)].length <= 100 ? text : "", SKU: isSku(text) ? text : "Microsoft 365 E3", TotalSoldSeats: 10 + place, TotalAssignedSeats: 5,
  });
  return { "Profile.csv": [global, ...PAYLOADS.map(location)], "CustomersAndTenants.csv": PAYLOADS.map(customer), "OfficeUsage.csv": usage, "SeatsSubscriptionsAndRevenue.csv": PAYLOADS.map(bought) };
}

/** Runs the command line with a line on its standard input. */
function answered(line, ...args) {
  const run = promisify(execFile)(process.env.UPTAKE_BIN, args);
  run.child.stdin.end(`${line}\n`);
  return run;
}

/** A small report, for an upload of its own. */
export const smallReport = (place) => writeCsv([reports()["CustomersAndTenants.csv"].at(0)].map((row) => ({ ...row, CustomerTpid: String(place) })));

/** Fills a folder with the world: partners, tenants, usage, and people whose names are hostile as well. */
export async function makeHostileWorld(folder) {
  const database = ["--database", `sqlite:${join(folder, "uptake.db")}`];
  for (const [name, rows] of Object.entries(reports())) {
    await writeFile(join(folder, name), writeCsv(rows));
    await uptake("import", ...database, "--json", join(folder, name));
  }
  const named = PAYLOADS.filter(({ runs }) => runs);
  const people = [
    { role: "programme_admin", email: "office@uptake.example", name: named[4].text, at: ["--programme"] },
    { role: "executive_report_viewer", email: "viewer@uptake.example", name: named[8].text, at: ["--partner", PARTNER] },
    { role: "incentives_admin", email: "claims@uptake.example", name: named[6].text, at: ["--partner", PARTNER] },
  ];
  const accounts = [];
  for (const { role, email, name, at } of people) {
    await answered(PASSWORD, "user", "add", ...database, "--email", email, "--name", name, ...at, "--role", role, "--password-stdin");
    const token = (await uptake("token", "create", ...database, "--email", email)).trim();
    accounts.push({ role, email, name, password: PASSWORD, token });
  }
  await writeFile(join(folder, "accounts.json"), JSON.stringify({ accounts }));
}

/** Reports as problems what would be a success of an attack: a dialog, a call of `alert`, a broken policy. */
export async function listen(context, problems) {
  context.on("page", (page) => page.on("dialog", async (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  }));
  await context.exposeFunction("alert", (what) => problems.push(`ran: alert(${what})`));
  await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => globalThis.alert(`policy ${event.violatedDirective} ${event.blockedURI}`)));
}

/** What of a page is not as the templates write it: scripts, handlers and addresses that came from data. */
export function foreign(page) {
  return page.evaluate(() => {
    const wrong = [];
    const addresses = ["href", "src", "action", "formaction", "srcset", "data", "hx-get", "hx-post", "poster", "ping"];
    for (const one of document.querySelectorAll("*")) {
      if (/^(iframe|object|embed|base|plaintext|marquee|xmp|math|video|audio|animate|frame|applet)$/i.test(one.localName)) wrong.push(`<${one.localName}>`);
      if (one.localName === "script" && !one.src) wrong.push(`inline script: ${one.textContent.slice(0, 60)}`);
      if (one.localName === "meta" && one.httpEquiv) wrong.push(`meta ${one.httpEquiv}`);
      for (const { name, value } of one.attributes) {
        if (name.startsWith("on")) wrong.push(`${one.localName} has ${name}`);
        if (addresses.includes(name) && !value.startsWith("#")) {
          // An address to write to or a number to dial, and nothing beside it.
          if (one.localName === "a" && /^(mailto:[A-Za-z0-9%._~-]+|tel:[+0-9]+)$/.test(value)) continue;
          const target = new URL(value, document.baseURI);
          if (target.origin !== location.origin && target.protocol !== "data:") wrong.push(`${one.localName} ${name}=${value}`);
        }
      }
    }
    return wrong;
  });
}

/** Rows of a CSV file, as Python's own reader takes them. */
export async function parsedByPython(text) {
  const program = "import csv,io,json,sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode('utf-8-sig'), newline='')))))";
  const run = promisify(execFile)("python3", ["-c", program], { maxBuffer: 1 << 26 });
  run.child.stdin.end(text);
  return JSON.parse((await run).stdout);
}

/** Whether a spreadsheet might compute a cell: written apart from the program's own rule, and a little wider. */
export const isComputed = (cell) => /^[\s\p{Cc}\p{Cf}"]*[=+\-@\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b]/u.test(cell) || /^[\t\r\n]/.test(cell);
