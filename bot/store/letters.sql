-- name: add!
INSERT INTO letters (id, episode_id, card_id, from_id, words, template, at, sent_at)
VALUES (:id, :episode_id, :card_id, :from_id, :words, :template, :at, :sent_at);

-- name: by_id
SELECT * FROM letters WHERE id = :id;

-- name: send
UPDATE letters SET sent_at = :at WHERE id = :id AND sent_at IS NULL RETURNING id;

-- name: drop_drafts
DELETE FROM letters WHERE from_id = :from_id AND sent_at IS NULL RETURNING id;

-- name: forget_drafts
DELETE FROM letters WHERE sent_at IS NULL AND at < :before RETURNING id;

-- name: replied
-- Everything the other side had written has its answer, or needs none.
UPDATE letters SET replied_at = :at
WHERE episode_id = :episode_id AND sent_at IS NOT NULL AND replied_at IS NULL
    AND (from_id = :runner_id) = :from_runner
RETURNING id;

-- name: waiting
SELECT l.* FROM letters AS l JOIN episodes AS e ON e.id = l.episode_id
WHERE l.episode_id = :episode_id AND l.from_id = e.runner_id
    AND l.sent_at IS NOT NULL AND l.replied_at IS NULL
ORDER BY l.sent_at, l.id;

-- name: thread
SELECT * FROM letters WHERE episode_id = :episode_id AND sent_at IS NOT NULL
ORDER BY sent_at DESC, id DESC LIMIT :at_most;
