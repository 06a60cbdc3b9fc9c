-- Lists of loans are read along an index in every order that they offer.
CREATE INDEX loan_by_principal ON loan (principal, id);
CREATE INDEX loan_by_outstanding ON loan ((principal_not_due + principal_due), id);
CREATE INDEX loan_by_maturity ON loan (maturity_on, id);
CREATE INDEX loan_by_rate ON loan (annual_rate_e10, id);
CREATE INDEX loan_by_overdue_amount ON loan ((principal_due + interest_due + fee_due), id) WHERE oldest_unpaid_due IS NOT NULL;
