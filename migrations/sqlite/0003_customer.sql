-- Who borrows. What identifies a person is stored encrypted (bound to table, column and row), beside a keyed hash that finds
-- it by its exact value and a masked text that may be shown.

CREATE TABLE customer (
    id BLOB(16) NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name_shown TEXT NOT NULL,
    name_sealed BLOB NOT NULL,
    name_index BLOB NOT NULL,
    identity_kind TEXT NOT NULL,
    identity_shown TEXT NOT NULL,
    identity_sealed BLOB NOT NULL,
    identity_index BLOB NOT NULL,
    mobile_shown TEXT,
    mobile_sealed BLOB,
    mobile_index BLOB,
    loan_count BIGINT NOT NULL,
    created_on BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX customer_identity ON customer (identity_index, identity_kind);
CREATE INDEX customer_mobile ON customer (mobile_index);
CREATE INDEX customer_name ON customer (name_index);
