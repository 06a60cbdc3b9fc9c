-- Who runs this installation, told at the first start; absent where the configuration names the institution.
ALTER TABLE installation ADD COLUMN name_zh TEXT;
ALTER TABLE installation ADD COLUMN name_en TEXT;
ALTER TABLE installation ADD COLUMN currency TEXT;
