-- Enters a tenant for one statement that only reads: what may be read, and on whose behalf the portal asks. The tenant that
-- may be written stays unset, so such a statement can write no row. One server gets functions that the planner inlines into
-- the prepared statement, so that entering is the setting and nothing else (bench/scoped-read.ts); a distributed database
-- gets SET LOCAL, which alone reaches its workers.
DO $make$
DECLARE
  distributed boolean := EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus');
BEGIN
  IF distributed THEN
    CREATE FUNCTION app.enter_reading(scope text, customer text) RETURNS text LANGUAGE plpgsql VOLATILE
    AS $$
    BEGIN
      EXECUTE format('SET LOCAL app.tenant_scope = %L', scope);
      EXECUTE format('SET LOCAL app.customer_id = %L', customer);
      RETURN scope;
    END
    $$;
    CREATE FUNCTION app.enter_reading(scope text) RETURNS text LANGUAGE plpgsql VOLATILE
    AS $$
    BEGIN
      EXECUTE format('SET LOCAL app.tenant_scope = %L', scope);
      RETURN scope;
    END
    $$;
  ELSE
    CREATE FUNCTION app.enter_reading(scope text, customer text) RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT set_config('app.tenant_scope', scope, true) || set_config('app.customer_id', customer, true) $$;
    CREATE FUNCTION app.enter_reading(scope text) RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT set_config('app.tenant_scope', scope, true) $$;
  END IF;
END
$make$;
