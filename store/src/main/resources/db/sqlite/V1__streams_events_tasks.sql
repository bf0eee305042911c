-- Times are nanoseconds since 1970 in UTC, so that what is read is exactly what was written.

-- The newest state of each stream. What is asked for stands in columns, the whole in body.
CREATE TABLE streams (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,              -- SESSION, CALL or AGENT
  key        TEXT NOT NULL,
  version    INTEGER NOT NULL,           -- number of the newest event
  owner      TEXT,
  state      TEXT NOT NULL,
  open       INTEGER NOT NULL,           -- a session not over, a call still live, an agent ready
  holds_call INTEGER NOT NULL,           -- no other session may start on its call
  call       TEXT,
  payment    TEXT,
  reference  TEXT,
  ordered_at INTEGER NOT NULL,           -- what lists are ordered by: started, or ready since
  body       TEXT NOT NULL,              -- JSON
  UNIQUE (kind, key)
) STRICT;

-- One open session per call, whoever races.
CREATE UNIQUE INDEX streams_holder ON streams (call) WHERE holds_call = 1;
CREATE INDEX streams_payment ON streams (payment) WHERE payment IS NOT NULL;
CREATE INDEX streams_open ON streams (kind, owner, ordered_at) WHERE open = 1;
CREATE INDEX streams_ended ON streams (kind, state, ordered_at) WHERE open = 0;
CREATE INDEX streams_time ON streams (kind, ordered_at);
CREATE INDEX streams_owner ON streams (kind, owner, ordered_at);
CREATE INDEX streams_call ON streams (call, ordered_at) WHERE call IS NOT NULL;
CREATE INDEX streams_reference ON streams (reference, ordered_at) WHERE reference IS NOT NULL;

-- Every durable fact, in the order in which they became durable. Rows are never changed.
CREATE TABLE events (
  seq        INTEGER PRIMARY KEY,        -- the feed's position
  stream     INTEGER NOT NULL REFERENCES streams (id),
  number     INTEGER NOT NULL,           -- from 1 in its stream, without gaps
  at         INTEGER NOT NULL,
  actor_role TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  source     TEXT NOT NULL,
  cause      TEXT NOT NULL,
  audience   TEXT,                       -- the one agent who may see it
  type       TEXT NOT NULL,
  body       TEXT NOT NULL,              -- JSON
  UNIQUE (stream, number)
) STRICT;

CREATE INDEX events_audience ON events (audience, seq) WHERE audience IS NOT NULL;

-- The outbox: what is to be done for a session, and who is at it.
CREATE TABLE tasks (
  session     TEXT NOT NULL,
  number      INTEGER NOT NULL,          -- of the event that caused it; 0 for the deadline
  type        TEXT,                      -- of the instruction; absent for the deadline
  body        TEXT,
  due_at      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  lease_owner TEXT,
  free_at     INTEGER NOT NULL,          -- when it may be leased: due, and the last lease over
  PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX tasks_free ON tasks (free_at);

-- What was asked before, so that its repetition finds it.
CREATE TABLE requests (
  id          INTEGER PRIMARY KEY,
  owner       TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  kind        TEXT NOT NULL,
  stream_key  TEXT NOT NULL,
  at          INTEGER NOT NULL,
  UNIQUE (owner, key)
) STRICT;

CREATE INDEX requests_at ON requests (at);

-- Facts about this file. A position of another file's feed is told by the feed's name.
CREATE TABLE facts (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO facts (name, value) VALUES ('feed', lower(hex(randomblob(5)))), ('probe', '');
