// An identity provider that is none of ours: npm `oidc-provider`, certified by the OpenID Foundation.
// Its accounts, and how it lies when a test wants a forged token, are told it at /test.
import { randomUUID } from "node:crypto";
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const LEVEL = "https://data.gov.dk/concept/core/nsis/loa/";
const pair = () => generateKeyPair("RS256", { extractable: true });
const [real, strange] = [await pair(), await pair()];
const told = { accounts: {}, lie: "", down: "", asked: [] };

const provider = new Provider(issuer, {
    clients: [
        {
            client_id: "medborger",
            client_secret: "a secret of the tests only",
            redirect_uris: [redirectUri],
            response_types: ["code"],
            grant_types: ["authorization_code"],
        },
    ],
    jwks: { keys: [{ ...(await exportJWK(real.privateKey)), kid: "real", alg: "RS256", use: "sig" }] },
    claims: {
        openid: ["sub", "groups", "cprNumberIdentifier", "birthdate"],
        email: ["email", "email_verified"],
        profile: ["name"],
    },
    acrValues: [`${LEVEL}Low`, `${LEVEL}Substantial`, `${LEVEL}High`],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: [randomUUID()] },
    interactions: { url: (ctx, interaction) => `/choose/${interaction.uid}` },
    async findAccount(ctx, id) {
        const claims = told.accounts[id]?.claims;
        return claims && { accountId: id, claims: async () => ({ sub: id, ...claims }) };
    },
    // Everyone agrees to everything: what is asked for is the client's affair.
    async loadExistingGrant(ctx) {
        const { session, client } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
    },
});

const lies = {
    key: (claims) => sign(claims, strange.privateKey),
    none: (claims) => new UnsecuredJWT(claims).encode(),
    secret: (claims) => new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "real" }).sign(
        new TextEncoder().encode("a secret of the tests only".padEnd(32)),
    ),
    nonce: (claims) => sign({ ...claims, nonce: "of another log-in" }),
    audience: (claims) => sign({ ...claims, aud: "somebody-else" }),
    issuer: (claims) => sign({ ...claims, iss: "https://login.example.org" }),
    expired: (claims) => sign({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
    subject: (claims) => sign({ ...claims, sub: "somebody else" }),
};

function sign(claims, key = real.privateKey) {
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "real" }).sign(key);
}

async function body(req) {
    let text = "";
    for await (const part of req) text += part;
    return JSON.parse(text);
}

provider.use(async (ctx, next) => {
    if (ctx.path === "/test") {
        if (ctx.method === "POST") Object.assign(told, await body(ctx.req));
        ctx.body = told;
    } else if (told.down && ctx.path.startsWith(told.down)) {
        ctx.status = 503;
    } else if (ctx.path.startsWith("/choose/")) {
        await choose(ctx);
    } else {
        if (ctx.path === "/auth") told.asked.push(ctx.query);
        await next();
        if (ctx.path === "/token" && lies[told.lie] && ctx.body?.id_token) {
            ctx.body = { ...ctx.body, id_token: await lies[told.lie](decodeJwt(ctx.body.id_token)) };
        }
    }
});

async function choose(ctx) {
    const account = told.accounts[ctx.query.account];
    if (account) {
        const login = { accountId: ctx.query.account, acr: LEVEL + account.level, remember: false };
        return provider.interactionFinished(ctx.req, ctx.res, { login });
    }
    if (ctx.query.account === "nobody") {
        return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied" });
    }
    const links = [...Object.keys(told.accounts), "nobody"].map((id) => `<a href="?account=${id}">${id}</a>`);
    ctx.type = "html";
    ctx.body = `<!doctype html><title>Who are you?</title><h1>Who are you?</h1>${links.join(" ")}`;
}

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
