-- name: offer
INSERT INTO handovers (id, episode_id, from_id, to_id, offered_at)
SELECT :id, e.id, :from_id, :to_id, :at
FROM episodes AS e JOIN persons AS f ON f.id = :from_id JOIN persons AS t ON t.id = :to_id
WHERE e.id = :episode_id AND e.physio_id = :from_id AND e.state <> 'ended'
    AND t.id <> f.id AND t.clinic_id = f.clinic_id AND t.role = 'physio'
    AND t.joined_at IS NOT NULL AND t.left_at IS NULL
ON CONFLICT (episode_id) WHERE settled_at IS NULL DO NOTHING
RETURNING id;

-- name: open_between
SELECT h.* FROM handovers AS h JOIN episodes AS e ON e.id = h.episode_id
WHERE h.from_id = :from_id AND h.to_id = :to_id AND h.settled_at IS NULL ORDER BY e.pseudonym;

-- name: open_of_episode
SELECT * FROM handovers WHERE episode_id = :episode_id AND settled_at IS NULL;

-- name: open_of_person
SELECT * FROM handovers WHERE settled_at IS NULL AND (from_id = :id OR to_id = :id)
ORDER BY offered_at, id;

-- name: last_of
-- When it last changed hands, by an answer or by the operator.
SELECT max(at) AS at FROM acts
WHERE act = 'handover' AND subject_type = 'episode' AND subject_id = :episode_id;

-- name: was_confirmed
SELECT 1 FROM acts
WHERE act = 'right_person' AND subject_type = 'episode' AND subject_id = :episode_id LIMIT 1;

-- name: settle
UPDATE handovers SET settled_at = :at, outcome = :outcome
WHERE id = :id AND settled_at IS NULL RETURNING id;

-- name: take
-- Only from who had it, only within her clinic, and only while it goes on.
UPDATE episodes SET physio_id = :to_id
WHERE id = :id AND physio_id = :from_id AND state <> 'ended' AND (
    SELECT t.clinic_id = f.clinic_id AND t.left_at IS NULL
    FROM persons AS t JOIN persons AS f ON f.id = :from_id WHERE t.id = :to_id
) RETURNING id;

-- name: release
-- Nobody reads it any more: a diary, without a physiotherapist's limits.
UPDATE episodes SET physio_id = NULL, pseudonym = :pseudonym, max_km = NULL,
    accepted_until = NULL, taper = 0, cadence = 0
WHERE id = :id AND state <> 'ended' RETURNING id;

-- name: end_thresholds
UPDATE thresholds SET ended_at = :at WHERE episode_id = :id AND ended_at IS NULL RETURNING id;

-- name: take_off_card
UPDATE flags SET card_id = NULL WHERE card_id = :card_id AND closed_at IS NULL RETURNING id;

-- name: free_card
-- Whoever had seen it has handed it on: it must be seen again.
UPDATE cards SET state = 'open', owner_id = NULL, seen_at = NULL
WHERE id = :id AND state <> 'closed' RETURNING id;

-- name: in_her_hands
-- Every episode of hers that goes on, also one that is still being joined.
SELECT id FROM episodes WHERE physio_id = :physio_id AND state <> 'ended' ORDER BY pseudonym;

-- name: live_screens
SELECT subject_type, subject_id FROM screens
WHERE chat_id = :chat_id AND retired_at IS NULL ORDER BY id;

-- name: screens_about
-- What a chat shows of one runner: her cards, letters and invite, whatever their state.
SELECT subject_type, subject_id FROM screens
WHERE chat_id = :chat_id AND retired_at IS NULL AND (
    subject_id = :episode_id
    OR subject_id IN (SELECT id FROM cards WHERE episode_id = :episode_id)
    OR subject_id IN (
        SELECT i.id FROM invites AS i JOIN episodes AS e ON e.runner_id = i.used_by
        WHERE e.id = :episode_id
    )
) ORDER BY id;

-- name: was_a_diary
SELECT 1 FROM checkins
WHERE episode_id = :id AND kind = 'join' AND subject_id IS NULL AND state = 'completed' LIMIT 1;

-- name: snoozed
SELECT 1 FROM cards WHERE id = :id AND snoozed_until > :now;
