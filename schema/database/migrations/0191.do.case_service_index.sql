-- What a service or a form touches is asked by the version of the service that a case stands on.
CREATE INDEX service_case_service ON service_case (tenant_id, service_hash, state);
