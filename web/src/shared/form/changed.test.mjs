import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed } from './changed.ts';

const start = { name: '王芳', post: null, roles: ['teller', 'manager'], is_active: true, limits: { max: '10' }, id: 'u1' };

test('an untouched form has not changed, whatever else the record holds', () => {
  assert.equal(changed(start, { name: '王芳', post: undefined, roles: ['teller', 'manager'], is_active: true }), false);
  assert.equal(changed({}, { name: undefined, roles: [], note: '' }), false);
});

test('a field typed into and put back has not changed; nothing, null and an empty text are one', () => {
  assert.equal(changed(start, { name: '王芳', post: '' }), false);
  assert.equal(changed(start, { post: 'P1' }), true);
  assert.equal(changed(start, { name: '' }), true);
});

test('choices have no order, rows have', () => {
  assert.equal(changed(start, { roles: ['manager', 'teller'] }), false);
  assert.equal(changed(start, { roles: ['manager'] }), true);
  assert.equal(changed(start, { roles: ['manager', 'auditor'] }), true);
  const rows = [{ from: 1 }, { from: 2 }];
  assert.equal(changed({ rows }, { rows: [{ from: 2 }, { from: 1 }] }), true);
});

test('off is not nothing, zero is not nothing, and nested fields count', () => {
  assert.equal(changed(start, { is_active: false }), true);
  assert.equal(changed({}, { days: 0 }), true);
  assert.equal(changed(start, { limits: { max: '10' } }), false);
  assert.equal(changed(start, { limits: { max: '11' } }), true);
});
