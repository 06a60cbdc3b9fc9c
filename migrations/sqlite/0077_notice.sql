-- Notices for users, who has read them, and which news somebody has seen.

CREATE TABLE notice (
    id BLOB(16) NOT NULL PRIMARY KEY,
    title_zh TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    text_en TEXT NOT NULL,
    importance TEXT NOT NULL,
    shown_from BIGINT NOT NULL,
    shown_until BIGINT,
    for_roles BIGINT NOT NULL,
    for_organisations BIGINT NOT NULL,
    author_login TEXT NOT NULL,
    version BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX notice_shown ON notice (withdrawn_at, shown_from);

CREATE TABLE notice_role (
    notice_id BLOB(16) NOT NULL,
    role_code TEXT NOT NULL,
    PRIMARY KEY (notice_id, role_code)
);

-- An organisation means those below it, too.
CREATE TABLE notice_organisation (
    notice_id BLOB(16) NOT NULL,
    org_code TEXT NOT NULL,
    PRIMARY KEY (notice_id, org_code)
);

CREATE TABLE notice_read (
    user_id BLOB(16) NOT NULL,
    notice_id BLOB(16) NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, notice_id)
);
CREATE INDEX notice_read_by ON notice_read (notice_id);

-- News of a kind until this moment are no news for the user any more.
CREATE TABLE news_seen (
    user_id BLOB(16) NOT NULL,
    kind TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, kind)
);

CREATE INDEX pending_change_decided ON pending_change (maker_id, decided_at);

INSERT INTO permission (code, area, whole_book) VALUES ('notice.write', 'notice', 0);
INSERT INTO role_permission (role_id, permission) VALUES (X'00000000000070008000000000000001', 'notice.write');
