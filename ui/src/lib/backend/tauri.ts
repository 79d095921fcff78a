import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import type { Backend } from './backend';

/** Asks the engine through the desktop shell. */
export const tauriBackend: Backend = {
  search: (query, limit) => invoke('search', { query, limit }),
  status: () => invoke('status'),
  thumbnailUrl: (content) => convertFileSrc(content, 'thumbnail'),
};
