-- The catalogue of jobs (app/jobs/catalogue.ts) names the number of attempts, so the stamping function takes it too.
DROP FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer);

CREATE FUNCTION app.add_job(
  task text,
  payload jsonb,
  job_key text DEFAULT NULL,
  queue text DEFAULT NULL,
  run_at timestamptz DEFAULT NULL,
  priority integer DEFAULT 0,
  max_attempts integer DEFAULT 25
) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF app.tenant() IS NULL THEN
    RAISE EXCEPTION 'app.add_job: no tenant was entered' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(
    identifier := task,
    payload := jsonb_build_object('tenantId', app.tenant(), 'data', payload)::json,
    queue_name := CASE WHEN queue IS NULL THEN NULL ELSE app.tenant()::text || ':' || queue END,
    run_at := run_at,
    max_attempts := max_attempts,
    job_key := CASE WHEN job_key IS NULL THEN NULL ELSE app.tenant()::text || ':' || task || ':' || job_key END,
    priority := priority
  );
END
$$;

-- The new owner of a function must be able to create in its schema; for this one statement only.
GRANT CREATE ON SCHEMA app TO {{jobs}};

ALTER FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer) OWNER TO {{jobs}};

REVOKE CREATE ON SCHEMA app FROM {{jobs}};

REVOKE ALL ON FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer) TO {{app}}, {{portal}};

-- The state of the entered tenant's jobs, by task: the roles of the app cannot look into the queue's own tables.
CREATE FUNCTION app.job_summary()
RETURNS TABLE (task text, waiting bigint, running bigint, failed bigint, oldest_at timestamptz, last_error text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.identifier, count(*) FILTER (WHERE j.locked_at IS NULL AND j.attempts < j.max_attempts),
    count(*) FILTER (WHERE j.locked_at IS NOT NULL), count(*) FILTER (WHERE j.locked_at IS NULL AND j.attempts >= j.max_attempts),
    min(j.run_at) FILTER (WHERE j.locked_at IS NULL AND j.attempts < j.max_attempts), max(j.last_error)
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  WHERE j.payload ->> 'tenantId' = app.tenant()::text
  GROUP BY t.identifier ORDER BY t.identifier
$$;

-- The new owner of a function must be able to create in its schema; for this one statement only.
GRANT CREATE ON SCHEMA app TO {{jobs}};

ALTER FUNCTION app.job_summary() OWNER TO {{jobs}};

REVOKE CREATE ON SCHEMA app FROM {{jobs}};

REVOKE ALL ON FUNCTION app.job_summary() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.job_summary() TO {{app}};
