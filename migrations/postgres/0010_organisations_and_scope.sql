-- The organisation tree, roles with the rows they reach, posts, deputies; to whom customers belong; for whom somebody acted.

ALTER TABLE organisation RENAME COLUMN name TO name_zh;
ALTER TABLE organisation ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN opened_on BIGINT;
ALTER TABLE organisation ADD COLUMN closed_on BIGINT;
UPDATE organisation SET name_en = 'Head office' WHERE code = '0001';

-- What a post is called; what its holder may do is said by roles.
CREATE TABLE post (
    code TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
);
INSERT INTO post (code, name_zh, name_en) VALUES
    ('branch_head', '机构负责人', 'Branch head'),
    ('loan_officer', '客户经理', 'Loan officer'),
    ('teller', '柜员', 'Teller'),
    ('accountant', '会计', 'Accountant'),
    ('auditor', '审计', 'Auditor'),
    ('it', '科技', 'IT');

ALTER TABLE app_user ADD COLUMN post_code TEXT;

-- data_scope: own, own_organisation, subtree, all, custom (the rows of role_organisation).
ALTER TABLE role ADD COLUMN data_scope TEXT NOT NULL DEFAULT 'own';
ALTER TABLE role ADD COLUMN is_builtin BIGINT NOT NULL DEFAULT 0;
UPDATE role SET is_builtin = 1;
UPDATE role SET data_scope = 'all' WHERE code IN ('administrator', 'auditor');
UPDATE role SET data_scope = 'own_organisation' WHERE code = 'clerk';
UPDATE role SET data_scope = 'subtree', name_zh = '机构负责人', name_en = 'Branch manager' WHERE code = 'manager';
INSERT INTO role (id, code, name_zh, name_en, data_scope, is_builtin) VALUES
    ('00000000-0000-7000-8000-000000000005', 'accountant', '会计', 'Accountant', 'all', 1);

CREATE TABLE role_organisation (
    role_id UUID NOT NULL REFERENCES role (id),
    org_id UUID NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (role_id, org_id)
);

-- Everything that a role can permit. A permission that is not listed is granted to nobody.
CREATE TABLE permission (
    code TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL
);
INSERT INTO permission (code, area) VALUES
    ('access.read', 'access'), ('access.write', 'access'),
    ('audit.read', 'audit'),
    ('close.read', 'close'), ('close.run', 'close'),
    ('customer.read', 'customer'), ('customer.reveal', 'customer'), ('customer.write', 'customer'),
    ('ledger.read', 'ledger'), ('ledger.reverse', 'ledger'),
    ('loan.book', 'loan'), ('loan.read', 'loan'), ('loan.repay', 'loan'), ('loan.reverse', 'loan'),
    ('product.read', 'product'),
    ('report.read', 'report');

INSERT INTO role_permission (role_id, permission) VALUES
    ('00000000-0000-7000-8000-000000000005', 'close.read'),
    ('00000000-0000-7000-8000-000000000005', 'close.run'),
    ('00000000-0000-7000-8000-000000000005', 'ledger.read'),
    ('00000000-0000-7000-8000-000000000005', 'ledger.reverse'),
    ('00000000-0000-7000-8000-000000000005', 'loan.read'),
    ('00000000-0000-7000-8000-000000000005', 'customer.read'),
    ('00000000-0000-7000-8000-000000000005', 'product.read'),
    ('00000000-0000-7000-8000-000000000005', 'report.read');

-- Somebody acts for somebody absent, with their roles, on the days from from_on until to_on.
CREATE TABLE deputy (
    id UUID NOT NULL PRIMARY KEY,
    absent_id UUID NOT NULL REFERENCES app_user (id),
    deputy_id UUID NOT NULL REFERENCES app_user (id),
    from_on BIGINT NOT NULL,
    to_on BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    granted_by TEXT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX deputy_of ON deputy (deputy_id, to_on);
CREATE INDEX deputy_for ON deputy (absent_id, to_on);

-- For whom the session acts at the moment.
ALTER TABLE user_session ADD COLUMN acting_for UUID;

ALTER TABLE audit_entry ADD COLUMN on_behalf_of TEXT;

-- To whom a customer belongs: organisation and login of the officer.
ALTER TABLE customer ADD COLUMN org_id UUID NOT NULL DEFAULT '00000000-0000-7000-8000-000000000001';
ALTER TABLE customer ADD COLUMN officer TEXT NOT NULL DEFAULT '';
CREATE INDEX customer_of_org ON customer (org_id, id);
CREATE INDEX customer_of_officer ON customer (officer, id);

-- Lists of those who see one organisation only, in their default order.
CREATE INDEX loan_of_org ON loan (org_id, disbursed_on, id);
