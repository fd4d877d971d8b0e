-- name: find_screen
SELECT id, message_id FROM screens
WHERE chat_id = :chat_id AND subject_type = :subject_type AND subject_id = :subject_id
    AND retired_at IS NULL;

-- name: screen_of_message
SELECT subject_type, subject_id FROM screens
WHERE chat_id = :chat_id AND message_id = :message_id;

-- name: last_shown
SELECT o.text_key, o.params, o.keyboard
FROM outbox AS o JOIN screens AS s ON s.id = o.screen_id
WHERE s.chat_id = :chat_id AND s.subject_type = :subject_type AND s.subject_id = :subject_id
    AND s.retired_at IS NULL AND o.keyboard LIKE :button
ORDER BY o.id DESC LIMIT 1;

-- name: live_screens
SELECT id, chat_id, subject_type, subject_id, message_id FROM screens
WHERE subject_type = :subject_type AND subject_id = :subject_id AND retired_at IS NULL;

-- name: said_lately
-- Among the last few hundred things said anywhere: what this screen showed last.
SELECT l.text_key FROM (
    SELECT o.id, o.screen_id, o.text_key FROM outbox AS o ORDER BY o.id DESC LIMIT 500
) AS l
JOIN screens AS s ON s.id = l.screen_id
WHERE s.chat_id = :chat_id AND s.subject_type = :subject_type AND s.subject_id = :subject_id
    AND s.retired_at IS NULL
ORDER BY l.id DESC LIMIT 1;
