-- From where users may call; what sign-in demands as versions that administrators change.

-- Networks in CIDR form, one a line; from everywhere when empty.
ALTER TABLE app_user ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE role ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '';

ALTER TABLE sign_in_policy ADD COLUMN session_idle_minutes BIGINT NOT NULL DEFAULT 30;
ALTER TABLE sign_in_policy ADD COLUMN token_max_days BIGINT NOT NULL DEFAULT 365;
ALTER TABLE sign_in_policy ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';
INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('access.change_policy', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.5');
INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('access.create_user', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.4.2');

-- Reversals by hand are approved up to amounts, as those of loans are.
INSERT INTO authority_limit (id, role_code, command, product_code, org_code, currency, limit_minor, effective_from, source) VALUES
    (X'00000000000070008000000000000021', 'manager', 'ledger.reverse_entry', NULL, NULL, 'CNY', 500000000, 0, '出厂设置'),
    (X'00000000000070008000000000000022', 'manager', 'ledger.reverse_entry', NULL, NULL, 'USD', 50000000, 0, '出厂设置');
