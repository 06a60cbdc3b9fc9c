import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf, fieldsOf, filedColumns, isMasked } from './declared.ts';

const field = (key, part) => ({ key, title_zh: `${key}-zh`, title_en: key, kind: 'text', gaps: false, searched: false, ordered: false, shown: true, masked: false, hidden: false, words: [], ...part });
const list = {
  fields: [
    field('number', { searched: true, ordered: true }),
    field('amount', { kind: 'money', ordered: true }),
    field('state', { kind: 'choice', searched: true, words: [{ code: 'open', zh: '有效', en: 'Open' }] }),
    field('currency', { kind: 'choice', searched: true }),
    field('ended_on', { kind: 'date', gaps: true, searched: true }),
    field('account', { searched: true, shown: false }),
    field('name', { masked: true }),
  ],
};
const english = (_zh, en) => en;

test('columns are those that are declared and have a look, in the declared order', () => {
  const look = { width: 90 };
  const columns = columnsOf(list, { amount: look, number: { ...look, sort: 'day' }, account: look, gone: look }, english);
  assert.deepEqual(columns, [
    { width: 90, key: 'number', title: 'number', sort: 'day' },
    { width: 90, key: 'amount', title: 'amount', right: true, sort: 'amount' },
  ]);
  assert.deepEqual(columnsOf(undefined, { amount: look }, english), []);
});

test('a composed search knows the searched fields, their words and the currencies of the lender', () => {
  assert.deepEqual(fieldsOf(list, ['CNY', 'USD'], (zh) => zh), [
    { name: 'number', label: 'number-zh', kind: 'text' },
    { name: 'state', label: 'state-zh', kind: 'choice', options: [{ value: 'open', label: '有效' }] },
    { name: 'currency', label: 'currency-zh', kind: 'choice', options: [{ value: 'CNY', label: 'CNY' }, { value: 'USD', label: 'USD' }] },
    { name: 'ended_on', label: 'ended_on-zh', kind: 'date', gaps: true },
    { name: 'account', label: 'account-zh', kind: 'text' },
  ]);
});

test('words of a field with a dictionary are those of the dictionary, with the code where codes stand below others', () => {
  const declared = { fields: [field('kind', { kind: 'choice', searched: true, dictionary: 'customer_kind' }), field('industry', { kind: 'choice', searched: true, dictionary: 'industry', nested: true })] };
  const dictionaries = [
    { code: 'customer_kind', entries: [{ code: 'person', zh: '个人', en: 'Person' }] },
    { code: 'industry', entries: [{ code: 'C', zh: '制造业', en: 'Manufacturing' }] },
  ];
  const options = (given) => fieldsOf(declared, ['CNY'], (zh) => zh, given).map((one) => one.options);
  assert.deepEqual(options(dictionaries), [[{ value: 'person', label: '个人' }], [{ value: 'C', label: 'C 制造业' }]]);
  assert.deepEqual(options(undefined), [[], []]);
});

test('a file is masked when one of its columns is', () => {
  assert.equal(isMasked(list, ['number', 'name']), true);
  assert.equal(isMasked(list, ['number']), false);
  const unseen = { fields: [field('mobile', { masked: true, hidden: true })] };
  assert.equal(isMasked(unseen, ['mobile']), false, 'no reason shows what is not permitted');
});

test('a column of the screen alone stands behind another one and is in no file', () => {
  const columns = columnsOf(list, { number: {}, amount: {}, chart: { title: 'Chart', after: 'number', width: 50 } }, english);
  assert.deepEqual(columns.map((column) => column.key), ['number', 'chart', 'amount']);
  assert.deepEqual(filedColumns(list, ['number', 'chart', 'amount', 'account']), ['number', 'amount']);
});
