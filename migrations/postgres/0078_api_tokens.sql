-- Tokens for programs: 256 random bits that are told once, kept as their SHA-256; what each may do is part of what its user may do.
ALTER TABLE app_user ADD COLUMN is_service BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entry ADD COLUMN via_token TEXT;
CREATE INDEX audit_entry_token ON audit_entry (via_token, recorded_at, id) WHERE seq IS NOT NULL AND via_token IS NOT NULL;

-- allowed_addresses: networks in CIDR form, one a line; from everywhere when empty.
CREATE TABLE api_token (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES app_user (id),
    name TEXT NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    allowed_addresses TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_used_from TEXT,
    revoked_at BIGINT,
    revoked_by TEXT
);
CREATE INDEX api_token_user ON api_token (user_id, id);

CREATE TABLE api_token_permission (
    token_id UUID NOT NULL REFERENCES api_token (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (token_id, permission)
);
