-- Who may call a loan in: administrators and managers.
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'loan.call'),
    (X'00000000000070008000000000000003', 'loan.call');
