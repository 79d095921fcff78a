import { expect, test, vi } from 'vitest';
import { Keys, pressed } from './keys';

const press = (key: string, init: KeyboardEventInit = {}, target?: HTMLElement) => {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...init });
  (target ?? document.body).dispatchEvent(event);
  return event;
};

test('keys are named as they are written on the page', () => {
  expect(pressed(press('f', { ctrlKey: true }))).toBe('Ctrl+F');
  expect(pressed(press('f', { metaKey: true }))).toBe('Ctrl+F');
  expect(pressed(press('?', { shiftKey: true }))).toBe('Shift+?');
  expect(pressed(press('+', { shiftKey: true }))).toBe('+');
  expect(pressed(press('/', { shiftKey: true }))).toBe('/');
  expect(pressed(press('n'))).toBe('N');
  expect(pressed(press('N', { shiftKey: true }))).toBe('Shift+N');
  expect(pressed(press(' '))).toBe('Space');
  expect(pressed(press('ArrowLeft', { altKey: true }))).toBe('Alt+ArrowLeft');
});

test('the innermost that wants a key gets it, and it comes back when that is gone', () => {
  const keys = new Keys();
  const [outer, inner] = [vi.fn(), vi.fn()];
  keys.lay(() => ({ name: 'Outer', bindings: [{ keys: ['Escape'], label: 'Back', run: outer }] }));
  const end = keys.lay(() => ({
    name: 'Inner',
    bindings: [{ keys: ['Escape'], label: 'Leave', run: inner }],
  }));
  const event = press('Escape');
  keys.handle(event);
  expect(event.defaultPrevented).toBe(true);
  expect([inner.mock.calls.length, outer.mock.calls.length]).toEqual([1, 0]);
  inner.mockReturnValue(false);
  keys.handle(press('Escape'));
  expect(outer).toHaveBeenCalledTimes(1);
  end();
  expect(keys.scopes.map((scope) => scope.name)).toEqual(['Outer']);
});

test('what is typed into a field is no command, unless it is said to be one', () => {
  const keys = new Keys();
  const [slash, find] = [vi.fn(), vi.fn()];
  keys.lay(() => ({
    name: 'Everywhere',
    bindings: [
      { keys: ['/'], label: 'Search', run: slash },
      { keys: ['Ctrl+F'], label: 'Search', run: find },
    ],
  }));
  const input = document.createElement('input');
  document.body.append(input);
  keys.handle(press('/', {}, input));
  keys.handle(press('f', { ctrlKey: true }, input));
  expect(slash).not.toHaveBeenCalled();
  expect(find).toHaveBeenCalledTimes(1);
  input.remove();
});
