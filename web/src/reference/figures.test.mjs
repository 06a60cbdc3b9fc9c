import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure, fractionOf, percentNumber } from './figures.ts';

test('figures are read and written without loss', () => {
  for (const [percent, fraction] of [[24, '0.24'], [50, '0.5'], [100, '1'], [12.34, '0.1234'], [0, '0']]) {
    assert.equal(fractionOf(percent), fraction);
    assert.equal(percentNumber(fraction), percent);
  }
  assert.equal(figure('share', '0.5'), '50.00%');
  assert.equal(figure('multiple', '4'), '× 4');
});
