-- name: by_chat
SELECT * FROM persons WHERE chat_id = :chat_id;

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
WHERE p.unreachable_since IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM acts AS a
    WHERE a.act = 'unreachable' AND a.subject_id = p.id AND a.at >= p.unreachable_since
);

-- name: add_clinic!
INSERT INTO clinics (id, name, zone, workdays, opens_at, closes_at)
VALUES (:id, :name, :zone, :workdays, :opens_at, :closes_at);

-- name: set_hours
UPDATE clinics SET zone = :zone, workdays = :workdays, opens_at = :opens_at,
    closes_at = :closes_at
WHERE id = :id RETURNING id;

-- name: clinic_of
SELECT c.* FROM clinics AS c JOIN persons AS p ON p.clinic_id = c.id WHERE p.id = :person_id;

-- name: deputy_of
SELECT d.* FROM persons AS d JOIN persons AS p ON p.deputy_id = d.id
WHERE p.id = :person_id AND d.unreachable_since IS NULL;

-- name: physios
SELECT * FROM persons WHERE role = 'physio' AND joined_at IS NOT NULL;

-- name: add_invite!
INSERT INTO invites (
    id, code_hash, role, physio_id, pseudonym, side, name, created_at, expires_at
) VALUES (
    :id, :code_hash, :role, :physio_id, :pseudonym, :side, :name, :at, :expires_at
);

-- name: invite_by_hash
SELECT * FROM invites WHERE code_hash = :code_hash;

-- name: invite_by_id
SELECT * FROM invites WHERE id = :id;

-- name: use_invite
UPDATE invites SET used_by = :person_id, used_at = :at
WHERE id = :id AND used_by IS NULL AND revoked_at IS NULL AND expires_at > :at RETURNING id;

-- name: revoke_invite
UPDATE invites SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL RETURNING id;

-- name: set_known_signs
UPDATE invites SET known_signs = :signs WHERE id = :id AND used_by IS NULL RETURNING id;

-- name: pseudonyms
SELECT pseudonym FROM episodes WHERE state <> 'ended'
UNION SELECT pseudonym FROM invites WHERE pseudonym IS NOT NULL AND revoked_at IS NULL;

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
