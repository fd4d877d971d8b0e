-- What a week, or a few, have brought: for the digest and for one runner's card.

-- name: answered
-- Questions that reached her and whose time is over: how many, and how many she answered in time.
WITH asked_about AS (
    SELECT e.id AS episode_id, e.id AS subject_id FROM episodes AS e
    WHERE e.id IN (SELECT value FROM json_each(:episodes))
    UNION ALL
    SELECT o.episode_id, o.id FROM outings AS o
    WHERE o.episode_id IN (SELECT value FROM json_each(:episodes))
)
SELECT s.episode_id, count(*) AS asked, sum(a.status = 'done') AS answered
FROM asked_about AS s JOIN appointments AS a ON a.subject_id = s.subject_id
    AND a.kind IN ('post_run', 'follow_up', 'follow_up_48', 'recovery', 'rest_day', 'gate')
WHERE a.opened_at >= :since AND a.status IN ('done', 'not_answered')
GROUP BY s.episode_id;

-- name: unanswered
-- When questions were put that nobody answered.
SELECT a.opened_at FROM appointments AS a
WHERE a.status = 'not_answered' AND a.opened_at >= :since
    AND a.kind IN ('post_run', 'follow_up', 'follow_up_48', 'recovery', 'rest_day', 'gate')
    AND (a.subject_id = :episode_id OR a.subject_id IN (
        SELECT o.id FROM outings AS o WHERE o.episode_id = :episode_id
    ))
ORDER BY a.opened_at;

-- name: verdicts
-- Of the cards that were judged, by rule: a card of two findings counts for both.
SELECT f.rule, count(DISTINCT CASE WHEN c.verdict = 'useful' THEN c.id END) AS useful,
    count(DISTINCT c.id) AS judged
FROM cards AS c JOIN flags AS f ON f.card_id = c.id JOIN episodes AS e ON e.id = c.episode_id
WHERE e.physio_id = :physio_id AND c.verdict IS NOT NULL AND c.closed_at >= :since
GROUP BY f.rule ORDER BY judged DESC, f.rule;

-- name: settled
-- Cards that closed by themselves, with what they were about.
SELECT e.pseudonym, f.rule FROM cards AS c JOIN flags AS f ON f.card_id = c.id
JOIN episodes AS e ON e.id = c.episode_id
WHERE e.physio_id = :physio_id AND e.state = 'active' AND c.outcome = 'by_rule'
    AND c.closed_at >= :since
ORDER BY c.closed_at, f.rule;

-- name: exercise_notes
SELECT DISTINCT e.pseudonym, n.value AS note FROM episodes AS e
JOIN assessments AS a ON a.episode_id = e.id AND a.at >= :since AND a.superseded_at IS NULL
JOIN json_each(a.result, '$.exercise_notes') AS n
WHERE e.physio_id = :physio_id AND e.state = 'active'
    AND json_extract(n.value, '$.key') IN ('exercise-eased', 'exercise-up')
ORDER BY e.pseudonym;

-- name: lapsing
-- Numbers and levels set for one runner that end soon.
SELECT e.pseudonym, t.parameter, t.value, t.expires_on AS ends_on FROM thresholds AS t
JOIN episodes AS e ON e.id = t.episode_id
WHERE e.physio_id = :physio_id AND e.state = 'active' AND t.ended_at IS NULL
    AND t.expires_on <= :until
UNION ALL
SELECT e.pseudonym, '', 0, e.accepted_until FROM episodes AS e
WHERE e.physio_id = :physio_id AND e.state = 'active' AND e.accepted_until <= :until
    AND e.accepted_until >= :today
ORDER BY 4, 1;

-- name: states
SELECT e.id, a.state FROM episodes AS e JOIN assessments AS a ON a.id = (
    SELECT l.id FROM assessments AS l
    WHERE l.episode_id = e.id AND l.superseded_at IS NULL ORDER BY l.id DESC LIMIT 1
)
WHERE e.physio_id = :physio_id AND e.state = 'active' AND a.state IS NOT NULL;

-- name: alerts
-- Cards of one runner that are closed, the latest first, with their rules.
SELECT c.id, c.urgency, c.opened_at, c.closed_at, c.outcome, c.verdict, p.name AS closed_by,
    group_concat(DISTINCT f.rule) AS rules
FROM cards AS c JOIN flags AS f ON f.card_id = c.id
LEFT JOIN persons AS p ON p.id = c.closed_by
WHERE c.episode_id = :episode_id AND c.state = 'closed'
GROUP BY c.id ORDER BY c.closed_at DESC LIMIT :at_most;
