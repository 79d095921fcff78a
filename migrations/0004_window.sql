-- What a person adds to the library: corrected fields, searches, settings, patterns of folders.

CREATE TABLE corrections (
    content_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    value      TEXT    NOT NULL,            -- JSON: the columns of `fields` that stand there instead
    original   TEXT,                        -- JSON: those that were read; NULL when nothing was
    at_ms      INTEGER NOT NULL,
    PRIMARY KEY (content_id, name)
) STRICT;

CREATE TABLE saved_searches (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    query       TEXT    NOT NULL,
    added_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE recent_searches (
    query TEXT    PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    value TEXT    NOT NULL                  -- JSON
) STRICT;

ALTER TABLE folders ADD COLUMN include TEXT NOT NULL DEFAULT '[]';  -- JSON: patterns
ALTER TABLE folders ADD COLUMN exclude TEXT NOT NULL DEFAULT '[]';  -- JSON: patterns
