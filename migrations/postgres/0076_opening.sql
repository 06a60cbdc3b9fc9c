-- Accounts and opening balances come by file.
INSERT INTO permission (code, area, whole_book) VALUES ('ledger.write', 'ledger', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000001', 'ledger.write'),
    ('00000000-0000-7000-8000-000000000005', 'ledger.write'),
    ('00000000-0000-7000-8000-000000000005', 'import.run');
