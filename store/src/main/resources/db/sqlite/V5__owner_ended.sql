-- Finds an agent's ended sessions of one state in the order of time, so that a page of a list reads only
-- its own rows.
CREATE INDEX streams_owner_ended ON streams (kind, owner, state, ordered_at) WHERE open = 0;
