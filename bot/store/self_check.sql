-- name: no_outing
SELECT e.id FROM episodes AS e
WHERE e.state = 'active' AND e.run_at IS NOT NULL AND e.run_days <> '' AND NOT EXISTS (
    SELECT 1 FROM outings AS o
    WHERE o.episode_id = e.id AND o.status = 'planned' AND o.planned_for IS NOT NULL
)
ORDER BY e.id;

-- name: no_question
SELECT o.id FROM outings AS o JOIN episodes AS e ON e.id = o.episode_id
WHERE e.state = 'active' AND o.status = 'planned' AND o.planned_for IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM appointments AS a
        WHERE a.subject_id = o.id AND a.kind = 'post_run' AND a.status IN ('pending', 'open')
    )
    AND NOT EXISTS (
        SELECT 1 FROM checkins AS c
        WHERE c.outing_id = o.id AND c.kind = 'post_run' AND c.state = 'open'
    )
ORDER BY o.id;

-- name: no_follow_up
-- The latest run of each episode, told of and never asked about the day after.
SELECT o.id FROM outings AS o JOIN episodes AS e ON e.id = o.episode_id
WHERE e.state = 'active' AND o.status = 'reported' AND o.ended_at > :day_before
    AND NOT EXISTS (
        SELECT 1 FROM outings AS later
        WHERE later.episode_id = o.episode_id AND later.status = 'reported'
            AND later.ended_at > o.ended_at
    )
    AND NOT EXISTS (
        SELECT 1 FROM appointments AS a WHERE a.subject_id = o.id AND a.kind = 'follow_up'
    )
ORDER BY o.id;

-- name: no_morning
SELECT e.id FROM episodes AS e
WHERE e.state = 'active' AND NOT EXISTS (
    SELECT 1 FROM appointments AS a
    WHERE a.subject_id = e.id AND a.kind = 'exercises' AND a.status IN ('pending', 'open')
)
ORDER BY e.id;

-- name: no_morning_card
SELECT p.id FROM persons AS p
WHERE p.role = 'physio' AND p.joined_at IS NOT NULL AND p.left_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM appointments AS a
    WHERE a.subject_id = p.id AND a.kind = 'morning_card' AND a.status IN ('pending', 'open')
)
ORDER BY p.id;

-- name: card_adrift
-- Nobody has seen it and nothing will ring: urgent, or never shown to anybody.
SELECT c.id FROM cards AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE c.state = 'open' AND e.physio_id IS NOT NULL
    AND (
        c.urgency IN ('same_day', 'emergency')
        OR NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.card_id = c.id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM appointments AS a
        WHERE a.subject_id = c.id AND a.kind IN ('card_due', 'card_repeat', 'card_deputy')
            AND a.status IN ('pending', 'open')
    )
ORDER BY c.id;

-- name: seen_adrift
SELECT c.id FROM cards AS c
WHERE c.state = 'seen' AND NOT EXISTS (
    SELECT 1 FROM appointments AS a
    WHERE a.subject_id = c.id AND a.kind IN ('seen_lapse', 'snooze_end')
        AND a.status IN ('pending', 'open')
)
ORDER BY c.id;

-- name: unheard
-- Every answer is heard by the rules in the transaction that takes it, and both carry the same
-- instant; or it is marked late. Here: ended check-ins with answers for which that is not so.
SELECT c.id FROM checkins AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE c.state <> 'open' AND c.late = 0 AND c.completed_at > :week_before
    AND e.state <> 'joining'
    AND EXISTS (SELECT 1 FROM answers AS n WHERE n.checkin_id = c.id)
    AND NOT EXISTS (
        SELECT 1 FROM assessments AS s
        WHERE s.episode_id = c.episode_id AND s.checkin_id = c.id AND s.at >= c.completed_at
            AND s.at >= (SELECT max(n.answered_at) FROM answers AS n WHERE n.checkin_id = c.id)
    )
ORDER BY c.completed_at, c.id;

-- name: left_open
SELECT c.id FROM checkins AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE c.state = 'open' AND COALESCE(c.reopened_at, c.opened_at) < :long_before
    AND e.state = 'active'
    AND EXISTS (SELECT 1 FROM answers AS n WHERE n.checkin_id = c.id)
ORDER BY c.id;

-- name: stuck_message
SELECT id FROM outbox
WHERE status IN ('waiting', 'sending') AND created_at < :hour_before ORDER BY id;

-- name: lost_alert
SELECT o.id FROM outbox AS o
WHERE o.status = 'failed' AND o.priority = 0 AND o.created_at > :day_before AND NOT EXISTS (
    SELECT 1 FROM persons AS p
    WHERE p.chat_id = o.chat_id AND (p.unreachable_since IS NOT NULL OR p.left_at IS NOT NULL)
)
ORDER BY o.id;

-- name: stuck_update
SELECT update_id AS id FROM inbox WHERE state = 'new' AND received_at < :machine_hour_before
ORDER BY update_id;

-- name: poison
SELECT update_id AS id FROM inbox
WHERE state = 'poison' AND received_at > :machine_day_before ORDER BY update_id;

-- name: unreachable
SELECT p.id FROM persons AS p
WHERE p.role = 'physio' AND p.unreachable_since IS NOT NULL AND p.left_at IS NULL
    AND EXISTS (SELECT 1 FROM episodes AS e WHERE e.physio_id = p.id AND e.state <> 'ended')
ORDER BY p.id;

-- name: locks_differ
-- Every running episode: what the rules remember is compared outside.
SELECT e.id FROM episodes AS e WHERE e.state = 'active' ORDER BY e.id;
