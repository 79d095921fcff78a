/**
 * A backend without an engine, for component tests and for work on the pages (`npm run dev`): a
 * small made-up library that really searches, plays, corrects and fails.
 */
import type { Backend } from '../backend';
import { fakeContent } from './content';
import { fakeLibrary, type FakeLibrary } from './library';
import { fakePlayback } from './playback';
import { fakeSearch } from './search';
import { fakeSettings } from './settings';
import { Shelf, type Latency, type Scenario } from './shelf';

export { isScenario, type Scenario } from './shelf';

export interface FakeBackend extends Backend, Pick<FakeLibrary, 'drop' | 'report'> {
  /** The commands that change something, in order. */
  log: string[];
}

export function fakeBackend(
  scenario: Scenario = 'usual',
  latency: Latency = { instant: 0, full: 0 },
): FakeBackend {
  const shelf = new Shelf(scenario, latency);
  const log: string[] = [];
  const note = (line: string) => void log.push(line);
  return {
    log,
    ...fakeSearch(shelf),
    ...fakeContent(shelf, note),
    ...fakePlayback(shelf, note),
    ...fakeLibrary(shelf, note),
    ...fakeSettings(note),
  };
}
