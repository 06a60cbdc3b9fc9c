-- Events are listed across loans: by kind, amount and what they take back, which stand in their body, and by day.
ALTER TABLE loan_event ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE loan_event ADD COLUMN amount_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE loan_event ADD COLUMN reverses_seq BIGINT;
UPDATE loan_event SET kind = json_extract(body, '$.kind'), amount_minor = COALESCE(json_extract(body, '$.amount'), 0),
    reverses_seq = json_extract(body, '$.of');
CREATE INDEX loan_event_booked ON loan_event (booked_on, id);
