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

-- name: recent_results
SELECT at, event, result FROM assessments
WHERE episode_id = :episode_id AND superseded_at IS NULL ORDER BY id DESC LIMIT :at_most;

-- name: forget_states
UPDATE assessments SET state = NULL
WHERE state IS NOT NULL AND at < :before AND id < (
    SELECT max(newer.id) FROM assessments AS newer
    WHERE newer.episode_id = assessments.episode_id
);

-- name: result_by_id
SELECT result FROM assessments WHERE id = :id AND episode_id = :episode_id;
