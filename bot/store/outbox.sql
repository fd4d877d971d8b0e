-- name: find_screen
SELECT id, message_id FROM screens
WHERE chat_id = :chat_id AND subject_type = :subject_type AND subject_id = :subject_id
    AND retired_at IS NULL;

-- name: add_screen
INSERT INTO screens (chat_id, subject_type, subject_id)
VALUES (:chat_id, :subject_type, :subject_id)
ON CONFLICT (chat_id, subject_type, subject_id) WHERE retired_at IS NULL
DO UPDATE SET chat_id = excluded.chat_id
RETURNING id, message_id;

-- name: screen_of_message
SELECT subject_type, subject_id FROM screens
WHERE chat_id = :chat_id AND message_id = :message_id;

-- name: live_screens
SELECT id, chat_id, subject_type, subject_id, message_id FROM screens
WHERE subject_type = :subject_type AND subject_id = :subject_id AND retired_at IS NULL;

-- name: adopt
UPDATE screens SET message_id = :message_id, drawn_hash = NULL
WHERE id = :id RETURNING id;

-- name: retire
UPDATE screens SET retired_at = :at WHERE id = :id RETURNING id;

-- name: drop_drawings
DELETE FROM outbox
WHERE screen_id = :screen_id AND status = 'waiting' AND op IN ('draw', 'fresh') RETURNING id;

-- name: draw
INSERT INTO outbox (
    op, chat_id, screen_id, text_key, params, keyboard, priority, silent, protect, status,
    created_at
) VALUES (
    :op, :chat_id, :screen_id, :text_key, :params, :keyboard, :priority, :silent, :protect,
    'waiting', :at
)
ON CONFLICT (screen_id) WHERE status = 'waiting' AND op IN ('draw', 'fresh')
DO UPDATE SET
    op = CASE WHEN op = 'fresh' THEN op ELSE excluded.op END,
    text_key = excluded.text_key,
    params = excluded.params,
    keyboard = excluded.keyboard,
    priority = CASE WHEN priority < excluded.priority THEN priority ELSE excluded.priority END,
    silent = CASE WHEN silent < excluded.silent THEN silent ELSE excluded.silent END,
    protect = excluded.protect
RETURNING id;

-- name: say
INSERT INTO outbox (
    op, chat_id, message_id, text_key, params, keyboard, dedup_key, priority, silent, protect,
    status, created_at
) VALUES (
    :op, :chat_id, :message_id, :text_key, :params, :keyboard, :dedup_key, :priority, :silent,
    :protect, 'waiting', :at
)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: claim
UPDATE outbox SET status = 'sending', lease_until = :lease_until, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM (
        SELECT
            id,
            priority,
            row_number() OVER (PARTITION BY chat_id ORDER BY priority, id) AS place
        FROM outbox AS row_of_chat
        WHERE
            (
                (status = 'waiting' AND not_before <= :at)
                OR (status = 'sending' AND lease_until < :at)
            )
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS busy
                WHERE busy.status = 'sending' AND busy.lease_until >= :at
                    AND busy.chat_id = row_of_chat.chat_id
            )
    ) AS heads
    WHERE place = 1
    ORDER BY priority, id
    LIMIT :at_most
)
RETURNING
    id, op, chat_id, screen_id, text_key, params, keyboard, priority, silent, protect, attempts,
    COALESCE(
        message_id, (SELECT s.message_id FROM screens AS s WHERE s.id = outbox.screen_id)
    ) AS message_id,
    (SELECT s.drawn_hash FROM screens AS s WHERE s.id = outbox.screen_id) AS drawn_hash,
    (SELECT p.language FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS language,
    (SELECT p.zone FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS zone;

-- name: sent
UPDATE outbox SET status = 'sent', sent_at = :at, lease_until = NULL, last_error = NULL
WHERE id = :id RETURNING id;

-- name: drawn
UPDATE screens SET message_id = :message_id, drawn_hash = :drawn_hash, sent_at = :at
WHERE id = :id RETURNING id;

-- name: put_back
UPDATE outbox SET
    status = 'waiting', not_before = :not_before, lease_until = NULL, last_error = :why
WHERE id = :id RETURNING id;

-- name: drop_superseded
DELETE FROM outbox
WHERE status = 'sending' AND op IN ('draw', 'fresh') AND id <> :but AND EXISTS (
    SELECT 1 FROM outbox AS newer
    WHERE newer.screen_id = outbox.screen_id AND newer.status = 'waiting'
        AND newer.op IN ('draw', 'fresh')
)
RETURNING op, screen_id;

-- name: drop_if_superseded
DELETE FROM outbox
WHERE id = :id AND op IN ('draw', 'fresh') AND EXISTS (
    SELECT 1 FROM outbox AS newer
    WHERE newer.screen_id = outbox.screen_id AND newer.status = 'waiting'
        AND newer.op IN ('draw', 'fresh')
)
RETURNING op, screen_id;

-- name: keep_fresh
UPDATE outbox SET op = 'fresh'
WHERE screen_id = :screen_id AND status = 'waiting' AND op = 'draw' RETURNING id;

-- name: release
UPDATE outbox SET status = 'waiting', lease_until = NULL
WHERE status = 'sending' RETURNING id;

-- name: failed
UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = :why
WHERE id = :id RETURNING id;

-- name: fail_chat
UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = :why
WHERE chat_id = :chat_id AND status IN ('waiting', 'sending') RETURNING id;

-- name: unreachable
UPDATE persons SET unreachable_since = :at
WHERE chat_id = :chat_id AND unreachable_since IS NULL RETURNING id;

-- name: next_waiting
SELECT min(not_before) AS not_before FROM outbox WHERE status = 'waiting';

-- name: count_unsent
SELECT count(*) AS n FROM outbox WHERE status IN ('waiting', 'sending');

-- name: forget_params
UPDATE outbox SET params = '{}', keyboard = '[]'
WHERE status IN ('sent', 'failed') AND created_at < :before AND params <> '{}' RETURNING id;

-- name: forget_rows
DELETE FROM outbox
WHERE status IN ('sent', 'failed') AND created_at < :before RETURNING id;
