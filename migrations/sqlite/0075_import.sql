-- Files of rows into the book: what was sent and how far it is, the file in encrypted pieces until it is taken in or its time is
-- over, what is wrong with its rows, and what they made.
CREATE TABLE import_batch (
    id BLOB(16) NOT NULL PRIMARY KEY,
    user_id BLOB(16) NOT NULL,
    login TEXT NOT NULL,
    org_id BLOB(16) NOT NULL,
    entity TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    state TEXT NOT NULL,
    dry_run BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    rows_done BIGINT NOT NULL,
    created BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    problem TEXT,
    stop_asked BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    beat_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX import_batch_user ON import_batch (user_id, state);
CREATE INDEX import_batch_age ON import_batch (asked_at);

CREATE TABLE import_chunk (
    batch_id BLOB(16) NOT NULL,
    place BIGINT NOT NULL,
    content_sealed BLOB NOT NULL,
    PRIMARY KEY (batch_id, place)
);

CREATE TABLE import_error (
    batch_id BLOB(16) NOT NULL,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    column_key TEXT,
    code TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    PRIMARY KEY (batch_id, place)
);

CREATE TABLE import_row (
    batch_id BLOB(16) NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
);

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'import.run'),
    (X'00000000000070008000000000000002', 'import.run');

INSERT INTO permission (code, area, whole_book) VALUES ('import.run', 'import', 0);
