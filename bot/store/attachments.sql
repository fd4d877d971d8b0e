-- name: add
INSERT INTO attachments (kind, name, content, created_at)
VALUES (:kind, :name, :content, :at)
RETURNING id;

-- name: by_id
SELECT kind, name, content FROM attachments WHERE id = :id;

-- name: handed_over
UPDATE attachments SET content = NULL WHERE id = :id RETURNING id;

-- name: forget_unneeded
-- Whatever no waiting message needs: handed over, replaced by a newer drawing, or failed.
DELETE FROM attachments WHERE id NOT IN (
    SELECT attachment_id FROM outbox
    WHERE attachment_id IS NOT NULL AND status IN ('waiting', 'sending')
)
RETURNING id;
