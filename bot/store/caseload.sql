-- Everything about a whole caseload in a handful of statements: 200 runners, not 200 questions.

-- name: in_care
-- Running episodes, and those still joining about which a card is open.
SELECT
    e.id, e.pseudonym, e.side, e.state, e.physio_id, e.started_at, e.paused_until, p.zone,
    p.unreachable_since, json_extract(a.result, '$.response') AS response,
    json_extract(a.result, '$.stage') AS stage, (
        SELECT json_extract(b.result, '$.stage') FROM assessments AS b
        WHERE b.episode_id = e.id AND b.at <= :stage_at AND b.superseded_at IS NULL
        ORDER BY b.id DESC LIMIT 1
    ) AS stage_before,
    COALESCE((
        SELECT max(n.answered_at) FROM checkins AS c
        JOIN answers AS n ON n.checkin_id = c.id AND n.question IN ('pain', 'pain_now')
        WHERE c.episode_id = e.id AND c.opened_at >= :lately
    ), (
        SELECT max(n.answered_at) FROM checkins AS c
        JOIN answers AS n ON n.checkin_id = c.id AND n.question IN ('pain', 'pain_now')
        WHERE c.episode_id = e.id
    )) AS number_at
FROM episodes AS e
JOIN persons AS p ON p.id = e.runner_id
LEFT JOIN assessments AS a ON a.id = (
    SELECT l.id FROM assessments AS l
    WHERE l.episode_id = e.id AND l.superseded_at IS NULL ORDER BY l.id DESC LIMIT 1
)
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND (
    e.state = 'active' OR (e.state = 'joining' AND EXISTS (
        SELECT 1 FROM cards AS k WHERE k.episode_id = e.id AND k.state <> 'closed'
    ))
)
ORDER BY e.pseudonym;

-- name: open_cards
SELECT c.* FROM episodes AS e JOIN cards AS c ON c.episode_id = e.id AND c.state <> 'closed'
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND e.state <> 'ended'
ORDER BY c.opened_at;

-- name: flags_of_open_cards
SELECT f.* FROM episodes AS e JOIN cards AS c ON c.episode_id = e.id AND c.state <> 'closed'
JOIN flags AS f ON f.card_id = c.id
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND e.state <> 'ended'
ORDER BY f.opened_at;

-- name: locked
SELECT l.episode_id, min(f.card_id) AS card_id FROM locks AS l
JOIN flags AS f ON f.id = l.flag_id
JOIN episodes AS e ON e.id = l.episode_id
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND e.state <> 'ended'
    AND l.cleared_at IS NULL
GROUP BY l.episode_id;

-- name: replies_waiting
SELECT t.episode_id, count(*) AS n FROM letters AS t
JOIN episodes AS e ON e.id = t.episode_id AND t.from_id = e.runner_id
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND e.state <> 'ended'
    AND t.sent_at IS NOT NULL AND t.replied_at IS NULL
GROUP BY t.episode_id;

-- name: closed_by_rule
SELECT DISTINCT c.episode_id FROM cards AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE e.physio_id IN (SELECT value FROM json_each(:physios)) AND e.state = 'active'
    AND c.outcome = 'by_rule' AND c.closed_at >= :since;

-- name: view
SELECT shows, page, search, drawn_on FROM list_views WHERE physio_id = :physio_id;

-- name: set_view!
INSERT INTO list_views (physio_id, shows, page, search, drawn_on)
VALUES (:physio_id, :shows, :page, :search, :drawn_on)
ON CONFLICT (physio_id) DO UPDATE SET
    shows = excluded.shows, page = excluded.page, search = excluded.search,
    drawn_on = excluded.drawn_on;

-- name: viewers
-- Who may have this runner in her list: her physiotherapist, and whoever may stand in for her.
SELECT v.physio_id, v.drawn_on, p.zone FROM list_views AS v
JOIN persons AS p ON p.id = v.physio_id
WHERE v.physio_id = :physio_id OR v.physio_id IN (
    SELECT d.deputy_id FROM persons AS d WHERE d.id = :physio_id
    UNION
    SELECT n.deputy_id FROM persons AS d JOIN persons AS n ON n.id = d.deputy_id
    WHERE d.id = :physio_id
);

-- name: forget_redraws
-- A redraw that was done serves nobody; many happen in a day.
DELETE FROM appointments
WHERE subject_id = :physio_id AND kind = 'list_redraw' AND status = 'done' RETURNING id;

-- name: opened_by_answers
SELECT l.cleared_at, e.pseudonym FROM locks AS l JOIN episodes AS e ON e.id = l.episode_id
WHERE e.physio_id = :physio_id AND e.state = 'active' AND l.cleared_by IS NULL
    AND l.cleared_at >= :since
ORDER BY l.cleared_at;

-- name: last_morning
SELECT max(opened_at) AS at FROM appointments
WHERE subject_id = :physio_id AND kind = 'morning_card' AND status = 'done' AND opened_at < :now;
