// Puts a gzip and a brotli file beside every larger file of the built UI, so that the server compresses none of them while readers wait.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = new URL('../dist/assets/', import.meta.url);
const SMALLEST = 1024;

for (const name of readdirSync(folder)) {
  const file = new URL(name, folder);
  if (!/\.(js|css|svg)$/.test(name) || statSync(file).size < SMALLEST) continue;
  const content = readFileSync(file);
  writeFileSync(new URL(`${name}.gz`, folder), gzipSync(content, { level: 9 }));
  writeFileSync(new URL(`${name}.br`, folder), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
}
