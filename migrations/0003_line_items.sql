-- The rows of invoices and receipts.
CREATE TABLE line_items (
    content_id          INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    position            INTEGER NOT NULL,           -- from the top of the paper
    description         TEXT,
    quantity            REAL,
    unit_price_minor    INTEGER,
    unit_price_currency TEXT,
    amount_minor        INTEGER,
    amount_currency     TEXT,
    page                INTEGER NOT NULL,
    x0                  REAL    NOT NULL,
    y0                  REAL    NOT NULL,
    x1                  REAL    NOT NULL,
    y1                  REAL    NOT NULL,
    confidence          REAL    NOT NULL,
    PRIMARY KEY (content_id, position)
) STRICT;
