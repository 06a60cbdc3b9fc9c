// A stand-in for the server while it is being written: node dev/mock-server.mjs, then vite proxies /api to it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { addDays, COUNT, cents, customerOf, money, plan, products, rowOf, stateOf, TODAY, uuid } from './mock-book.mjs';
import * as one from './mock-loan.mjs';

const PORT = Number(process.env.PORT ?? 8080);
const dist = new URL('../dist', import.meta.url).pathname;
const permissions = 'loan.read loan.book loan.repay loan.reverse product.read customer.read customer.write customer.reveal ledger.read ledger.reverse close.read close.run report.read audit.read access.read access.write'.split(' ');
const rows = Array.from({ length: COUNT }, (_, i) => rowOf(i));
const indexOf = (id) => parseInt(id.slice(-12), 16);
const session = (u) => ({ user: { id: uuid('01', 1), login: u, name: u === 'admin' ? '系统管理员' : u }, permissions: u === 'auditor' ? permissions.filter((p) => p.endsWith('.read')) : permissions, business_date: TODAY, institution: '示范小额贷款有限公司', language: 'zh-CN' });
const users = ['admin', 'clerk', 'manager', 'auditor'].map((login, n) => ({ id: uuid('01', n + 1), login, name: ['系统管理员', '柜员', '经理', '审计员'][n], roles: [login], organisation: '总行', is_active: true, created_at: '2018-01-01T00:00:00Z', last_sign_in_at: '2019-06-28T01:02:03Z' }));
const number = (m) => Number(m?.amount ?? m ?? 0);

function filtered(q) {
  return rows.filter((r) => (!q.get('q') || r.number.includes(q.get('q')) || r.customer_name.includes(q.get('q'))) && ['status', 'product_id', 'currency', 'bucket', 'class', 'customer_id'].every((k) => !q.get(k) || r[k] === q.get(k)) && (!q.get('dpd_min') || r.dpd >= Number(q.get('dpd_min'))) && (!q.get('dpd_max') || r.dpd <= Number(q.get('dpd_max'))) && (!q.get('disbursed_from') || r.disbursed_on >= q.get('disbursed_from')) && (!q.get('disbursed_to') || r.disbursed_on <= q.get('disbursed_to')) && (!q.get('due_on') || r.next_due_on === q.get('due_on')));
}
function page(list, q) {
  const from = Number(q.get('cursor') ?? 0), limit = Number(q.get('limit') ?? 20);
  return { items: list.slice(from, from + limit), next_cursor: from + limit < list.length ? String(from + limit) : null };
}
function perCurrency(list, name) {
  const sums = {};
  for (const r of list) sums[r.currency] = (sums[r.currency] ?? 0) + cents(r[name]);
  return Object.entries(sums).map(([c, v]) => money(v, c));
}
function loans(q) {
  const list = filtered(q);
  const sort = q.get('sort');
  if (sort) {
    const k = sort.replace('-', ''), s = sort.startsWith('-') ? -1 : 1;
    const value = (r) => (typeof r[k] === 'object' && r[k] ? number(r[k]) : k === 'annual_rate' ? Number(r[k]) : r[k] ?? '');
    list.sort((a, b) => (value(a) < value(b) ? -s : value(a) > value(b) ? s : 0));
  }
  const totals = q.get('with_totals') ? { count: list.length, principal_outstanding: perCurrency(list, 'principal_outstanding'), overdue_principal: perCurrency(list, 'overdue_amount') } : undefined;
  return { ...page(list, q), totals };
}
function cockpit(c) {
  const list = rows.filter((r) => r.currency === c);
  const sum = (l, f) => l.reduce((t, r) => t + cents(r[f]), 0);
  const by = (name, keys) => keys.map((k) => { const l = list.filter((r) => r[name] === k); return { count: l.length, principal: money(sum(l, 'principal_outstanding'), c), k }; });
  const open = list.filter((r) => ['active', 'overdue'].includes(r.status));
  const late = open.filter((r) => r.dpd > 0), par30 = open.filter((r) => r.dpd > 30);
  const pct = (a, b) => (b ? ((100 * a) / b).toFixed(4) : '0');
  const F = (code, zh, en, value, fz, fe, drill) => ({ code, name_zh: zh, name_en: en, value, formula_zh: fz, formula_en: fe, drill: drill !== null ? `/loans?currency=${c}${drill}` : null });
  const months = Array.from({ length: 18 }, (_, k) => `201${8 + Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}`);
  return {
    as_of: TODAY, currency: c, currencies: ['CNY', 'USD'],
    figures: [
      F('principal_outstanding', '贷款余额', 'Outstanding principal', { money: money(sum(open, 'principal_outstanding'), c) }, 'Σ 未结清借据的剩余本金', 'Sum of unpaid principal over open loans', ''),
      F('open_loans', '未结清借据', 'Open loans', { count: open.length }, '状态为正常或逾期的借据笔数', 'Loans that are active or overdue', null),
      F('disbursed', '累计放款', 'Disbursed to date', { money: money(sum(list, 'principal'), c) }, 'Σ 放款本金', 'Sum of disbursed principal', ''),
      F('overdue_amount', '逾期金额', 'Overdue amount', { money: money(sum(late, 'overdue_amount'), c) }, 'Σ 已到期未还的本金与利息', 'Principal and interest past due', '&status=overdue'),
      F('overdue_loans', '逾期借据', 'Overdue loans', { count: late.length }, '逾期天数 ≥ 1 的借据笔数', 'Loans with one or more days past due', '&status=overdue'),
      F('par30', 'PAR30', 'PAR 30', { percent: pct(sum(par30, 'principal_outstanding'), sum(open, 'principal_outstanding')) }, '逾期超过 30 天借据的剩余本金 ÷ 贷款余额', 'Outstanding of loans over 30 days late ÷ outstanding principal', '&dpd_min=31'),
      F('yield', '年化收益率', 'Annualised yield', { percent: '12.8731' }, '当月计提利息 × 365 ÷ 当月天数 ÷ 当月日均余额', 'Interest of the month × 365 ÷ days ÷ average balance', ''),
      F('charged_off', '核销余额', 'Charged off', { money: money(sum(list.filter((r) => r.status === 'charged_off'), 'principal_outstanding'), c) }, 'Σ 已核销借据的剩余本金', 'Outstanding of charged-off loans', '&status=charged_off'),
    ],
    buckets: by('bucket', ['C', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7+']).map(({ k, ...x }) => ({ bucket: k, ...x })),
    status: by('status', ['active', 'overdue', 'closed', 'charged_off']).map(({ k, ...x }) => ({ status: k, ...x })),
    products: products.filter((p) => p.currency === c).map((p) => { const l = list.filter((r) => r.product_id === p.id); return { code: p.code, name: p.name_zh, name_en: p.name_en, count: l.length, principal: money(sum(l, 'principal_outstanding'), c) }; }),
    monthly: months.map((month, k) => { const l = list.filter((r) => r.disbursed_on.startsWith(month)); const due = Math.round(sum(list, 'principal') * 0.024 * Math.min(1, k / 12)); return { month, disbursed: money(sum(l, 'principal'), c), due: money(due, c), paid: money(Math.round(due * (0.97 - k * 0.001)), c), interest: money(Math.round(due * 0.36), c) }; }),
    yield_trend: months.map((month, k) => ({ month, annualised_percent: (12.2 + Math.sin(k / 3) * 0.5 + k * 0.03).toFixed(4) })),
  };
}
const A = (code, name_zh, name_en, category, side, v) => ({ code, name_zh, name_en, category, balance_side: side, heading: code === '1303', source: '财会〔2006〕18号', v });
const accounts = [A('1003', '存放中央银行款项', 'Cash at central bank', 'asset', 'debit', -0.6), A('1132', '应收利息', 'Interest receivable', 'asset', 'debit', 0.012), A('1303', '贷款', 'Loans', 'asset', 'debit', 1), A('1303.01', '贷款本金', 'Loan principal, current', 'asset', 'debit', 0.95), A('1303.02', '逾期贷款', 'Loan principal, overdue', 'asset', 'debit', 0.05), A('2241', '其他应付款—暂收', 'Suspense', 'liability', 'credit', 0.001), A('4001', '实收资本', 'Share capital', 'equity', 'credit', 0.25), A('6011', '利息收入', 'Interest income', 'income', 'credit', 0.161)];
function trial(q) {
  const c = q.get('currency') ?? 'CNY';
  const base = rows.filter((r) => r.currency === c).reduce((t, r) => t + cents(r.principal_outstanding), 0);
  const list = accounts.filter((a) => a.code !== '1303').map(({ v, ...a }) => ({ ...a, opening: money(Math.round(base * v * 0.99), c), debit: money(Math.round(base * Math.abs(v) * (a.balance_side === 'debit' ? 0.012 : 0)), c), credit: money(Math.round(base * Math.abs(v) * (a.balance_side === 'debit' ? 0.002 : 0.01)), c), closing: money(Math.round(base * v), c) }));
  return { on: q.get('on') ?? TODAY, currency: c, rows: list, total_debit: money(Math.round(base * 0.412), c), total_credit: money(Math.round(base * 0.412), c), closing_debit: money(Math.round(base * 0.412), c), closing_credit: money(Math.round(base * 0.412), c), difference: money(0, c) };
}
const STEP = [['freeze_day', '冻结营业日', 'Freeze the day'], ['due_installments', '到期转应收', 'Move due instalments'], ['past_due', '逾期与分类', 'Past due and classes'], ['accrual', '计提利息', 'Accrue interest'], ['reconcile', '总分核对', 'Reconcile'], ['advance_day', '切换营业日', 'Advance the day']];
function run(day, k = 6, done = 0) {
  const steps = STEP.map(([code, name_zh, name_en], n) => ({ code, name_zh, name_en, state: n < k ? 'done' : n === k ? 'running' : 'waiting', done: n < k ? 9421 : n === k ? done : 0, total: 9421, seconds: n < k ? 0.2 + n * 0.07 : 0 }));
  const check = (code, name_zh, name_en, v) => ({ code, name_zh, name_en, currency: /USD/.test(name_zh) ? 'USD' : 'CNY', ok: true, expected: v, actual: v, difference: '0.00' });
  return { business_date: day, next_date: addDays(day, 1), state: k >= 6 ? 'done' : 'running', started_at: `${day}T14:00:00Z`, finished_at: k >= 6 ? `${day}T14:00:02Z` : null, steps, checks: k >= 6 ? [check('trial_balance', '试算平衡', 'Trial balance', '184302211.54'), check('principal_cny', '贷款本金：分户＝总账（CNY）', 'Principal: subledger = ledger (CNY)', '61820000.00'), check('interest_usd', '应收利息：分户＝总账（USD）', 'Interest receivable: subledger = ledger (USD)', '1032211.18')] : [], error: null };
}
const runs = Array.from({ length: 400 }, (_, k) => run(addDays(TODAY, -1 - k)));
const audit = Array.from({ length: 900 }, (_, k) => ({ seq: 900 - k, at: `2019-06-${String(28 - Math.floor(k / 40)).padStart(2, '0')}T0${k % 9}:12:33Z`, actor: k % 7 ? 'system' : 'admin', action: ['loan.repaid', 'close.finished', 'access.signed_in', 'loan.disbursed'][k % 4], object_kind: ['loan', 'close_run', 'session', 'loan'][k % 4], object_id: uuid('0b', k), hash: k < 3 ? null : `${uuid('77', k).replaceAll('-', '')}${uuid('78', k).replaceAll('-', '')}`, sealed: k >= 3 }));
const m2 = (x, c) => money(x, c);
const streams = new Set();

const routes = [
  ['GET', /^\/session$/, (_m, _q, _b, login) => (login ? { ok: session(login) } : { problem: [401, 'access.not_signed_in', '请先登录。'] })],
  ['POST', /^\/session$/, (_m, _q, b) => (b.password === 'Xindai-demo-1' ? { ok: session(b.login), cookie: b.login } : { problem: [401, 'access.credentials_wrong', '账号或密码不正确。'] })],
  ['DELETE', /^\/session$/, () => ({ status: 204, cookie: '' })],
  ['GET', /^\/business-day$/, () => ({ ok: { business_date: TODAY, closing: false, last_closed_on: addDays(TODAY, -1) } })],
  ['GET', /^\/users$/, () => ({ ok: { items: users } })], ['POST', /^\/users$/, (_m, _q, b) => (b.password.length < 10 ? { problem: [422, 'access.password_too_short', '密码至少 10 位。', 'password'] } : (users.push({ ...b, id: uuid('01', 9), organisation: '总行', is_active: true, created_at: '2019-06-28T00:00:00Z' }), { status: 201, ok: users.at(-1) }))],
  ['GET', /^\/roles$/, () => ({ ok: { items: ['admin', 'clerk', 'manager', 'auditor'].map((code, n) => ({ code, name_zh: ['系统管理员', '柜员', '经理', '审计员'][n], name_en: code, permissions: permissions.slice(0, 16 - n * 3) })) } })],
  ['GET', /^\/products$/, () => ({ ok: { items: products, next_cursor: null } })], ['GET', /^\/products\/([\w-]+)$/, (m) => ({ ok: products.find((p) => p.id === m[1]) })],
  ['GET', /^\/customers$/, (_m, q) => ({ ok: page(Array.from({ length: COUNT }, (_, i) => customerOf(i)).filter((c) => (!q.get('q') || c.name.includes(q.get('q')) || c.number.includes(q.get('q'))) && (!q.get('kind') || c.kind === q.get('kind'))), q) })],
  ['POST', /^\/customers\/([\w-]+)\/reveal$/, (m, _q, b) => (b.reason ? { ok: { name: customerOf(indexOf(m[1])).name, identity_number: '330102199003072817', mobile: '13812346021' } } : { problem: [422, 'platform.body_invalid', '请填写原因。', 'reason'] })],
  ['GET', /^\/customers\/([\w-]+)$/, (m) => ({ ok: customerOf(indexOf(m[1])) })],
  ['GET', /^\/loans$/, (_m, q) => ({ ok: loans(q) })], ['GET', /^\/loans\/([\w-]+)$/, (m) => (indexOf(m[1]) < COUNT && m[1].length === 36 ? { ok: one.detail(indexOf(m[1])) } : { problem: [404, 'loan.not_found', '找不到该借据。'] })],
  ['GET', /^\/loans\/([\w-]+)\/schedule$/, (m) => ({ ok: one.schedule(indexOf(m[1])) })], ['GET', /^\/loans\/([\w-]+)\/events$/, (m) => ({ ok: one.events(indexOf(m[1])) })],
  ['GET', /^\/loans\/([\w-]+)\/journal-entries$/, (m) => ({ ok: one.entries(indexOf(m[1])) })], ['GET', /^\/loans\/([\w-]+)\/accrual$/, (m, q) => ({ ok: one.accrual(indexOf(m[1]), q.get('from'), q.get('to')) })],
  ['GET', /^\/loans\/([\w-]+)\/payoff-quote$/, (m, q) => ({ ok: one.payoff(indexOf(m[1]), q.get('on') ?? TODAY) })],
  ['POST', /^\/loans\/([\w-]+)\/repayments$/, (m, q, b) => { const r = one.repay(indexOf(m[1]), b, q.get('dry_run') === 'true'); rows[indexOf(m[1])] = rowOf(indexOf(m[1])); return r; }],
  ['POST', /^\/loans\/([\w-]+)\/events\/([\w-]+)\/reversal$/, (m, q, b) => one.reverse(indexOf(m[1]), m[2], b, q.get('dry_run') === 'true')],
  ['POST', /^\/schedule-trials$/, (_m, _q, b) => { if (!(b.periods > 0)) return { problem: [422, 'loan.periods_invalid', '期数必须大于零。', 'periods'] }; const c = b.principal.currency; const list = plan({ method: b.method, principal: cents(b.principal), rate: Number(b.annual_rate), periods: b.periods, start: b.start_on, day: b.pay_day }); const s = (f) => m2(list.reduce((t, r) => t + f(r), 0), c); return { ok: { rows: list.map((r) => ({ ...r, payment: m2(r.principal + r.interest, c), principal: m2(r.principal, c), interest: m2(r.interest, c), balance: m2(r.balance, c) })), totals: { payment: s((r) => r.principal + r.interest), principal: s((r) => r.principal), interest: s((r) => r.interest) } } }; }],
  ['GET', /^\/ledger\/accounts$/, () => ({ ok: { items: accounts } })], ['GET', /^\/ledger\/trial-balance$/, (_m, q) => ({ ok: trial(q) })],
  ['GET', /^\/ledger\/accounts\/([\w.]+)\/postings$/, (_m, q) => ({ ok: page(rows.filter((r) => r.currency === (q.get('currency') ?? 'CNY')).flatMap((r) => one.entries(indexOf(r.id)).items.slice(0, 3).map((e) => ({ entry_id: e.id, entry_no: e.entry_no, booked_on: e.booked_on, kind: e.kind, loan_id: r.id, loan_number: r.number, debit: e.kind === 'disbursement' ? e.lines[0].debit : null, credit: e.kind === 'disbursement' ? null : e.lines[1].credit, memo: e.memo }))), q) })],
  ['GET', /^\/ledger\/journal-entries\/([\w-]+)$/, (m) => { const n = indexOf(m[1]); return { ok: one.entries(Math.floor(n / 1000)).items.find((e) => e.id === m[1]) }; }],
  ['GET', /^\/close-runs$/, (_m, q) => ({ ok: page(runs, q) })], ['GET', /^\/close-runs\/(\d[\d-]+)$/, (m) => ({ ok: runs.find((r) => r.business_date === m[1]) ?? run(m[1]) })],
  ['POST', /^\/close-runs$/, (_m, _q, b) => { if (b.until <= TODAY) return { problem: [422, 'close.until_not_after_today', '截止日期必须晚于营业日期。', 'until'] }; const r = run(TODAY, 0); runs.unshift(r); tick(r); return { status: 202, ok: r }; }],
  ['GET', /^\/cockpit$/, (_m, q) => ({ ok: cockpit(q.get('currency') ?? 'USD') })],
  ['GET', /^\/audit-entries$/, (_m, q) => ({ ok: page(audit.filter((a) => !q.get('q') || JSON.stringify(a).includes(q.get('q'))), q) })],
];
function tick(r) {
  let n = 0;
  const timer = setInterval(() => {
    n++;
    const k = Math.floor(n / 5);
    Object.assign(r, run(r.business_date, k, Math.min(9421, (n % 5) * 2100)));
    for (const s of streams) s.write(`data: ${JSON.stringify({ business_date: r.business_date, step: STEP[Math.min(k, 5)][0], done: (n % 5) * 2100, total: 9421, state: k >= 6 ? 'done' : 'running' })}\n\n`);
    if (k >= 6) clearInterval(timer);
  }, 300);
}
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.svg': 'image/svg+xml' };
createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  if (!url.pathname.startsWith('/api/v1')) {
    const file = join(dist, url.pathname);
    const path = url.pathname !== '/' && existsSync(file) ? file : join(dist, 'index.html');
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:" });
    return createReadStream(path).pipe(response);
  }
  const path = url.pathname.slice(7);
  if (path === '/close-runs/progress') { response.writeHead(200, { 'content-type': 'text/event-stream' }); response.write(': open\n\n'); streams.add(response); request.on('close', () => streams.delete(response)); return undefined; }
  const login = /xindai_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  let text = '';
  for await (const chunk of request) text += chunk;
  const problem = ([status, code, detail, field]) => { response.writeHead(status, { 'content-type': 'application/problem+json' }); response.end(JSON.stringify({ title: detail, status, code, detail, field, request_id: 'req-7f3a' })); };
  for (const [method, pattern, answer] of routes) {
    const found = pattern.exec(path);
    if (method !== request.method || !found) continue;
    const result = answer(found, url.searchParams, text ? JSON.parse(text) : {}, login);
    if (result.problem) return problem(result.problem);
    response.writeHead(result.status ?? 200, { 'content-type': 'application/json', ...(result.cookie === undefined ? {} : { 'set-cookie': `xindai_session=${result.cookie}; Path=/; HttpOnly; SameSite=Strict` }) });
    return response.end(result.ok === undefined ? '' : JSON.stringify(result.ok));
  }
  return problem([404, 'platform.not_found', '找不到该地址。']);
}).listen(PORT, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${PORT}`));
