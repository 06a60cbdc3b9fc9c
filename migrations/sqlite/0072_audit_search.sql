-- From where somebody acted.
ALTER TABLE audit_entry ADD COLUMN address TEXT;

-- The kinds of acts that stand in the sealed trail: what can be asked for.
CREATE TABLE audit_kind (
    object_kind TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (object_kind, action)
) WITHOUT ROWID;
INSERT INTO audit_kind (object_kind, action) SELECT DISTINCT object_kind, action FROM audit_entry WHERE seq IS NOT NULL;

-- Lines enter these when they are sealed, so that commands do not pay for them.
DROP INDEX audit_entry_object;
CREATE INDEX audit_entry_object ON audit_entry (object_id, recorded_at, id) WHERE seq IS NOT NULL;
CREATE INDEX audit_entry_time ON audit_entry (recorded_at, id) WHERE seq IS NOT NULL;
CREATE INDEX audit_entry_actor ON audit_entry (actor_login, recorded_at, id) WHERE seq IS NOT NULL;
CREATE INDEX audit_entry_behalf ON audit_entry (on_behalf_of, recorded_at, id) WHERE seq IS NOT NULL AND on_behalf_of IS NOT NULL;
CREATE INDEX audit_entry_kind ON audit_entry (object_kind, action, recorded_at, id) WHERE seq IS NOT NULL;
