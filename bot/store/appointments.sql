-- name: plan
INSERT INTO appointments (
    kind, subject_type, subject_id, slot, person_id, due_at, expires_at, status
) VALUES (
    :kind, :subject_type, :subject_id, :slot, :person_id, :due_at, :expires_at, 'pending'
)
ON CONFLICT (kind, subject_type, subject_id, slot) DO UPDATE SET
    status = 'pending', due_at = excluded.due_at, expires_at = excluded.expires_at
WHERE status = 'cancelled'
RETURNING id;

-- name: due
SELECT * FROM appointments WHERE status = 'pending' AND due_at <= :now
ORDER BY due_at, id LIMIT :at_most;

-- name: expired
SELECT * FROM appointments WHERE status = 'open' AND expires_at <= :now
ORDER BY expires_at, id LIMIT :at_most;

-- name: open
UPDATE appointments SET status = :status, opened_at = :at
WHERE id = :id AND status = 'pending' RETURNING id;

-- name: close
UPDATE appointments SET status = :status
WHERE id = :id AND status = 'open' RETURNING id;

-- name: postpone
UPDATE appointments SET
    due_at = CASE WHEN status = 'pending' THEN :due_at ELSE due_at END,
    expires_at = CASE WHEN status = 'open' THEN :due_at ELSE expires_at END
WHERE id = :id AND status IN ('pending', 'open') RETURNING id;

-- name: settle
UPDATE appointments SET status = :status
WHERE kind = :kind AND subject_id = :subject_id AND status IN ('pending', 'open')
RETURNING id;

-- name: cancel_other_slots
UPDATE appointments SET status = 'cancelled'
WHERE kind = :kind AND subject_id = :subject_id AND slot <> :slot AND status = 'pending'
RETURNING id;

-- name: cancel_all
UPDATE appointments SET status = 'cancelled'
WHERE subject_id = :subject_id AND status IN ('pending', 'open') RETURNING id;

-- name: notified
UPDATE appointments SET notified = 1 WHERE id = :id RETURNING id;

-- name: count_notified
SELECT count(*) AS n FROM appointments
WHERE person_id = :person_id AND notified = 1 AND opened_at >= :since;

-- name: next_due
SELECT min(due_at) AS at FROM (
    SELECT min(due_at) AS due_at FROM appointments WHERE status = 'pending'
    UNION ALL
    SELECT min(expires_at) FROM appointments WHERE status = 'open'
) AS both_kinds;

-- name: find
SELECT * FROM appointments
WHERE kind = :kind AND subject_id = :subject_id AND status IN ('pending', 'open')
ORDER BY due_at LIMIT 1;

-- name: coming_up
SELECT * FROM appointments WHERE status = 'pending' ORDER BY due_at LIMIT :at_most;

-- name: settle_open
UPDATE appointments SET status = 'done'
WHERE kind = :kind AND subject_id = :subject_id AND status = 'open' RETURNING id;

-- name: pending_of_person
SELECT * FROM appointments
WHERE person_id = :person_id AND status = 'pending' ORDER BY due_at, id;

-- name: move
UPDATE appointments SET due_at = :due_at, expires_at = :expires_at
WHERE id = :id AND status = 'pending' RETURNING id;

-- name: call_off
UPDATE appointments SET status = :status
WHERE id = :id AND status = 'pending' RETURNING id;
