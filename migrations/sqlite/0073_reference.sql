-- Master data: one row a version, appended and never changed. A version holds from effective_from until its own end or the next
-- version; of those that begin on the same day the latest counts, and one without content withdraws them.
CREATE TABLE reference_version (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    revision BIGINT NOT NULL,
    effective_from BIGINT NOT NULL,
    effective_until BIGINT,
    content TEXT,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    on_behalf_of TEXT,
    PRIMARY KEY (kind, code, revision)
);

-- Published benchmark rates become versions, in the order of their publication.
INSERT INTO reference_version (kind, code, revision, effective_from, content, source, reason, recorded_at, recorded_by)
SELECT 'benchmark', r.tenor,
    (SELECT count(*) FROM benchmark_rate b WHERE b.tenor = r.tenor AND b.published_on <= r.published_on),
    r.published_on, '{"kind":"benchmark","annual_rate_e10":' || CAST(r.annual_rate_e10 AS TEXT) || '}', r.source,
    CASE WHEN r.evidence = 'V' THEN r.source
        ELSE '出厂数据，投产前请与公布值核对 / as delivered: check against the publication before production' END, 0, 'system'
FROM benchmark_rate r;
DROP TABLE benchmark_rate;

INSERT INTO permission (code, area, whole_book) VALUES
    ('reference.read', 'reference', 0),
    ('reference.write', 'reference', 1),
    ('reference.check', 'reference', 1);

-- Everybody reads; administrator, manager and accountant write; administrator and manager check what others wrote.
INSERT INTO role_permission (role_id, permission)
SELECT id, 'reference.read' FROM role WHERE is_builtin = 1;
INSERT INTO role_permission (role_id, permission)
SELECT id, 'reference.write' FROM role WHERE code IN ('administrator', 'manager', 'accountant');
INSERT INTO role_permission (role_id, permission)
SELECT id, 'reference.check' FROM role WHERE code IN ('administrator', 'manager');

INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source) VALUES
    ('reference.change_benchmark', 'always', 'reference.check', 72, 0, '商业银行内部控制指引（银监发〔2014〕40号）'),
    ('reference.change_calendar', 'always', 'reference.check', 72, 1, '商业银行内部控制指引（银监发〔2014〕40号）'),
    ('reference.change_working_days', 'never', 'reference.check', 72, 1, '出厂设置');
