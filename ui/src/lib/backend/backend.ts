/**
 * What the pages ask of the engine. `tauri.ts` answers in the program, `fake/` in tests and in
 * `npm run dev`; no other file knows where answers come from. A promise that fails rejects with a
 * `CommandError`.
 */
import type * as contract from './contract';

/** Ends a subscription. */
export type Unsubscribe = () => void;

export interface SearchBackend {
  search(request: contract.SearchRequest): Promise<contract.SearchAnswer>;
  similarTo(content: contract.ContentHash): Promise<contract.SearchAnswer>;
  /** Photos like a picture on disk, which need not be in the library. */
  similarToFile(path: string): Promise<contract.SearchAnswer>;
  savedSearches(): Promise<contract.SavedSearch[]>;
  saveSearch(name: string, query: string): Promise<contract.SavedSearch>;
  forgetSearch(id: number): Promise<void>;
  /** The latest first. */
  recentSearches(): Promise<string[]>;
  exampleQueries(): Promise<contract.ExampleQuery[]>;
}

export interface ContentBackend {
  photo(content: contract.ContentHash): Promise<contract.Photo>;
  /** `query` says which words are marked as matched. */
  paper(content: contract.ContentHash, query: string): Promise<contract.Paper>;
  voice(content: contract.ContentHash, query: string): Promise<contract.Voice>;
  /** The places in a content that match, in reading order. */
  matches(content: contract.ContentHash, query: string): Promise<contract.Locator[]>;
  /** Puts a person's value above what was read; answers the paper as it then is. */
  correctField(
    content: contract.ContentHash,
    field: string,
    value: string,
  ): Promise<contract.Paper>;
  undoCorrection(content: contract.ContentHash, field: string): Promise<contract.Paper>;
  /** Shows the file in the system's file manager. */
  reveal(content: contract.ContentHash): Promise<void>;
  /** Opens the file in its usual program. */
  openFile(content: contract.ContentHash): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Asks where to save; answers the path, or null when the person thought better of it. */
  exportFields(
    content: contract.ContentHash,
    format: contract.FieldsFormat,
  ): Promise<string | null>;
  exportTranscript(
    content: contract.ContentHash,
    format: contract.TranscriptFormat,
  ): Promise<string | null>;
  /** Addresses of pictures, for `<img>`. */
  thumbnailUrl(content: contract.ContentHash): string;
  pictureUrl(content: contract.ContentHash): string;
  pageUrl(content: contract.ContentHash, page: number): string;
}

export interface PlaybackBackend {
  play(content: contract.ContentHash, atSeconds: number): Promise<void>;
  pausePlayback(): Promise<void>;
  seek(atSeconds: number): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  stop(): Promise<void>;
  onPlayback(listener: (state: contract.PlaybackState) => void): Unsubscribe;
}

export interface LibraryBackend {
  library(): Promise<contract.Library>;
  suggestedFolders(): Promise<contract.SuggestedFolder[]>;
  /** The system's dialog for a folder; null when it was closed. */
  chooseFolder(): Promise<string | null>;
  estimate(paths: string[]): Promise<contract.Estimate>;
  addFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  setPatterns(path: string, include: string[], exclude: string[]): Promise<void>;
  useSampleLibrary(): Promise<void>;
  startIndexing(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Makes the search index anew from what is known; no model runs. */
  rebuild(): Promise<void>;
  /** Deletes all that Rummage knows; `confirmation` is the word the person typed. */
  wipe(confirmation: string): Promise<void>;
  failures(): Promise<contract.FailedFile[]>;
  /** Without ids: all that can be retried. */
  retry(ids?: number[]): Promise<void>;
  onIndexing(listener: (state: contract.IndexingState) => void): Unsubscribe;
  /** Paths of files that were dropped on the window. */
  onFilesDropped(listener: (paths: string[]) => void): Unsubscribe;
}

export interface SettingsBackend {
  settings(): Promise<contract.Settings>;
  setSettings(settings: contract.Settings): Promise<void>;
  machine(): Promise<contract.Machine>;
  models(): Promise<contract.ModelPackage[]>;
}

export interface Backend
  extends SearchBackend, ContentBackend, PlaybackBackend, LibraryBackend, SettingsBackend {}
