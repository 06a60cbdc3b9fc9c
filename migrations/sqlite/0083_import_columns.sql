-- Which heading of a file is which column, as somebody chose it, for this batch and for the next files of the kind; amounts of a
-- batch; who let it in.
ALTER TABLE import_batch ADD COLUMN columns_json TEXT;
ALTER TABLE import_batch ADD COLUMN sums_json TEXT;
ALTER TABLE import_batch ADD COLUMN approved_by TEXT;

CREATE TABLE import_heading (
    entity TEXT NOT NULL,
    heading TEXT NOT NULL,
    column_key TEXT,
    login TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (entity, heading)
);

INSERT INTO permission (code, area, whole_book) VALUES ('import.check', 'import', 0);
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'import.check'),
    (X'00000000000070008000000000000003', 'import.check'),
    (X'00000000000070008000000000000003', 'import.run');

INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('import.take_in_accounts', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_balances', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_calendars', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_customers', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_dictionaries', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_loans', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_organisations', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_products', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_rates', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_repayments', 'never', 'import.check', 24, 1, '出厂设置'),
    ('import.take_in_users', 'never', 'import.check', 24, 1, '出厂设置');
