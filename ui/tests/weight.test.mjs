// What a first visit costs: every byte that a browser without anything in its cache receives.

import assert from "node:assert/strict";
import { firstTenant } from "./support/steps.mjs";
import { suite } from "./support/suite.mjs";

const MOST_BYTES = 60_000;

const { test } = suite();

/** Opens a page as if for the first time, and adds up what came over the wire, headers included. */
async function received(context, path) {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const parts = [];
  const urls = new Map();
  network.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => parts.push([encodedDataLength, urls.get(requestId)]));
  await page.goto(path, { waitUntil: "networkidle" });
  await page.close();
  return { bytes: parts.reduce((sum, [size]) => sum + size, 0), parts };
}

test("the first page is small, and so is every page after it", { as: "executive_report_viewer" }, async ({ context, page, t }) => {
  const tenant = (await firstTenant(page)).path;
  for (const path of ["/overview", "/tenants", "/my-work", tenant, "/profile"]) {
    const { bytes, parts } = await received(context, path);
    t.diagnostic(`${path}: ${bytes} bytes in ${parts.length} answers`);
    assert.ok(parts.length > 1, "style and script are fetched too");
    assert.ok(bytes <= MOST_BYTES, `${path}: ${bytes} bytes, at most ${MOST_BYTES}\n${parts.map((part) => part.join(" ")).join("\n")}`);
  }
});

test("the sign-in page is small", {}, async ({ context, t }) => {
  const { bytes } = await received(context, "/sign-in");
  t.diagnostic(`/sign-in: ${bytes} bytes`);
  assert.ok(bytes <= MOST_BYTES);
});
