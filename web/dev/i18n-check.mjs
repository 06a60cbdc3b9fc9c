// Fails when the two languages differ in keys, when a text that waits for values is asked for without any, when a key that the code uses is missing, or when a key is used nowhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../src', import.meta.url).pathname;
const files = [];
(function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) walk(path);
    else files.push(path);
  }
})(root);

const words = { 'zh-CN': new Map(), en: new Map() };
for (const path of files) {
  const found = /\/(\w+)\/words\.(zh-CN|en)\.json$/.exec(path);
  if (!found) continue;
  for (const [key, text] of Object.entries(JSON.parse(readFileSync(path, 'utf8')))) words[found[2]].set(`${found[1]}.${key}`, text);
}

// Permission names have the same shape as keys.
const permission = /(?:\.(field_\w+|read|write|book|repay|call|reverse|reveal|run|share|export|published|withdrawn|check_required|second_factor_required|sign_in_failed|charge_off|change_rate|reverse_entry|change_user|address_refused|change_policy|change_retention|not_signed_in|create_user|make_role|change_role)|^import\.check)$/;
const used = new Set();
const prefixes = new Set();
const bare = new Set();
const capabilities = [...new Set([...words.en.keys()].map((key) => key.split('.')[0]))].join('|');
// Codes in the dictionary, written as names of properties, are no keys.
const literal = new RegExp(`['"\`]((?:${capabilities})\\.[\\w.]+)['"](?!:)`, 'g');
const template = new RegExp(`\`((?:${capabilities})\\.[\\w.]*)\\$\\{`, 'g');
// The generated client names problem codes, which have the same shape too.
for (const path of files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('/schema.d.ts'))) {
  const source = readFileSync(path, 'utf8');
  for (const [, key] of source.matchAll(literal)) if (!permission.test(key)) used.add(key);
  for (const [, prefix] of source.matchAll(template)) prefixes.add(prefix);
  for (const [, key] of source.matchAll(/\bt\('([\w.]+)'\)/g)) bare.add(key);
}

const faults = [];
const placeholders = (text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort().join();
for (const [key, text] of words['zh-CN']) {
  if (!words.en.has(key)) faults.push(`only in zh-CN: ${key}`);
  else if (placeholders(text) !== placeholders(words.en.get(key))) faults.push(`placeholders differ: ${key}`);
  if (bare.has(key) && placeholders(text)) faults.push(`asked for without its values: ${key}`);
  if (!used.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix))) faults.push(`used nowhere: ${key}`);
}
for (const key of words.en.keys()) if (!words['zh-CN'].has(key)) faults.push(`only in en: ${key}`);
for (const key of used) if (!words['zh-CN'].has(key)) faults.push(`used but not defined: ${key}`);

if (faults.length > 0) {
  console.error(faults.sort().join('\n'));
  console.error(`i18n: ${faults.length} faults`);
  process.exit(1);
}
console.log(`i18n: ${words.en.size} keys in both languages, all used`);
