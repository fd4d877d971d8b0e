-- name: chats_of_caseload
-- The physiotherapists who could see her.
SELECT DISTINCT physio_id AS id FROM episodes
WHERE runner_id = :person_id AND physio_id IS NOT NULL
UNION
SELECT d.physio_id FROM deliveries AS d JOIN cards AS c ON c.id = d.card_id
WHERE c.episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id);

-- name: episodes_of
SELECT id, physio_id, pseudonym FROM episodes WHERE runner_id = :person_id ORDER BY started_at;

-- name: her_ids
SELECT :person_id AS id
UNION SELECT id FROM episodes WHERE runner_id = :person_id
UNION SELECT id FROM outings
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
UNION SELECT id FROM invites WHERE used_by = :person_id
UNION SELECT id FROM checkins WHERE person_id = :person_id
UNION SELECT id FROM flags
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
UNION SELECT id FROM cards
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id);

-- name: shown_elsewhere
-- Live messages in other chats that are about her.
SELECT chat_id, subject_type, subject_id FROM screens
WHERE retired_at IS NULL AND chat_id <> :chat_id
    AND subject_id IN (SELECT value FROM json_each(:ids)) ORDER BY id;

-- name: answers
DELETE FROM answers WHERE checkin_id IN (
    SELECT id FROM checkins WHERE person_id = :person_id
        OR episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
) RETURNING 1;

-- name: changes
DELETE FROM changes WHERE checkin_id IN (
    SELECT id FROM checkins WHERE person_id = :person_id
        OR episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
) RETURNING 1;

-- name: assessments
DELETE FROM assessments
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: locks
DELETE FROM locks
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: flags
DELETE FROM flags
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: told
-- That a physiotherapist was told stays, as an act on an id that means nothing any more.
INSERT INTO acts (at, actor_id, act, subject_type, subject_id)
SELECT d.at, d.physio_id, 'told', 'card', d.card_id
FROM deliveries AS d JOIN cards AS c ON c.id = d.card_id
WHERE c.episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: deliveries
DELETE FROM deliveries WHERE card_id IN (
    SELECT id FROM cards
    WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id)
) RETURNING 1;

-- name: notes
DELETE FROM notes
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: letters
DELETE FROM letters
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: plan_changes
DELETE FROM plan_changes
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: thresholds
DELETE FROM thresholds
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: handovers
DELETE FROM handovers
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: cards
DELETE FROM cards
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: checkins
DELETE FROM checkins WHERE person_id = :person_id
    OR episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: outings
DELETE FROM outings
WHERE episode_id IN (SELECT id FROM episodes WHERE runner_id = :person_id) RETURNING 1;

-- name: appointments
DELETE FROM appointments
WHERE person_id = :person_id OR subject_id IN (SELECT value FROM json_each(:ids)) RETURNING 1;

-- name: acts
-- Who did what when stays; her as the actor, and whatever words were kept with it, go.
UPDATE acts SET
    detail = '', actor_id = CASE WHEN actor_id = :person_id THEN NULL ELSE actor_id END
WHERE actor_id = :person_id OR subject_id IN (SELECT value FROM json_each(:ids)) RETURNING 1;

-- name: attachments
DELETE FROM attachments
WHERE id IN (SELECT attachment_id FROM outbox WHERE chat_id = :chat_id) RETURNING 1;

-- name: outbox
DELETE FROM outbox WHERE chat_id = :chat_id RETURNING 1;

-- name: outbox_of_others
-- What was said about her elsewhere: on screens of hers, or naming her.
UPDATE outbox SET params = '{}', keyboard = '[]', last_error = NULL
WHERE (status IN ('sent', 'failed') AND EXISTS (
    SELECT 1 FROM json_each(:names) AS n WHERE instr(outbox.params, n.value) > 0
)) OR (status <> 'waiting' AND screen_id IN (
    SELECT id FROM screens WHERE subject_id IN (SELECT value FROM json_each(:ids))
)) RETURNING 1;

-- name: screens
DELETE FROM screens WHERE chat_id = :chat_id RETURNING 1;

-- name: screens_of_others
-- Messages in other chats that showed her: edited, and known by an id only.
UPDATE screens SET drawn_hash = NULL
WHERE subject_id IN (SELECT value FROM json_each(:ids)) RETURNING 1;

-- name: inbox
-- The update's number stays, to know a repeat.
UPDATE inbox SET chat_id = NULL, raw = NULL
WHERE chat_id = :chat_id AND state <> 'new' RETURNING 1;

-- name: consents
DELETE FROM consents WHERE person_id = :person_id RETURNING 1;

-- name: invites
-- The pseudonym stays taken, tied to nobody: no other runner may be mistaken for her.
UPDATE invites SET
    code_hash = :nonce || id, side = NULL, name = NULL, used_by = NULL, used_at = NULL,
    created_at = 0, expires_at = 0
WHERE used_by = :person_id RETURNING 1;

-- name: episodes
DELETE FROM episodes WHERE runner_id = :person_id RETURNING 1;

-- name: persons
DELETE FROM persons WHERE id = :person_id RETURNING 1;

-- name: find_goodbye
SELECT id, chat_id, status FROM outbox WHERE dedup_key = :key;

-- name: came_back
SELECT 1 FROM persons WHERE chat_id = :chat_id;

-- name: goodbye
DELETE FROM outbox WHERE dedup_key = :key RETURNING 1;

-- name: last_notice
UPDATE outbox SET params = '{}', keyboard = '[]' WHERE status IN ('sent', 'failed')
    AND screen_id IN (SELECT id FROM screens WHERE subject_id = :episode_id) RETURNING 1;
