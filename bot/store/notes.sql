-- name: add
INSERT INTO notes (episode_id, author_id, at, words)
VALUES (:episode_id, :author_id, :at, :words) RETURNING id;

-- name: latest
SELECT n.id, n.author_id, n.at, n.words, p.name AS by_name FROM notes AS n
JOIN persons AS p ON p.id = n.author_id
WHERE n.episode_id = :episode_id ORDER BY n.id DESC LIMIT :at_most;

-- name: count
SELECT count(*) AS n FROM notes WHERE episode_id = :episode_id;

-- name: delete
DELETE FROM notes WHERE id = :id AND episode_id = :episode_id AND author_id = :author_id
RETURNING id;
