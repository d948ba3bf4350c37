-- Tenancy: the functions by which a transaction enters a tenant, and the one place where row-level policies are made.
-- {{app}}, {{portal}}, {{identity}}, {{jobs}} are the names of the roles (schema/database/roles.ts makes them).

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA app;

CREATE SCHEMA platform;

CREATE SCHEMA identity;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public, app, platform TO {{app}}, {{portal}}, {{jobs}};

GRANT USAGE ON SCHEMA identity, platform, app TO {{identity}};

-- The tenant that this transaction may write. NULL outside a tenant: then no row is visible and none can be written.
CREATE FUNCTION app.tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- The tenants that this transaction may read: itself, or its subtree for an upper tier.
CREATE FUNCTION app.scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant_scope', true), '')::uuid[] $$;

-- The customer on whose behalf the portal asks: the second floor beneath the portal's role.
CREATE FUNCTION app.customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.customer_id', true), '')::uuid $$;

-- Enters a tenant until the end of the transaction. All three settings are always set, so that nothing of an earlier
-- entry stays. A distributed database gets SET LOCAL, which alone reaches its workers; one server gets set_config, which
-- costs half as much (the values need no parsing).
DO $make$
DECLARE
  settings text := CASE WHEN EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN $distributed$
    EXECUTE format('SET LOCAL app.tenant_id = %L', tenant::text);
    EXECUTE format('SET LOCAL app.tenant_scope = %L', scope::text);
    EXECUTE format('SET LOCAL app.customer_id = %L', coalesce(customer::text, ''));
  $distributed$ ELSE $single$
    PERFORM set_config('app.tenant_id', tenant::text, true), set_config('app.tenant_scope', scope::text, true),
      set_config('app.customer_id', coalesce(customer::text, ''), true);
  $single$ END;
BEGIN
  EXECUTE format($function$
    CREATE FUNCTION app.enter(tenant uuid, scope uuid[], customer uuid DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE
    AS $body$
    BEGIN
      IF tenant IS NULL OR (tenant = ANY (scope)) IS NOT TRUE THEN
        RAISE EXCEPTION 'app.enter: the tenant %% is not within its scope %%', tenant, scope USING ERRCODE = 'check_violation';
      END IF;
      %s
    END
    $body$ $function$, settings);
END
$make$;

-- Puts a tenant table under row-level security, forced also for its owner, and grants the app's role what it names.
-- `portal` is the condition under which the portal's role may read a row, on top of the tenant ('own' means
-- customer_id = app.customer()); NULL gives the portal nothing. `portal_writes` are the portal's further privileges.
-- On Citus, which refuses subqueries in policies, the plain functions stand in the place of the initplan form.
CREATE FUNCTION app.protect(
  target regclass,
  privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE',
  portal text DEFAULT NULL,
  portal_privileges text DEFAULT 'SELECT'
) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
  distributed boolean := EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus');
  may_read text := 'tenant_id = ANY (' || CASE WHEN distributed THEN 'app.scope()'
    ELSE '(SELECT nullif(current_setting(''app.tenant_scope'', true), '''')::uuid[])::uuid[]' END || ')';
  may_write text := 'tenant_id = ' || CASE WHEN distributed THEN 'app.tenant()'
    ELSE '(SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid)' END;
  own text := CASE WHEN portal = 'own' THEN 'customer_id = ' || CASE WHEN distributed THEN 'app.customer()'
    ELSE '(SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid)' END ELSE portal END;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant_reads ON %s FOR SELECT USING (%s)', target, may_read);
  EXECUTE format('CREATE POLICY tenant_inserts ON %s FOR INSERT WITH CHECK (%s)', target, may_write);
  EXECUTE format('CREATE POLICY tenant_updates ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', target, may_write, may_write);
  EXECUTE format('CREATE POLICY tenant_deletes ON %s FOR DELETE USING (%s)', target, may_write);
  EXECUTE format('GRANT %s ON %s TO {{app}}', privileges, target);
  IF own IS NOT NULL THEN
    EXECUTE format('CREATE POLICY portal_floor ON %s AS RESTRICTIVE FOR ALL TO {{portal}} USING (%s) WITH CHECK (%s)', target, own, own);
    EXECUTE format('GRANT %s ON %s TO {{portal}}', portal_privileges, target);
  END IF;
END
$$;

REVOKE ALL ON FUNCTION app.protect(regclass, text, text, text) FROM PUBLIC;
