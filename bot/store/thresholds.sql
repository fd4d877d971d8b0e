-- name: end
UPDATE thresholds SET ended_at = :at
WHERE episode_id = :episode_id AND parameter = :parameter AND ended_at IS NULL RETURNING id;

-- name: add
INSERT INTO thresholds (episode_id, parameter, value, set_by, set_at, expires_on)
VALUES (:episode_id, :parameter, :value, :set_by, :at, :expires_on) RETURNING id;

-- name: of_episode
SELECT t.*, p.name AS by_name FROM thresholds AS t JOIN persons AS p ON p.id = t.set_by
WHERE t.episode_id = :episode_id AND t.ended_at IS NULL ORDER BY t.parameter;

-- name: by_id
SELECT t.*, p.name AS by_name FROM thresholds AS t JOIN persons AS p ON p.id = t.set_by
WHERE t.id = :id AND t.ended_at IS NULL;

-- name: usual_of
SELECT parameter, value FROM usual_thresholds WHERE physio_id = :physio_id ORDER BY parameter;

-- name: set_usual
INSERT INTO usual_thresholds (physio_id, parameter, value, set_at)
VALUES (:physio_id, :parameter, :value, :at)
ON CONFLICT (physio_id, parameter) DO UPDATE SET value = excluded.value, set_at = excluded.set_at
RETURNING parameter;

-- name: drop_usual
DELETE FROM usual_thresholds
WHERE physio_id = :physio_id AND parameter = :parameter RETURNING parameter;
