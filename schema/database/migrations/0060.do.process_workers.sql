-- Which workers of the queue run in a process: what a dead process had locked is given back at once.
ALTER TABLE identity.process ADD COLUMN workers text[] NOT NULL DEFAULT '{}';
