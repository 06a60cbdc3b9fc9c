import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, countConditions, depthOf, describe, emptyGroup, fromText, isFinished, operatorsOf, placeOf, replaced, toText } from './where.ts';

const DPD = { name: 'dpd', kind: 'number' };
const DUE = { name: 'next_due_on', kind: 'date', gaps: true };
const STATUS = { name: 'status', kind: 'choice' };
const over30 = { field: 'dpd', op: 'gt', value: 30 };
const late = { field: 'status', op: 'in', value: ['overdue'] };
const soon = { field: 'next_due_on', op: 'le', value: { days: 7 } };
const SEARCH = { word: 'all', items: [over30, { word: 'any', items: [late, soon] }] };
const TEXT = '{"all":[{"field":"dpd","op":"gt","value":30},{"any":[{"field":"status","op":"in","value":["overdue"]},{"field":"next_due_on","op":"le","value":{"days":7}}]}]}';

test('a search is written for the server and read back', () => {
  assert.equal(toText(SEARCH), TEXT);
  assert.deepEqual(fromText(TEXT), SEARCH);
  assert.deepEqual(fromText('{"field":"dpd","op":"gt","value":30}'), { word: 'all', items: [over30] }, 'a lone condition is a group of one');
});

test('what is no search is none', () => {
  for (const text of [undefined, '', '{', '1', '[]', '{"all":1}', '{"all":[1]}', '{"field":1,"op":"gt"}']) assert.equal(fromText(text), undefined, text);
});

test('a search is finished when every operator has its values', () => {
  assert.equal(isFinished(SEARCH), true);
  assert.equal(isFinished(emptyGroup(DPD)), false);
  for (const [condition, finished] of [
    [{ field: 'dpd', op: 'gt', value: 0 }, true],
    [{ field: 'dpd', op: 'between', value: [1] }, false],
    [{ field: 'dpd', op: 'between', value: [1, 30] }, true],
    [{ field: 'dpd', op: 'between', value: [1, null] }, false],
    [{ field: 'status', op: 'in', value: [] }, false],
    [{ field: 'next_due_on', op: 'is_empty' }, true],
    [{ field: 'principal', op: 'ge', value: { amount: '', currency: 'CNY' } }, false],
    [{ field: 'next_due_on', op: 'le', value: { days: null } }, false],
    [{ field: 'next_due_on', op: 'le', value: { days: 0 } }, true],
  ]) {
    assert.equal(isFinished(condition), finished, JSON.stringify(condition));
  }
  assert.equal(isFinished({ word: 'all', items: [] }), false);
});

test('another operator keeps what was typed while it fits; another field does not', () => {
  assert.deepEqual(changed(over30, DPD, 'le'), { field: 'dpd', op: 'le', value: 30 });
  assert.deepEqual(changed(over30, DPD, 'between'), { field: 'dpd', op: 'between' });
  assert.deepEqual(changed(over30, STATUS, 'gt'), { field: 'status', op: 'in' });
});

test('operators follow the kind of the field', () => {
  assert.ok(!operatorsOf(DPD).includes('is_empty'));
  assert.ok(operatorsOf(DUE).includes('is_empty'));
  assert.deepEqual(operatorsOf(STATUS), ['in', 'not_in']);
});

test('conditions and levels are counted', () => {
  assert.equal(countConditions(SEARCH), 3);
  assert.equal(depthOf(SEARCH), 2);
});

test('a place is replaced or taken away, and an empty group goes with its last condition', () => {
  assert.deepEqual(placeOf('where.all[1].any[0].value'), [1, 0]);
  assert.deepEqual(placeOf(undefined), []);
  assert.deepEqual(replaced(SEARCH, [1, 0], soon).items[1].items, [soon, soon]);
  const less = replaced(SEARCH, [1, 0], undefined);
  assert.deepEqual(less.items[1].items, [soon]);
  assert.deepEqual(replaced(less, [1, 0], undefined), { word: 'all', items: [over30] });
});

test('a search is told in words', () => {
  const words = { field: (name) => name.toUpperCase(), operator: (op) => ({ gt: '>', in: '=', le: '≤' })[op], value: (one) => JSON.stringify(one.value), and: 'and', or: 'or' };
  assert.equal(describe(SEARCH, words), 'DPD > 30 and (STATUS = ["overdue"] or NEXT_DUE_ON ≤ {"days":7})');
});
