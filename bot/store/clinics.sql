-- name: add!
INSERT INTO clinics (id, name, zone, workdays, opens_at, closes_at)
VALUES (:id, :name, :zone, :workdays, :opens_at, :closes_at);

-- name: by_id
SELECT * FROM clinics WHERE id = :id;

-- name: all
SELECT * FROM clinics ORDER BY name, id;

-- name: set_hours
UPDATE clinics SET zone = :zone, workdays = :workdays, opens_at = :opens_at,
    closes_at = :closes_at
WHERE id = :id RETURNING id;

-- name: rename
UPDATE clinics SET name = :name WHERE id = :id RETURNING id;
