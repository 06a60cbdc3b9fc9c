-- The lender's day: one row.
CREATE TABLE business_day (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    business_date BIGINT NOT NULL,
    closing BIGINT NOT NULL,
    last_closed_on BIGINT
);

-- Answers of commands by the client's key.
CREATE TABLE command_record (
    actor_id BLOB(16) NOT NULL,
    idempotency_key TEXT NOT NULL,
    command TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    outcome TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, idempotency_key)
) WITHOUT ROWID;
CREATE INDEX command_record_age ON command_record (recorded_at);

-- Who did what; seq and hash are set when the line is sealed into the chain.
CREATE TABLE audit_entry (
    id BLOB(16) NOT NULL PRIMARY KEY,
    recorded_at BIGINT NOT NULL,
    actor_id BLOB(16) NOT NULL,
    actor_login TEXT NOT NULL,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    before_json TEXT,
    after_json TEXT,
    seq BIGINT,
    hash BLOB
) WITHOUT ROWID;
CREATE UNIQUE INDEX audit_entry_seq ON audit_entry (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL;
CREATE INDEX audit_entry_object ON audit_entry (object_id, id);

-- The end of the chain: one row.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, X'0000000000000000000000000000000000000000000000000000000000000000');

-- News between capabilities; seq is set when a consumer first looks.
CREATE TABLE outbox (
    id BLOB(16) NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL,
    object_key BLOB(16) NOT NULL,
    payload TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    seq BIGINT
) WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_seq ON outbox (seq) WHERE seq IS NOT NULL;
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE seq IS NULL;

CREATE TABLE outbox_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO outbox_head (id, seq) VALUES (1, 0);

-- How far each consumer has read.
CREATE TABLE outbox_cursor (
    consumer TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
);

-- Which node does a job, and until when.
CREATE TABLE job_lease (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
