/** The folders of the made-up library and their indexing. */
import type { LibraryBackend } from '../backend';
import type { CommandError, FailedFile, IndexingState, LibraryFolder } from '../contract';
import { LOCKED, type Shelf } from './shelf';

const IDLE: IndexingState = { state: 'idle', stages: [], searchable_share: 1 };

const UNDER_WAY: IndexingState = {
  state: 'indexing',
  stages: [
    { name: 'scan', done: 5210, total: 5210 },
    { name: 'identify', done: 5210, total: 5210, rate_per_s: 410 },
    { name: 'understand', done: 3334, total: 5210, rate_per_s: 6.4 },
    { name: 'apply', done: 3300, total: 5210 },
  ],
  file: '/home/ada/Pictures/2024/Lauterbrunnen/IMG_3312.jpg',
  eta_s: 293,
  searchable_share: 0.64,
};

function folder(path: string, photo: number, paper: number, voice: number): LibraryFolder {
  return {
    path,
    photo,
    paper,
    voice,
    pending: 0,
    failed: 0,
    offline: false,
    include: [],
    exclude: [],
    watched: true,
  };
}

const FOLDERS: LibraryFolder[] = [
  { ...folder('/home/ada/Pictures', 4210, 12, 0), failed: 1 },
  { ...folder('/home/ada/Documents/Bills', 3, 611, 0), failed: 2, exclude: ['drafts/**'] },
  folder('/home/ada/Recordings', 0, 0, 88),
  { ...folder('/media/archive/Letters', 0, 286, 0), offline: true, watched: false },
];

const FAILURES: FailedFile[] = [
  {
    id: 1,
    path: '/home/ada/Documents/Bills/scan_0031.pdf',
    stage: 'decode',
    kind: 'encrypted',
    message: 'The file is protected by a password.',
    advice: 'Save a copy without the password; Rummage then reads that one.',
    attempts: 1,
    retryable: true,
  },
  {
    id: 2,
    path: '/home/ada/Pictures/2019/DSC_8841.NEF',
    stage: 'decode',
    kind: 'unsupported',
    message: 'Raw photos of this camera cannot be read yet.',
    advice: 'Keep a JPEG beside it.',
    attempts: 1,
    retryable: false,
  },
  {
    id: 3,
    path: '/home/ada/Documents/Bills/2022/contract-final-signed-version-2-with-annexes.pdf',
    stage: 'understand',
    kind: 'timed_out',
    message: 'Reading its pages took more than five minutes.',
    advice: 'Try again when the computer has less to do.',
    attempts: 2,
    retryable: true,
  },
];

const NO_FOLDER: CommandError = {
  code: 'not_found',
  message: 'There is no such folder.',
  advice: 'Check how it is written, or choose it from the list.',
};

export interface FakeLibrary extends LibraryBackend {
  /** Drops files on the window. */
  drop(paths: string[]): void;
  /** Reports a state of indexing. */
  report(state: IndexingState): void;
}

export function fakeLibrary(shelf: Shelf, log: (line: string) => void): FakeLibrary {
  let folders = shelf.scenario === 'first_run' ? [] : structuredClone(FOLDERS);
  let failures = structuredClone(FAILURES);
  let indexing = shelf.scenario === 'indexing' ? UNDER_WAY : IDLE;
  const following = new Set<(state: IndexingState) => void>();
  const dropping = new Set<(paths: string[]) => void>();

  function report(state: IndexingState) {
    indexing = state;
    for (const listener of following) listener(state);
  }

  return {
    async library() {
      if (shelf.scenario === 'trouble') throw LOCKED;
      return {
        data_folder: '/home/ada/.local/share/rummage',
        bytes: { database: 81_400_000, index: 22_900_000, thumbnails: 140_200_000 },
        folders,
        indexing,
      };
    },
    suggestedFolders: async () => [
      { path: '/home/ada/Pictures', name: 'Pictures' },
      { path: '/home/ada/Documents', name: 'Documents' },
      { path: '/home/ada/Recordings', name: 'Recordings' },
      { path: '/home/ada/Downloads', name: 'Downloads' },
    ],
    chooseFolder: async () => '/home/ada/Desktop/Scans',
    estimate: async (paths) => ({
      photo: 2100 * paths.length,
      paper: 310 * paths.length,
      voice: 40 * paths.length,
      bytes: 9_800_000_000 * paths.length,
      seconds: 840 * paths.length,
    }),
    async addFolder(path) {
      if (path.includes('nowhere')) throw NO_FOLDER;
      log(`add ${path}`);
      folders = [...folders, { ...folder(path, 0, 0, 0), pending: 120 }];
    },
    async removeFolder(path) {
      log(`remove ${path}`);
      folders = folders.filter((folder) => folder.path !== path);
    },
    async setPatterns(path, include, exclude) {
      log(`patterns ${path} +${include.join()} -${exclude.join()}`);
      folders = folders.map((folder) =>
        folder.path === path ? { ...folder, include, exclude } : folder,
      );
    },
    async useSampleLibrary() {
      log('sample library');
      folders = [folder('/usr/share/rummage/samples', 40, 30, 12)];
    },
    async startIndexing() {
      log('start indexing');
      report(UNDER_WAY);
    },
    async pause() {
      log('pause indexing');
      report({ ...indexing, state: 'paused', reason: 'Paused by you.', eta_s: undefined });
    },
    async resume() {
      log('resume indexing');
      report(UNDER_WAY);
    },
    rebuild: async () => log('rebuild'),
    async wipe(confirmation) {
      log(`wipe ${confirmation}`);
      folders = [];
      failures = [];
    },
    failures: async () => failures,
    async retry(ids) {
      log(`retry ${ids?.join() ?? 'all'}`);
      failures = failures.filter(({ id, retryable }) => !retryable || (ids && !ids.includes(id)));
    },
    onIndexing(listener) {
      following.add(listener);
      return () => following.delete(listener);
    },
    onFilesDropped(listener) {
      dropping.add(listener);
      return () => dropping.delete(listener);
    },
    drop: (paths) => dropping.forEach((listener) => listener(paths)),
    report,
  };
}
