-- Who may call a loan in: administrators and managers.
INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000001', 'loan.call'),
    ('00000000-0000-7000-8000-000000000003', 'loan.call');
