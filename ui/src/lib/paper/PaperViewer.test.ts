import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { click, opened, openWindow, press } from '../testing/window';

const row = (name: string) =>
  screen.getByRole('button', { name: `Correct ${name}` }).closest('li') as HTMLElement;

async function correct(name: string, value: string) {
  await click(`Correct ${name}`);
  await fireEvent.input(await screen.findByLabelText(name), { target: { value } });
  await click('Keep');
}

test('a wrong amount is corrected, then the sum holds, and the correction can be undone', async () => {
  const { backend } = await openWindow();
  await opened('grocer');
  await screen.findByText(/It does not add up/);
  expect(row('Total').textContent).toContain('not sure');

  await correct('Total', '22.22');
  await screen.findByText('It adds up.');
  expect(row('Total').textContent).toContain('corrected by you, read as €27.22');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Correct Total');

  await click('Undo the correction of Total');
  await screen.findByText(/It does not add up/);
  expect(backend.log.slice(-2)).toEqual(['correct total 22.22', 'undo total']);
});

test('what is no amount is refused where it is written, and Esc leaves all as it was', async () => {
  const { backend } = await openWindow();
  await opened('grocer');
  await screen.findByText('Fields');
  await correct('Total', 'a lot');
  await screen.findByText(/is not an amount/);
  screen.getByLabelText('Total').focus();
  await press('Escape');
  await waitFor(() => expect(screen.queryByLabelText('Total')).toBeNull());
  expect(row('Total').textContent).toContain('€27.22');
  expect(backend.log).toEqual(['correct total a lot']);
  // Esc ended the correction, not the page.
  expect(screen.getByText('Fields')).toBeTruthy();
});

test('a field and its box show each other', async () => {
  await openWindow();
  await opened('acme drill');
  await screen.findByText('Fields');
  const box = document.querySelector('rect[data-field=total]')!;
  await fireEvent.pointerEnter(row('Total'));
  expect(box.classList).toContain('pointed');
  await fireEvent.pointerLeave(row('Total'));
  expect(box.classList).not.toContain('pointed');
  await fireEvent.pointerEnter(box);
  expect(row('Total').classList).toContain('pointed');
});

test('line items are listed, show their place, and are exported', async () => {
  const { backend } = await openWindow();
  await opened('acme drill');
  const items = within((await screen.findByText('Line items')).parentElement!);
  expect(items.getAllByRole('button').map((item) => item.textContent.trim())).toEqual([
    'Cordless drill 18 V €159.00',
    'Set of wood bits €34.90',
    'Delivery €6.90',
  ]);
  await fireEvent.pointerEnter(items.getAllByRole('button')[1]!);
  expect(document.querySelector('rect.pointed')?.getAttribute('data-field')).toBe('item 1');
  await click('Export the fields');
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Line items as CSV' }));
  await screen.findByText(/Saved as .*fields\.items\.csv/);
  expect(backend.log[0]).toMatch(/^export paper\d+ items_csv/);
});

test('matches are stepped through, by key and by button, round and round', async () => {
  await openWindow();
  await opened('acme drill');
  const steps = within(await screen.findByRole('group', { name: 'Matches' }));
  await press('n');
  await steps.findByText('1 of 2');
  await fireEvent.click(steps.getByRole('button', { name: 'Next match' }));
  await steps.findByText('2 of 2');
  await press('F3');
  await steps.findByText('1 of 2');
  expect(document.querySelectorAll('rect.match.shown')).toHaveLength(1);
});

test('the text is copied and the fields are exported', async () => {
  const { backend } = await openWindow();
  await opened('acme drill');
  await fireEvent.click(await screen.findByRole('button', { name: 'Copy the text' }));
  await click('Export the fields');
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Fields as CSV' }));
  await screen.findByText(/Saved as .*fields\.csv/);
  expect(backend.log[0]).toMatch(/^copy Acme Tools/);
  expect(backend.log[1]).toMatch(/^export paper\d+ csv/);
});
