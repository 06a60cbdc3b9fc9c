-- Rates that change: a loan whose rate follows each publication of its benchmark is found by the value that it follows.
ALTER TABLE loan ADD COLUMN next_day_of TEXT;
ALTER TABLE loan ADD COLUMN followed_e10 BIGINT;

CREATE INDEX loan_next_day ON loan (next_day_of, followed_e10) WHERE next_day_of IS NOT NULL;

-- Who may change the rate of a loan: always with a second person.
INSERT INTO permission (code, area, whole_book) VALUES ('loan.change_rate', 'loan', 0);
INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000001', 'loan.change_rate'),
    ('00000000-0000-7000-8000-000000000002', 'loan.change_rate');
INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('loan.change_rate', 'always', 'loan.check', 72, 0, '商业银行内部控制指引（银监发〔2014〕40号）');
INSERT INTO authority_limit (id, role_code, command, product_code, org_code, currency, limit_minor, effective_from, source) VALUES
    ('00000000-0000-7000-8000-000000000031', 'manager', 'loan.change_rate', NULL, NULL, 'CNY', 500000000, 0, '出厂设置'),
    ('00000000-0000-7000-8000-000000000032', 'manager', 'loan.change_rate', NULL, NULL, 'USD', 50000000, 0, '出厂设置');
