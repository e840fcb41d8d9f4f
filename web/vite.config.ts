import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    // The page's content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    // Hosting serves only what is built; the sources are public in the repository.
    sourcemap: true,
  },
});
