-- Screens lock: since when that of a session is, and after how many minutes of nobody touching it.
ALTER TABLE user_session ADD COLUMN locked_at BIGINT;
ALTER TABLE sign_in_policy ADD COLUMN lock_screen_minutes BIGINT NOT NULL DEFAULT 15;
