/**
 * Asks the engine through the desktop shell: commands by `invoke`, events by `listen`, pictures by
 * the protocol `rummage:`. No other file knows Tauri.
 */
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Backend, Unsubscribe } from './backend';

/** `rummage://localhost/`, or its http form where the system's web view knows no other. */
const pictures = convertFileSrc('', 'rummage');

/** A subscription that may be ended before it is set up. */
function subscribed(pending: Promise<Unsubscribe>): Unsubscribe {
  return () => void pending.then((unsubscribe) => unsubscribe());
}

function heard<T>(event: string, listener: (payload: T) => void): Unsubscribe {
  return subscribed(listen<T>(event, ({ payload }) => listener(payload)));
}

export const tauriBackend: Backend = {
  search: (request) => invoke('search', { request }),
  similarTo: (content) => invoke('similar_to', { content }),
  similarToFile: (path) => invoke('similar_to_file', { path }),
  savedSearches: () => invoke('saved_searches'),
  saveSearch: (name, query) => invoke('save_search', { name, query }),
  forgetSearch: (id) => invoke('forget_search', { id }),
  recentSearches: () => invoke('recent_searches'),
  exampleQueries: () => invoke('example_queries'),

  photo: (content) => invoke('photo', { content }),
  paper: (content, query) => invoke('paper', { content, query }),
  voice: (content, query) => invoke('voice', { content, query }),
  matches: (content, query) => invoke('matches', { content, query }),
  correctField: (content, field, value) => invoke('correct_field', { content, field, value }),
  undoCorrection: (content, field) => invoke('undo_correction', { content, field }),
  reveal: (content) => invoke('reveal', { content }),
  openFile: (content) => invoke('open_file', { content }),
  copyText: (text) => invoke('copy_text', { text }),
  exportFields: (content, format) => invoke('export_fields', { content, format }),
  exportTranscript: (content, format) => invoke('export_transcript', { content, format }),
  thumbnailUrl: (content) => `${pictures}thumbnail/${content}`,
  pictureUrl: (content) => `${pictures}picture/${content}`,
  pageUrl: (content, page) => `${pictures}page/${content}/${page}`,

  play: (content, atSeconds) => invoke('play', { content, atS: atSeconds }),
  pausePlayback: () => invoke('pause_playback'),
  seek: (atSeconds) => invoke('seek', { atS: atSeconds }),
  setSpeed: (speed) => invoke('set_speed', { speed }),
  stop: () => invoke('stop'),
  onPlayback: (listener) => heard('playback', listener),

  library: () => invoke('library'),
  suggestedFolders: () => invoke('suggested_folders'),
  chooseFolder: () => invoke('choose_folder'),
  estimate: (paths) => invoke('estimate', { paths }),
  addFolder: (path) => invoke('add_folder', { path }),
  removeFolder: (path) => invoke('remove_folder', { path }),
  setPatterns: (path, include, exclude) => invoke('set_patterns', { path, include, exclude }),
  useSampleLibrary: () => invoke('use_sample_library'),
  startIndexing: () => invoke('start_indexing'),
  pause: () => invoke('pause'),
  resume: () => invoke('resume'),
  rebuild: () => invoke('rebuild'),
  wipe: (confirmation) => invoke('wipe', { confirmation }),
  failures: () => invoke('failures'),
  retry: (ids) => invoke('retry', { ids }),
  onIndexing: (listener) => heard('indexing', listener),
  onFilesDropped: (listener) =>
    subscribed(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === 'drop') listener(payload.paths);
      }),
    ),

  settings: () => invoke('settings'),
  setSettings: (settings) => invoke('set_settings', { settings }),
  machine: () => invoke('machine'),
  models: () => invoke('models'),
};
