// The mock's book: 10,000 loans computed from their number, so that nothing is stored.
export const TODAY = '2019-06-28';
const DAY = 86400000;
export const money = (cents, currency) => {
  const a = Math.abs(cents);
  return { amount: `${cents < 0 ? '-' : ''}${Math.floor(a / 100)}.${String(a % 100).padStart(2, '0')}`, currency };
};
export const iso = (t) => new Date(t).toISOString().slice(0, 10);
export const at = (d) => Date.parse(`${d}T00:00:00Z`);
export const addDays = (d, n) => iso(at(d) + n * DAY);
export function addMonths(d, n) {
  const [y, m, day] = d.split('-').map(Number);
  const last = new Date(Date.UTC(y, m - 1 + n + 1, 0)).getUTCDate();
  return iso(Date.UTC(y, m - 1 + n, Math.min(day, last)));
}
export const cents = (m) => Math.round(Number(m.amount) * 100);
export const uuid = (kind, n) => `0190${kind}00-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const rnd = (i, salt) => {
  let x = (i * 2654435761 + salt * 40503 + 977) >>> 0;
  x ^= x >>> 15; x = Math.imul(x, 2246822519) >>> 0; x ^= x >>> 13; x = Math.imul(x, 3266489917) >>> 0; x = (x ^ (x >>> 16)) >>> 0;
  return x / 4294967296;
};
const P = (n, code, zh, en, currency, method, rate) => ({
  id: uuid('0a', n), code, version: 1, name_zh: zh, name_en: en, currency, method, annual_rate: rate, day_count: '30/360', frequency: 'month',
  penalty: { base: 'overdue_principal', multiplier: '1.5', misuse_multiplier: '2', compound: currency === 'CNY', grace_days: currency === 'CNY' ? 0 : 15, start: 'due_date', tolerance: money(0, currency) },
  allocation: ['fee', 'penalty', 'compound_interest', 'interest', 'principal'], status: 'active', effective_from: '2018-01-01', used: true,
  rate: { kind: 'fixed', tenor: null, spread_bp: null, repricing: null }, method_options: {}, due_dates: { due_day: 'anchor', pay_day: null, month_end: false, min_first_period_days: 0, stub: 'long_first', holiday: 'none' },
  rounding: { installment: currency === 'USD' ? 'up' : 'half_up', interest: 'half_up' }, allocation_reading: 'horizontal', non_accrual_allocation: ['fee', 'principal', 'interest', 'penalty', 'compound_interest'], non_accrual_reading: 'vertical', non_accrual_after_days: 90,
  fees: [], early_repayment: { payoff: true, shorten: true, reduce: true, min_amount: money(100000, currency), fee: 'none' }, description_zh: '', description_en: '',
  limits: { min_amount: money(100000, currency), max_amount: money(10000000000, currency), min_periods: 1, max_periods: 360, min_annual_rate: '0.01', max_annual_rate: '0.36' },
});
export const products = [
  P(1, 'LC36', '美元消费贷 36 期', 'USD instalment loan, 36 months', 'USD', 'annuity', '0.1199'),
  P(2, 'LC60', '美元消费贷 60 期', 'USD instalment loan, 60 months', 'USD', 'annuity', '0.1599'),
  P(3, 'CN-MORT', '个人住房贷款（等额本息）', 'Home mortgage, annuity', 'CNY', 'annuity', '0.042'),
  P(4, 'CN-EQP', '个人经营贷（等额本金）', 'Business loan, equal principal', 'CNY', 'equal_principal', '0.0385'),
  P(5, 'CN-WC', '流动资金贷款（按月付息到期还本）', 'Working capital, interest only', 'CNY', 'interest_only', '0.0435'),
  P(6, 'CN-AGRI', '农户贷款（利随本清）', 'Farmer loan, bullet', 'CNY', 'bullet', '0.05'),
];
const CN = ['浙江华盛精密制造有限公司', '王建国', '李秀英', '张伟', '深圳市前海联合供应链管理股份有限公司（华南区域运营中心）', '陈静', '赵德明', '孙丽华'];
export const COUNT = 10000;
const CNY = 40;
const floor = (i, salt, n) => Math.floor(rnd(i, salt) * n);

export function customerOf(i) {
  const cn = i < CNY;
  const company = cn && i % 8 % 4 === 0;
  return {
    id: uuid('0c', i), number: `C${String(100001 + i)}`, kind: company ? 'company' : 'person', name: cn ? CN[i % 8] : `Member ${68000000 + i * 137}`,
    identity_kind: cn ? (company ? 'unified_credit_code' : 'resident_id') : 'other', identity_masked: cn ? '3301**********2817' : `****${1000 + (i % 9000)}`,
    mobile_masked: cn ? '138****6021' : null, created_on: '2018-01-02', loan_count: 1,
  };
}

const cache = new Map();
/** Terms and the plain state of loan i before today's changes. */
export function loanOf(i) {
  if (cache.has(i)) return cache.get(i);
  const cn = i < CNY;
  const product = cn ? products[2 + (i % 4)] : products[rnd(i, 1) < 0.7 ? 0 : 1];
  const principal = cn ? (10 + floor(i, 2, 290)) * 1000000 : (2 + floor(i, 2, 38)) * 100000;
  const rate = cn ? product.annual_rate : (0.0531 + floor(i, 3, 2400) / 10000).toFixed(4);
  const periods = cn ? 36 : product.code === 'LC36' ? 36 : 60;
  const disbursed = `2018-${String(1 + floor(i, 4, 12)).padStart(2, '0')}-${String(1 + floor(i, 5, 28)).padStart(2, '0')}`;
  const rows = plan({ method: product.method, principal, rate: Number(rate), periods, start: disbursed });
  const luck = rnd(i, 6);
  const closed = luck < 0.06;
  const off = luck > 0.985;
  const behind = closed ? 0 : off ? 7 : luck > 0.945 ? 1 + floor(i, 7, 6) : 0;
  const passed = rows.filter((row) => row.due_on <= TODAY).length;
  const paidRows = closed ? rows.length : Math.max(0, passed - behind);
  const loan = { i, product, principal, rate, periods, disbursed, rows, closed, off, paidRows, extra: [] };
  cache.set(i, loan);
  return loan;
}

export function plan({ method, principal, rate, periods, start, day }) {
  const r = rate / 12;
  const pay = r === 0 ? principal / periods : (principal * r * (1 + r) ** periods) / ((1 + r) ** periods - 1);
  const rows = [];
  let balance = principal;
  let from = start;
  for (let nr = 1; nr <= periods; nr++) {
    let due = addMonths(start, nr);
    if (day) due = `${due.slice(0, 8)}${String(day).padStart(2, '0')}`;
    const interest = method === 'bullet' ? (nr === periods ? Math.round((principal * rate * periods) / 12) : 0) : Math.round(balance * r);
    let part = /equal/.test(method) ? Math.round(principal / periods) : /interest|bullet/.test(method) ? 0 : Math.round(pay) - interest;
    if (nr === periods) part = balance;
    balance -= part;
    if (method !== 'bullet' || nr === periods) rows.push({ nr: rows.length + 1, period_from: from, due_on: due, days: (at(due) - at(from)) / DAY, principal: part, interest, balance });
    if (method !== 'bullet') from = due;
  }
  return rows;
}

export function stateOf(i) {
  const loan = loanOf(i);
  const unpaid = loan.rows.slice(loan.paidRows);
  const late = unpaid.filter((row) => row.due_on < TODAY);
  const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
  const outstanding = sum(unpaid, 'principal');
  const dpd = late.length > 0 ? (at(TODAY) - at(late[0].due_on)) / DAY : 0;
  const status = loan.closed || unpaid.length === 0 ? 'closed' : loan.off ? 'charged_off' : dpd > 0 ? 'overdue' : 'active';
  const bucket = dpd === 0 ? 'C' : dpd > 180 ? 'M7+' : `M${Math.ceil(dpd / 30)}`;
  const next = unpaid.find((row) => row.due_on >= TODAY);
  return {
    loan, unpaid, late, outstanding, dpd, status, bucket, next, latePrincipal: sum(late, 'principal'), lateInterest: sum(late, 'interest'),
    penalty: Math.round((sum(late, 'principal') * Number(loan.rate) * 0.5 * dpd) / 360),
    class: dpd === 0 ? 'normal' : dpd <= 60 ? 'special_mention' : dpd <= 90 ? 'substandard' : dpd <= 180 ? 'doubtful' : 'loss',
  };
}

export function rowOf(i) {
  const s = stateOf(i);
  const { loan } = s;
  const c = loan.product.currency;
  const who = customerOf(i);
  return {
    id: uuid('0b', i), number: `L${loan.disbursed.replaceAll('-', '')}${String(i).padStart(6, '0')}`, customer_id: who.id, customer_name: who.name,
    product_id: loan.product.id, product_code: loan.product.code, product_name: loan.product.name_zh, currency: c, principal: money(loan.principal, c),
    principal_outstanding: money(s.outstanding, c), overdue_amount: money(s.latePrincipal + s.lateInterest, c), annual_rate: loan.rate,
    method: loan.product.method, officer: 'clerk', periods: loan.periods, closed_on: null, status: s.status, disbursed_on: loan.disbursed, maturity_on: loan.rows.at(-1).due_on,
    next_due_on: s.next?.due_on ?? null, next_due_amount: s.next ? money(s.next.principal + s.next.interest, c) : null, dpd: s.dpd, bucket: s.status === 'closed' ? null : s.bucket, class: s.status === 'closed' ? null : s.class,
  };
}
