-- name: latest
SELECT state, result, at FROM assessments
WHERE episode_id = :episode_id AND superseded_at IS NULL ORDER BY id DESC LIMIT 1;

-- name: standing
SELECT id, checkin_id, at, event, result, state FROM assessments
WHERE episode_id = :episode_id AND superseded_at IS NULL AND at >= :since ORDER BY id;

-- name: state_before
SELECT state FROM assessments
WHERE episode_id = :episode_id AND superseded_at IS NULL AND id < :id ORDER BY id DESC LIMIT 1;

-- name: supersede
UPDATE assessments SET superseded_at = :at
WHERE episode_id = :episode_id AND superseded_at IS NULL AND id >= :first_id AND id <= :last_id
RETURNING id;

-- name: add
INSERT INTO assessments (episode_id, checkin_id, at, event, state, result, book, program)
VALUES (:episode_id, :checkin_id, :at, :event, :state, :result, :book, :program)
RETURNING id;

-- name: forget_states
-- The last before that day is kept: what is changed now is concluded anew from there.
UPDATE assessments SET state = NULL
WHERE state IS NOT NULL AND at < :before AND id < (
    SELECT max(newer.id) FROM assessments AS newer
    WHERE newer.episode_id = assessments.episode_id AND newer.superseded_at IS NULL
        AND newer.at < :before
);

-- name: result_by_id
SELECT result FROM assessments WHERE id = :id AND episode_id = :episode_id;

-- name: that_raised
-- The check-in whose answers raised a finding, the latest if it was raised again.
SELECT a.checkin_id FROM assessments AS a
WHERE a.episode_id = :episode_id AND a.at >= :since AND a.checkin_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM json_each(a.result, '$.raised') AS r WHERE r.value = :finding)
ORDER BY a.id DESC LIMIT 1;
