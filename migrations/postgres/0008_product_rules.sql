-- No loan follows a rule for money used for another purpose than agreed, and a product that declares one takes no loans: the
-- seeded products do not declare it any more.
UPDATE loan_product SET terms = replace(terms, '"misuse_uplift_bp":10000', '"misuse_uplift_bp":0');
