import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNested, pathOf, treeOf } from './tree.ts';

const entry = (code, zh, retired = false) => ({ code, zh, en: zh.toUpperCase(), retired });
const regions = [entry('33', 'zj'), entry('3301', 'hz'), entry('330102', 'sc'), entry('429004', 'xt'), entry('42', 'hb')];
const zh = (one) => one;

test('a code stands below the longest other one with which it begins', () => {
  const shape = (node) => [node.value, ...node.children.map(shape)];
  assert.deepEqual(treeOf(regions, zh).map(shape), [['33', ['3301', ['330102']]], ['42', ['429004']]]);
  assert.equal(treeOf(regions, zh)[0].children[0].title, '3301 hz');
  assert.equal(treeOf(regions, zh)[0].words, '33 zj zj');
});

test('a path names what a code stands below; a code nobody knows is itself', () => {
  assert.equal(pathOf(regions, '330102', zh), 'zj / hz / sc');
  assert.equal(pathOf(regions, '42', zh), 'hb');
  assert.equal(pathOf(regions, '4401', zh), '4401');
});

test('industries and regions are nested, words are not', () => {
  assert.deepEqual(['industry', 'region', 'loan_purpose', 'customer_kind'].map(isNested), [true, true, false, false]);
});
