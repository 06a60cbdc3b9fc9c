// Shared by the journeys: one browser, a signed-in page in a known language, screenshots.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const base = (process.env.XINDAI_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const password = process.env.XINDAI_PASSWORD ?? 'Xindai-demo-1';
const shots = new URL('./screenshots/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
let browser;

export async function start() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
}

export async function stop() {
  await browser?.close();
}

/** A page of its own session. `problems` collects script errors and failed calls, which no journey may leave behind. */
export async function open({ phone = false, language = 'zh-CN', theme = 'light', signedIn = true, login = 'admin' } = {}) {
  const context = await browser.newContext({ viewport: phone ? { width: 375, height: 812 } : { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.addInitScript(
    ([chosenLanguage, chosenTheme]) => {
      if (sessionStorage.getItem('e2e')) return;
      sessionStorage.setItem('e2e', 'begun');
      localStorage.setItem('xindai.language', chosenLanguage);
      localStorage.setItem('xindai.preferences', JSON.stringify({ theme: chosenTheme }));
    },
    [language, theme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => {
    if (/Content.Security.Policy/i.test(line.text())) problems.push(line.text());
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) problems.push(`${answer.status()} ${answer.url()}`);
  });
  if (signedIn) {
    const answer = await context.request.post(`${base}/api/v1/session`, {
      data: { login, password },
      headers: { 'X-Requested-With': 'xindai' },
    });
    assert.equal(answer.status(), 200, 'the demo login works');
  }
  return { page, problems, close: () => context.close() };
}

export async function go(page, path) {
  await page.goto(base + path);
  await page.locator('[data-active="true"] .page').first().waitFor();
}

/** The page in front; hidden tabs keep their content in the document. */
export function front(page) {
  return page.locator('[data-active="true"]');
}

/** Runs in the page: what was asked for has arrived and nothing moves any more. */
function settled() {
  const moving = document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity);
  return !moving && !document.querySelector('[data-active="true"] .ant-skeleton, [data-active="true"] .ant-spin-spinning');
}

export async function settle(page) {
  await page.waitForFunction(settled);
}

export async function shoot(page, name) {
  await settle(page);
  await page.screenshot({ path: `${shots}${name}.png` });
}

export async function assertNoOverflow(page, what) {
  const over = await page.evaluate(() => {
    const slot = document.querySelector('[data-active="true"]');
    const wide = [document.documentElement.scrollWidth - window.innerWidth];
    if (slot) wide.push(slot.scrollWidth - slot.clientWidth);
    return Math.max(...wide);
  });
  assert.ok(over <= 0, `${what} is ${over} px wider than the screen`);
}

export function numberIn(text) {
  return Number(text.replace(/[^\d.]/g, ''));
}

export { password };
