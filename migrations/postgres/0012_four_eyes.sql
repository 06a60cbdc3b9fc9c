-- Four eyes: which commands need a second person, up to which amount who may approve, which duties exclude each other, and the
-- changes that wait.

INSERT INTO permission (code, area, whole_book) VALUES
    ('access.check', 'access', 1),
    ('ledger.check', 'ledger', 1),
    ('loan.call', 'loan', 0),
    ('loan.charge_off', 'loan', 0),
    ('loan.check', 'loan', 0);
INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000001', 'access.check'),
    ('00000000-0000-7000-8000-000000000001', 'ledger.check'),
    ('00000000-0000-7000-8000-000000000001', 'loan.charge_off'),
    ('00000000-0000-7000-8000-000000000001', 'loan.check'),
    ('00000000-0000-7000-8000-000000000002', 'loan.charge_off'),
    ('00000000-0000-7000-8000-000000000003', 'ledger.check'),
    ('00000000-0000-7000-8000-000000000003', 'loan.check');

-- mode: never, always, above (the amounts of check_threshold). unless_alone: rests while nobody else could check.
CREATE TABLE check_rule (
    command TEXT NOT NULL PRIMARY KEY,
    mode TEXT NOT NULL,
    checker_permission TEXT NOT NULL,
    expire_hours BIGINT NOT NULL,
    unless_alone BIGINT NOT NULL,
    source TEXT NOT NULL
);
INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('access.change_role', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.4.2'),
    ('access.change_user', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.4.2'),
    ('access.make_role', 'always', 'access.check', 72, 1, 'GB/T 22239-2019 8.1.4.2'),
    ('ledger.reverse_entry', 'always', 'ledger.check', 24, 1, '商业银行内部控制指引（银监发〔2014〕40号）'),
    ('loan.charge_off', 'always', 'loan.check', 72, 0, '金融企业呆账核销管理办法（财金〔2017〕90号）'),
    ('loan.reverse', 'above', 'loan.check', 24, 0, '商业银行内部控制指引（银监发〔2014〕40号）');

CREATE TABLE check_threshold (
    command TEXT NOT NULL,
    currency TEXT NOT NULL,
    above_minor BIGINT NOT NULL,
    PRIMARY KEY (command, currency)
);
INSERT INTO check_threshold (command, currency, above_minor) VALUES
    ('loan.reverse', 'CNY', 50000000),
    ('loan.reverse', 'USD', 5000000);

-- Up to which amount a role approves a command: for a product or all, in an organisation with those below it or everywhere.
CREATE TABLE authority_limit (
    id UUID NOT NULL PRIMARY KEY,
    role_code TEXT NOT NULL,
    command TEXT NOT NULL,
    product_code TEXT,
    org_code TEXT,
    currency TEXT NOT NULL,
    limit_minor BIGINT NOT NULL,
    effective_from BIGINT NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX authority_limit_of ON authority_limit (command, role_code);
INSERT INTO authority_limit (id, role_code, command, product_code, org_code, currency, limit_minor, effective_from, source) VALUES
    ('00000000-0000-7000-8000-000000000011', 'manager', 'loan.charge_off', NULL, NULL, 'CNY', 100000000, 0, '出厂设置'),
    ('00000000-0000-7000-8000-000000000012', 'manager', 'loan.reverse', NULL, NULL, 'CNY', 500000000, 0, '出厂设置'),
    ('00000000-0000-7000-8000-000000000013', 'manager', 'loan.charge_off', NULL, NULL, 'USD', 10000000, 0, '出厂设置'),
    ('00000000-0000-7000-8000-000000000014', 'manager', 'loan.reverse', NULL, NULL, 'USD', 50000000, 0, '出厂设置');

-- Two permissions that nobody holds through different roles.
CREATE TABLE duty_conflict (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    reason_zh TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (one, other)
);
INSERT INTO duty_conflict (one, other, reason_zh, reason_en, source) VALUES
    ('access.write', 'loan.repay', '系统管理与业务经办分离', 'Administration and business are apart', 'GB/T 22239-2019 8.1.5'),
    ('access.write', 'ledger.reverse', '系统管理与账务处理分离', 'Administration and accounting are apart', 'GB/T 22239-2019 8.1.5'),
    ('loan.repay', 'loan.check', '经办与复核分离', 'Making and checking are apart', '商业银行内部控制指引（银监发〔2014〕40号）'),
    ('loan.repay', 'ledger.reverse', '业务经办与账务处理分离', 'Business and accounting are apart', '商业银行内部控制指引（银监发〔2014〕40号）'),
    ('ledger.reverse', 'ledger.check', '记账与复核分离', 'Posting and checking are apart', '商业银行内部控制指引（银监发〔2014〕40号）');

CREATE TABLE pending_change (
    id UUID NOT NULL PRIMARY KEY,
    command TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    label TEXT NOT NULL,
    org_id UUID NOT NULL,
    officer TEXT NOT NULL,
    product_code TEXT,
    amount_minor BIGINT,
    currency TEXT,
    payload TEXT NOT NULL,
    before_json TEXT,
    after_json TEXT,
    reason TEXT NOT NULL,
    maker_id UUID NOT NULL,
    maker_login TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    decision_reason TEXT,
    outcome TEXT
);
CREATE INDEX pending_change_state ON pending_change (state, id);
CREATE INDEX pending_change_maker ON pending_change (maker_id, id);
