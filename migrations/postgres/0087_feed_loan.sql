-- Which loans were written, for the roster in memory that lists are made from: it reads again what is noted here. The
-- indexes that served lists alone go; some of them were written by every repayment.
CREATE TABLE feed_loan (
    stamp BIGINT NOT NULL DEFAULT txid_current(),
    loan_id UUID NOT NULL
);
CREATE INDEX feed_loan_stamp ON feed_loan (stamp);
CREATE TABLE feed_loan_trim (
    trims BIGINT NOT NULL,
    stamp BIGINT NOT NULL
);
INSERT INTO feed_loan_trim (trims, stamp) VALUES (0, 0);
DROP INDEX loan_by_principal;
DROP INDEX loan_by_outstanding;
DROP INDEX loan_by_maturity;
DROP INDEX loan_by_rate;
DROP INDEX loan_by_overdue_amount;
DROP INDEX loan_disbursed;
DROP INDEX loan_of_product;
DROP INDEX loan_not_active;
