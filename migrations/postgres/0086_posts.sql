-- Posts are changed as data. A retired post is given to nobody any more; who has it keeps it.
ALTER TABLE post ADD COLUMN is_retired BIGINT NOT NULL DEFAULT 0;
