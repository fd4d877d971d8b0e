-- name: counts
SELECT
    (SELECT count(*) FROM answers) AS answers,
    (SELECT count(*) FROM assessments) AS assessments,
    (SELECT count(*) FROM cards) AS cards;

-- name: marked_restored
-- Until when the copy knows: the last good poll before it was made.
INSERT INTO marks (name, value)
SELECT 'restored', COALESCE((SELECT value FROM marks WHERE name = 'last_poll'), :now) AS known_until
WHERE true
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
