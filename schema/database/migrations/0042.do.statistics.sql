-- Brings the planner's statistics up to date after a bulk load, which autovacuum would do a minute later: until then a
-- table is taken for nearly empty. ANALYZE asks for the owner, so it is done by a function of the owner's; it takes no
-- argument and gives nothing back, so it tells nobody anything.
CREATE FUNCTION platform.refresh_statistics() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  loaded regclass;
BEGIN
  -- Only tables that have changed since they were last looked at.
  FOR loaded IN
    SELECT s.relid FROM pg_catalog.pg_stat_user_tables s
    WHERE s.schemaname = 'public' AND s.n_mod_since_analyze > 0.1 * s.n_live_tup
  LOOP
    EXECUTE format('ANALYZE %s', loaded);
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION platform.refresh_statistics() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION platform.refresh_statistics() TO {{identity}};
