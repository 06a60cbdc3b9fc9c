-- Sensitive fields have permissions of their own. Without one a field is not told, not even masked, nor searched by, nor written.
-- kind: action (to use endpoints, and with them pages) or field.
ALTER TABLE permission ADD COLUMN kind TEXT NOT NULL DEFAULT 'action';
INSERT INTO permission (code, area, whole_book, kind) VALUES
    ('customer.field_identity', 'customer', 0, 'field'),
    ('customer.field_mobile', 'customer', 0, 'field');

-- Whoever could see these fields, search by them or write them until now still can.
INSERT INTO role_permission (role_id, permission)
    SELECT DISTINCT held.role_id, field.code FROM role_permission held JOIN permission field ON field.kind = 'field'
    WHERE held.permission IN ('customer.read', 'customer.reveal', 'customer.write', 'customer.export', 'loan.read', 'loan.export',
        'import.run', 'import.check', 'audit.read', 'audit.export');
INSERT INTO api_token_permission (token_id, permission)
    SELECT DISTINCT held.token_id, field.code FROM api_token_permission held JOIN permission field ON field.kind = 'field'
    WHERE held.permission IN ('customer.read', 'customer.reveal', 'customer.write', 'customer.export', 'loan.read', 'loan.export',
        'import.run', 'import.check', 'audit.read', 'audit.export');
