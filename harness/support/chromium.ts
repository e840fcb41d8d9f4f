import { existsSync } from 'node:fs';

/** Where Debian, Ubuntu and macOS install it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The path of a Chromium: the one that `CHROMIUM` names, else an installed one, else, on Linux, the
 * one that comes with the packages. Throws if there is none.
 */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM'];
  if (named !== undefined) return named;
  const installed = PLACES.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  if (process.platform !== 'linux') {
    throw new Error('No Chromium or Chrome found. Install one, or set CHROMIUM to its path.');
  }
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
