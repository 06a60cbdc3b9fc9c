-- Why an event was recorded, as a code of the list of reasons of its kind (master data, kind dictionary).
ALTER TABLE loan_event ADD COLUMN reason_code TEXT;

INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('reference.change_currency', 'never', 'reference.check', 72, 1, '出厂设置'),
    ('reference.change_dictionary', 'never', 'reference.check', 72, 1, '出厂设置'),
    ('reference.change_numbering', 'never', 'reference.check', 72, 1, '出厂设置'),
    ('reference.change_parameter', 'always', 'reference.check', 72, 0, '商业银行内部控制指引（银监发〔2014〕40号）');

-- Sequences of numbers whose rule counts: the last number taken for an organisation and period.
CREATE TABLE number_sequence (
    rule TEXT NOT NULL,
    sequence TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (rule, sequence)
);
