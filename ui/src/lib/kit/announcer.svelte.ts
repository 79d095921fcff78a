/** What is told to a person who listens, and shown for a moment to one who looks. */
export class Announcer {
  /** Spoken by screen readers only. */
  spoken = $state('');
  /** Spoken, and shown at the foot of the window for a while. */
  shown = $state('');
  #hiding: ReturnType<typeof setTimeout> | undefined;

  say(text: string) {
    this.spoken = text;
  }

  show(text: string) {
    this.shown = text;
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => (this.shown = ''), 5000);
  }
}
