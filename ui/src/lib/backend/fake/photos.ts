/** Photos of the made-up library. */
import type { Hit, Photo } from '../contract';

interface Shot {
  name: string;
  shows: string[];
  when: string;
  place?: string;
  camera?: string;
  text?: string;
  portrait?: boolean;
  folder?: string;
}

const SHOTS: Shot[] = [
  {
    name: 'IMG_2041.jpg',
    shows: ['two dogs in the snow', 'winter', 'mountain'],
    when: '2025-02-11T10:24:00',
    place: 'Innsbruck',
  },
  {
    name: 'IMG_2042.jpg',
    shows: ['two dogs running', 'snow', 'forest'],
    when: '2025-02-11T10:25:30',
    place: 'Innsbruck',
  },
  {
    name: 'IMG_2047.jpg',
    shows: ['a dog on a frozen lake', 'snow'],
    when: '2025-02-11T11:02:00',
    place: 'Innsbruck',
    portrait: true,
  },
  {
    name: 'DSC_0107.jpg',
    shows: ['a red bicycle against a wall', 'street'],
    when: '2024-06-03T18:40:00',
    place: 'Lisbon',
    camera: 'Nikon D5600',
  },
  {
    name: 'DSC_0110.jpg',
    shows: ['a tram in a narrow street', 'city'],
    when: '2024-06-03T19:05:00',
    place: 'Lisbon',
    camera: 'Nikon D5600',
  },
  {
    name: 'DSC_0131.jpg',
    shows: ['sunset over the sea', 'beach'],
    when: '2024-06-05T20:51:00',
    place: 'Cascais',
    camera: 'Nikon D5600',
  },
  {
    name: 'PXL_20230812_0815.jpg',
    shows: ['a birthday cake with candles', 'kitchen'],
    when: '2023-08-12T15:15:00',
  },
  {
    name: 'PXL_20230812_0822.jpg',
    shows: ['children at a table', 'birthday', 'cake'],
    when: '2023-08-12T15:32:00',
  },
  {
    name: 'whiteboard.jpg',
    shows: ['a whiteboard with writing', 'office'],
    when: '2025-09-02T09:11:00',
    text: 'Q3 plan: ship the index, measure recall, call the dentist',
    folder: '/home/ada/Pictures/Work',
  },
  {
    name: 'IMG_1180.jpg',
    shows: ['a garden with tomatoes', 'summer'],
    when: '2025-07-19T08:30:00',
    place: 'Graz',
  },
  {
    name: 'IMG_1184.jpg',
    shows: ['a cat asleep on a chair', 'garden'],
    when: '2025-07-19T08:44:00',
    place: 'Graz',
    portrait: true,
  },
  {
    name: 'scan_poster.jpg',
    shows: ['a concert poster', 'text'],
    when: '2022-11-30T12:00:00',
    text: 'Open Air 2022 · doors 19:00 · Acme Arena',
    portrait: true,
  },
  {
    name: 'IMG_0920.jpg',
    shows: ['a lighthouse on a rocky coast', 'sea'],
    when: '2023-05-21T17:20:00',
    place: 'Roscoff',
  },
  {
    name: 'IMG_0925.jpg',
    shows: ['boats in a harbour', 'sea'],
    when: '2023-05-21T18:02:00',
    place: 'Roscoff',
  },
  {
    name: 'IMG_3301.jpg',
    shows: ['a mountain hut above a lake', 'hiking'],
    when: '2024-08-24T13:10:00',
    place: 'Lauterbrunnen',
  },
  {
    name: 'IMG_3307.jpg',
    shows: ['a marked path through a meadow', 'hiking', 'mountain'],
    when: '2024-08-24T13:55:00',
    place: 'Lauterbrunnen',
  },
  {
    name: 'IMG_3312.jpg',
    shows: ['hikers on a ridge', 'hiking', 'mountain'],
    when: '2024-08-24T15:21:00',
    place: 'Lauterbrunnen',
  },
  {
    name: 'IMG_4004.jpg',
    shows: ['a street market with fruit', 'city'],
    when: '2025-10-04T11:30:00',
    place: 'Lyon',
  },
];

export interface PhotoItem {
  hit: Hit;
  /** What a search looks in. */
  text: string;
  photo: Photo;
  seed: number;
}

export function photoItem(shot: Shot, seed: number): PhotoItem {
  const content = `photo${String(seed).padStart(6, '0')}`;
  const [width, height] = shot.portrait ? [1200, 1600] : [1600, 1200];
  const folder = shot.folder ?? `/home/ada/Pictures/${shot.when.slice(0, 4)}`;
  const path = `${folder}/${shot.name}`;
  const hit: Hit = {
    content,
    kind: 'photo',
    file_name: shot.name,
    path,
    folder_path: '/home/ada/Pictures',
    offline: false,
    when: shot.when,
    score_band: 'best',
    why: [{ source: 'concept', text: shot.shows[0] ?? '' }],
    photo: { width, height, place: shot.place },
  };
  const photo: Photo = {
    content,
    file_name: shot.name,
    places: [{ path, offline: false }],
    width,
    height,
    when: shot.when,
    place: shot.place,
    facts: [
      { name: 'camera', value: shot.camera ?? 'Google Pixel 8' },
      { name: 'exposure', value: '1/250 s at f/1.7' },
      { name: 'sensitivity', value: 'ISO 64' },
    ],
    labels: shot.shows.map((name, rank) => ({ name, confidence: 0.92 - rank * 0.17 })),
    text: shot.text ?? '',
    similar: [],
    moment: [],
  };
  return {
    hit,
    text: [...shot.shows, shot.text ?? '', shot.name, shot.place ?? ''].join(' '),
    photo,
    seed,
  };
}

export const photos: PhotoItem[] = SHOTS.map(photoItem);

/** So many photos that no list could hold them at once. */
export function manyPhotos(count: number): PhotoItem[] {
  return Array.from({ length: count }, (_, seed) => {
    const shot = SHOTS[seed % SHOTS.length]!;
    return photoItem({ ...shot, name: `IMG_${String(seed).padStart(6, '0')}.jpg` }, seed);
  });
}
