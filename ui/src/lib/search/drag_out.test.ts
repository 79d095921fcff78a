import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, searched } from '../testing/window';
import { fileUri } from './drag_out';

test('a path becomes the address of a file', () => {
  expect(fileUri('/home/ada/Bills/März #3.pdf')).toBe(
    'file:///home/ada/Bills/M%C3%A4rz%20%233.pdf',
  );
  expect(fileUri('C:\\Users\\Ada\\a b.jpg')).toBe('file:///C:/Users/Ada/a%20b.jpg');
});

test('a result that is dragged carries its file, and one on an absent drive cannot be dragged', async () => {
  await openWindow();
  const [acme] = await searched('acme drill');
  const carried = new Map<string, string>();
  const setData = (type: string, text: string) => carried.set(type, text);
  await fireEvent.dragStart(acme!.closest('li')!, { dataTransfer: { setData } });
  expect(carried.get('text/uri-list')).toMatch(/^file:\/\/\/home\/ada\/.*acme.*\.pdf$/);
  const [absent] = await searched('northern mutual');
  expect(absent!.closest('li')!.getAttribute('draggable')).toBe('false');
});
