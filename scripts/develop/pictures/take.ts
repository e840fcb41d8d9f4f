import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { chromium, type Page } from 'playwright-core';

import { findChromium } from '../../../harness/support/chromium.js';
import { DEMO_USERS } from '../demo/users.js';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

/** Kept small, as the pictures are in every clone. */
const MAX_BYTES = 150_000;

const DESKTOP = { width: 1100, height: 640 };
const PHONE = { width: 390, height: 760 };

export interface Shot {
  /** Prefix of its files, before `-light.png` and `-dark.png`. */
  name: string;
  tenant: string;
  size: 'desktop' | 'phone';
  /** Brings the page to the state for the picture. */
  prepare: (page: Page) => Promise<void>;
}

/** Takes each picture of the page in light and in dark, as an admin of the tenant sees it. */
export async function takePictures(pageUrl: string, shots: readonly Shot[]): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: await findChromium() });
  const taken: string[] = [];
  try {
    for (const { name, tenant, size, prepare } of shots) {
      const context = await browser.newContext({
        baseURL: pageUrl,
        viewport: size === 'phone' ? PHONE : DESKTOP,
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      // Only the local stack may be contacted.
      await context.route(
        (url) => url.hostname !== '127.0.0.1',
        (route) => route.abort(),
      );
      const page = await context.newPage();
      await signIn(page, tenant);
      await prepare(page);
      // Nothing may look hovered.
      await page.mouse.move(0, 0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // The chart is redrawn in the other colours.
        await page.waitForTimeout(1_000);
        const picture = await page.screenshot();
        const file = `${name}-${colorScheme}.png`;
        if (picture.length > MAX_BYTES) {
          throw new Error(`${file} has ${picture.length} bytes, more than ${MAX_BYTES}`);
        }
        writeFileSync(`${FOLDER}${file}`, picture);
        taken.push(`${file}, ${Math.round(picture.length / 1_000)} KB`);
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return taken;
}

async function signIn(page: Page, tenant: string): Promise<void> {
  const user = DEMO_USERS.find((one) => one.tenant === tenant && one.role === 'admin');
  if (user === undefined) throw new Error(`${tenant} has no admin to sign in as`);
  await page.goto('/');
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
