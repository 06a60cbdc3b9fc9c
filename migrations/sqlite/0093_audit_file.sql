-- The audit trail is taken as a file by administrators and auditors.
INSERT INTO permission (code, area, whole_book) VALUES ('audit.export', 'audit', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'audit.export'),
    (X'00000000000070008000000000000004', 'audit.export');
