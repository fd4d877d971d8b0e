-- name: on_day
SELECT * FROM aways
WHERE physio_id = :physio_id AND ended_at IS NULL AND from_on <= :day AND until_on > :day
ORDER BY until_on DESC LIMIT 1;

-- name: coming
SELECT * FROM aways
WHERE physio_id = :physio_id AND ended_at IS NULL AND until_on > :day
ORDER BY from_on LIMIT 1;

-- name: away
SELECT * FROM aways WHERE id = :id;

-- name: add
INSERT INTO aways (physio_id, from_on, until_on) VALUES (:physio_id, :from_on, :until_on)
RETURNING id;

-- name: end
UPDATE aways SET ended_at = :at WHERE id = :id AND ended_at IS NULL RETURNING id;

-- name: end_all
UPDATE aways SET ended_at = :at
WHERE physio_id = :physio_id AND ended_at IS NULL RETURNING id;
