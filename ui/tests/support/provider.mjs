// A provider that speaks OpenID Connect and is not ours: `oidc-provider`, on a loopback port of this process.
// Its people sign in by the name of their account alone.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const CLIENT = "uptake-browser-tests";
// What a form encodes is in it: the secret goes into a header spelt as one.
const SECRET = "a secret: with/odd+letters";

/** A key that signs nothing outside of these tests; each has a name of its own. */
function newKey(algorithm) {
  const made = algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...made.privateKey.export({ format: "jwk" }), kid: randomBytes(6).toString("hex"), use: "sig", alg: algorithm };
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Provider</title><link rel="icon" href="data:,">
<main><h1>Sign in at the provider</h1><form method="post"><label>Account <input name="account" autofocus></label>
<button name="do" value="enter">Enter</button> <button name="do" value="cancel">Cancel</button></form></main></html>`;

/** What a form of that page brings. */
async function form(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

/**
 * Starts a provider. It asks for a secret where `isPublic` is not set, and signs by `algorithm`. Accounts are in `accounts`, by
 * their names, with what is claimed of each; tests add theirs. It knows Uptake from `know(redirectUri)` on.
 */
export async function startProvider({ algorithm = "RS256", isPublic = false } = {}) {
  const accounts = new Map();
  const keys = [newKey(algorithm)];
  /** The names of the keys by which ID tokens were signed, the newest last. */
  const signedBy = [];
  let provider;
  let redirectUri;

  const interact = async (request, answer) => {
    if (request.method !== "POST") return void answer.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    const brought = await form(request);
    const result = brought.get("do") === "cancel" ? { error: "access_denied", error_description: "cancelled" } : { login: { accountId: brought.get("account") } };
    await provider.interactionFinished(request, answer, result, { mergeWithLastSubmission: false });
  };
  const listener = createServer((request, answer) => {
    const done = request.url.startsWith("/interaction/") ? interact(request, answer) : provider.callback()(request, answer);
    Promise.resolve(done).catch((error) => answer.writeHead(500).end(String(error)));
  });
  const listen = async (port) => {
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
    return listener.address().port;
  };
  const port = await listen(0);
  // Another site than Uptake's, which is at an address: what a cookie is sent with is as it would be in earnest.
  const issuer = `http://localhost:${port}`;

  const build = () => {
    const method = isPublic ? { token_endpoint_auth_method: "none" } : { client_secret: SECRET };
    provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT, redirect_uris: [redirectUri], id_token_signed_response_alg: algorithm, ...method }],
      jwks: { keys },
      cookies: { keys: [randomBytes(32).toString("hex")] },
      features: { devInteractions: { enabled: false } },
      claims: { openid: ["sub", "tid"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
      // What is known of people is in the ID token itself.
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      findAccount: (_, sub) => accounts.has(sub) ? { accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) } : undefined,
      // Nobody is asked whether Uptake may know who they are.
      loadExistingGrant: async (ctx) => {
        const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    provider.on("grant.success", (ctx) => signedBy.push(JSON.parse(Buffer.from(ctx.body.id_token.split(".")[0], "base64url")).kid));
  };
  const stop = async () => {
    const closed = listener.listening ? once(listener, "close") : undefined;
    listener.close();
    listener.closeAllConnections();
    await closed;
  };

  return {
    issuer,
    accounts,
    signedBy,
    secret: isPublic ? undefined : SECRET,
    /** How it is set up at Uptake. */
    settings: (code, name, more = "") => `code=${code}; name=${name}; issuer=${issuer}; client=${CLIENT}; private=allowed${more}`,
    know(uri) {
      if (redirectUri === uri) return;
      redirectUri = uri;
      build();
    },
    /** Signs by a new key from now on, and still shows the old one. */
    rotate() {
      keys.unshift(newKey(algorithm));
      build();
    },
    /** The next answer that somebody is sent back with is the last thing that it says. */
    stopAfterAnswer: () => provider.once("authorization.success", () => listener.close()),
    stop,
    /** Comes back at the same address. */
    again: () => listen(port),
  };
}
