import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clampWidth, columnsOf, defaultColumns, isEmpty, moveTo, pinTo, sameLayout, show, step, toKeep, widen } from './layout.ts';

const SPECS = [
  { key: 'number', width: 196, fixed: 'left', locked: true },
  { key: 'customer', width: 150 },
  { key: 'dpd', width: 96 },
  { key: 'officer', width: 110, extra: true },
  { key: 'action', width: 80, fixed: 'right' },
];
const keys = (columns) => columns.map((column) => column.key).join(' ');
const pins = (columns) => columns.map((column) => column.pin ?? '-').join(' ');
const start = defaultColumns(SPECS);

test('without anything kept, the table is as it comes', () => {
  assert.deepEqual(columnsOf(SPECS, {}), start);
  assert.equal(keys(start), 'number customer dpd officer action');
  assert.deepEqual(start.filter((column) => !column.shown).map((column) => column.key), ['officer']);
});

test('any change and then a reset is exactly the default, and nothing is kept of it', () => {
  let columns = moveTo(start, 'dpd', 'customer');
  columns = pinTo(columns, 'customer', 'right');
  columns = widen(show(columns, 'officer', true), 'dpd', 300);
  assert.notDeepEqual(columns, start);
  assert.equal(isEmpty(toKeep(SPECS, { columns })), false);
  assert.deepEqual(columnsOf(SPECS, {}), start);
  assert.equal(isEmpty(toKeep(SPECS, { columns: start, density: 'compact', page_size: null, sort: null })), true);
});

test('changes taken back one by one are the default again', () => {
  const there = moveTo(start, 'dpd', 'customer');
  assert.equal(keys(there), 'number dpd customer officer action');
  assert.deepEqual(moveTo(there, 'customer', 'dpd'), start);
  assert.deepEqual(show(show(start, 'dpd', false), 'dpd', true), start);
  assert.deepEqual(widen(widen(start, 'dpd', 300), 'dpd', null), start);
});

test('a pinned column stands at the inner edge of its side, and goes back beside it', () => {
  const left = pinTo(start, 'dpd', 'left');
  assert.equal(keys(left), 'number dpd customer officer action');
  assert.equal(pins(left), 'left left - - right');
  const right = pinTo(start, 'customer', 'right');
  assert.equal(keys(right), 'number dpd officer customer action');
  assert.equal(keys(pinTo(right, 'customer', null)), 'number dpd officer customer action');
  assert.equal(keys(pinTo(left, 'dpd', null)), 'number dpd customer officer action');
  assert.equal(pins(pinTo(left, 'dpd', null)), 'left - - - right');
});

test('a column that is dragged over a pinned one is pinned there', () => {
  const over = moveTo(start, 'dpd', 'number');
  assert.equal(keys(over), 'dpd number customer officer action');
  assert.equal(pins(over), 'left left - - right');
});

test('keys move a column inside its side only', () => {
  assert.equal(keys(step(start, 'dpd', -1)), 'number dpd customer officer action');
  assert.equal(keys(step(start, 'customer', -1)), keys(start), 'the left side is pinned');
  assert.equal(keys(step(start, 'officer', 1)), keys(start), 'the right side is pinned');
  assert.equal(keys(step(start, 'customer', 1)), 'number dpd customer officer action');
});

test('a column that the table no longer has is skipped; a new one stands where the table has it', () => {
  const kept = { columns: [{ key: 'gone', shown: true }, { key: 'dpd', shown: true }, { key: 'number', shown: false, pin: 'left' }, { key: 'dpd', shown: false }] };
  const columns = columnsOf(SPECS, kept);
  assert.equal(keys(columns), 'number customer dpd officer action');
  assert.equal(columns[0].shown, true, 'a locked column cannot be hidden');
  assert.equal(columns.find((column) => column.key === 'officer').shown, false);
});

test('widths have limits', () => {
  assert.deepEqual([clampWidth(3), clampWidth(99.6), clampWidth(5000)], [40, 100, 1200]);
});

test('a layout is compared by what it shows', () => {
  assert.equal(sameLayout(SPECS, {}, { columns: start, density: 'compact' }), true);
  assert.equal(sameLayout(SPECS, {}, { columns: show(start, 'dpd', false) }), false);
  assert.equal(sameLayout(SPECS, { sort: '-dpd' }, {}), false);
  assert.equal(sameLayout(SPECS, { continuous: true }, {}), false);
  assert.equal(sameLayout(SPECS, { continuous: false }, {}), true);
});
