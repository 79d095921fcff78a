/**
 * The keys that work right now. Each part of the window lays its bindings on a stack while it is on
 * the page; the one laid last is asked first. The help (Shift+?) lists what lies on the stack, so it
 * can say nothing that is not so.
 */
export interface Binding {
  /** As it is written on the page: `Ctrl+Enter`, `/`, `Shift+?`. */
  keys: string[];
  label: string;
  /** `false` leaves the key to whoever is asked next. */
  run: (event: KeyboardEvent) => unknown;
  /** Also while a person types in a field; keys with Ctrl always do. */
  whileTyping?: boolean;
}

export interface Scope {
  name: string;
  bindings: Binding[];
}

/** The name of a pressed key, in the notation of bindings. */
export function pressed(event: KeyboardEvent): string {
  const key =
    event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isMark = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    // Shift makes the mark what it is; only the help spells it out.
    event.shiftKey && (!isMark || key === '?' || key === 'Space') ? 'Shift' : '',
    key.length === 1 ? key.toUpperCase() : key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

/** Whether what is pressed goes into a text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export class Keys {
  #scopes: (() => Scope)[] = [];

  /** Innermost first. */
  get scopes(): Scope[] {
    return this.#scopes.map((scope) => scope()).toReversed();
  }

  /** Lays a scope on the stack; answers how it is taken off again. */
  lay(scope: () => Scope): () => void {
    this.#scopes.push(scope);
    return () => {
      this.#scopes = this.#scopes.filter((other) => other !== scope);
    };
  }

  handle(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing) return;
    const key = pressed(event);
    const typing = isTyping(event.target) && !key.startsWith('Ctrl+');
    for (const { bindings } of this.scopes) {
      for (const binding of bindings) {
        if (!binding.keys.includes(key) || (typing && !binding.whileTyping)) continue;
        if (binding.run(event) === false) continue;
        event.preventDefault();
        return;
      }
    }
  }
}
