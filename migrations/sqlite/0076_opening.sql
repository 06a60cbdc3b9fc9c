-- Accounts and opening balances come by file.
INSERT INTO permission (code, area, whole_book) VALUES ('ledger.write', 'ledger', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'ledger.write'),
    (X'00000000000070008000000000000005', 'ledger.write'),
    (X'00000000000070008000000000000005', 'import.run');
