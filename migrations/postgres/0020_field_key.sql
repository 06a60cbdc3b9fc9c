-- The keys of identity fields that this database has used: since when each is the one for writing, and since when nothing is
-- under it any more. The keys themselves are outside of the database.
CREATE TABLE field_key (
    version BIGINT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    since BIGINT NOT NULL,
    retired_at BIGINT
);
INSERT INTO field_key (version, fingerprint, since) SELECT 1, key_fingerprint, created_at FROM installation;
