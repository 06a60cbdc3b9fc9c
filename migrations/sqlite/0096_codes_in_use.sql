-- How customers are classed and what loans are for: codes of the lender's dictionaries, empty while nobody has said. The lists
-- themselves are master data (reference_version); a code that was used stays when its list no longer offers it.
ALTER TABLE customer ADD COLUMN industry TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN region TEXT NOT NULL DEFAULT '';
CREATE INDEX customer_industry ON customer (industry, id);
CREATE INDEX customer_region ON customer (region, id);
ALTER TABLE loan ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
