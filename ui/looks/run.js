/**
 * Opens every page on the made-up library in Chromium, light and dark and in two sizes, keeps a
 * picture of each, and fails on what is inaccessible or cut off.
 *
 *   npm run looks -- [--only NAME] [--out FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { openedChromium } from './chromium.js';
import { accessibilityFaults, widthFaults } from './faults.js';
import { PAGES } from './pages.js';

const LOOKS = [
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { viewport: { width: 900, height: 600 }, colorScheme: 'light' },
  { viewport: { width: 900, height: 600 }, colorScheme: 'dark' },
];
const PATIENCE_MS = 10_000;
const MAX_LIST_ELEMENTS = 400;

const { values } = parseArgs({
  options: { only: { type: 'string' }, out: { type: 'string', default: 'looks/pictures' } },
});

const browser = await openedChromium();
if (!browser) {
  console.log('looks: SKIPPED, there is no Chromium here (name one by CHROMIUM=PATH)');
  process.exit(0);
}

const outDir = join(values.out, 'built');
await mkdir(values.out, { recursive: true });
await build({ mode: 'made-up', logLevel: 'error', build: { outDir, minify: false } });
const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: 'error' });
const address = server.resolvedUrls.local[0];

/** Goes to one page and takes a look; answers what is wrong. */
async function look(page, { name, scenario = 'usual', go }, { viewport, colorScheme }) {
  const faults = [];
  const failed = (error) => faults.push(`error: ${error.message}`);
  const said = (message) => message.type() === 'error' && faults.push(`said: ${message.text()}`);
  page.on('pageerror', failed).on('console', said);
  try {
    await page.goto(`${address}?scenario=${scenario}`);
    await page.locator('main').first().waitFor();
    await go?.(page);
    // Pictures are drawn, and what waits for a pause in typing has come.
    await page.waitForTimeout(100);
    await page.screenshot({
      path: join(values.out, `${name}-${colorScheme}-${viewport.width}.png`),
    });
    faults.push(...(await widthFaults(page)), ...(await accessibilityFaults(page)));
    const elements = await page.locator('ul[aria-label=Results] *').count();
    if (elements > MAX_LIST_ELEMENTS) faults.push(`${elements} elements in the list`);
  } catch (error) {
    faults.push(`could not be reached: ${error.message}`);
  }
  page.off('pageerror', failed).off('console', said);
  return faults;
}

let faulty = 0;
for (const setting of LOOKS) {
  const context = await browser.newContext({
    ...setting,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  for (const place of PAGES.filter(({ name }) => !values.only || name.startsWith(values.only))) {
    const faults = await look(page, place, setting);
    if (faults.length === 0) continue;
    faulty += 1;
    console.log(`${place.name}, ${setting.colorScheme}, ${setting.viewport.width} wide:`);
    for (const fault of new Set(faults)) console.log(`  ${fault}`);
  }
  await context.close();
}

await browser.close();
await server.close();
console.log(faulty === 0 ? 'looks: nothing found' : `looks: ${faulty} pictures with faults`);
process.exit(faulty === 0 ? 0 : 1);
