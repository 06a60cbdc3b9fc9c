-- How long lines of the audit trail stay in it, by what they are about: versions, the last written of those that have begun counts.
CREATE TABLE audit_retention (
    area TEXT NOT NULL,
    revision BIGINT NOT NULL,
    effective_from BIGINT NOT NULL,
    months BIGINT NOT NULL,
    source TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (area, revision)
) WITHOUT ROWID;
INSERT INTO audit_retention (area, revision, effective_from, months, source, recorded_at, recorded_by) VALUES
    ('business', 1, 0, 360, '会计档案管理办法（财政部、国家档案局令第79号）附表', 0, 'system'),
    ('configuration', 1, 0, 120, '出厂设置', 0, 'system'),
    ('export', 1, 0, 36, '个人信息保护法第56条', 0, 'system'),
    ('refusal', 1, 0, 12, '出厂设置', 0, 'system'),
    ('reveal', 1, 0, 36, '个人信息保护法第56条', 0, 'system'),
    ('sign_in', 1, 0, 12, '出厂设置', 0, 'system');

-- Lines that left the trail for a file.
CREATE TABLE audit_archive (
    id BLOB(16) NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    lines BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    digest BLOB NOT NULL,
    file TEXT NOT NULL,
    removed_at BIGINT
) WITHOUT ROWID;

-- What each run of them left in the chain: the hash of its last line.
CREATE TABLE audit_gap (
    from_seq BIGINT NOT NULL PRIMARY KEY,
    to_seq BIGINT NOT NULL,
    hash BLOB NOT NULL,
    archive_id BLOB(16) NOT NULL REFERENCES audit_archive (id)
);
CREATE INDEX audit_gap_archive ON audit_gap (archive_id, from_seq);
CREATE INDEX audit_gap_end ON audit_gap (to_seq);

INSERT INTO permission (code, area, whole_book) VALUES ('audit.archive', 'audit', 1);
INSERT INTO role_permission (role_id, permission) VALUES (X'00000000000070008000000000000001', 'audit.archive');
INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('audit.change_retention', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.5');
