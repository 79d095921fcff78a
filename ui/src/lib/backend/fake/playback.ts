/** Playing without sound: a clock that runs, as the engine's does where there is no device. */
import type { PlaybackBackend } from '../backend';
import type { PlaybackState } from '../contract';
import type { Shelf } from './shelf';

const REPORT_EVERY_MS = 100;

export function fakePlayback(shelf: Shelf, log: (line: string) => void): PlaybackBackend {
  const listeners = new Set<(state: PlaybackState) => void>();
  let state: PlaybackState | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;

  function tell(change: Partial<PlaybackState>) {
    if (!state) return;
    state = { ...state, ...change };
    for (const listener of listeners) listener(state);
    if (!state.playing) clearInterval(ticking);
  }

  function tick() {
    if (!state) return;
    const seconds =
      shelf.voices.find(({ hit }) => hit.content === state?.content)?.voice.seconds ?? 0;
    const position_s = Math.min(seconds, state.position_s + (REPORT_EVERY_MS / 1000) * state.speed);
    const ended = position_s >= seconds;
    tell({ position_s, ended, playing: !ended });
  }

  return {
    async play(content, position_s) {
      log(`play ${content} ${position_s.toFixed(1)}`);
      clearInterval(ticking);
      state = { content, position_s, playing: true, speed: 1, silent: true, ended: false };
      tell({});
      ticking = setInterval(tick, REPORT_EVERY_MS);
    },
    async pausePlayback() {
      log('pause');
      tell({ playing: false });
    },
    async seek(position_s) {
      log(`seek ${position_s.toFixed(1)}`);
      tell({ position_s });
    },
    setSpeed: async (speed) => tell({ speed }),
    async stop() {
      tell({ playing: false, ended: true });
      state = undefined;
    },
    onPlayback(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
