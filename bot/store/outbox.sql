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
    created_at, attachment_id
) VALUES (
    :op, :chat_id, :screen_id, :text_key, :params, :keyboard, :priority, :silent, :protect,
    'waiting', :at, :attachment_id
)
ON CONFLICT (screen_id) WHERE status = 'waiting' AND op IN ('draw', 'fresh')
DO UPDATE SET
    op = CASE WHEN op = 'fresh' THEN op ELSE excluded.op END,
    text_key = excluded.text_key,
    params = excluded.params,
    keyboard = excluded.keyboard,
    priority = CASE WHEN priority < excluded.priority THEN priority ELSE excluded.priority END,
    silent = CASE WHEN silent < excluded.silent THEN silent ELSE excluded.silent END,
    protect = excluded.protect,
    attachment_id = excluded.attachment_id
RETURNING id;

-- name: say
INSERT INTO outbox (
    op, chat_id, message_id, text_key, params, keyboard, dedup_key, priority, silent, protect,
    status, created_at, attachment_id
) VALUES (
    :op, :chat_id, :message_id, :text_key, :params, :keyboard, :dedup_key, :priority, :silent,
    :protect, 'waiting', :at, :attachment_id
)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: claim
-- The first row of each chat, if it may be said yet and nothing of that chat is on the line. Read in
-- the order in which it is said, and only as far as is wanted, however much waits.
-- `status IN (...)` is written as in the indexes, which are used for nothing else. Nothing is put
-- off or leased beyond `lease_until`: what seems to be comes from before the clock was put back.
UPDATE outbox SET status = 'sending', lease_until = :lease_until, attempts = attempts + 1
WHERE id IN (
    SELECT next.id FROM outbox AS next
    WHERE next.status IN ('waiting', 'sending')
        AND next.not_before NOT BETWEEN :at + 1 AND :lease_until
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS other
            WHERE other.chat_id = next.chat_id AND other.status IN ('waiting', 'sending') AND (
                (other.priority, other.id) < (next.priority, next.id)
                OR (other.status = 'sending' AND other.lease_until BETWEEN :at AND :lease_until)
            )
        )
    ORDER BY next.priority, next.id
    LIMIT :at_most
)
RETURNING
    id, op, chat_id, screen_id, text_key, params, keyboard, priority, silent, protect, attempts,
    attachment_id, created_at,
    COALESCE(
        message_id, (SELECT s.message_id FROM screens AS s WHERE s.id = outbox.screen_id)
    ) AS message_id,
    (SELECT s.drawn_hash FROM screens AS s WHERE s.id = outbox.screen_id) AS drawn_hash,
    (SELECT p.language FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS language,
    (SELECT p.zone FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS zone,
    (SELECT p.quiet_from FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS quiet_from,
    (SELECT p.quiet_until FROM persons AS p WHERE p.chat_id = outbox.chat_id) AS quiet_until;

-- name: sent
UPDATE outbox SET status = 'sent', sent_at = :at, lease_until = NULL, last_error = NULL
WHERE id = :id RETURNING id;

-- name: drawn
UPDATE screens SET message_id = :message_id, drawn_hash = :drawn_hash, sent_at = :at
WHERE id = :id RETURNING chat_id, retired_at;

-- name: put_back
UPDATE outbox SET
    status = 'waiting',
    not_before = :not_before,
    lease_until = NULL,
    attempts = attempts - :uncounted,
    last_error = :why
WHERE id = :id RETURNING id;

-- name: drop_superseded
DELETE FROM outbox
WHERE status IN ('waiting', 'sending') AND status = 'sending' AND op IN ('draw', 'fresh')
    AND EXISTS (
        SELECT 1 FROM outbox AS newer
        WHERE newer.screen_id = outbox.screen_id AND newer.status = 'waiting'
            AND newer.op IN ('draw', 'fresh')
    )
RETURNING op, screen_id, priority, silent;

-- name: drop_if_superseded
DELETE FROM outbox
WHERE id = :id AND op IN ('draw', 'fresh') AND EXISTS (
    SELECT 1 FROM outbox AS newer
    WHERE newer.screen_id = outbox.screen_id AND newer.status = 'waiting'
        AND newer.op IN ('draw', 'fresh')
)
RETURNING op, screen_id, priority, silent;

-- name: inherit
UPDATE outbox SET
    op = CASE WHEN :op = 'fresh' THEN 'fresh' ELSE op END,
    priority = CASE WHEN priority < :priority THEN priority ELSE :priority END,
    silent = CASE WHEN silent < :silent THEN silent ELSE :silent END
WHERE screen_id = :screen_id AND status = 'waiting' AND op IN ('draw', 'fresh') RETURNING id;

-- name: release
UPDATE outbox SET status = 'waiting', lease_until = NULL
WHERE status IN ('waiting', 'sending') AND status = 'sending' RETURNING id;

-- name: failed
UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = :why
WHERE id = :id RETURNING id;

-- name: fail_chat
UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = :why
WHERE chat_id = :chat_id AND status IN ('waiting', 'sending') RETURNING id;

-- name: unreachable
UPDATE persons SET unreachable_since = :at
WHERE chat_id = :chat_id AND unreachable_since IS NULL RETURNING id;

-- name: next_claim
-- When the first row of a chat may be said, or a lease of it runs out.
SELECT min(CASE WHEN busy_until >= :at THEN busy_until ELSE not_before END) AS at FROM (
    SELECT
        not_before,
        row_number() OVER (PARTITION BY chat_id ORDER BY priority, id) AS place,
        max(COALESCE(lease_until, 0)) OVER (PARTITION BY chat_id) AS busy_until
    FROM outbox WHERE status IN ('waiting', 'sending')
) AS heads
WHERE place = 1;

-- name: count_unsent
SELECT count(*) AS n FROM outbox WHERE status IN ('waiting', 'sending');

-- name: forget_params
UPDATE outbox SET params = '{}', keyboard = '[]'
WHERE status IN ('sent', 'failed') AND created_at < :before AND params <> '{}' RETURNING id;

-- name: forget_rows
DELETE FROM outbox
WHERE status IN ('sent', 'failed') AND created_at < :before RETURNING id;

-- name: was_said_at
SELECT 1 FROM outbox WHERE dedup_key GLOB :begins AND created_at = :at LIMIT 1;
