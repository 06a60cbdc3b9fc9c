import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenAfter, collect, MOST_CHOSEN, runEach } from './selection.ts';

const keyOf = (row) => row.id;
const rows = (from, to) => Array.from({ length: to - from }, (_, index) => ({ id: `r${from + index}` }));

test('rows of other pages stay chosen while a page is turned', () => {
  const first = chosenAfter(new Map(), rows(0, 3), keyOf, ['r0', 'r2']);
  const second = chosenAfter(first, rows(3, 6), keyOf, ['r0', 'r2', 'r4']);
  assert.deepEqual([...second.keys()], ['r0', 'r2', 'r4']);
  const back = chosenAfter(second, rows(0, 3), keyOf, ['r2', 'r4']);
  assert.deepEqual([...back.keys()], ['r2', 'r4']);
});

test('no more than the most are ever chosen', () => {
  const page = rows(0, MOST_CHOSEN + 5);
  assert.equal(chosenAfter(new Map(), page, keyOf, page.map(keyOf)).size, MOST_CHOSEN);
});

test('all that a search finds are collected piece by piece, and it is told when there are more', async () => {
  const of = (total) => async (cursor, limit) => {
    const from = Number(cursor ?? 0);
    const to = Math.min(total, from + limit);
    return { items: rows(from, to), next_cursor: to < total ? String(to) : null };
  };
  const some = await collect(of(450), keyOf);
  assert.deepEqual([some.rows.size, some.more], [450, false]);
  const exactly = await collect(of(MOST_CHOSEN), keyOf);
  assert.deepEqual([exactly.rows.size, exactly.more], [MOST_CHOSEN, false]);
  const many = await collect(of(MOST_CHOSEN + 1), keyOf);
  assert.deepEqual([many.rows.size, many.more], [MOST_CHOSEN, true]);
});

test('a refused row does not keep the others from their turn, and every row tells how it ended', async () => {
  const ended = new Map();
  const run = async (key) => {
    if (key === 'r3') throw Object.assign(new Error('not allowed'), { code: 'x.refused' });
    return `did ${key}`;
  };
  await runEach(rows(0, 10).map(keyOf), run, (key, outcome) => ended.set(key, outcome));
  assert.equal(ended.size, 10);
  assert.deepEqual(ended.get('r3'), { state: 'refused', why: 'not allowed', code: 'x.refused' });
  assert.deepEqual(ended.get('r9'), { state: 'done', told: 'did r9' });
});
