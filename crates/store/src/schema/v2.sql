-- The record, version 2: corrections go along into later versions of an article, and can name somebody of whom the engine
-- made no speaker.

-- `origin_id` is the correction of an earlier version that this one comes from. `left_behind` says why one did not go along
-- into the version that came next.
ALTER TABLE correction ADD COLUMN origin_id INTEGER REFERENCES correction (id);
ALTER TABLE correction ADD COLUMN left_behind TEXT;
CREATE INDEX correction_origin ON correction (origin_id) WHERE origin_id IS NOT NULL;

-- 1 where a correction brought somebody into the reading, whom its engine did not take for a speaker.
ALTER TABLE entity ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1));

-- How many statements are shown: counting ten million takes seconds, and is asked for with each quotation that is checked.
INSERT INTO about SELECT 'statements', CAST(count(*) AS TEXT)
  FROM statement s JOIN reading r ON r.id = s.reading_id AND r.state = 'current';
