-- name: put
INSERT INTO inbox (bot_id, update_id, chat_id, raw, state, received_at)
VALUES (:bot_id, :update_id, :chat_id, :raw, :state, :received_at)
ON CONFLICT DO NOTHING
RETURNING update_id;

-- name: waiting
SELECT update_id, chat_id, raw, attempts FROM inbox
WHERE bot_id = :bot_id AND state = 'new' ORDER BY update_id;

-- name: settle
UPDATE inbox SET state = :state, raw = CASE WHEN :state = 'poison' THEN raw END
WHERE bot_id = :bot_id AND update_id = :update_id AND state = 'new'
RETURNING update_id;

-- name: failed
UPDATE inbox SET attempts = attempts + 1
WHERE bot_id = :bot_id AND update_id = :update_id AND state = 'new'
RETURNING attempts;

-- name: forget_raw!
UPDATE inbox SET raw = NULL WHERE state = 'poison' AND received_at < :before;

-- name: forget_ids!
DELETE FROM inbox WHERE state <> 'new' AND received_at < :before;

-- name: count_new
SELECT count(*) AS n FROM inbox WHERE state = 'new';
