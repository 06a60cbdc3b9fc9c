-- A second factor by codes of an authenticator app. The secret is encrypted; the step of the last code taken is kept, so that none is taken twice.
CREATE TABLE second_factor (
    user_id UUID NOT NULL PRIMARY KEY REFERENCES app_user (id),
    secret_sealed BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL DEFAULT 0
);

-- Hashes of recovery codes that are not used yet.
CREATE TABLE recovery_code (
    user_id UUID NOT NULL REFERENCES app_user (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);
