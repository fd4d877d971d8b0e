-- name: unsent
SELECT priority, count(*) AS n, min(created_at) AS since FROM outbox
WHERE status IN ('waiting', 'sending') GROUP BY priority;

-- name: unowned
SELECT count(*) AS n, min(opened_at) AS since FROM cards
WHERE state = 'open' AND urgency IN ('same_day', 'emergency');

-- name: new
SELECT count(*) AS n, min(received_at) AS since FROM inbox WHERE state = 'new';

-- name: poison
SELECT count(*) AS n, min(received_at) AS since FROM inbox
WHERE state = 'poison' AND received_at > :since;

-- name: unreachable
SELECT count(*) AS n, min(unreachable_since) AS since FROM persons AS p
WHERE p.role = 'physio' AND p.unreachable_since IS NOT NULL AND p.left_at IS NULL
    AND EXISTS (SELECT 1 FROM episodes AS e WHERE e.physio_id = p.id AND e.state <> 'ended');

-- name: due
SELECT count(*) AS n, min(due_at) AS since FROM appointments
WHERE status = 'pending' AND due_at <= :now;

-- name: schema
SELECT version_num AS value FROM alembic_version;

-- name: mark
SELECT value FROM marks WHERE name = :name;
