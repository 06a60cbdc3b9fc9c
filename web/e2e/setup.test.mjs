// The first start: a new lender, from the password on the console to the first loan list.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { open, settle, shoot, start, stop } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'xindai-first-'));
let server;
let url;
let password;

/** Starts the real program in a folder, and takes from what it says its address and, of the first start, the password. */
async function serve(place, first) {
  const started = spawn(process.env.SERVER_BINARY ?? '../target/debug/xindai', ['serve', '--data-dir', place, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env.PATH } });
  let said = '';
  for await (const piece of started.stdout.iterator({ destroyOnReturn: false })) {
    said += piece;
    const told = { server: started, url: /http:\/\/[\d.:]+/.exec(said)?.[0], password: /password (\S+)/.exec(said)?.[1] };
    if (told.url && (told.password || !first)) return told;
  }
  throw new Error(`the server ended: ${said}`);
}

before(async () => {
  await start();
  ({ server, url, password } = await serve(folder, true));
});

after(async () => {
  await stop();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(page, login, secret) {
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(secret);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('demo data whose making was killed is gone on with after the next start', async () => {
  const place = mkdtempSync(join(tmpdir(), 'xindai-killed-'));
  const first = await serve(place, true);
  const { page, close } = await open({ signedIn: false });
  await page.goto(first.url);
  await signIn(page, 'admin', first.password);
  await page.getByLabel('中文名称').fill('甲银行');
  await page.getByLabel('英文名称').fill('Jia Bank');
  await next(page).click();
  await step(page, '分支机构');
  await next(page).click();
  await page.getByLabel('姓名').fill('赵敏');
  await page.getByLabel('账号').fill('zhao.min');
  await page.getByLabel('密码', { exact: true }).fill('Correct-horse-7');
  await page.getByLabel('再次输入密码').fill('Correct-horse-7');
  await next(page).click();
  await page.locator('[data-testid="start-demo"]').click();
  await next(page).click();
  await page.locator('[data-testid="setup-checked"]').waitFor();
  await next(page).click();
  // Some days are lived, and then nothing is said any more.
  await page.locator('.setup-body .num', { hasText: /^[1-9]\d* / }).waitFor();
  await shoot(page, 'setup-6-making');
  first.server.kill('SIGKILL');
  const second = await serve(place, false);
  // The session lives on in the database.
  await page.goto(second.url);
  await page.locator('[data-testid="setup-continue"]').waitFor();
  await shoot(page, 'setup-7-interrupted');
  await page.locator('[data-testid="setup-continue"]').click();
  await page.locator('[data-testid="setup-enter"]').waitFor({ timeout: 120_000 });
  await shoot(page, 'setup-8-done');
  await page.locator('[data-testid="setup-enter"]').click();
  await page.locator('[data-active="true"] .page').first().waitFor();
  await close();
  second.server.kill();
  rmSync(place, { recursive: true, force: true });
});

const next = (page) => page.locator('[data-testid="setup-next"]');
const step = (page, name) => page.locator('.ant-steps-item-active', { hasText: name }).waitFor();

test('a new lender is set up from the console password to an empty list of loans', async () => {
  const { page, problems, close } = await open({ signedIn: false });
  await page.goto(url);
  await signIn(page, 'admin', password);
  await step(page, '机构');
  await next(page).click();
  await page.locator('.ant-form-item-explain-error').first().waitFor();
  await page.getByLabel('中文名称').fill('乙县农村商业银行');
  await page.getByLabel('英文名称').fill('Yi Rural Commercial Bank');
  await shoot(page, 'setup-1-institution');
  await next(page).click();
  await step(page, '分支机构');
  await page.locator('[data-testid="add-branch"]').click();
  await page.getByLabel('机构代码').fill('01');
  await page.getByLabel('中文名称').fill('城关支行');
  await page.getByLabel('英文名称').fill('Chengguan');
  await shoot(page, 'setup-2-branches');
  await next(page).click();
  await step(page, '管理员');
  await page.getByText('至少 8 位，含大写、小写、数字、其他字符中的 3 种').waitFor();
  await page.getByLabel('姓名').fill('赵敏');
  await page.getByLabel('账号').fill('zhao.min');
  await page.getByLabel('密码', { exact: true }).fill('short');
  await page.getByLabel('再次输入密码').fill('short');
  await next(page).click();
  await step(page, '起始数据');
  await shoot(page, 'setup-4-start');
  await next(page).click();
  // The server refuses the password before anything is written, and the page goes back to where it is typed.
  await step(page, '管理员');
  await page.getByLabel('密码', { exact: true }).fill('Correct-horse-7');
  await page.getByLabel('再次输入密码').fill('Correct-horse-7');
  await shoot(page, 'setup-3-administrator');
  await next(page).click();
  await step(page, '起始数据');
  await page.locator('[data-testid="calendar-own"]').click();
  await page.locator('.calendar-file').waitFor();
  await shoot(page, 'setup-4-calendar');
  await page.locator('[data-testid="calendar-weekends"]').click();
  await next(page).click();
  await page.locator('[data-testid="setup-checked"]').waitFor();
  await shoot(page, 'setup-5-confirm');
  await next(page).click();
  await page.locator('[data-active="true"] .page').first().waitFor();
  await page.goto(`${url}/users`);
  await page.locator('[data-testid="table-users"] tr', { hasText: 'zhao.min' }).waitFor();
  await settle(page);
  await page.getByText('乙县农村商业银行').first().waitFor();
  assert.deepEqual(problems, []);
  await close();
});
