-- The gateway's own ids of a transaction by name, as a JSON object. No card data.
ALTER TABLE entry ADD COLUMN gateway_ids TEXT NOT NULL DEFAULT '{}';
