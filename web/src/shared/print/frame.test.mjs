import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoted, sheetOf } from './frame.ts';

test('a text cannot end its string', () => {
  assert.equal(quoted('a "b" \\ c'), '"a \\"b\\" \\\\ c"');
  assert.equal(quoted('a\nb'), '"a b"');
});

test('a sheet says whose it is, what it is, by whom and which page', () => {
  const sheet = sheetOf({ institution: '示例银行', title: '试算平衡表', by: 'admin · 2025-01-20 08:00' });
  for (const part of ['"示例银行"', '"试算平衡表"', '"admin · 2025-01-20 08:00"', 'counter(page) " / " counter(pages)']) assert.ok(sheet.includes(part), part);
});
