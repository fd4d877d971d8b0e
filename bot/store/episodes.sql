-- name: add!
INSERT INTO episodes (id, runner_id, physio_id, pseudonym, side, state, started_at)
VALUES (:id, :runner_id, :physio_id, :pseudonym, :side, :state, :at);

-- name: by_id
SELECT e.*, (
    SELECT json_group_object(t.parameter, t.value) FROM thresholds AS t
    WHERE t.episode_id = e.id AND t.ended_at IS NULL
) AS own_values
FROM episodes AS e
WHERE e.id = :id;

-- name: of_runner
SELECT e.*, (
    SELECT json_group_object(t.parameter, t.value) FROM thresholds AS t
    WHERE t.episode_id = e.id AND t.ended_at IS NULL
) AS own_values
FROM episodes AS e
WHERE e.runner_id = :runner_id AND e.state <> 'ended';

-- name: may_read
-- She herself, or who stands in for her; of what has ended only what ended since she joined.
SELECT 1 FROM persons AS p LEFT JOIN persons AS d ON d.id = p.deputy_id
WHERE p.id = :id
    AND (p.id = :reader_id
        OR (d.id = :reader_id AND d.left_at IS NULL AND d.clinic_id = p.clinic_id))
    AND (:ended_at IS NULL OR p.joined_at <= :ended_at);

-- name: caseload
SELECT e.*, (
    SELECT json_group_object(t.parameter, t.value) FROM thresholds AS t
    WHERE t.episode_id = e.id AND t.ended_at IS NULL
) AS own_values
FROM episodes AS e
WHERE e.physio_id = :physio_id AND e.state = 'active' ORDER BY e.pseudonym;

-- name: active
SELECT e.*, (
    SELECT json_group_object(t.parameter, t.value) FROM thresholds AS t
    WHERE t.episode_id = e.id AND t.ended_at IS NULL
) AS own_values
FROM episodes AS e
WHERE e.state = 'active';

-- name: activate
UPDATE episodes SET
    state = 'active', side = :side, age_band = :age_band, risks = :risks, kit = :kit,
    run_days = :run_days, run_at = :run_at, usual_km = :usual_km
WHERE id = :id AND state = 'joining' RETURNING id;

-- name: share
-- A diary is read from now on by the physiotherapist whose link she opened.
UPDATE episodes SET physio_id = :physio_id, pseudonym = :pseudonym, side = :side, kit = :kit
WHERE id = :id AND state = 'active' AND physio_id IS NULL RETURNING id;

-- name: end
UPDATE episodes SET state = 'ended', ended_at = :at, end_reason = :reason
WHERE id = :id AND state <> 'ended' RETURNING id;

-- name: ease
UPDATE episodes SET max_km = :max_km WHERE id = :id RETURNING id;

-- name: add_outing
INSERT INTO outings (
    id, episode_id, local_date, ordinal, zone, status, planned_for, planned_km, ended_at,
    ended_from
) VALUES (
    :id, :episode_id, :local_date,
    (
        SELECT COALESCE(max(ordinal), 0) + 1 FROM outings
        WHERE episode_id = :episode_id AND local_date = :local_date
    ),
    :zone, :status, :planned_for, :planned_km, :ended_at, :ended_from
);

-- name: outing
SELECT * FROM outings WHERE id = :id;

-- name: planned
SELECT * FROM outings
WHERE episode_id = :episode_id AND status = 'planned' AND planned_for IS NOT NULL
ORDER BY planned_for LIMIT 1;

-- name: last_run
SELECT * FROM outings
WHERE episode_id = :episode_id AND status = 'reported' AND ended_at IS NOT NULL
ORDER BY ended_at DESC LIMIT 1;

-- name: set_outing
UPDATE outings SET
    status = :status, ended_at = :ended_at, ended_from = :ended_from, distance_km = :distance_km
WHERE id = :id RETURNING id;

-- name: run_before
SELECT * FROM outings
WHERE episode_id = :episode_id AND id <> :id AND status = 'reported' AND ended_at <= :ended_at
ORDER BY ended_at DESC LIMIT 1;

-- name: set_plan
UPDATE episodes SET run_days = :run_days, run_at = :run_at, usual_km = :usual_km
WHERE id = :id RETURNING id;

-- name: pause
UPDATE episodes SET paused_until = :until WHERE id = :id RETURNING id;

-- name: set_exercises_at
UPDATE episodes SET exercises_at = :at WHERE id = :id RETURNING id;

-- name: last_day_planned
SELECT max(local_date) AS day FROM outings
WHERE episode_id = :episode_id AND planned_for IS NOT NULL AND status <> 'planned';

-- name: asked_about
SELECT 1 FROM checkins WHERE outing_id = :id LIMIT 1;

-- name: move_outing
UPDATE outings SET
    local_date = :local_date,
    ordinal = CASE WHEN local_date = :local_date THEN ordinal ELSE (
        SELECT COALESCE(max(o.ordinal), 0) + 1 FROM outings AS o
        WHERE o.episode_id = outings.episode_id AND o.local_date = :local_date
    ) END,
    zone = :zone,
    planned_for = :planned_for,
    planned_km = :planned_km
WHERE id = :id AND status = 'planned' RETURNING id;

-- name: drop_outing
DELETE FROM outings WHERE id = :id AND status = 'planned' RETURNING id;

-- name: unanswered
-- Days of planned runs that were asked about and not told of.
SELECT DISTINCT local_date AS day FROM outings
WHERE episode_id = :episode_id AND status = 'unknown' ORDER BY local_date;
