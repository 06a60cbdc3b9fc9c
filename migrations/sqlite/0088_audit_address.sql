-- The trail searched by the address from which somebody acted.
CREATE INDEX audit_entry_address ON audit_entry (address, recorded_at, id) WHERE seq IS NOT NULL AND address IS NOT NULL;
