-- Words of a person's own: names of files and folders, vendors and customers. Recordings in which one was heard are
-- spelled again with it.
CREATE TABLE own_words (
    word TEXT PRIMARY KEY                   -- folded; every recording with `asked` set was asked for it
) STRICT, WITHOUT ROWID;

ALTER TABLE transcripts ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
