-- How many attempts at a task surely came to nothing: an answer to a later attempt proves something only
-- when all attempts before it did.
ALTER TABLE tasks ADD COLUMN futile INTEGER NOT NULL DEFAULT 0;
