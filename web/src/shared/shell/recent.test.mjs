import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecent, withRecent } from './recent.ts';

const one = (n) => ({ kind: 'loan', text: `L${n}`, path: `/loans/${n}` });

test('the newest is first, each address once, and the seventh gives way', () => {
  let list = [];
  for (const n of [1, 2, 3, 4, 5, 6, 7]) list = withRecent(list, one(n));
  assert.deepEqual(list.map((item) => item.text), ['L7', 'L6', 'L5', 'L4', 'L3', 'L2']);
  assert.deepEqual(withRecent(list, one(4)).map((item) => item.text), ['L4', 'L7', 'L6', 'L5', 'L3', 'L2']);
});

test('what is not a list of addresses of this program is nothing', () => {
  assert.deepEqual(readRecent(null), []);
  assert.deepEqual(readRecent('{'), []);
  assert.deepEqual(readRecent('{"a":1}'), []);
  const foreign = [null, { kind: 'loan', text: 'x', path: 'https://elsewhere.example' }, { kind: 'loan', text: 'x', path: '//elsewhere.example' }, one(1)];
  assert.deepEqual(readRecent(JSON.stringify(foreign)), [one(1)]);
});
