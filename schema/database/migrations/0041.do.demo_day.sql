-- The seed keeps the day of the demo among the milestones; the identity role, which is outside of tenants, notes it.
GRANT SELECT, INSERT ON platform.milestone TO {{identity}};
