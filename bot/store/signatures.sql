-- name: add
INSERT INTO signatures (physio_id, clinic_id, book, name, registration, signed_at)
VALUES (:physio_id, :clinic_id, :book, :name, :registration, :at) RETURNING id;

-- name: latest
SELECT s.book, s.name, s.registration, s.signed_at FROM signatures AS s
JOIN persons AS p ON p.clinic_id = s.clinic_id
WHERE p.id = :physio_id ORDER BY s.id DESC LIMIT 1;

-- name: of_book
SELECT s.book, s.name, s.registration, s.signed_at FROM signatures AS s
JOIN persons AS p ON p.clinic_id = s.clinic_id
WHERE p.id = :physio_id AND s.book = :book ORDER BY s.id DESC LIMIT 1;
