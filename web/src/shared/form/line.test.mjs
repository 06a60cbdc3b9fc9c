import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLine } from './line.ts';

/** A server that answers when it is told to. */
function server() {
  const calls = [];
  const send = (content, version) => new Promise((resolve, reject) => calls.push({ content, version, resolve, reject }));
  return { calls, send };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('while one call is under way only the newest waits, and each carries the version of the last answer', async () => {
  const { calls, send } = server();
  const states = [];
  const line = makeLine(4, send, (state) => states.push(state));
  line.put('a');
  line.put('b');
  line.put('c');
  assert.deepEqual(calls.map((call) => [call.content, call.version]), [['a', 4]]);
  calls[0].resolve(5);
  await turn();
  assert.deepEqual(calls.map((call) => [call.content, call.version]), [['a', 4], ['c', 5]]);
  calls[1].resolve(6);
  await turn();
  assert.deepEqual(states, ['sending', 'sending', 'kept']);
});

test('a failure is told, and the next change is tried again with the same version', async () => {
  const { calls, send } = server();
  const states = [];
  const line = makeLine(0, send, (state, fault) => states.push(fault ? `${state} ${fault.message}` : state));
  line.put('a');
  calls[0].reject(new Error('changed'));
  await turn();
  assert.deepEqual(states, ['sending', 'failed changed']);
  line.put('b');
  assert.deepEqual([calls[1].content, calls[1].version], ['b', 0]);
});

test('after a stop nothing goes out and nothing is told', async () => {
  const { calls, send } = server();
  const states = [];
  const line = makeLine(0, send, (state) => states.push(state));
  line.put('a');
  line.put('b');
  line.stop();
  line.put('c');
  calls[0].resolve(1);
  await turn();
  assert.equal(calls.length, 1);
  assert.deepEqual(states, ['sending']);
});
