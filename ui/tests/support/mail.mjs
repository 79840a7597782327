// A mail server on a loopback port of this process: it takes every letter, sends none on, and shows what it has.

import { once } from "node:events";
import { createServer } from "node:net";

/** The text of a part of a letter, as it was before it was sent. */
const plain = (letter) => letter.replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** Starts a mail server; `until(pattern)` waits for a letter in which the pattern is found, and gives what was found. */
export async function startMail() {
  const letters = [];
  const talks = new Set();
  const listener = createServer((talk) => {
    talks.add(talk);
    talk.on("close", () => talks.delete(talk));
    talk.on("error", () => talk.destroy());
    let heard = "";
    let isLetter = false;
    const say = (line) => talk.write(`${line}\r\n`);
    say("220 localhost");
    talk.setEncoding("latin1");
    talk.on("data", (chunk) => {
      heard += chunk;
      for (;;) {
        const end = heard.indexOf(isLetter ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const part = heard.slice(0, end);
        heard = heard.slice(end + (isLetter ? 5 : 2));
        if (isLetter) letters.push(plain(part));
        const verb = isLetter ? "LETTER" : part.slice(0, 4).toUpperCase();
        isLetter = verb === "DATA";
        say(isLetter ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 well");
        if (verb === "QUIT") talk.end();
      }
    });
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    url: `smtp://127.0.0.1:${listener.address().port}`,
    async until(pattern, patience = 30_000) {
      for (const end = Date.now() + patience; Date.now() < end; ) {
        const found = letters.map((letter) => letter.match(pattern)).find(Boolean);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no letter with ${pattern} in ${patience} ms; there are ${letters.length}`);
    },
    async stop() {
      if (!listener.listening) return;
      const closed = once(listener, "close");
      listener.close();
      for (const talk of talks) talk.destroy();
      await closed;
    },
  };
}
