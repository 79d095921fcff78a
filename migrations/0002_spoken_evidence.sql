-- What the speech model heard, frame by frame: one byte a token, for finding words that the
-- transcript misspells.
CREATE TABLE spoken_evidence (
    content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
    frame_us   INTEGER NOT NULL,
    tokens     TEXT    NOT NULL,
    blank      INTEGER NOT NULL,
    doubts     BLOB    NOT NULL
) STRICT;
