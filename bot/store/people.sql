-- name: by_chat
SELECT * FROM persons WHERE chat_id = :chat_id AND left_at IS NULL;

-- name: by_id
SELECT * FROM persons WHERE id = :id;

-- name: add_person!
INSERT INTO persons (
    id, chat_id, role, name, language, zone, country, quiet_from, quiet_until, clinic_id,
    created_at
) VALUES (
    :id, :chat_id, :role, :name, :language, :zone, :country, :quiet_from, :quiet_until,
    :clinic_id, :at
);

-- name: set_place
UPDATE persons SET country = :country, zone = :zone WHERE id = :id RETURNING id;

-- name: set_name
UPDATE persons SET name = :name WHERE id = :id RETURNING id;

-- name: set_joined
UPDATE persons SET joined_at = :at WHERE id = :id AND joined_at IS NULL RETURNING id;

-- name: reachable
UPDATE persons SET unreachable_since = NULL
WHERE id = :id AND unreachable_since IS NOT NULL RETURNING id;

-- name: unreachable
UPDATE persons SET unreachable_since = :at
WHERE id = :id AND unreachable_since IS NULL RETURNING id;

-- name: newly_unreachable
SELECT p.* FROM persons AS p
WHERE p.unreachable_since IS NOT NULL AND p.left_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM acts AS a
    WHERE a.act = 'unreachable' AND a.subject_id = p.id AND a.at >= p.unreachable_since
);

-- name: clinic_of
SELECT c.*, p.workdays AS own_days, p.works_from AS own_from, p.works_until AS own_until,
    p.zone AS own_zone
FROM clinics AS c JOIN persons AS p ON p.clinic_id = c.id WHERE p.id = :person_id;

-- name: set_own_hours
UPDATE persons SET workdays = :workdays, works_from = :works_from, works_until = :works_until
WHERE id = :id RETURNING id;

-- name: deputy_of
SELECT d.* FROM persons AS d JOIN persons AS p ON p.deputy_id = d.id
WHERE p.id = :person_id AND d.unreachable_since IS NULL AND d.left_at IS NULL
    AND d.clinic_id = p.clinic_id;

-- name: set_deputy
UPDATE persons SET deputy_id = :deputy_id
WHERE id = :id AND (:deputy_id IS NULL OR EXISTS (
    SELECT 1 FROM persons AS d
    WHERE d.id = :deputy_id AND d.id <> persons.id AND d.clinic_id = persons.clinic_id
        AND d.role = 'physio' AND d.joined_at IS NOT NULL AND d.left_at IS NULL
)) RETURNING id;

-- name: stood_in_for
SELECT * FROM persons WHERE deputy_id = :deputy_id AND left_at IS NULL ORDER BY name, id;

-- name: colleagues
SELECT * FROM persons
WHERE clinic_id = :clinic_id AND id <> :id AND role = 'physio' AND joined_at IS NOT NULL
    AND left_at IS NULL
ORDER BY name, id;

-- name: physios_named
SELECT * FROM persons
WHERE role = 'physio' AND left_at IS NULL AND (name = :name OR id = :name) ORDER BY created_at;

-- name: who_left
SELECT * FROM persons WHERE chat_id = :chat_id AND left_at IS NOT NULL;

-- name: leave
UPDATE persons SET left_at = :at, deputy_id = NULL, page = NULL
WHERE id = :id AND left_at IS NULL RETURNING id;

-- name: drop_deputy
UPDATE persons SET deputy_id = NULL WHERE deputy_id = :id RETURNING id;

-- name: come_back
UPDATE persons SET left_at = NULL, joined_at = NULL, tested_at = NULL, deputy_id = NULL,
    clinic_id = :clinic_id, name = :name, workdays = NULL, works_from = NULL, works_until = NULL
WHERE id = :id AND left_at IS NOT NULL RETURNING id;

-- name: set_tested
UPDATE persons SET tested_at = :at WHERE id = :id RETURNING id;

-- name: who_never_agreed
SELECT p.* FROM persons AS p
WHERE p.role = 'runner' AND p.created_at < :before
    AND NOT EXISTS (SELECT 1 FROM consents AS c WHERE c.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM episodes AS e WHERE e.runner_id = p.id AND e.state <> 'ended')
ORDER BY p.id LIMIT 100;

-- name: withdraw_consent
UPDATE consents SET withdrawn_at = :at
WHERE person_id = :person_id AND version = :version AND withdrawn_at IS NULL RETURNING id;

-- name: add_consent!
INSERT INTO consents (person_id, version, text_hash, language, given_at)
VALUES (:person_id, :version, :text_hash, :language, :at);

-- name: act!
INSERT INTO acts (at, actor_id, act, subject_type, subject_id, detail)
VALUES (:at, :actor_id, :act, :subject_type, :subject_id, :detail);

-- name: get_mark
SELECT value FROM marks WHERE name = :name;

-- name: set_mark!
INSERT INTO marks (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: with_open_questions
SELECT * FROM persons
WHERE unreachable_since IS NULL
    AND id IN (SELECT person_id FROM checkins WHERE state = 'open');

-- name: acts_of_episode
SELECT a.at, a.act, a.subject_type, a.subject_id, a.detail, w.name AS who
FROM acts AS a LEFT JOIN persons AS w ON w.id = a.actor_id
WHERE (
    a.subject_id = :episode_id
    OR a.subject_id IN (SELECT id FROM cards WHERE episode_id = :episode_id)
) AND EXISTS (
    SELECT 1 FROM episodes AS e JOIN persons AS p ON p.id = e.physio_id
    LEFT JOIN persons AS d ON d.id = p.deputy_id
    WHERE e.id = :episode_id AND (
        p.id = :physio_id
        OR (d.id = :physio_id AND d.left_at IS NULL AND d.clinic_id = p.clinic_id)
    )
)
ORDER BY a.id DESC LIMIT :at_most;

-- name: with_us
SELECT p.* FROM persons AS p
WHERE p.left_at IS NULL AND p.unreachable_since IS NULL AND p.joined_at IS NOT NULL AND (
    p.role = 'physio'
    OR EXISTS (SELECT 1 FROM episodes AS e WHERE e.runner_id = p.id AND e.state = 'active')
)
ORDER BY p.id;
