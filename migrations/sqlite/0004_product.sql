-- Loan products, one row per version. The terms are JSON, frozen once a loan uses the version.
CREATE TABLE loan_product (
    id BLOB(16) NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    effective_from BIGINT NOT NULL,
    currency TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description_zh TEXT NOT NULL,
    description_en TEXT NOT NULL,
    terms TEXT NOT NULL,
    used BIGINT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX loan_product_version ON loan_product (code, version);

-- Published benchmark rates (LPR), in units of 10^-10.
CREATE TABLE benchmark_rate (
    tenor TEXT NOT NULL,
    published_on BIGINT NOT NULL,
    annual_rate_e10 BIGINT NOT NULL,
    source TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (tenor, published_on)
) WITHOUT ROWID;
