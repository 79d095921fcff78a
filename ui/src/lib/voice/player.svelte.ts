/**
 * Playing a recording: the sound is made by the engine, which says a few times a second where it
 * is; between two reports the position is reckoned, so that the transcript follows smoothly.
 */
import type { PlaybackBackend, Unsubscribe } from '../backend/backend';
import type { ContentHash, PlaybackState } from '../backend/contract';

export class Player {
  state = $state.raw<PlaybackState>();
  /** Reckoned; seconds. */
  position = $state(0);
  speed = $state(1);
  #reportedAt = 0;
  #frame = 0;

  constructor(private readonly backend: PlaybackBackend) {}

  isPlaying(content: ContentHash): boolean {
    return this.state?.content === content && this.state.playing;
  }

  /** Follows the engine's reports. */
  follow(): Unsubscribe {
    const unsubscribe = this.backend.onPlayback((state) => this.#take(state));
    return () => {
      unsubscribe();
      cancelAnimationFrame(this.#frame);
    };
  }

  async play(content: ContentHash, atSeconds: number) {
    await this.backend.play(content, atSeconds);
    if (this.speed !== 1) await this.backend.setSpeed(this.speed);
  }

  /** Plays or pauses; a recording that ended begins anew. */
  async toggle(content: ContentHash, startSeconds = 0) {
    if (this.isPlaying(content)) await this.backend.pausePlayback();
    else if (this.state?.content === content && !this.state.ended) {
      await this.play(content, this.position);
    } else await this.play(content, startSeconds);
  }

  async seek(content: ContentHash, atSeconds: number) {
    if (this.state?.content === content && !this.state.ended) await this.backend.seek(atSeconds);
    else await this.play(content, atSeconds);
  }

  async setSpeed(speed: number) {
    this.speed = speed;
    if (this.state && !this.state.ended) await this.backend.setSpeed(speed);
  }

  async stop() {
    if (!this.state) return;
    this.state = undefined;
    this.position = 0;
    cancelAnimationFrame(this.#frame);
    await this.backend.stop();
  }

  #take(state: PlaybackState) {
    this.state = state;
    this.position = state.position_s;
    this.#reportedAt = performance.now();
    cancelAnimationFrame(this.#frame);
    if (state.playing) this.#reckon();
  }

  #reckon() {
    this.#frame = requestAnimationFrame(() => {
      const state = this.state;
      if (!state?.playing) return;
      const since = (performance.now() - this.#reportedAt) / 1000;
      this.position = state.position_s + since * state.speed;
      this.#reckon();
    });
  }
}
