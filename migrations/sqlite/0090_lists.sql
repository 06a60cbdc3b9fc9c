-- What an entry amounts to stands in its head, so that a list of entries is filtered and ordered by it.
ALTER TABLE journal_entry ADD COLUMN total_minor BIGINT NOT NULL DEFAULT 0;
UPDATE journal_entry SET total_minor = COALESCE((
    SELECT CAST(SUM(CASE WHEN (p.amount_minor > 0) = (p.red = 0) THEN p.amount_minor ELSE 0 END) AS BIGINT)
    FROM posting p WHERE p.entry_id = journal_entry.id), 0);
-- Entries are listed by their day and found by the number of their loan.
CREATE INDEX journal_entry_booked ON journal_entry (booked_on, id);
CREATE INDEX journal_entry_number ON journal_entry (subject_number, id) WHERE subject_number IS NOT NULL;

-- Lists are taken as files: administrators, managers, auditors and accountants what they read.
INSERT INTO permission (code, area, whole_book) VALUES ('ledger.export', 'ledger', 1);
INSERT INTO role_permission (role_id, permission) VALUES
    (X'00000000000070008000000000000001', 'ledger.export'),
    (X'00000000000070008000000000000003', 'ledger.export'),
    (X'00000000000070008000000000000004', 'ledger.export'),
    (X'00000000000070008000000000000005', 'ledger.export');
