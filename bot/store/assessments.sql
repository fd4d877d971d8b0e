-- name: latest
SELECT state, result, at FROM assessments
WHERE episode_id = :episode_id ORDER BY id DESC LIMIT 1;

-- name: add
INSERT INTO assessments (episode_id, checkin_id, at, event, state, result, book, program)
VALUES (:episode_id, :checkin_id, :at, :event, :state, :result, :book, :program)
RETURNING id;

-- name: recent_results
SELECT at, event, result FROM assessments
WHERE episode_id = :episode_id ORDER BY id DESC LIMIT :at_most;

-- name: forget_states
UPDATE assessments SET state = NULL
WHERE state IS NOT NULL AND at < :before AND id < (
    SELECT max(newer.id) FROM assessments AS newer
    WHERE newer.episode_id = assessments.episode_id
);

-- name: result_by_id
SELECT result FROM assessments WHERE id = :id AND episode_id = :episode_id;
