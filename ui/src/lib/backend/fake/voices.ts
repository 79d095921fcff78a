/** Voice notes of the made-up library; the words are timed evenly, with a pause after a sentence. */
import type { Hit, SpokenWord, TranscriptSegment, Voice } from '../contract';

interface Note {
  name: string;
  when: string;
  said: string;
  doubtful?: string[];
}

const NOTES: Note[] = [
  {
    name: 'REC_0012.m4a',
    when: '2025-09-10T08:02:00',
    said: 'Remember to call the dentist on Monday morning. They open at eight. Ask whether the invoice from last time has been paid, and take the insurance card along.',
    doubtful: ['insurance'],
  },
  {
    name: 'REC_0015.m4a',
    when: '2025-09-14T19:40:00',
    said: 'Idea for the garden. Move the tomatoes to the south wall and put the beans where the tomatoes were. Buy twine.',
    doubtful: ['twine'],
  },
  {
    name: 'memo_lisbon.ogg',
    when: '2024-06-04T21:12:00',
    said: 'The tram was wonderful and the light over the river too. We ate grilled sardines near the harbour. Tomorrow the beach at Cascais.',
    doubtful: ['sardines', 'Cascais'],
  },
  {
    name: 'REC_0021.m4a',
    when: '2025-10-01T07:30:00',
    said: 'Shopping list. Coffee beans, bread, two litres of milk, and something for the dogs.',
  },
  {
    name: 'interview_ridge.wav',
    when: '2024-08-24T20:00:00',
    said: 'So we started at the hut before sunrise. The path along the ridge was still frozen. Half way up the weather turned and we decided to wait. After an hour the fog lifted. It was the best view of the whole trip.',
    doubtful: ['fog'],
  },
];

export interface VoiceItem {
  hit: Hit;
  text: string;
  voice: Voice;
}

/** Loudness that rises with each word and falls between them. */
function loudness(words: SpokenWord[], seconds: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => {
    const at = (step / count) * seconds;
    const word = words.find(({ start_s, end_s }) => at >= start_s && at < end_s);
    const grain = Math.abs(Math.sin(step * 12.9898) * 43758.5453) % 1;
    return word
      ? 0.25 + 0.7 * grain * Math.sin(Math.PI * ((at - word.start_s) / (word.end_s - word.start_s)))
      : 0.03 + grain * 0.05;
  });
}

export function voiceItem(note: Note, seed: number): VoiceItem {
  const content = `voice${String(seed).padStart(6, '0')}`;
  const words: SpokenWord[] = [];
  const segments: TranscriptSegment[] = [];
  let at = 0.4;
  for (const sentence of note.said.split(/(?<=\.) /)) {
    const start_s = at;
    for (const text of sentence.split(' ')) {
      const end_s = at + 0.12 + text.length * 0.055;
      const doubtful = note.doubtful?.includes(text.replace(/\W/g, '')) ?? false;
      words.push({ text, start_s: at, end_s, matched: false, doubtful });
      at = end_s + 0.06;
    }
    segments.push({ start_s, end_s: at, text: sentence });
    at += 0.8;
  }
  const path = `/home/ada/Recordings/${note.name}`;
  return {
    text: `${note.said} ${note.name}`,
    hit: {
      content,
      kind: 'voice',
      file_name: note.name,
      path,
      folder_path: '/home/ada/Recordings',
      offline: false,
      when: note.when,
      score_band: 'best',
      why: [],
      voice: { seconds: at, words: words.slice(0, 8), peaks: loudness(words, at, 96) },
    },
    voice: {
      content,
      file_name: note.name,
      places: [{ path, offline: false }],
      recorded_at: note.when,
      seconds: at,
      peaks: loudness(words, at, 1000),
      words,
      segments,
    },
  };
}

export const voices: VoiceItem[] = NOTES.map(voiceItem);
