-- name: add!
INSERT INTO invites (
    id, code_hash, role, physio_id, pseudonym, side, name, clinic_id, known_signs, template, kit,
    longest_ok_km, created_at, expires_at
) VALUES (
    :id, :code_hash, :role, :physio_id, :pseudonym, :side, :name, :clinic_id, :known_signs,
    :template, :kit, :longest_ok_km, :at, :expires_at
);

-- name: by_hash
SELECT * FROM invites WHERE code_hash = :code_hash;

-- name: by_id
SELECT * FROM invites WHERE id = :id;

-- name: use
UPDATE invites SET used_by = :person_id, used_at = :at
WHERE id = :id AND used_by IS NULL AND revoked_at IS NULL AND expires_at > :at RETURNING id;

-- name: revoke
UPDATE invites SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL RETURNING id;

-- name: fill_in
-- What she has set about the runner; once the link is open it is too late.
UPDATE invites SET
    pseudonym = :pseudonym, side = :side, known_signs = :known_signs, template = :template,
    kit = :kit, longest_ok_km = :longest_ok_km
WHERE id = :id AND used_by IS NULL AND revoked_at IS NULL RETURNING id;

-- name: waiting
-- Hers that nobody has opened, or whose runner has not finished joining.
SELECT i.* FROM invites AS i
WHERE i.physio_id = :physio_id AND i.role = 'runner' AND i.revoked_at IS NULL
    AND ((i.used_by IS NULL AND i.expires_at > :now) OR EXISTS (
        SELECT 1 FROM checkins AS c
        WHERE c.subject_id = i.id AND c.kind = 'join' AND c.state = 'open'
    ))
ORDER BY i.created_at, i.id;

-- name: pseudonyms
-- In use in the clinic of this physiotherapist: a runner may be handed to any colleague there.
SELECT e.pseudonym FROM episodes AS e JOIN persons AS p ON p.id = e.physio_id
WHERE e.state <> 'ended'
    AND p.clinic_id = (SELECT clinic_id FROM persons WHERE id = :physio_id)
UNION SELECT i.pseudonym FROM invites AS i JOIN persons AS p ON p.id = i.physio_id
WHERE i.pseudonym IS NOT NULL AND i.revoked_at IS NULL AND i.id <> :but
    AND p.clinic_id = (SELECT clinic_id FROM persons WHERE id = :physio_id);

-- name: hand_on
-- The runner who came by it is another physiotherapist's now.
UPDATE invites SET physio_id = :physio_id
WHERE used_by = :runner_id AND physio_id = :from_id RETURNING id;
