import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

declare const process: { env: Record<string, string | undefined> };

const server = process.env.XINDAI_SERVER ?? 'http://127.0.0.1:8080';

/** Tables can filter by a tree in their header; ours filter by a form, so that the tree need not be sent to browsers. */
const withoutFilterTree: Plugin = {
  name: 'without-filter-tree',
  enforce: 'pre',
  resolveId: (source, importer) => (source === '../../../tree' && importer?.includes('/antd/es/table/') ? '\0no-tree' : null),
  load: (id) => (id === '\0no-tree' ? 'export default () => null;' : null),
};

export default defineConfig({
  plugins: [react(), withoutFilterTree],
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  preview: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: { outDir: 'dist', sourcemap: false, chunkSizeWarningLimit: 2500, modulePreload: { polyfill: false } },
});
