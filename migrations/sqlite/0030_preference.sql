-- What users arrange for themselves: layouts of tables, saved views, drafts of forms.

CREATE TABLE table_layout (
    user_id BLOB(16) NOT NULL,
    table_name TEXT NOT NULL,
    layout_json TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, table_name)
);

CREATE TABLE saved_view (
    id BLOB(16) NOT NULL PRIMARY KEY,
    owner_id BLOB(16) NOT NULL,
    owner_login TEXT NOT NULL,
    table_name TEXT NOT NULL,
    name TEXT NOT NULL,
    role_code TEXT,
    content_json TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (owner_id, table_name, name);
CREATE INDEX saved_view_role ON saved_view (role_code, table_name);

-- The view with which a user's list opens.
CREATE TABLE default_view (
    user_id BLOB(16) NOT NULL,
    table_name TEXT NOT NULL,
    view_id BLOB(16) NOT NULL,
    PRIMARY KEY (user_id, table_name)
);
CREATE INDEX default_view_view ON default_view (view_id);

-- The content is encrypted: what is typed into a form may be personal data.
CREATE TABLE form_draft (
    user_id BLOB(16) NOT NULL,
    form TEXT NOT NULL,
    content_sealed BLOB NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, form)
);
CREATE INDEX form_draft_age ON form_draft (changed_at);

INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'view.share'),
    (X'00000000000070008000000000000003', 'view.share');
