-- Accounts of the general ledger.
CREATE TABLE gl_account (
    code TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    category TEXT NOT NULL,
    balance_side TEXT NOT NULL,
    source TEXT NOT NULL
) WITHOUT ROWID;

-- Which accounts a movement touches, from a day on.
CREATE TABLE posting_rule (
    movement TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    debit_account TEXT NOT NULL,
    credit_account TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (movement, valid_from)
) WITHOUT ROWID;

-- Heads of entries; append-only.
CREATE TABLE journal_entry (
    id BLOB(16) NOT NULL PRIMARY KEY,
    org_id BLOB(16) NOT NULL,
    booked_on BIGINT NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BLOB(16),
    subject_number TEXT,
    event_id BLOB(16),
    memo TEXT NOT NULL,
    reverses_id BLOB(16),
    actor TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX journal_entry_subject ON journal_entry (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE UNIQUE INDEX journal_entry_reverses ON journal_entry (reverses_id) WHERE reverses_id IS NOT NULL;

-- Lines of entries; append-only. Amounts are signed, debit positive. The key is the drill from an account to its lines, so
-- that a day's turnover is one short range; the index reads an entry without touching the table.
CREATE TABLE posting (
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    booked_on BIGINT NOT NULL,
    entry_id BLOB(16) NOT NULL,
    line BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
    red BIGINT NOT NULL,
    org_id BLOB(16) NOT NULL,
    PRIMARY KEY (account, currency, booked_on, entry_id, line)
) WITHOUT ROWID;
CREATE INDEX posting_entry ON posting (entry_id, line, amount_minor, red);

-- Balances of closed days: a row for each account and day that moved.
CREATE TABLE gl_balance (
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    org_id BLOB(16) NOT NULL,
    on_date BIGINT NOT NULL,
    debit_minor BIGINT NOT NULL,
    credit_minor BIGINT NOT NULL,
    closing_minor BIGINT NOT NULL,
    PRIMARY KEY (account, currency, org_id, on_date)
) WITHOUT ROWID;

-- Where balances are kept: a row for each account, currency and organisation that ever closed.
CREATE TABLE gl_pocket (
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    org_id BLOB(16) NOT NULL,
    PRIMARY KEY (account, currency, org_id)
) WITHOUT ROWID;

-- Days whose balances are carried forward; nothing is booked on or before the last.
CREATE TABLE gl_closed_day (
    on_date BIGINT NOT NULL PRIMARY KEY,
    postings BIGINT NOT NULL
) WITHOUT ROWID;
