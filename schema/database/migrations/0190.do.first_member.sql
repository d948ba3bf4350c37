-- The operator of the installation invites a utility's first administrator: there is nobody of its people to name.
ALTER TABLE identity.invitation ALTER COLUMN invited_by DROP NOT NULL;
