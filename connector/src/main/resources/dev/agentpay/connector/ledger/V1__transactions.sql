-- One row per transaction_id, written before the processor is called. No card data: neither number,
-- code and expiry nor a part or a hash of them.
CREATE TABLE entry (
  transaction_id TEXT PRIMARY KEY,
  method         TEXT NOT NULL CHECK (method IN ('CHARGE', 'TOKENIZE')),
  status         TEXT NOT NULL CHECK (status IN ('PENDING', 'UNCLEAR', 'CHARGED', 'TOKENIZED', 'REFUSED')),
  session        TEXT,
  amount         TEXT,
  currency       TEXT,
  result_id      TEXT,
  parameters     TEXT NOT NULL,
  error_code     TEXT,
  error_message  TEXT,
  started_at     INTEGER NOT NULL, -- milliseconds since 1970, UTC
  ended_at       INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_session ON entry (session);

-- Never two charges for one session: the database itself holds the rule, for charges that have
-- moved money and for those of which nobody knows yet.
CREATE UNIQUE INDEX one_charge_per_session ON entry (session)
  WHERE method = 'CHARGE' AND status IN ('PENDING', 'UNCLEAR', 'CHARGED') AND session IS NOT NULL;

CREATE INDEX unsettled ON entry (started_at) WHERE status IN ('PENDING', 'UNCLEAR');

-- What the sandbox, playing the gateway, remembers: the outcome by idempotency key.
CREATE TABLE sandbox (
  transaction_id TEXT PRIMARY KEY,
  charged_id     TEXT,
  tokenized_id   TEXT,
  error_code     TEXT,
  error_message  TEXT
) STRICT, WITHOUT ROWID;
