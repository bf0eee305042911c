-- Tasks that could not be done. They keep nothing else waiting, and wait for a person.
CREATE TABLE dead_letters (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  queue    TEXT NOT NULL,
  number   INTEGER NOT NULL,
  type     TEXT NOT NULL,
  body     TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  futile   INTEGER NOT NULL,
  reason   TEXT NOT NULL                 -- classes and places of the failure
) STRICT;

-- How often in a row a task's handler has thrown something.
ALTER TABLE tasks ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
