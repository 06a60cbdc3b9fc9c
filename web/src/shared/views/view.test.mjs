import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, filtersOf, isChanged } from './view.ts';

const LATE = { id: 'v1', filters: { status: 'overdue', dpd_min: '30' }, layout: { sort: '-dpd' } };

test('the address of a view carries its filters and order, and is the view unchanged', () => {
  const address = addressOf(LATE);
  assert.deepEqual(address, { status: 'overdue', dpd_min: '30', sort: '-dpd', view: 'v1' });
  assert.equal(isChanged(LATE, address), false);
  assert.equal(isChanged(LATE, { view: 'v1', dpd_min: '30', sort: '-dpd', status: 'overdue' }), false, 'in whatever order');
});

test('another filter, another order or one less is a change', () => {
  const address = addressOf(LATE);
  assert.equal(isChanged(LATE, { ...address, currency: 'CNY' }), true);
  assert.equal(isChanged(LATE, { ...address, sort: 'dpd' }), true);
  assert.equal(isChanged(LATE, { view: 'v1', sort: '-dpd', status: 'overdue' }), true);
  assert.equal(isChanged(LATE, { ...address, tab: 'roles' }), false);
});

test('a view without an order is changed by one', () => {
  const plain = { id: 'v2', filters: {}, layout: {} };
  assert.deepEqual(addressOf(plain), { view: 'v2' });
  assert.equal(isChanged(plain, { view: 'v2' }), false);
  assert.equal(isChanged(plain, { view: 'v2', sort: 'dpd' }), true);
});

test('view, order and tab are no filters', () => {
  assert.deepEqual(filtersOf({ q: 'a', view: 'v', sort: 'dpd', tab: 'x' }), { q: 'a' });
});
