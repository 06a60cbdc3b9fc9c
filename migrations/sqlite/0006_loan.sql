-- Loans: what the contract says (loan_terms), what happened (loan_event), where they stand (loan, loan_state: projections
-- of the two, rebuilt by `verify`), what fell due (loan_installment). Amounts in minor units, dates in days since 1970.
-- Tables of a loan's life begin their key with the loan, so that a distributed database can shard the book by it.

CREATE TABLE loan (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    customer_name TEXT NOT NULL,
    product_id BLOB NOT NULL,
    product_code TEXT NOT NULL,
    org_id BLOB NOT NULL,
    officer TEXT NOT NULL,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    principal BIGINT NOT NULL,
    annual_rate_e10 BIGINT NOT NULL,
    periods BIGINT NOT NULL,
    disbursed_on BIGINT NOT NULL,
    maturity_on BIGINT NOT NULL,
    booked_on BIGINT NOT NULL,
    status TEXT NOT NULL,
    closed_on BIGINT,
    version BIGINT NOT NULL,
    event_seq BIGINT NOT NULL,
    principal_not_due BIGINT NOT NULL,
    principal_due BIGINT NOT NULL,
    interest_due BIGINT NOT NULL,
    fee_due BIGINT NOT NULL,
    suspense BIGINT NOT NULL,
    next_action_on BIGINT,
    next_due_on BIGINT,
    next_due_amount BIGINT NOT NULL,
    oldest_unpaid_due BIGINT,
    line_clock BIGINT NOT NULL,
    line_den BIGINT NOT NULL,
    line_slope_hi BIGINT NOT NULL,
    line_slope_lo BIGINT NOT NULL,
    line_since BIGINT NOT NULL,
    overdue_lines TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX loan_number ON loan (number);
CREATE INDEX loan_customer ON loan (customer_id);
CREATE INDEX loan_action ON loan (next_action_on, id) WHERE next_action_on IS NOT NULL;
CREATE INDEX loan_overdue ON loan (oldest_unpaid_due, id) WHERE oldest_unpaid_due IS NOT NULL;
CREATE INDEX loan_next_due ON loan (next_due_on, id) WHERE next_due_on IS NOT NULL;

-- What lists are filtered by in their default order. These columns never change after booking, so only booking pays for
-- their indexes; of the status only what is not active is indexed, because every close writes active loans.
CREATE INDEX loan_disbursed ON loan (disbursed_on, id);
CREATE INDEX loan_of_product ON loan (product_id, disbursed_on, id);
CREATE INDEX loan_of_currency ON loan (currency, disbursed_on, id);
CREATE INDEX loan_of_officer ON loan (officer, disbursed_on, id);
CREATE INDEX loan_not_active ON loan (status, disbursed_on, id) WHERE status <> 'active';

CREATE TABLE loan_terms (
    loan_id BLOB NOT NULL PRIMARY KEY,
    terms TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE loan_state (
    loan_id BLOB NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE loan_event (
    loan_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    id BLOB NOT NULL,
    value_date BIGINT NOT NULL,
    booked_on BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor_id BLOB NOT NULL,
    actor_login TEXT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (loan_id, seq)
) WITHOUT ROWID;

CREATE TABLE loan_installment (
    loan_id BLOB NOT NULL,
    nr BIGINT NOT NULL,
    period_from BIGINT NOT NULL,
    due_on BIGINT NOT NULL,
    principal BIGINT NOT NULL,
    interest BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    paid_fee BIGINT NOT NULL,
    paid_penalty BIGINT NOT NULL,
    paid_compound BIGINT NOT NULL,
    paid_interest BIGINT NOT NULL,
    paid_principal BIGINT NOT NULL,
    settled_on BIGINT,
    PRIMARY KEY (loan_id, nr)
) WITHOUT ROWID;
CREATE INDEX loan_installment_due ON loan_installment (due_on);

-- Accrued interest of the whole book: slope and offset of the summed lines by key, what of it is posted, and the changes
-- made since the last close, which are only ever added so that no two payments wait for one row.
CREATE TABLE accrual_sum (
    product_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    component TEXT NOT NULL,
    clock BIGINT NOT NULL,
    den BIGINT NOT NULL,
    slope TEXT NOT NULL,
    start TEXT NOT NULL,
    PRIMARY KEY (product_id, currency, component, clock, den)
) WITHOUT ROWID;

CREATE TABLE accrual_posted (
    product_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    component TEXT NOT NULL,
    posted BIGINT NOT NULL,
    PRIMARY KEY (product_id, currency, component)
) WITHOUT ROWID;

CREATE TABLE accrual_delta (
    id BLOB NOT NULL PRIMARY KEY,
    product_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    component TEXT NOT NULL,
    clock BIGINT NOT NULL,
    den BIGINT NOT NULL,
    slope TEXT NOT NULL,
    start TEXT NOT NULL,
    posted BIGINT NOT NULL
) WITHOUT ROWID;

-- Closes of business: one row a day, with its steps and checks.
CREATE TABLE close_run (
    business_date BIGINT NOT NULL PRIMARY KEY,
    next_date BIGINT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    steps TEXT NOT NULL,
    checks TEXT NOT NULL,
    error TEXT
);
