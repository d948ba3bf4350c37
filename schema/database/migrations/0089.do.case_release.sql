-- A running case keeps the release that it started on. It is moved to another one on purpose only, after a rehearsal that
-- names each case that could not go on there.
GRANT UPDATE (release_number, service_hash) ON service_case TO {{app}};
