-- name: last_export
SELECT max(due_at) AS at FROM appointments WHERE kind = 'export' AND person_id = :person_id;

-- name: last_case_export
SELECT max(due_at) AS at FROM appointments
WHERE kind = 'case_export' AND person_id = :person_id;

-- name: has_answers
SELECT 1 FROM assessments AS a JOIN episodes AS e ON e.id = a.episode_id
WHERE e.runner_id = :person_id LIMIT 1;

-- name: persons
SELECT * FROM persons WHERE id = :person_id;

-- name: consents
SELECT * FROM consents WHERE person_id = :person_id ORDER BY id;

-- name: invites
SELECT * FROM invites WHERE used_by = :person_id ORDER BY used_at;

-- name: episodes
SELECT e.*, p.name AS physiotherapist FROM episodes AS e
LEFT JOIN persons AS p ON p.id = e.physio_id
WHERE e.runner_id = :person_id ORDER BY e.started_at;

-- name: outings
SELECT o.* FROM outings AS o JOIN episodes AS e ON e.id = o.episode_id
WHERE e.runner_id = :person_id ORDER BY COALESCE(o.ended_at, o.planned_for), o.id;

-- name: checkins
SELECT * FROM checkins WHERE person_id = :person_id ORDER BY opened_at, id;

-- name: answers
SELECT a.* FROM answers AS a JOIN checkins AS c ON c.id = a.checkin_id
WHERE c.person_id = :person_id ORDER BY a.answered_at, a.question;

-- name: changes
SELECT ch.* FROM changes AS ch JOIN checkins AS c ON c.id = ch.checkin_id
WHERE c.person_id = :person_id ORDER BY ch.id;

-- name: appointments
SELECT * FROM appointments WHERE person_id = :person_id ORDER BY due_at, id;

-- name: assessments
SELECT a.* FROM assessments AS a JOIN episodes AS e ON e.id = a.episode_id
WHERE e.runner_id = :person_id ORDER BY a.id;

-- name: cards
SELECT c.*, o.name AS read_by, b.name AS closed_by_name FROM cards AS c
JOIN episodes AS e ON e.id = c.episode_id
LEFT JOIN persons AS o ON o.id = c.owner_id
LEFT JOIN persons AS b ON b.id = c.closed_by
WHERE e.runner_id = :person_id ORDER BY c.opened_at, c.id;

-- name: flags
SELECT f.* FROM flags AS f JOIN episodes AS e ON e.id = f.episode_id
WHERE e.runner_id = :person_id ORDER BY f.opened_at, f.id;

-- name: locks
SELECT l.* FROM locks AS l JOIN episodes AS e ON e.id = l.episode_id
WHERE e.runner_id = :person_id ORDER BY l.locked_at;

-- name: deliveries
SELECT d.card_id, d.why, d.at FROM deliveries AS d JOIN cards AS c ON c.id = d.card_id
JOIN episodes AS e ON e.id = c.episode_id
WHERE e.runner_id = :person_id ORDER BY d.id;

-- name: acts
-- What she did, and what was done about her or her cards.
SELECT a.at, a.act, a.subject_type, a.subject_id, a.detail, p.name AS by
FROM acts AS a LEFT JOIN persons AS p ON p.id = a.actor_id
WHERE a.actor_id = :person_id OR a.subject_id = :person_id
    OR a.subject_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
    OR a.subject_id IN (
        SELECT c.id FROM cards AS c JOIN episodes AS e ON e.id = c.episode_id
        WHERE e.runner_id = :person_id
    )
ORDER BY a.id;

-- name: notes
SELECT t.*, p.name AS by FROM notes AS t JOIN episodes AS e ON e.id = t.episode_id
JOIN persons AS p ON p.id = t.author_id
WHERE e.runner_id = :person_id ORDER BY t.id;

-- name: letters
SELECT t.*, p.name AS by FROM letters AS t JOIN episodes AS e ON e.id = t.episode_id
JOIN persons AS p ON p.id = t.from_id
WHERE e.runner_id = :person_id ORDER BY t.at, t.id;

-- name: plan_changes
SELECT t.*, p.name AS by FROM plan_changes AS t JOIN episodes AS e ON e.id = t.episode_id
JOIN persons AS p ON p.id = t.physio_id
WHERE e.runner_id = :person_id ORDER BY t.id;

-- name: thresholds
SELECT t.*, p.name AS by FROM thresholds AS t JOIN episodes AS e ON e.id = t.episode_id
JOIN persons AS p ON p.id = t.set_by
WHERE e.runner_id = :person_id ORDER BY t.id;

-- name: handovers
SELECT t.*, p.name AS by FROM handovers AS t JOIN episodes AS e ON e.id = t.episode_id
JOIN persons AS p ON p.id = t.to_id
WHERE e.runner_id = :person_id ORDER BY t.offered_at, t.id;
