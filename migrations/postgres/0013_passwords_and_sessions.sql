-- Passwords that age, are not used again and are changed at the first sign-in; sessions that are counted, seen and ended by others.
ALTER TABLE sign_in_policy ADD COLUMN password_history BIGINT NOT NULL DEFAULT 5;
ALTER TABLE sign_in_policy ADD COLUMN password_max_days BIGINT NOT NULL DEFAULT 90;
ALTER TABLE sign_in_policy ADD COLUMN max_sessions BIGINT NOT NULL DEFAULT 10;
ALTER TABLE app_user ADD COLUMN must_change_password BIGINT NOT NULL DEFAULT 0;
ALTER TABLE app_user ADD COLUMN password_set_at BIGINT NOT NULL DEFAULT 0;
UPDATE app_user SET password_set_at = created_at;

-- Hashes of passwords that a user had before.
CREATE TABLE password_history (
    user_id UUID NOT NULL REFERENCES app_user (id),
    replaced_at BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, replaced_at)
);
