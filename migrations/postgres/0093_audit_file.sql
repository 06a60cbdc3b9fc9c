-- The audit trail is taken as a file by administrators and auditors.
INSERT INTO permission (code, area, whole_book) VALUES ('audit.export', 'audit', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000001', 'audit.export'),
    ('00000000-0000-7000-8000-000000000004', 'audit.export');
