import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRate, parseRate } from './rate.ts';

test('rates move between fraction and percent without a float', () => {
  for (const [fraction, percent] of [
    ['0.042', '4.2'], ['0.0435', '4.35'], ['0', '0'], ['1', '100'], ['0.24', '24'], ['0.0001', '0.01'], ['0.1234567891', '12.34567891'], ['10', '1000'],
  ]) {
    assert.equal(formatRate(fraction), percent);
    assert.equal(parseRate(percent), fraction);
  }
});
