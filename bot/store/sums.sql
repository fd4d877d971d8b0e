-- name: runs
SELECT count(*) AS runs, max(distance_km) AS longest_km FROM outings
WHERE episode_id = :episode_id AND status = 'reported' AND ended_at IS NOT NULL;

-- name: chosen_lately
-- The newest first.
SELECT json_extract(result, '$.exercises') AS chosen, json_extract(result, '$.irritability') AS band
FROM assessments WHERE episode_id = :episode_id AND at >= :since AND superseded_at IS NULL
    AND json_array_length(result, '$.exercises') > 0
ORDER BY id DESC;

-- name: discharged
-- The runner's last episode, if it has ended.
SELECT id FROM episodes WHERE runner_id = :runner_id AND state = 'ended'
ORDER BY ended_at DESC LIMIT 1;
