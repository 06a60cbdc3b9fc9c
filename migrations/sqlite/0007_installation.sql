-- What this database was made with: one row, written at the first start.
CREATE TABLE installation (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    key_fingerprint TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
