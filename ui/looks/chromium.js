/** Finds a Chromium on this machine; the looks are skipped where there is none. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A headless browser, or undefined where none is installed. */
export async function openedChromium() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  return executablePath && chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
