-- name: page
SELECT page, page_at FROM persons WHERE id = :id AND page IS NOT NULL;

-- name: set_page
UPDATE persons SET page = :page, page_at = :at WHERE id = :id RETURNING id;

-- name: asked_since
SELECT 1 FROM checkins AS c JOIN screens AS s
    ON s.subject_type = 'checkin' AND s.subject_id = c.id AND s.retired_at IS NULL
WHERE c.person_id = :id AND c.state = 'open' AND s.sent_at > :since LIMIT 1;

-- name: set_quiet
UPDATE persons SET quiet_from = :quiet_from, quiet_until = :quiet_until
WHERE id = :id RETURNING id;

-- name: zones_of_runners
SELECT id, chat_id, zone FROM persons WHERE role = 'runner' AND unreachable_since IS NULL;

-- name: outdated_menus
WITH known AS (
    SELECT p.id, p.chat_id, p.language, p.menu, CASE
        WHEN p.joined_at IS NULL OR p.left_at IS NOT NULL THEN 'stranger'
        WHEN p.role = 'physio' THEN 'physio'
        WHEN EXISTS (
            SELECT 1 FROM episodes AS e WHERE e.runner_id = p.id AND e.state <> 'ended'
        ) THEN 'runner'
        ELSE 'stranger' END AS who
    FROM persons AS p
    WHERE p.unreachable_since IS NULL AND (p.joined_at IS NOT NULL OR p.menu IS NOT NULL)
)
SELECT id, chat_id, language, who FROM known
WHERE COALESCE(menu, '') <> :version || ' ' || who || ' ' || language
ORDER BY id LIMIT :at_most;

-- name: set_menu
UPDATE persons SET menu = :menu WHERE id = :id RETURNING id;
