-- The terms of an agreement have the form of an agreement's file: what was used before the first bill stands in `opening`
-- by quantity, and the day on which it stood so beside it. The rows are changed by the owner, who is under the policies too.
ALTER TABLE agreement NO FORCE ROW LEVEL SECURITY;

UPDATE agreement SET terms = (terms - 'opening')
  || jsonb_build_object('openingOn', terms -> 'opening' -> 'on')
  || CASE WHEN terms -> 'opening' ? 'use' THEN jsonb_build_object('opening', terms -> 'opening' -> 'use') ELSE '{}'::jsonb END
  || CASE WHEN terms -> 'opening' ? 'amounts' THEN jsonb_build_object('amounts', terms -> 'opening' -> 'amounts') ELSE '{}'::jsonb END
WHERE terms -> 'opening' ? 'on';

-- Sizes that every tariff knows stand by themselves.
UPDATE agreement SET terms = (terms - 'numbers')
  || (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(terms -> 'numbers') WHERE key IN ('persons', 'capacity'))
  || CASE WHEN (terms -> 'numbers') - 'persons' - 'capacity' = '{}'::jsonb THEN '{}'::jsonb
     ELSE jsonb_build_object('numbers', (terms -> 'numbers') - 'persons' - 'capacity') END
WHERE terms ? 'numbers';

ALTER TABLE agreement FORCE ROW LEVEL SECURITY;
