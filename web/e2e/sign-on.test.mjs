// Signing on through an identity provider: one that is played here, and a program of its own that is configured for it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertNoOverflow, open, password, settle, shoot, start, stop } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'xindai-sign-on-'));
const binary = process.env.SERVER_BINARY ?? '../target/debug/xindai';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const codes = new Map();
let provider;
let issuer;
let server;
let url;

const b64 = (data) => Buffer.from(data).toString('base64url');

function idToken(claims) {
  const now = Math.floor(Date.now() / 1000);
  const signed = `${b64(JSON.stringify({ alg: 'RS256', kid: 'one' }))}.${b64(JSON.stringify({ iss: issuer, aud: 'xindai', iat: now, exp: now + 300, ...claims }))}`;
  return `${signed}.${b64(sign('RSA-SHA256', Buffer.from(signed), privateKey))}`;
}

/** The page of the provider: everybody who might sit there. */
function people(query) {
  const link = (name) => `<p><a href="/as/${name}?${query}">${name}</a></p>`;
  return `<!doctype html><meta charset="utf-8"><title>统一身份认证</title>${['clerk', 'stranger', 'nobody'].map(link).join('')}`;
}

function answer(request, response, body) {
  const at = new URL(request.url, issuer);
  const json = (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (at.pathname === '/.well-known/openid-configuration') {
    return json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, end_session_endpoint: `${issuer}/logout` });
  }
  if (at.pathname === '/keys') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
  if (at.pathname === '/authorize') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(people(at.search.slice(1)));
  if (at.pathname === '/logout') return response.writeHead(302, { location: at.searchParams.get('post_logout_redirect_uri') }).end();
  if (at.pathname.startsWith('/as/')) {
    const asked = at.searchParams;
    const back = new URL(asked.get('redirect_uri'));
    back.searchParams.set('state', asked.get('state'));
    if (at.pathname === '/as/nobody') back.searchParams.set('error', 'access_denied');
    else {
      const code = `code-${codes.size}`;
      codes.set(code, { challenge: asked.get('code_challenge'), nonce: asked.get('nonce'), sub: at.pathname.slice(4) });
      back.searchParams.set('code', code);
    }
    return response.writeHead(302, { location: back.href }).end();
  }
  const form = new URLSearchParams(body);
  const grant = codes.get(form.get('code'));
  codes.delete(form.get('code'));
  const proved = grant && createHash('sha256').update(form.get('code_verifier')).digest('base64url') === grant.challenge;
  const known = request.headers.authorization === `Basic ${Buffer.from('xindai:s3cret').toString('base64')}`;
  return proved && known ? json({ id_token: idToken({ sub: grant.sub, nonce: grant.nonce }) }) : json({ error: 'invalid_grant' }, 400);
}

const listening = (made) => new Promise((resolve) => made.listen(0, '127.0.0.1', () => resolve(made.address().port)));

async function freePort() {
  const taken = createServer();
  const port = await listening(taken);
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

before(async () => {
  await start();
  provider = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => answer(request, response, body));
  });
  issuer = `http://127.0.0.1:${await listening(provider)}`;
  const made = spawnSync(binary, ['demo', '--no-serve', '--loans', '3', '--data', folder], { env: { PATH: process.env.PATH } });
  assert.equal(made.status, 0, String(made.stderr));
  url = `http://127.0.0.1:${await freePort()}`;
  server = spawn(binary, ['serve', '--data', folder, '--listen', url.slice(7)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      XINDAI_RATE_SIGN_IN_PER_MINUTE: '0',
      XINDAI_OIDC_ISSUER: issuer,
      XINDAI_OIDC_NAME: '统一身份认证',
      XINDAI_OIDC_CLIENT_ID: 'xindai',
      XINDAI_OIDC_CLIENT_SECRET: 's3cret',
      XINDAI_OIDC_REDIRECT_URL: `${url}/sign-on`,
    },
  });
  let said = '';
  for await (const piece of server.stdout) {
    said += piece;
    if (said.includes(url)) break;
  }
});

after(async () => {
  await stop();
  server?.kill();
  provider?.close();
  provider?.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const leave = async (page, name) => {
  await page.goto(`${url}/loans`);
  await page.locator('[data-testid="sign-on"]').click();
  await page.getByRole('link', { name }).click();
};

test('an administrator links a user, who signs on and arrives where they were going', async () => {
  const { page, problems, close } = await open({ signedIn: false });
  await page.goto(url);
  await page.locator('input[autocomplete="username"]').fill('admin');
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL('**/cockpit');
  await page.goto(`${url}/users`);
  await page.locator('[data-active="true"] tr', { hasText: 'clerk' }).first().click();
  const subject = page.locator('[data-testid="identity-subject"]');
  await subject.fill('clerk');
  await page.locator('[data-testid="link-identity"]').click();
  await page.locator('[data-testid="part-identity"]').waitFor();
  await subject.scrollIntoViewIfNeeded();
  await shoot(page, 'sign-on-linked');
  await page.context().clearCookies();
  await page.goto(`${url}/loans`);
  await page.locator('[data-testid="sign-on"]').waitFor();
  await shoot(page, 'sign-on-login');
  await leave(page, 'clerk');
  await page.waitForURL(`${url}/loans`);
  await page.locator('[data-testid="table-loans"]').waitFor();
  const session = await (await page.request.get(`${url}/api/v1/session`)).json();
  assert.equal(session.user.login, 'clerk');
  assert.deepEqual(problems, []);
  await close();
});

test('who is unknown and who is refused are told so, on a phone too, and an old answer is of no use', async () => {
  const { page, problems, close } = await open({ signedIn: false, phone: true, language: 'en', theme: 'dark' });
  await page.goto(`${url}/login`);
  await page.locator('[data-testid="sign-on"]').waitFor();
  await shoot(page, 'sign-on-login-phone');
  await leave(page, 'stranger');
  const code = page.locator('.problem .code');
  await code.waitFor();
  assert.match((await code.textContent()) ?? '', /^access\.sign_in_failed/);
  assert.equal(page.url(), `${url}/sign-on`, 'neither code nor state stay in the address');
  await assertNoOverflow(page, 'a refused sign-on');
  await shoot(page, 'sign-on-refused-phone');
  await page.reload();
  await page.locator('.problem .code', { hasText: 'access.sign_on_stale' }).waitFor();
  await page.getByRole('button', { name: 'Back to sign-in' }).click();
  await page.waitForURL(`${url}/login`);
  await leave(page, 'nobody');
  await page.locator('.problem .code', { hasText: 'access.sign_on_denied' }).waitFor();
  await settle(page);
  assert.deepEqual(problems, []);
  await close();
});

test('a locked screen leads back through the provider, and signing out ends both', async () => {
  const { page, problems, close } = await open({ signedIn: false });
  await leave(page, 'clerk');
  await page.locator('[data-testid="table-loans"]').waitFor();
  const [before] = (await page.context().cookies()).filter((one) => one.name === 'xindai_session');
  await page.goto(`${url}/customers`);
  // What has not come before the screen locks does not come before it opens.
  await page.locator('[data-testid="table-customers"] tbody tr.clickable').first().waitFor();
  await page.locator('[data-testid="user-menu"]').click();
  await page.locator('.ant-dropdown-menu-item', { hasText: '锁定屏幕' }).click();
  const curtain = page.locator('[data-testid="lock-screen"]');
  await curtain.getByRole('button', { name: '通过统一身份认证重新登录' }).waitFor();
  assert.equal(await curtain.locator('input').count(), 0, 'nobody is asked for a password that they may not have');
  await shoot(page, 'lock-provider');
  await curtain.locator('[data-testid="sign-on"]').click();
  await page.getByRole('link', { name: 'clerk' }).click();
  await page.waitForURL(`${url}/customers`);
  await page.locator('[data-testid="table-customers"]').waitFor();
  assert.equal(await curtain.count(), 0);
  const [after] = (await page.context().cookies()).filter((one) => one.name === 'xindai_session');
  assert.notEqual(after.value, before.value, 'a new session took the place of the locked one');
  await page.locator('[data-testid="user-menu"]').click();
  const both = page.locator('.ant-dropdown-menu-item', { hasText: '退出并注销统一身份认证' });
  await both.waitFor();
  await shoot(page, 'sign-out-both');
  await both.click();
  await page.waitForURL(`${url}/login`);
  assert.equal((await page.request.get(`${url}/api/v1/session`)).status(), 401);
  assert.deepEqual(problems, []);
  await close();
});
