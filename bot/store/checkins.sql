-- name: add!
INSERT INTO checkins (
    id, person_id, episode_id, kind, outing_id, subject_id, state, opened_at
) VALUES (
    :id, :person_id, :episode_id, :kind, :outing_id, :subject_id, 'open', :at
);

-- name: by_id
SELECT * FROM checkins WHERE id = :id;

-- name: open_of_person
SELECT * FROM checkins WHERE person_id = :person_id AND state = 'open' ORDER BY opened_at;

-- name: open_prompts
SELECT * FROM checkins WHERE state = 'open' AND episode_id IS NOT NULL ORDER BY opened_at;

-- name: open_of_kind
SELECT * FROM checkins
WHERE episode_id = :episode_id AND kind = :kind AND state = 'open' ORDER BY opened_at DESC;

-- name: of_subject
SELECT * FROM checkins WHERE kind = :kind AND subject_id = :subject_id;

-- name: latest_asked
SELECT c.* FROM checkins AS c JOIN screens AS s
    ON s.chat_id = :chat_id AND s.subject_type = 'checkin' AND s.subject_id = c.id
    AND s.retired_at IS NULL
WHERE c.person_id = :person_id AND c.state = 'open' AND s.sent_at IS NOT NULL
ORDER BY s.sent_at DESC, s.id DESC;

-- name: answers
SELECT question, value, answered_at FROM answers
WHERE checkin_id = :checkin_id ORDER BY answered_at;

-- name: answer!
INSERT INTO answers (checkin_id, question, value, how, answered_at)
VALUES (:checkin_id, :question, :value, :how, :at)
ON CONFLICT (checkin_id, question) DO UPDATE SET
    value = excluded.value, how = excluded.how, answered_at = excluded.answered_at;

-- name: take_back
DELETE FROM answers WHERE checkin_id = :checkin_id AND question = :question RETURNING question;

-- name: set_state
-- What was opened again keeps the time it was first finished.
UPDATE checkins SET
    state = :state, completed_at = COALESCE(completed_at, :completed_at), reopened_at = NULL
WHERE id = :id AND state = 'open' RETURNING id;

-- name: reopen
UPDATE checkins SET state = 'open', reopened_at = :at, late = :late
WHERE id = :id AND state <> 'open' RETURNING id;

-- name: keep_old
INSERT INTO changes (checkin_id, question, old_value, at)
SELECT checkin_id, question, value, :at FROM answers
WHERE checkin_id = :checkin_id AND question = :question RETURNING id;

-- name: unfinished_changes
SELECT question, old_value FROM changes
WHERE checkin_id = :checkin_id AND done_at IS NULL ORDER BY id;

-- name: changes_done
UPDATE changes SET done_at = :at WHERE checkin_id = :checkin_id AND done_at IS NULL RETURNING id;

-- name: changes_of_episode
SELECT ch.question, ch.old_value, ch.done_at AS at, a.value AS value
FROM changes AS ch JOIN checkins AS c ON c.id = ch.checkin_id
LEFT JOIN answers AS a ON a.checkin_id = ch.checkin_id AND a.question = ch.question
WHERE c.episode_id = :episode_id AND ch.done_at >= :since ORDER BY ch.id;

-- name: latest_completed
SELECT * FROM checkins
WHERE episode_id = :episode_id AND kind = :kind AND state = 'completed'
ORDER BY completed_at DESC LIMIT 1;

-- name: last_number_at
SELECT max(a.answered_at) AS at FROM answers AS a JOIN checkins AS c ON c.id = a.checkin_id
WHERE c.episode_id = :episode_id AND a.question IN ('pain', 'pain_now');

-- name: last_answer
-- From the newest check-in back, and no further than needed: CROSS JOIN keeps that order.
SELECT a.value, a.answered_at FROM checkins AS c CROSS JOIN answers AS a
WHERE c.episode_id = :episode_id AND c.id <> :but
    AND a.checkin_id = c.id AND a.question = :question
ORDER BY c.opened_at DESC LIMIT 1;

-- name: latest_of_kind
SELECT * FROM checkins WHERE episode_id = :episode_id AND kind = :kind
ORDER BY opened_at DESC LIMIT 1;

-- name: forget_unsent_words
DELETE FROM answers WHERE question = 'words' AND checkin_id IN (
    SELECT id FROM checkins WHERE kind = 'words' AND state = 'expired'
)
RETURNING checkin_id;
