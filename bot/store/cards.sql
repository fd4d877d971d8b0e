-- name: add_flag
INSERT INTO flags (
    id, episode_id, card_id, rule, red_flag_row, tier, urgency, details, opened_at, reported_at
) VALUES (
    :id, :episode_id, :card_id, :rule, :row, :tier, :urgency, :details, :at, :reported_at
)
ON CONFLICT (episode_id, rule, red_flag_row, tier) WHERE closed_at IS NULL
DO UPDATE SET urgency = excluded.urgency, details = excluded.details, card_id = COALESCE(excluded.card_id, card_id)
RETURNING id;

-- name: flags_of_card
SELECT * FROM flags WHERE card_id = :card_id ORDER BY opened_at, id;

-- name: flag
SELECT * FROM flags WHERE id = :id;

-- name: open_flags
SELECT * FROM flags WHERE episode_id = :episode_id AND closed_at IS NULL ORDER BY opened_at;

-- name: unreported
SELECT f.* FROM flags AS f JOIN episodes AS e ON e.id = f.episode_id
WHERE e.physio_id = :physio_id AND f.reported_at IS NULL AND f.urgency = 'routine'
ORDER BY f.opened_at;

-- name: set_reported
UPDATE flags SET reported_at = :at WHERE id = :id RETURNING id;

-- name: close_flag
UPDATE flags SET closed_at = :at, outcome = :outcome
WHERE id = :id AND closed_at IS NULL RETURNING id;

-- name: lock!
INSERT INTO locks (flag_id, episode_id, kind, locked_at)
VALUES (:flag_id, :episode_id, :kind, :at)
ON CONFLICT (flag_id) DO UPDATE
SET kind = excluded.kind, locked_at = excluded.locked_at, cleared_at = NULL, cleared_by = NULL, how = NULL
WHERE cleared_at IS NOT NULL;

-- name: open_locks
SELECT l.flag_id, l.kind, f.card_id FROM locks AS l JOIN flags AS f ON f.id = l.flag_id
WHERE l.episode_id = :episode_id AND l.cleared_at IS NULL;

-- name: lock_span
SELECT locked_at, cleared_at FROM locks WHERE flag_id = :flag_id;

-- name: lock_again
UPDATE locks SET kind = :kind, cleared_at = NULL, cleared_by = NULL, how = NULL
WHERE flag_id = (
    SELECT l.flag_id FROM locks AS l JOIN flags AS f ON f.id = l.flag_id
    WHERE l.episode_id = :episode_id AND f.red_flag_row = :row ORDER BY l.locked_at DESC LIMIT 1
)
RETURNING (SELECT card_id FROM flags WHERE id = flag_id) AS card_id;

-- name: opened_on_card
SELECT max(l.cleared_at) AS at FROM locks AS l JOIN flags AS f ON f.id = l.flag_id
WHERE f.card_id = :card_id AND l.how = 'gone' AND NOT EXISTS (
    SELECT 1 FROM locks AS still JOIN flags AS g ON g.id = still.flag_id
    WHERE g.card_id = :card_id AND still.cleared_at IS NULL
);

-- name: clear_lock
UPDATE locks SET cleared_at = :at, cleared_by = :by, how = :how
WHERE flag_id = :flag_id AND cleared_at IS NULL RETURNING flag_id;

-- name: add_card!
INSERT INTO cards (id, episode_id, class, state, urgency, opened_at)
VALUES (:id, :episode_id, :card_class, 'open', :urgency, :at);

-- name: card
SELECT * FROM cards WHERE id = :id;

-- name: open_other
SELECT * FROM cards
WHERE episode_id = :episode_id AND class = 'other' AND state <> 'closed';

-- name: open_cards_of_physios
SELECT c.* FROM cards AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE e.physio_id IN (SELECT value FROM json_each(:ids)) AND c.state <> 'closed'
ORDER BY c.opened_at, c.id;

-- name: open_told_to
SELECT * FROM cards WHERE state <> 'closed'
    AND id IN (SELECT card_id FROM deliveries WHERE physio_id = :physio_id)
ORDER BY opened_at, id;

-- name: opened_during
SELECT count(*) AS n FROM cards AS c JOIN episodes AS e ON e.id = c.episode_id
WHERE e.physio_id = :physio_id AND c.opened_at >= :since;

-- name: open_cards_of_episode
SELECT * FROM cards WHERE episode_id = :episode_id AND state <> 'closed' ORDER BY opened_at;

-- name: put_on_card
UPDATE flags SET card_id = :card_id WHERE id = :id AND card_id IS NULL RETURNING id;

-- name: raise_urgency
UPDATE cards SET
    urgency = :urgency, state = 'open', owner_id = NULL, seen_at = NULL, snoozed_until = NULL
WHERE id = :id AND state <> 'closed' RETURNING id;

-- name: see
UPDATE cards SET state = 'seen', owner_id = :physio_id, seen_at = :at
WHERE id = :id AND state = 'open' RETURNING id;

-- name: lapse
UPDATE cards SET state = 'open'
WHERE id = :id AND state = 'seen' AND snoozed_until IS NULL RETURNING id;

-- name: snooze
UPDATE cards SET snoozed_until = :until
WHERE id = :id AND state = 'seen' AND class = 'other' AND urgency IN ('routine', 'soon')
RETURNING id;

-- name: reopen
UPDATE cards SET state = 'open', snoozed_until = NULL
WHERE id = :id AND state = 'seen' AND snoozed_until IS NOT NULL RETURNING id;

-- name: judge
UPDATE cards SET verdict = :verdict
WHERE id = :id AND state = 'closed' AND verdict IS NULL RETURNING id;

-- name: close_card
UPDATE cards SET
    state = 'closed', closed_at = :at, closed_by = :by, outcome = :outcome, snoozed_until = NULL
WHERE id = :id AND state <> 'closed' RETURNING id;

-- name: deliver!
INSERT INTO deliveries (card_id, physio_id, why, at)
SELECT :card_id, :physio_id, :why, :at
WHERE NOT EXISTS (
    SELECT 1 FROM deliveries WHERE card_id = :card_id AND physio_id = :physio_id AND at = :at
);

-- name: deliveries
SELECT physio_id, why, at FROM deliveries WHERE card_id = :card_id ORDER BY id;
