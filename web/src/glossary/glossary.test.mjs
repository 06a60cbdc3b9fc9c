import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { byLabel } from './terms.ts';

const terms = JSON.parse(readFileSync(new URL('./terms.json', import.meta.url), 'utf8'));
const document = readFileSync(new URL('../../../docs/GLOSSARY.md', import.meta.url), 'utf8');
const rows = new Map(
  document
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 8 && !cells[1].startsWith('-') && cells[1] !== 'Term')
    .map((cells) => [cells[1], { zh: cells[5], en: cells[6] }]),
);

test('every explained word has a row in docs/GLOSSARY.md with the same names', () => {
  for (const [term, one] of Object.entries(terms)) assert.deepEqual({ zh: one.zh, en: one.en }, rows.get(term), term);
});

test('every word is explained in both languages, its source too', () => {
  for (const [term, one] of Object.entries(terms)) {
    assert.ok(one.textZh.length > 3 && one.textEn.length > 3, term);
    assert.equal(Boolean(one.sourceZh), Boolean(one.sourceEn), term);
  }
});

test('a label means one word only', () => {
  for (const [of, also] of [['zh', 'alsoZh'], ['en', 'alsoEn']]) {
    const labels = Object.values(terms).flatMap((one) => [one[of], ...(one[also] ?? [])]).map((label) => label.toLowerCase());
    assert.deepEqual(labels.filter((label, at) => labels.indexOf(label) !== at), []);
  }
});

test('labels are found in their language whatever their case', () => {
  assert.equal(byLabel(terms, true).get('days late'), 'days past due');
  assert.equal(byLabel(terms, false).get('计息基数'), 'accrual base');
  assert.equal(byLabel(terms, false).get('days late'), undefined);
});
