/** Every page of the window, and how a person gets there in the made-up library. */

const search = (query) => async (page) => {
  await page.getByRole('searchbox').fill(query);
  await page.locator('[data-content]').first().waitFor();
  await page.locator('main[aria-busy=false]').waitFor();
};

const open = (query, content) => async (page) => {
  await search(query)(page);
  await page.locator(`[data-content=${content}]`).click();
  await page.locator('main[aria-label*=": "] header ~ .body *').first().waitFor();
};

const to = (button) => async (page) =>
  page.getByRole('button', { name: button, exact: true }).click();

const first =
  (...steps) =>
  async (page) => {
    for (const step of steps) await step(page);
  };

const press = (key) => (page) => page.keyboard.press(key);

export const PAGES = [
  { name: 'start' },
  { name: 'results', go: search('a') },
  {
    name: 'results-list',
    go: first(search('a'), (page) => page.getByRole('radio', { name: 'List' }).check()),
  },
  {
    name: 'results-filtered',
    go: first(
      search('vendor:acme total>100'),
      (page) =>
        page
          .locator('aside[aria-label=Filters]')
          .isVisible()
          .then((shown) => shown || to('Filters')(page)),
      (page) => page.getByRole('checkbox', { name: 'Acme Tools GmbH' }).check(),
    ),
  },
  { name: 'results-huge', scenario: 'huge', go: search('dog') },
  {
    name: 'results-nothing',
    go: first(
      (page) => page.getByRole('searchbox').fill('submarine'),
      (page) => page.getByText('Nothing matches').waitFor(),
    ),
  },
  { name: 'results-indexing', scenario: 'indexing', go: search('the') },
  {
    name: 'results-trouble',
    scenario: 'trouble',
    go: first(
      (page) => page.getByRole('searchbox').fill('dog'),
      (page) => page.getByRole('alert').waitFor(),
    ),
  },
  {
    name: 'preview',
    go: first(search('dogs'), press('ArrowDown'), press('ArrowRight'), press('Space')),
  },
  { name: 'save-search', go: first(search('dogs'), to('Save this search')) },
  { name: 'photo', go: open('dogs', 'photo000000') },
  { name: 'photo-text', go: first(open('poster', 'photo000011'), press('+'), press('+')) },
  { name: 'paper', go: open('acme drill', 'paper000000') },
  { name: 'paper-misread', go: first(open('grocer', 'paper000003'), to('Correct Total')) },
  { name: 'voice', go: first(open('tomatoes beans', 'voice000001'), to('Play')) },
  { name: 'library', go: to('Library') },
  { name: 'library-indexing', scenario: 'indexing', go: to('Library') },
  {
    name: 'library-failures',
    go: first(to('Library'), (page) =>
      page.getByText('could not be read').last().scrollIntoViewIfNeeded(),
    ),
  },
  {
    name: 'library-data',
    go: first(to('Library'), (page) => page.getByText('Wipe the library').scrollIntoViewIfNeeded()),
  },
  {
    name: 'library-patterns',
    go: first(
      to('Library'),
      (page) => page.getByRole('button', { name: 'Folder', exact: true }).nth(1).click(),
      (page) => page.getByRole('menuitem', { name: 'What to read' }).click(),
    ),
  },
  {
    name: 'library-menu',
    go: first(to('Library'), (page) =>
      page.getByRole('button', { name: 'Folder', exact: true }).first().click(),
    ),
  },
  { name: 'library-wipe', go: first(to('Library'), to('Wipe the library…')) },
  { name: 'library-trouble', scenario: 'trouble', go: to('Library') },
  { name: 'settings', go: to('Settings') },
  {
    name: 'settings-models',
    go: first(to('Settings'), (page) => page.getByText('Who can read it').scrollIntoViewIfNeeded()),
  },
  {
    name: 'settings-card',
    go: first(to('Settings'), (page) =>
      page.getByRole('button', { name: 'Model card of Rummage CLIP starter' }).click(),
    ),
  },
  { name: 'keys', go: first(open('tomatoes beans', 'voice000001'), press('Shift+?')) },
  { name: 'first-run', scenario: 'first_run' },
  {
    name: 'first-run-folders',
    scenario: 'first_run',
    go: first(to('Choose folders'), (page) =>
      page.getByRole('checkbox', { name: '/home/ada/Pictures' }).check(),
    ),
  },
  { name: 'first-run-underway', scenario: 'first_run', go: to('Try it on the sample library') },
];
