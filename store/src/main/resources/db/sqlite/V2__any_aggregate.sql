-- The store knows no domain any more: an aggregate registers by which keys its streams are found, and
-- which name only one of them may hold. The columns of the version before get these meanings.

DROP INDEX streams_holder;
DROP INDEX streams_call;
DROP INDEX streams_payment;
DROP INDEX streams_reference;

ALTER TABLE streams RENAME COLUMN call TO key1;
ALTER TABLE streams RENAME COLUMN payment TO key2;
ALTER TABLE streams RENAME COLUMN reference TO key3;
ALTER TABLE streams ADD COLUMN holds TEXT;
UPDATE streams SET holds = key1 WHERE holds_call = 1;
ALTER TABLE streams DROP COLUMN holds_call;

-- One stream of a kind holds a name, whoever races.
CREATE UNIQUE INDEX streams_holds ON streams (kind, holds) WHERE holds IS NOT NULL;
CREATE INDEX streams_key1 ON streams (kind, key1, ordered_at) WHERE key1 IS NOT NULL;
CREATE INDEX streams_key2 ON streams (kind, key2, ordered_at) WHERE key2 IS NOT NULL;
CREATE INDEX streams_key3 ON streams (kind, key3, ordered_at) WHERE key3 IS NOT NULL;

-- A task belongs to a queue: what is served in order, be it a session or a receiver outside.
ALTER TABLE tasks RENAME COLUMN session TO queue;
UPDATE tasks SET queue = 'session/' || queue;
UPDATE tasks SET type = 'SessionDeadline', body = '{}' WHERE type IS NULL;
