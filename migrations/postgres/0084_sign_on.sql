-- Signing on through an identity provider (OpenID Connect).

-- As whom a user signs on at a provider.
CREATE TABLE user_identity (
    user_id UUID NOT NULL REFERENCES app_user (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    linked_by TEXT NOT NULL,
    PRIMARY KEY (user_id, issuer)
);
CREATE UNIQUE INDEX user_identity_subject ON user_identity (issuer, subject);

-- Attempts that have left for the provider and not come back.
CREATE TABLE sign_on_attempt (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_on_attempt_end ON sign_on_attempt (expires_at);

-- How the user of a session signed in: password or provider.
ALTER TABLE user_session ADD COLUMN opened_by TEXT NOT NULL DEFAULT 'password';
