// Lets `node --test` read the TypeScript of pure modules: types are taken away, nothing else.
import { register } from 'node:module';

register('./typescript-loader.mjs', import.meta.url);
