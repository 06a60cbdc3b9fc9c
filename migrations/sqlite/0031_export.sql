-- Lists as files: what was asked for, how far it is, and the file in encrypted pieces until its time is over.
CREATE TABLE export_file (
    id BLOB(16) NOT NULL PRIMARY KEY,
    user_id BLOB(16) NOT NULL,
    list TEXT NOT NULL,
    permission TEXT NOT NULL,
    format TEXT NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_done BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    problem TEXT,
    asked_at BIGINT NOT NULL,
    beat_at BIGINT NOT NULL
);
CREATE INDEX export_file_user ON export_file (user_id, id);
CREATE INDEX export_file_age ON export_file (asked_at);

CREATE TABLE export_chunk (
    export_id BLOB(16) NOT NULL,
    place BIGINT NOT NULL,
    content_sealed BLOB NOT NULL,
    PRIMARY KEY (export_id, place)
);

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'loan.export'),
    (X'00000000000070008000000000000003', 'loan.export');

INSERT INTO permission (code, area, whole_book) VALUES ('loan.export', 'loan', 0);
