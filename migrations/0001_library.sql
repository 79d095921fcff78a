-- The library. Folders hold files; a file names a content; what is understood hangs on the content.

CREATE TABLE folders (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    path         TEXT    NOT NULL UNIQUE,   -- absolute and canonical
    name_folded  TEXT    NOT NULL,          -- the last part of the path, folded
    offline      INTEGER NOT NULL DEFAULT 0,
    added_at_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE scans (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at_ms  INTEGER NOT NULL,
    finished_at_ms INTEGER,                 -- the last folder of it; NULL when it was cut off
    removed        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- AUTOINCREMENT: an id is never used again, so a derived index can never mistake one content for another.
CREATE TABLE contents (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    hash           BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    size           INTEGER NOT NULL,
    format         TEXT    NOT NULL,
    state          TEXT    NOT NULL DEFAULT 'pending'
                   CHECK (state IN ('pending', 'done', 'failed', 'quarantined')),
    kind           TEXT,                    -- NULL until it has been understood once
    duration_ms    INTEGER,
    attempts       INTEGER NOT NULL DEFAULT 0,
    lone_crashes   INTEGER NOT NULL DEFAULT 0,
    suspect        INTEGER NOT NULL DEFAULT 0,
    orphaned_at_ms INTEGER                  -- set while no file has this content
) STRICT;
CREATE INDEX contents_by_state ON contents (state);
CREATE INDEX contents_orphaned ON contents (orphaned_at_ms) WHERE orphaned_at_ms IS NOT NULL;

CREATE TABLE files (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id   INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    rel_path    TEXT    NOT NULL,           -- parts joined by '/'
    dir_folded  TEXT    NOT NULL,           -- all parts but the last, folded
    extension   TEXT    NOT NULL,           -- lower case, without the dot; '' when there is none
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL,
    content_id  INTEGER REFERENCES contents (id),  -- NULL while it could not be read
    UNIQUE (folder_id, rel_path)
) STRICT;
CREATE INDEX files_by_content ON files (content_id);

-- What is being worked on right now. A row that is here at start was cut off by an unclean end.
CREATE TABLE attempts (
    content_id    INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    started_at_ms INTEGER NOT NULL,
    alone         INTEGER NOT NULL
) STRICT;

CREATE TABLE failures (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    content_id INTEGER UNIQUE REFERENCES contents (id) ON DELETE CASCADE,
    file_id    INTEGER UNIQUE REFERENCES files (id) ON DELETE CASCADE,
    stage      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    message    TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL,
    CHECK ((content_id IS NULL) <> (file_id IS NULL))
) STRICT;

CREATE TABLE photos (
    content_id    INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    taken_at      TEXT,                     -- local, ISO 8601
    camera        TEXT,
    camera_folded TEXT,
    latitude      REAL,
    longitude     REAL
) STRICT;

CREATE TABLE documents (
    content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT;

CREATE TABLE pages (
    content_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    page       INTEGER NOT NULL,            -- counted from 0
    width      REAL    NOT NULL,
    height     REAL    NOT NULL,
    words      BLOB    NOT NULL,            -- JSON: [[text, x0, y0, x1, y1, confidence], …]
    PRIMARY KEY (content_id, page)
) STRICT;

CREATE TABLE fields (
    content_id  INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,           -- the order in which they were given
    name        TEXT    NOT NULL,
    text        TEXT,                       -- exactly one of text, minor and date is set
    text_folded TEXT,
    minor       INTEGER,
    currency    TEXT,
    date        TEXT,                       -- YYYY-MM-DD
    raw         TEXT    NOT NULL,
    page        INTEGER NOT NULL,
    x0          REAL    NOT NULL,
    y0          REAL    NOT NULL,
    x1          REAL    NOT NULL,
    y1          REAL    NOT NULL,
    confidence  REAL    NOT NULL,
    source      TEXT    NOT NULL,
    PRIMARY KEY (content_id, position),
    CHECK ((text IS NOT NULL) + (minor IS NOT NULL) + (date IS NOT NULL) = 1)
) STRICT;
CREATE INDEX fields_by_name ON fields (name, content_id);

CREATE TABLE transcripts (
    content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    words      BLOB NOT NULL                -- JSON: [[text, start_ms, end_ms, confidence], …]
) STRICT;

CREATE TABLE embeddings (
    content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    space      TEXT NOT NULL,
    vector     BLOB NOT NULL                -- f32, little endian
) STRICT;
CREATE INDEX embeddings_by_space ON embeddings (space, content_id);

CREATE TABLE model_runs (
    task    TEXT    NOT NULL,
    package TEXT    NOT NULL,
    runs    INTEGER NOT NULL,
    PRIMARY KEY (task, package)
) STRICT;

-- What the derived indexes replay. No reference to contents: the news that one is gone outlives it.
CREATE TABLE change_log (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    content_id INTEGER NOT NULL
) STRICT;
