/** What the library holds and how indexing goes, kept current by the engine's events. */
import type { LibraryBackend, Unsubscribe } from '../backend/backend';
import type { CommandError, FailedFile, IndexingState, Library } from '../backend/contract';
import { asTrouble } from '../kit/trouble';

export class LibraryState {
  library = $state.raw<Library>();
  indexing = $state.raw<IndexingState>();
  failures = $state.raw<FailedFile[]>([]);
  trouble = $state.raw<CommandError>();

  constructor(private readonly backend: LibraryBackend) {}

  /** Whether work is under way or waits for a person. */
  get working(): boolean {
    return this.indexing !== undefined && this.indexing.state !== 'idle';
  }

  get totals() {
    const folders = this.library?.folders ?? [];
    const sum = (kind: 'photo' | 'paper' | 'voice' | 'pending' | 'failed') =>
      folders.reduce((sum, folder) => sum + folder[kind], 0);
    return {
      photo: sum('photo'),
      paper: sum('paper'),
      voice: sum('voice'),
      pending: sum('pending'),
      failed: sum('failed'),
    };
  }

  async load() {
    try {
      const [library, failures] = await Promise.all([
        this.backend.library(),
        this.backend.failures(),
      ]);
      this.library = library;
      this.indexing = library.indexing;
      this.failures = failures;
      this.trouble = undefined;
    } catch (thrown) {
      this.trouble = asTrouble(thrown);
    }
  }

  /** Follows the engine; counts are asked for again when a run comes to its end. */
  follow(): Unsubscribe {
    return this.backend.onIndexing((state) => {
      const before = this.indexing?.state;
      this.indexing = state;
      if (before !== state.state && (state.state === 'idle' || state.state === 'stopped')) {
        void this.load();
      }
    });
  }
}
