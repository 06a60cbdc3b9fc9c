import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthOf, turned } from './year.ts';

const off = (date) => ({ date, kind: 'holiday', name: '国庆节' });

test('a month begins under its weekday and marks what is not as its weekday', () => {
  // 2026-10-01 is a Thursday; 10-10 a Saturday that is worked.
  const days = new Map([['2026-10-01', off('2026-10-01')], ['2026-10-10', { date: '2026-10-10', kind: 'workday', name: '国庆节调休' }]]);
  const { blanks, cells } = monthOf(2026, 9, days, [6, 7]);
  assert.equal(blanks, 3);
  assert.equal(cells.length, 31);
  const worked = (day) => cells[day - 1].worked;
  assert.deepEqual([1, 2, 3, 4, 5, 10].map(worked), [false, true, false, false, true, true]);
});

test('a click turns a weekday off and back, and a Saturday off, worked, and back', () => {
  const turn = (days, date) => turned(days, date, [6, 7], '调整');
  let days = turn([], '2026-10-08');
  assert.deepEqual(days, [{ date: '2026-10-08', kind: 'holiday', name: '调整' }]);
  assert.deepEqual(turn(days, '2026-10-08'), []);
  days = turn(turn([], '2026-10-10'), '2026-10-10');
  assert.equal(days[0].kind, 'workday');
  assert.deepEqual(turn(days, '2026-10-10'), []);
});
