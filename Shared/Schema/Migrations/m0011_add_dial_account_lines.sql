-- How many calls may be under way at the same time, as the schedulers are set: so that it can be said what a call waits for.
ALTER TABLE dial_accounts ADD COLUMN lines integer CHECK (lines > 0);
