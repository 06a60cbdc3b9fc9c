-- Permissions on things that do not belong to one organisation take effect only for those who see all of them.
ALTER TABLE permission ADD COLUMN whole_book BIGINT NOT NULL DEFAULT 0;
UPDATE permission SET whole_book = 1 WHERE area IN ('access', 'audit', 'close', 'ledger');
INSERT INTO permission (code, area, whole_book) VALUES ('view.share', 'view', 0);
