-- A job carries the trace in which it was added (W3C Trace Context), so that what follows from a request is found with it.
DROP FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer);

CREATE FUNCTION app.add_job(
  task text,
  payload jsonb,
  job_key text DEFAULT NULL,
  queue text DEFAULT NULL,
  run_at timestamptz DEFAULT NULL,
  priority integer DEFAULT 0,
  max_attempts integer DEFAULT 25,
  traceparent text DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF app.tenant() IS NULL THEN
    RAISE EXCEPTION 'app.add_job: no tenant was entered' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(
    identifier := task,
    payload := (jsonb_build_object('tenantId', app.tenant(), 'data', payload)
      || CASE WHEN traceparent IS NULL THEN '{}' ELSE jsonb_build_object('traceparent', traceparent) END)::json,
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

ALTER FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer, text) OWNER TO {{jobs}};

REVOKE CREATE ON SCHEMA app FROM {{jobs}};

REVOKE ALL ON FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.add_job(text, jsonb, text, text, timestamptz, integer, integer, text) TO {{app}}, {{portal}};
