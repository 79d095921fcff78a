/**
 * The shapes that cross the seam between the pages and the engine. Types only: how they are
 * fetched is said in `backend.ts`.
 *
 * Made by `cargo xtask bindings` from crates/api; never edit it by hand.
 *
 * Units: times in seconds from the start of a recording (`_s`), moments as ISO 8601 text, money in
 * minor units, boxes in the page's own units with the origin at the top left, offsets in a query in
 * UTF-16 code units, as a browser counts them.
 */

/** What indexing does while the machine runs on its battery. */
export type BatteryRule = "pause" | "slow" | "carry_on";

/** Left, top, right, bottom. */
export type Box = [number, number, number, number];

/** What a clause of a query is. */
export type ClauseKind = "word" | "phrase" | "condition";

/** What a command that failed answers. */
export type CommandError = {
  /** What to branch on. */
  code: ErrorCode,
  /** What happened, for a person. */
  message: string,
  /** What to do about it. */
  advice?: string,
};

/** The BLAKE3 hash of a file's bytes, in hexadecimal. */
export type ContentHash = string;

/** Which number of a date comes first where a paper does not tell. */
export type DateOrder = "day_first" | "month_first";

/** What the pages branch on; a code exists only where they do. */
export type ErrorCode = "not_found" | "invalid_query" | "busy_elsewhere" | "read_only" | "io" | "model_missing" | "unsupported" | "internal";

/** What indexing some folders would take. */
export type Estimate = {
  /** Files that look like photos. */
  photo: number,
  /** Files that look like papers. */
  paper: number,
  /** Files that look like recordings. */
  voice: number,
  /** Bytes of all these. */
  bytes: number,
  /** Roughly how long it takes. */
  seconds: number,
};

/** A sort of evidence. */
export type EvidenceSource = "text" | "field" | "concept" | "spoken" | "name";

/** A query that really answers on this library. */
export type ExampleQuery = {
  /** What to type. */
  query: string,
  /** What it finds. */
  kind: MediaKind,
};

/** A facet with the values that the hits have, the most frequent first. */
export type Facet = {
  /** Which one. */
  kind: FacetKind,
  /** At least one. */
  values: Array<FacetValue>,
};

/** A value by which hits are narrowed. Several of one kind are alternatives. */
export type FacetChoice = {
  /** Which facet. */
  kind: FacetKind,
  /** Its value, as in [`FacetValue::value`]. */
  value: string,
};

/** By what hits can be narrowed. */
export type FacetKind = "year" | "place" | "vendor" | "document_kind" | "folder";

/** One value of a facet. */
export type FacetValue = {
  /** What is sent back to choose it. */
  value: string,
  /** What is shown. */
  label: string,
  /** How many hits it would leave. */
  count: number,
  /** Whether it narrows this answer. */
  chosen: boolean,
};

/** Something that is known, by its name. */
export type Fact = {
  /** What it is. */
  name: string,
  /** What it says, for a person. */
  value: string,
};

/** A file that could not be read. */
export type FailedFile = {
  /** The number of the entry. */
  id: number,
  /** Where it lies; of several copies the first. */
  path: string,
  /** The step at which it failed. */
  stage: string,
  /** The sort of failure. */
  kind: string,
  /** What happened. */
  message: string,
  /** What to do about it, where the message does not say. */
  advice: string,
  /** How often it was tried. */
  attempts: number,
  /** Whether another try may help although the file stays as it is. */
  retryable: boolean,
};

/** Who found a field. */
export type FieldSource = "model" | "rule" | "einvoice" | "user";

/** An amount, or a date (YYYY-MM-DD) or another text. */
export type FieldValue = Money | string;

/** How fields are written to a file. */
export type FieldsFormat = "csv" | "items_csv" | "json";

/** One content that matches. */
export type Hit = {
  /** Its identity. */
  content: ContentHash,
  /** What it is. */
  kind: MediaKind,
  /** The name of the file; of several copies the first. */
  file_name: string,
  /** Where it lies. */
  path: string,
  /** The folder in which it lies. */
  folder_path: string,
  /** Its drive is absent. */
  offline: boolean,
  /** When it was taken, written or recorded. */
  when?: string,
  /** How well it fits. */
  score_band: ScoreBand,
  /** Why it matches. */
  why: Array<Why>,
  /** For photos. */
  photo?: PhotoCard,
  /** For papers. */
  paper?: PaperCard,
  /** For recordings. */
  voice?: VoiceCard,
};

/** What indexing is at. */
export type IndexingActivity = "idle" | "scanning" | "indexing" | "paused" | "stopped";

/** How far a step has come. */
export type IndexingStage = {
  /** Which one. */
  name: StageName,
  /** Files that are done. */
  done: number,
  /** Files in all, as far as is known. */
  total: number,
  /** Files a second, lately; absent until it can be told. */
  rate_per_s?: number,
};

/** How indexing stands; pushed as the event `indexing`, at most four times a second. */
export type IndexingState = {
  /** What it is at. */
  state: IndexingActivity,
  /** Why it is paused or stopped, for a person. */
  reason?: string,
  /** The steps of this run that have begun. */
  stages: Array<IndexingStage>,
  /** The file at hand. */
  file?: string,
  /** How long the rest will take; absent until it can be told. */
  eta_s?: number,
  /** From 0 to 1; what failed for good is left out. */
  searchable_share: number,
};

/** What a picture shows, as far as the model can tell. */
export type Label = {
  /** In a word or two. */
  name: string,
  /** From 0 to 1. */
  confidence: number,
};

/** The library. */
export type Library = {
  /** Where it lies. */
  data_folder: string,
  /** How large it is. */
  bytes: LibraryBytes,
  /** In the order in which they were added. */
  folders: Array<LibraryFolder>,
  /** How indexing stands. */
  indexing: IndexingState,
};

/** How much of the disk the library takes, in bytes. */
export type LibraryBytes = {
  /** What is known. */
  database: number,
  /** What can be made anew. */
  index: number,
  /** Small pictures and outlines of recordings. */
  thumbnails: number,
};

/** A folder that the user added. Contents are counted, each once. */
export type LibraryFolder = {
  /** Absolute. */
  path: string,
  /** Photos. */
  photo: number,
  /** Papers. */
  paper: number,
  /** Voice notes. */
  voice: number,
  /** What waits to be understood. */
  pending: number,
  /** What could not be read. */
  failed: number,
  /** Its drive is absent. */
  offline: boolean,
  /** Only files that match one of these are indexed; all when there is none. */
  include: Array<string>,
  /** Files and folders that match one of these are left out. */
  exclude: Array<string>,
  /** Whether changes in it are noticed while the program runs. */
  watched: boolean,
};

/** Where in a content something stands. Pages count from 0. */
export type Locator = { "type": "page",
  /** Counted from 0. */
  page: number,
  /** Without it the page as a whole. */
  box?: Box, } | { "type": "time",
  /** Its start. */
  start_s: number,
  /** Its end. */
  end_s: number,
};

/** What there is to choose from on this machine. */
export type Machine = {
  /** Processor cores. */
  cores: number,
  /** Languages whose reading data is installed. */
  languages: Array<string>,
};

/** What a content is to its owner. */
export type MediaKind = "photo" | "paper" | "voice";

/** A model in use. */
export type ModelPackage = {
  /** What it understands. */
  task: MediaKind,
  /** The package's name. */
  name: string,
  /** The hash of what its answers depend on. */
  revision: string,
  /** Its size on the disk. */
  bytes: number,
  /** Its licence; empty when the package does not say. */
  licence: string,
  /** Its card; empty when the package brings none. */
  card_markdown: string,
  /** How long loading took; absent until it was loaded. */
  load_ms?: number,
};

/** An amount in minor units. */
export type Money = {
  /** Hundredths, or whatever the currency's minor unit is. */
  minor: number,
  /** ISO 4217; null when the paper does not say. */
  currency: string | null,
};

/** A word on a page. */
export type PageWord = {
  /** Without white space. */
  text: string,
  /** Where it stands. */
  box: Box,
  /** Whether the query asks for it. */
  matched: boolean,
};

/** A paper and what is known of it. */
export type Paper = {
  /** Its identity. */
  content: ContentHash,
  /** Of several copies the first. */
  file_name: string,
  /** All places where it lies. */
  places: Array<Place>,
  /** When it was issued. */
  when?: string,
  /** The sort of document. */
  document_kind?: string,
  /** In order. */
  pages: Array<PaperPage>,
  /** At most one of each name. */
  fields: Array<PaperField>,
  /** What it charges for, in reading order. */
  items: Array<PaperItem>,
  /** The sum that was checked, where there is one. */
  sum_check?: SumCheck,
  /** All pages in reading order. */
  text: string,
};

/** What a list shows of a paper. */
export type PaperCard = {
  /** Who sells. */
  vendor?: string,
  /** The sort of document. */
  document_kind?: string,
  /** YYYY-MM-DD. */
  date?: string,
  /** What is to be paid, or was paid. */
  total?: Money,
  /** The amounts on the paper agree with one another. */
  verified: boolean,
  /** How many. */
  pages: number,
};

/** One field of a paper. */
export type PaperField = {
  /** Its stable name: `vendor`, `invoice_date`, … */
  name: string,
  /** What it says. */
  value: FieldValue,
  /** As it stands on the paper, or as the user typed it. */
  raw: string,
  /** The page on which it stands; without it the user alone knows. */
  page?: number,
  /** Where it stands there. */
  box?: Box,
  /** From 0 to 1. */
  confidence: number,
  /** Who found it. */
  source: FieldSource,
  /** Whether the user's value stands above what was read. */
  corrected: boolean,
  /** What was read before the correction. */
  original?: FieldValue,
};

/** One row of what a paper charges for; at least two of its parts are there. */
export type PaperItem = {
  /** What was sold. */
  description?: string,
  /** How many of it. */
  quantity?: number,
  /** The price of one. */
  unit_price?: Money,
  /** What the row comes to. */
  amount?: Money,
  /** The page on which it stands. */
  page: number,
  /** Around all words of the row. */
  box: Box,
};

/** A page with its words in reading order. */
export type PaperPage = {
  /** Width in the page's own units. */
  width: number,
  /** Height in the page's own units. */
  height: number,
  /** In reading order. */
  words: Array<PageWord>,
};

/** A photo and what is known of it. */
export type Photo = {
  /** Its identity. */
  content: ContentHash,
  /** Of several copies the first. */
  file_name: string,
  /** All places where it lies. */
  places: Array<Place>,
  /** Width in pixels, upright. */
  width: number,
  /** Height in pixels, upright. */
  height: number,
  /** When it was taken, by the camera's clock. */
  when?: string,
  /** The town near which it was taken. */
  place?: string,
  /** Camera and position: what the file itself says. */
  facts: Array<Fact>,
  /** What it shows, the surest first. */
  labels: Array<Label>,
  /** What is written in the picture; empty when nothing is. */
  text: string,
  /** Photos that look like it, the nearest first. */
  similar: Array<Hit>,
  /** Photos taken around the same time, oldest first, this one included. */
  moment: Array<Hit>,
};

/** What a list shows of a photo. */
export type PhotoCard = {
  /** Width in pixels, upright. */
  width: number,
  /** Height in pixels, upright. */
  height: number,
  /** The town near which it was taken. */
  place?: string,
};

/** A place where a content lies. */
export type Place = {
  /** Absolute. */
  path: string,
  /** Its drive is absent. */
  offline: boolean,
};

/** Where playback stands; pushed as the event `playback`. */
export type PlaybackState = {
  /** What is played. */
  content: ContentHash,
  /** Where it stands. */
  position_s: number,
  /** Whether it moves. */
  playing: boolean,
  /** 1 for as it was recorded. */
  speed: number,
  /** There is no sound device: time passes, nothing is heard. */
  silent: boolean,
  /** The end was reached. */
  ended: boolean,
};

/** A search that is kept under a name. */
export type SavedSearch = {
  /** Its number. */
  id: number,
  /** What it is called. */
  name: string,
  /** What is searched for. */
  query: string,
};

/** How well a hit fits. */
export type ScoreBand = "best" | "possible";

/** The answer to a [`SearchRequest`]. */
export type SearchAnswer = {
  /** How the query was taken. */
  understood: Array<Understood>,
  /** How many match, by kind, whatever the tab. */
  counts: TabCounts,
  /** By what they can be narrowed. */
  facets: Array<Facet>,
  /** How many match on this tab. */
  total: number,
  /** Those that were asked for. */
  hits: Array<Hit>,
  /** What could not be taken into account, for a person. */
  notes: Array<string>,
  /** What was asked. */
  stage: SearchStage,
};

/** What is searched for. Without a query everything is shown, the latest first. */
export type SearchRequest = {
  /** What was typed. */
  query: string,
  /** Which kinds are shown. */
  tab: Tab,
  /** The order of hits. */
  sort: SortOrder,
  /** How well something must fit. */
  strictness: Strictness,
  /** What narrows the hits. */
  facets: Array<FacetChoice>,
  /** At most so many hits … */
  limit: number,
  /** … after so many. */
  offset: number,
  /** What is asked. */
  stage: SearchStage,
};

/** `instant` asks the text index alone; `full` asks every source of evidence. */
export type SearchStage = "instant" | "full";

/** What a person can set. */
export type Settings = {
  /** Colours. */
  theme: Theme,
  /** Percent of the system's size. */
  text_size: number,
  /** Tesseract's codes, the most frequent first: `eng`, `deu`. */
  languages: Array<string>,
  /** Which number of a date comes first where a paper does not tell. */
  date_order: DateOrder,
  /** How many files are in work at a time. */
  threads: number,
  /** What indexing does on battery. */
  on_battery: BatteryRule,
  /** Whether an icon stays in the tray when the window is closed. */
  tray: boolean,
  /** Whether the program starts when the user logs in. */
  start_at_login: boolean,
};

/** The order of hits. */
export type SortOrder = "relevance" | "newest" | "oldest" | "amount";

/** A word that was said. */
export type SpokenWord = {
  /** The word. */
  text: string,
  /** Its start. */
  start_s: number,
  /** Its end. */
  end_s: number,
  /** Whether the query asks for it. */
  matched: boolean,
  /** The speech model was unsure of it. */
  doubtful: boolean,
};

/** A step of indexing. */
export type StageName = "scan" | "identify" | "understand" | "apply";

/** How well something must fit to be found. */
export type Strictness = "strict" | "usual" | "loose" | "everything";

/** A folder of the system in which people keep such files. */
export type SuggestedFolder = {
  /** Absolute. */
  path: string,
  /** Its name. */
  name: string,
};

/** Amounts that must add up; the last part is the sum of those before it. */
export type SumCheck = {
  /** At least two. */
  parts: Array<SumPart>,
  /** Whether they do. */
  holds: boolean,
};

/** One amount of a sum. */
export type SumPart = {
  /** The field's stable name. */
  label: string,
  /** How much. */
  amount: Money,
};

/** Which kinds are shown. */
export type Tab = "all" | "photo" | "paper" | "voice";

/** How many contents match, by kind. */
export type TabCounts = {
  /** Of every kind. */
  all: number,
  /** Photos. */
  photo: number,
  /** Papers. */
  paper: number,
  /** Voice notes. */
  voice: number,
};

/** Colours. */
export type Theme = "system" | "light" | "dark";

/** How a transcript is written to a file. */
export type TranscriptFormat = "txt" | "srt" | "vtt";

/** A stretch of a transcript between pauses. */
export type TranscriptSegment = {
  /** Its start. */
  start_s: number,
  /** Its end. */
  end_s: number,
  /** Its words. */
  text: string,
};

/** One clause of the query as it was taken, and where it stands in what was typed. */
export type Understood = {
  /** In the spelling of the query language. */
  text: string,
  /** What it is. */
  kind: ClauseKind,
  /** Start and end in the query. */
  span: [number, number],
};

/** A recording and what is known of it. */
export type Voice = {
  /** Its identity. */
  content: ContentHash,
  /** Of several copies the first. */
  file_name: string,
  /** All places where it lies. */
  places: Array<Place>,
  /** When its file was last changed, which is when it was recorded unless it was edited. */
  recorded_at?: string,
  /** Its length. */
  seconds: number,
  /** About 1000 values of loudness from 0 to 1. */
  peaks: Array<number>,
  /** In order. */
  words: Array<SpokenWord>,
  /** Stretches between pauses, in order. */
  segments: Array<TranscriptSegment>,
};

/** What a list shows of a recording. */
export type VoiceCard = {
  /** Its length. */
  seconds: number,
  /** The words around the first match, or the first words. */
  words: Array<SpokenWord>,
  /** Loudness from 0 to 1, evenly spaced over the whole recording; empty while it is not known. */
  peaks: Array<number>,
};

/** One reason why a content matches. */
export type Why = {
  /** The sort of evidence. */
  source: EvidenceSource,
  /** The words that match, or what was asked of the picture. */
  text: string,
  /** The field's name, for `source: field`. */
  field?: string,
  /** Where it stands. */
  locator?: Locator,
};
