/** What the made-up library holds, and how long it takes to answer. */
import type { CommandError, Hit, SearchStage } from '../contract';
import { manyPhotos, photos, type PhotoItem } from './photos';
import { papers, type ShelvedPaper } from './papers';
import { voices, type VoiceItem } from './voices';

export const SCENARIOS = ['usual', 'first_run', 'indexing', 'trouble', 'huge'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export function isScenario(name: string | null): name is Scenario {
  return (SCENARIOS as readonly (string | null)[]).includes(name);
}

export interface Latency {
  instant: number;
  full: number;
}

const HUGE = 100_000;

export const LOCKED: CommandError = {
  code: 'busy_elsewhere',
  message: 'The library is in use by another program (rummage index, process 4711).',
  advice: 'Wait until it has finished, or end it, and try again.',
};

export class Shelf {
  readonly photos: PhotoItem[];
  readonly papers: ShelvedPaper[] = structuredClone(papers);
  readonly voices: VoiceItem[] = voices;
  /** All of them, newest first. */
  readonly items: { hit: Hit; text: string }[];

  constructor(
    readonly scenario: Scenario,
    readonly latency: Latency,
  ) {
    this.photos = scenario === 'huge' ? manyPhotos(HUGE) : photos;
    const when = ({ hit }: { hit: Hit }) => hit.when ?? '';
    this.items = [...this.photos, ...this.papers, ...this.voices].sort((a, b) =>
      when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : 0,
    );
  }

  /** Answers after a while, or fails where the scenario has trouble. */
  async after<T>(stage: SearchStage, answer: () => T): Promise<T> {
    const pause = this.latency[stage];
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    if (this.scenario === 'trouble') throw LOCKED;
    return answer();
  }
}
