// What must never happen on any page: an error in the console, a broken content security policy, a
// request to another host, a resource that is not there, a 500.

/** Writes down what goes wrong on a page of these hosts; `expected` are statuses that the test provokes. */
export function watch(context, hosts, expected) {
  const problems = [];
  const add = (text) => problems.push(text);

  context.on("request", (request) => {
    const target = request.url();
    if (![...hosts, "data:", "blob:"].some((start) => target.startsWith(start))) add(`request to another host: ${target}`);
  });
  context.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !expected.includes(status)) add(`${response.request().method()} ${response.url()} answered ${status}`);
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A page that is left, or a download that begins, ends the requests under way.
    if (!reason.includes("ERR_ABORTED")) add(`${request.url()} failed: ${reason}`);
  });
  context.on("console", (message) => {
    // The browser's own line about a status above 400 says less than the response itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) add(`console: ${message.text()}`);
    if (message.type() === "warning" && /content.security.policy/i.test(message.text())) add(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => add(`uncaught: ${error.error()}`));

  return { problems };
}
