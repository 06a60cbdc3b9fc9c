-- How far the making of a demo's book is: a program that is killed meanwhile goes on from here.
CREATE TABLE demo_mark (
    id BIGINT NOT NULL PRIMARY KEY,
    loans BIGINT,
    day BIGINT NOT NULL,
    acts BIGINT NOT NULL,
    followed BIGINT NOT NULL,
    made BIGINT NOT NULL,
    beat_at BIGINT NOT NULL
);
