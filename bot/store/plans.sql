-- name: add
INSERT INTO plan_changes (episode_id, physio_id, change, params, at)
VALUES (:episode_id, :physio_id, :change, :params, :at) RETURNING id;

-- name: untold
SELECT * FROM plan_changes WHERE episode_id = :episode_id AND told_at IS NULL ORDER BY id;

-- name: set_told
UPDATE plan_changes SET told_at = :at
WHERE episode_id = :episode_id AND told_at IS NULL AND id <= :up_to RETURNING id;

-- name: not_delivered
-- Promised at that instant, and Telegram would not take the message.
UPDATE plan_changes SET told_at = NULL
WHERE episode_id = :episode_id AND told_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM outbox AS o
    WHERE o.dedup_key = 'plan:' || plan_changes.episode_id || ':' || plan_changes.told_at
        AND o.status = 'failed'
) RETURNING id;

-- name: set_accepted
UPDATE episodes SET accepted_until = :until WHERE id = :id RETURNING id;

-- name: set_taper
UPDATE episodes SET taper = :is_on WHERE id = :id RETURNING id;

-- name: set_cadence
UPDATE episodes SET cadence = :is_on WHERE id = :id RETURNING id;

-- name: set_exercises_off
UPDATE episodes SET exercises_off = :ids WHERE id = :id RETURNING id;
