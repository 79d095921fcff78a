/**
 * What the window asks of the engine. The only other file that knows where answers come from is
 * the implementation: `tauri.ts` for the program, `fake.ts` for tests.
 *
 * The types are the documented JSON of the command line (docs/json.md).
 */
export type MediaKind = 'photo' | 'paper' | 'voice';

/** Left, top, right, bottom in the page's own units. */
export type Box = [number, number, number, number];

export interface Why {
  by: 'text' | 'field' | 'concept' | 'spoken' | 'name';
  page?: number;
  box?: Box;
  start_ms?: number;
  snippet?: string;
  field?: string;
}

export interface Money {
  minor: number;
  currency: string | null;
}

export interface Field {
  name: string;
  value: Money | string;
  raw: string;
}

export interface Hit {
  path: string;
  content: string;
  kind: MediaKind;
  score: number;
  why: Why[];
  offline: boolean;
  document_kind?: string;
  fields?: Field[];
  taken_at?: string;
  duration_ms?: number;
  thumbnail?: string;
}

export interface SearchResponse {
  query: string;
  understood: string[];
  took_ms: number;
  total: number;
  notes?: string[];
  hits: Hit[];
}

export interface LibraryStatus {
  folder: string;
  photo: number;
  paper: number;
  voice: number;
  pending: number;
  failed: number;
}

export interface Backend {
  search(query: string, limit: number): Promise<SearchResponse>;
  status(): Promise<LibraryStatus>;
  /** The address of a hit's small picture. */
  thumbnailUrl(content: string): string;
}
