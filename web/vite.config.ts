import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { defineConfig, type Plugin } from 'vite';

import { chooseProject, loadParameters } from '../scripts/operate/google/project.js';

const DIST = fileURLToPath(new URL('dist', import.meta.url));

/** What the page has to know of the functions' parameters; `firebase` names the project it deploys to. */
const gateway: Plugin = {
  name: 'gateway',
  generateBundle() {
    loadParameters(chooseProject(undefined));
    const database = process.env['FIRESTORE_DATABASE'] || '(default)';
    this.emitFile({
      type: 'asset',
      fileName: 'gateway.json',
      source: JSON.stringify({ database }),
    });
  },
};

/** The page once more, where firebase.json lets it reach emulators. Deployments leave it out. */
const emulated: Plugin = {
  name: 'emulated',
  closeBundle() {
    mkdirSync(`${DIST}/emulated`, { recursive: true });
    writeFileSync(`${DIST}/emulated/index.html`, readFileSync(`${DIST}/index.html`));
  },
};

export default defineConfig({
  plugins: [gateway, emulated],
  build: {
    target: 'es2022',
    // The page's content security policy allows no data: addresses.
    assetsInlineLimit: 0,
  },
});
