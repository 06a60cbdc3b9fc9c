// How long the cockpit takes in a browser that has never been here, and what it sends for: the median of several runs, each with a
// browser of its own. `node dev/first-paint.mjs` against a running demo (XINDAI_URL, XINDAI_PASSWORD); prints JSON.
import { chromium } from 'playwright-core';

const base = (process.env.XINDAI_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const password = process.env.XINDAI_PASSWORD ?? 'Xindai-demo-1';
const runs = Number(process.argv[2] ?? 5);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function visit() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const answer = await context.request.post(`${base}/api/v1/session`, { data: { login: 'admin', password }, headers: { 'X-Requested-With': 'xindai' } });
    if (answer.status() !== 200) throw new Error(`signing in answered ${answer.status()}`);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    const kinds = new Map();
    const sums = { requests: 0, bytes: 0, script_bytes: 0, script_files: 0 };
    devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sums.requests += 1;
      sums.bytes += encodedDataLength;
      if (kinds.get(requestId) !== 'Script') return;
      sums.script_files += 1;
      sums.script_bytes += encodedDataLength;
    });
    await page.goto(`${base}/cockpit`);
    await page.locator('[data-active="true"] [data-figure] .value').first().waitFor();
    const figures = await page.evaluate(() => Math.round(performance.now()));
    await page.locator('[data-active="true"] canvas').first().waitFor();
    const charts = await page.evaluate(() => Math.round(performance.now()));
    await page.waitForLoadState('networkidle');
    const paint = await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0));
    return { first_paint_ms: paint, figures_ms: figures, charts_ms: charts, ...sums };
  } finally {
    await browser.close();
  }
}

const seen = [];
for (let run = 0; run < runs; run += 1) seen.push(await visit());
const median = (name) => seen.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(seen.length / 2)];
console.log(JSON.stringify({ runs, ...Object.fromEntries(Object.keys(seen[0]).map((name) => [name, median(name)])) }));
