import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { curlOf, quoted } from './curl.ts';
import { choicesOf, found, limitsOf, membersOf, operationsOf, resolved, typeOf, usersOfCodes } from './document.ts';

const document = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
const operations = operationsOf(document);
const named = (id) => operations.find((one) => one.id === id);

test('every operation of the document is there once, with its subject, texts and answers', () => {
  const paths = Object.values(document.paths).flatMap((item) => Object.keys(item));
  assert.equal(operations.length, paths.length);
  assert.equal(new Set(operations.map((one) => one.id)).size, operations.length);
  for (const one of operations) {
    assert.ok(one.tag && one.summary && one.permission, one.id);
    for (const answer of one.answers) assert.equal(/^[45]/.test(answer.status), answer.codes.length > 0, `${one.id} ${answer.status}`);
  }
});

test('a search joins words in any order over address, texts and codes', () => {
  const ids = (typed) => found(operations, typed).map((one) => one.id);
  assert.ok(ids('repayments POST loan').includes('record_repayment'));
  assert.ok(ids('loan.prepayment_too_small').includes('record_repayment'));
  assert.deepEqual(ids('no-such-word'), []);
  assert.equal(ids('  ').length, operations.length);
});

test('codes know the operations that answer with them', () => {
  const users = usersOfCodes(operations);
  assert.ok(users.get('loan.prepayment_too_small').some((one) => one.id === 'record_repayment'));
  assert.equal(users.get('platform.internal').length, operations.length);
});

test('types, limits and members are those of the schema behind a reference', () => {
  const wanted = named('record_repayment').body['application/json'].schema;
  assert.equal(typeOf(wanted), 'NewRepayment');
  const members = membersOf(document, wanted);
  assert.deepEqual(members.filter((one) => one.required).map((one) => one.name).sort(), ['amount', 'kind', 'value_date']);
  const kind = members.find((one) => one.name === 'kind').schema;
  assert.ok(choicesOf(document, kind).includes('payoff'));
  assert.equal(resolved(document, kind).description, kind.description);
  assert.equal(typeOf({ type: ['array', 'null'], items: { type: 'string', format: 'date' } }), 'string date[] | null');
  assert.deepEqual(limitsOf({ minLength: 1, maxLength: 128, pattern: '^a$', default: false }), ['1–128 chars', '^a$', '= false']);
});

test('every call is a line that a shell reads as it is meant', () => {
  const read = (line) => execFileSync('sh', ['-c', `TOKEN=secret; uuidgen() { echo key; }; curl() { for word; do printf '%s\\0' "$word"; done; }; ${line}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
  for (const one of operations) {
    const words = read(curlOf(one, 'http://127.0.0.1:7180'));
    const address = words.at(-1);
    assert.ok(URL.canParse(address) && !/[{}]|%7B/.test(address), `${one.id}: ${address}`);
    const body = words.indexOf('-d');
    if (body > 0) assert.deepEqual(JSON.parse(words[body + 1]), one.body['application/json'].example, one.id);
  }
  assert.deepEqual(read(`curl ${quoted("it's $HOME")}`), ["it's $HOME"]);
  assert.ok(read(curlOf(named('record_repayment'), 'http://x')).includes('Authorization: Bearer secret'));
});
