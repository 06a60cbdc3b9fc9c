// The mock's one-loan answers: detail, schedule, events, entries, accrual, repayment.
import { addDays, cents, customerOf, iso, at, loanOf, money, rowOf, stateOf, TODAY, uuid } from './mock-book.mjs';

export function balances(i) {
  const s = stateOf(i);
  const c = s.loan.product.currency;
  const accrued = s.next ? Math.round(s.next.interest * 0.4) : 0;
  const parts = {
    principal_not_due: s.outstanding - s.latePrincipal, principal_due: s.latePrincipal, interest_accrued: accrued, interest_due: s.lateInterest,
    penalty: s.penalty, compound_interest: 0, fee_due: 0, suspense: s.loan.suspense ?? 0,
  };
  const total = s.outstanding + accrued + s.lateInterest + s.penalty - parts.suspense;
  return Object.fromEntries(Object.entries({ ...parts, total_to_settle: total }).map(([k, v]) => [k, money(v, c)]));
}
const paid = (i, name) => loanOf(i).rows.slice(0, loanOf(i).paidRows).reduce((sum, row) => sum + row[name], 0);

export function detail(i) {
  const { loan, late } = stateOf(i);
  const c = loan.product.currency;
  return {
    ...rowOf(i),
    terms: { method: loan.product.method, annual_rate: loan.rate, periods: loan.periods, principal: money(loan.principal, c), frequency: 'month', start_on: loan.disbursed, due_rule: 'anchor', interest_rule: 'regular', day_count: '30/360', rounding: 'half_up', penalty_annual_rate: (Number(loan.rate) * 1.5).toFixed(6), compound: false, grace_days: loan.product.penalty.grace_days, allocation: loan.product.allocation, allocation_reading: 'horizontal' },
    balances: balances(i), as_of: TODAY, state_hash: `b3:${uuid('99', i).replaceAll('-', '')}`, version: loan.paidRows + 2, overdue_since: late[0]?.due_on ?? null,
    paid_principal: money(paid(i, 'principal'), c), paid_interest: money(paid(i, 'interest'), c), paid_penalty: money(0, c), paid_compound_interest: money(0, c), paid_fee: money(0, c),
  };
}
export function schedule(i) {
  const { loan } = stateOf(i);
  const m = (x) => money(x, loan.product.currency);
  const rows = loan.rows.map((row, k) => {
    const done = k < loan.paidRows;
    return {
      ...row, payment: m(row.principal + row.interest), principal: m(row.principal), interest: m(row.interest), balance: m(row.balance),
      status: done ? 'paid' : row.due_on < TODAY ? 'overdue' : row.due_on === TODAY ? 'due' : 'future', paid_principal: m(done ? row.principal : 0),
      paid_interest: m(done ? row.interest : 0), paid_penalty: m(0), fee: m(0), paid_fee: m(0), paid_on: done ? row.due_on : null, penalty_outstanding: m(0),
    };
  });
  const sum = (name) => m(loan.rows.reduce((t, row) => t + (name === 'payment' ? row.principal + row.interest : row[name]), 0));
  return { rows, totals: { payment: sum('payment'), principal: sum('principal'), interest: sum('interest') }, prepaid_principal: m(0) };
}
const line = (account_code, zh, en, debit, credit) => ({ account_code, account_name_zh: zh, account_name_en: en, debit, credit });

export function entry(i, nr, kind, on, amount, interest) {
  const c = loanOf(i).product.currency;
  const cash = (x) => money(x, c);
  const lines = kind === 'disbursement'
    ? [line('1303.01', '贷款本金', 'Loan principal', cash(amount), null), line('1003', '存放中央银行款项', 'Cash at central bank', null, cash(amount))]
    : [line('1003', '存放中央银行款项', 'Cash at central bank', cash(amount), null), line('1303.01', '贷款本金', 'Loan principal', null, cash(amount - interest)), line('1132', '应收利息', 'Interest receivable', null, cash(interest))];
  return { id: uuid('0e', i * 1000 + nr), entry_no: `JE-${on.replaceAll('-', '')}-${String(i * 100 + nr).padStart(6, '0')}`, booked_on: on, kind, loan_id: uuid('0b', i), event_id: uuid('0d', i * 1000 + nr), memo: kind === 'disbursement' ? '贷款发放' : `第 ${nr} 期还款`, currency: c, lines, reverses: null, reversed_by: null, loan_number: rowOf(i).number, actor: 'system', recorded_at: `${on}T02:11:09Z` };
}
const noAllocation = (c) => ({ fee: money(0, c), penalty: money(0, c), compound_interest: money(0, c), interest: money(0, c), principal: money(0, c), suspense: money(0, c) });

export function events(i) {
  const { loan } = stateOf(i);
  const c = loan.product.currency;
  const base = (nr, kind, on, amount, allocation, extra) => ({ id: uuid('0d', i * 1000 + nr), seq: nr + 1, kind, value_date: on, booked_on: on, recorded_at: `${on}T02:11:09Z`, actor: nr === 0 ? 'clerk' : 'system', amount: money(amount, c), allocation, reversed_by: null, reverses: null, note: null, ...extra });
  const items = [base(0, 'disbursed', loan.disbursed, loan.principal, null)];
  loan.rows.slice(0, loan.closed ? 14 : loan.paidRows).forEach((row, k) => items.push(base(k + 1, 'repaid', row.due_on, row.principal + row.interest, { ...noAllocation(c), interest: money(row.interest, c), principal: money(row.principal, c) })));
  return { items: [...items, ...loan.extra].reverse() };
}
export function entries(i) {
  const { loan } = stateOf(i);
  const items = [entry(i, 0, 'disbursement', loan.disbursed, loan.principal, 0)];
  loan.rows.slice(0, loan.paidRows).forEach((row, k) => items.push(entry(i, k + 1, 'repayment', row.due_on, row.principal + row.interest, row.interest)));
  return { items: items.reverse(), next_cursor: null };
}
export function accrual(i, from, to) {
  const s = stateOf(i);
  const c = s.loan.product.currency;
  const start = from ?? s.loan.rows.filter((row) => row.due_on <= TODAY).at(-1)?.due_on ?? s.loan.disbursed;
  const end = to ?? TODAY;
  const days = Math.max(0, (at(end) - at(start)) / 86400000);
  const exact = (s.outstanding * Number(s.loan.rate) * days) / 36000;
  const lines = [{ component: 'interest', base: money(s.outstanding, c), annual_rate: s.loan.rate, from: start, days, den: 360, carried: '0.00', exact: exact.toFixed(7), rounded: money(Math.round(exact * 100), c) }];
  if (s.dpd > 0) lines.push({ component: 'penalty', base: money(s.latePrincipal, c), annual_rate: (Number(s.loan.rate) * 1.5).toFixed(5), from: s.late[0].due_on, days: s.dpd, den: 360, carried: '0.00', installment_nr: s.late[0].nr, exact: (s.penalty / 100).toFixed(7), rounded: money(s.penalty, c) });
  const daily = [];
  for (let d = start; d < end; d = addDays(d, 1)) daily.push({ date: d, interest: money(Math.round((exact * 100 * daily.length) / Math.max(1, days)), c), penalty: money(Math.round((s.penalty * daily.length) / Math.max(1, days)), c), compound_interest: money(0, c) });
  return { as_of: end, lines, daily };
}
export function payoff(i, on) {
  const b = balances(i);
  const c = b.suspense.currency;
  const later = Math.max(0, (at(on) - at(TODAY)) / 86400000);
  const extra = Math.round((stateOf(i).outstanding * Number(loanOf(i).rate) * later) / 360);
  const interest = cents(b.interest_accrued) + cents(b.interest_due) + extra;
  const principal = cents(b.principal_due) + cents(b.principal_not_due);
  return { on, principal: money(principal, c), interest: money(interest, c), fee: money(0, c), penalty: b.penalty, compound_interest: b.compound_interest, prepayment_fee: money(0, c), suspense: b.suspense, total: money(principal + interest + cents(b.penalty), c) };
}
const picture = (i) => { const row = rowOf(i); return { balances: balances(i), status: row.status, dpd: row.dpd }; };

export function repay(i, body, dryRun) {
  const loan = loanOf(i);
  const c = loan.product.currency;
  const amount = cents(body.amount);
  const settle = cents(balances(i).total_to_settle);
  if (!(amount > 0)) return { problem: [422, 'loan.amount_not_positive', '还款金额必须大于零。', 'amount'] };
  if (amount > settle) return { problem: [422, 'loan.repayment_exceeds_payoff', `还款金额超过今日结清应还 ${(settle / 100).toFixed(2)}。`, 'amount'] };
  if (body.value_date > TODAY) return { problem: [422, 'loan.value_date_in_future', '起息日不能晚于营业日期。', 'value_date'] };
  const before = picture(i);
  const old = { paidRows: loan.paidRows, suspense: loan.suspense };
  const allocation = noAllocation(c);
  const installments = [];
  let left = amount, interest = 0, principal = 0;
  while (loan.paidRows < loan.rows.length) {
    const row = loan.rows[loan.paidRows];
    if (left < row.principal + row.interest) break;
    left -= row.principal + row.interest; interest += row.interest; principal += row.principal;
    installments.push({ nr: row.nr, component: 'interest', amount: money(row.interest, c) }, { nr: row.nr, component: 'principal', amount: money(row.principal, c) });
    loan.paidRows++;
  }
  loan.suspense = (loan.suspense ?? 0) + left;
  Object.assign(allocation, { interest: money(interest, c), principal: money(principal, c), suspense: money(left, c) });
  const nr = 500 + loan.extra.length;
  const booked = { ...entry(i, nr, 'repayment', TODAY, amount, interest), memo: body.note ?? '还款' };
  booked.lines[1].credit = money(principal, c);
  if (left > 0) booked.lines.push(line('2241', '其他应付款—暂收', 'Suspense', null, money(left, c)));
  const after = picture(i);
  const event_id = uuid('0d', i * 1000 + nr);
  if (dryRun) Object.assign(loan, old);
  else loan.extra.push({ id: event_id, seq: 900 + loan.extra.length, kind: 'repaid', value_date: body.value_date, booked_on: TODAY, recorded_at: new Date().toISOString(), actor: 'admin', amount: money(amount, c), allocation, reversed_by: null, reverses: null, note: body.note ?? null, undo: old });
  return { ok: { event_id: dryRun ? null : event_id, allocation, installments, before, after, entries: [booked], replayed_from: body.value_date < TODAY ? body.value_date : null } };
}
export function reverse(i, eventId, body, dryRun) {
  const loan = loanOf(i);
  const event = loan.extra.find((one) => one.id === eventId);
  if (!event) return { problem: [409, 'loan.event_not_reversible', '只能冲正最近一笔未冲正的还款。'] };
  const before = picture(i);
  const now = { paidRows: loan.paidRows, suspense: loan.suspense };
  Object.assign(loan, event.undo);
  const after = picture(i);
  const booked = { ...entry(i, 700, 'reversal', TODAY, cents(event.amount), cents(event.allocation.interest)), memo: body.reason };
  booked.lines = booked.lines.map((one) => ({ ...one, debit: one.credit, credit: one.debit }));
  if (dryRun) Object.assign(loan, now);
  else { event.reversed_by = uuid('0d', 999); loan.extra.push({ ...event, id: uuid('0d', i * 1000 + 800), seq: event.seq + 1, kind: 'reversed', reverses: event.id, reversed_by: null, note: body.reason, undo: undefined }); }
  return { ok: { event_id: dryRun ? null : uuid('0d', i * 1000 + 800), allocation: event.allocation, installments: [], before, after, entries: [booked], replayed_from: null } };
}
export { customerOf, iso };
