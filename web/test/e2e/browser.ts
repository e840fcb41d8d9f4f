import { fileURLToPath } from 'node:url';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

import { findChromium } from '../../../harness/support/chromium.js';
import { requiredEnv } from '../../../harness/support/env.js';

const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/**
 * Firestore's SDK requests it from google.com when a connection breaks, to find out what broke. The policy
 * blocks that, and the SDK behaves as without a network: it retries.
 */
const SDK_PROBE = 'https://www.google.com/images/cleardot.gif';

/** Shared: several suites may ask for it at once. */
let browser: Promise<Browser> | undefined;

/** A person’s browser, and its complaints. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Violations of the content security policy, and uncaught errors. */
  complaints: string[];
}

/** `bypassCSP` lets a test put its own script into the page. */
interface VisitorOptions {
  bypassCSP?: boolean;
}

async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium() });
}

/** Opens a browser of its own: no session, nothing stored. */
export async function newVisitor(options: VisitorOptions = {}): Promise<Visitor> {
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({
    baseURL: requiredEnv('PAGE_URL'),
    viewport: { width: 1360, height: 850 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    bypassCSP: options.bypassCSP ?? false,
    permissions: ['clipboard-read', 'clipboard-write'],
    acceptDownloads: true,
  });
  // Emulators without indexes take long to count on a busy machine.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/content security policy|refused to/i.test(text) && !text.includes(SDK_PROBE)) {
      complaints.push(text);
    }
  });
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { context, page, complaints };
}

/** Saves a screenshot of the page for a person to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

/** A suite in a real browser. */
export function describeInBrowser(title: string, suite: () => void): void {
  describe(`the readers' page in Chromium: ${title}`, function () {
    suite();
  });
}

after(async () => {
  await (await browser)?.close();
  browser = undefined;
});
