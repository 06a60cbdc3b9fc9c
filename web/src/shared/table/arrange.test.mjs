import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, inOrder } from './arrange.ts';

const columns = [
  { key: 'login', value: (row) => row.login },
  { key: 'users', value: (row) => row.users },
  { key: 'act' },
];
const rows = [
  { login: 'user10', users: 3 },
  { login: 'user2', users: null },
  { login: 'Admin', users: 11 },
  { login: 'clerk', users: 3 },
];
const logins = (some) => some.map((row) => row.login);

test('rows are ordered as people read: numbers by size, texts with their numbers, nothing last', () => {
  assert.deepEqual(logins(inOrder(rows, columns, 'login')), ['Admin', 'clerk', 'user2', 'user10']);
  assert.deepEqual(logins(inOrder(rows, columns, 'users')), ['user10', 'clerk', 'Admin', 'user2']);
  assert.deepEqual(logins(inOrder(rows, columns, '-users')), ['Admin', 'user10', 'clerk', 'user2']);
});

test('an order that no column knows leaves the rows as they come', () => {
  assert.equal(inOrder(rows, columns, 'act'), rows);
  assert.equal(inOrder(rows, columns, undefined), rows);
});

test('a row is found when its columns together say every word', () => {
  assert.deepEqual(logins(found(rows, columns, ' USER ')), ['user10', 'user2']);
  assert.deepEqual(logins(found(rows, columns, 'user 3')), ['user10']);
  assert.deepEqual(logins(found(rows, columns, 'nobody')), []);
  assert.equal(found(rows, columns, '  '), rows);
});
