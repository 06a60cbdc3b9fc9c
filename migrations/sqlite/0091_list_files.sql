-- Customers and users are taken as files: by administrators and managers, users by auditors too.
INSERT INTO permission (code, area, whole_book) VALUES ('customer.export', 'customer', 0), ('access.export', 'access', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'customer.export'),
    (X'00000000000070008000000000000003', 'customer.export'),
    (X'00000000000070008000000000000001', 'access.export'),
    (X'00000000000070008000000000000004', 'access.export');
