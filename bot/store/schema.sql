-- Every table on one page. The migrations must lead here (tests/store/test_schema.py compares).
-- Instants are microseconds since 1970 UTC; days are ISO text; wall times are "HH:MM".
-- Ids that buttons carry are random text; ids that only order rows are integers.

-- People

CREATE TABLE clinics (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    workdays TEXT NOT NULL,
    opens_at TEXT NOT NULL,
    closes_at TEXT NOT NULL
) STRICT;

CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('runner', 'physio')),
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    country TEXT,
    quiet_from TEXT NOT NULL,
    quiet_until TEXT NOT NULL,
    clinic_id TEXT REFERENCES clinics (id),
    deputy_id TEXT REFERENCES persons (id),
    created_at INTEGER NOT NULL,
    joined_at INTEGER,
    unreachable_since INTEGER,
    page TEXT,
    page_at INTEGER,
    menu TEXT,
    workdays TEXT,
    works_from TEXT,
    works_until TEXT,
    left_at INTEGER,
    tested_at INTEGER
) STRICT;

CREATE TABLE invites (
    id TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('runner', 'physio')),
    physio_id TEXT REFERENCES persons (id),
    pseudonym TEXT,
    side TEXT CHECK (side IN ('left', 'right', 'both')),
    name TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by TEXT REFERENCES persons (id),
    used_at INTEGER,
    revoked_at INTEGER,
    known_signs TEXT NOT NULL DEFAULT '',
    clinic_id TEXT REFERENCES clinics (id),
    template TEXT NOT NULL DEFAULT '',
    kit TEXT,
    longest_ok_km REAL CHECK (longest_ok_km >= 0)
) STRICT;

CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    version TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;

CREATE TABLE episodes (
    id TEXT PRIMARY KEY,
    runner_id TEXT NOT NULL REFERENCES persons (id),
    physio_id TEXT REFERENCES persons (id),
    pseudonym TEXT NOT NULL,
    side TEXT CHECK (side IN ('left', 'right', 'both')),
    state TEXT NOT NULL CHECK (state IN ('joining', 'active', 'ended')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    age_band TEXT,
    risks TEXT NOT NULL DEFAULT '',
    kit TEXT NOT NULL DEFAULT '',
    run_days TEXT NOT NULL DEFAULT '',
    run_at TEXT,
    usual_km REAL CHECK (usual_km > 0),
    max_km REAL CHECK (max_km > 0),
    exercises_off TEXT NOT NULL DEFAULT '',
    paused_until TEXT,
    exercises_at TEXT,
    end_reason TEXT,
    accepted_until TEXT,
    taper INTEGER NOT NULL DEFAULT 0 CHECK (taper IN (0, 1)),
    cadence INTEGER NOT NULL DEFAULT 0 CHECK (cadence IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX one_open_episode ON episodes (runner_id) WHERE state <> 'ended';
CREATE INDEX caseload ON episodes (physio_id) WHERE state <> 'ended';

-- Runs

CREATE TABLE outings (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    local_date TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    zone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('planned', 'reported', 'not_run', 'unknown')),
    planned_for INTEGER,
    planned_km REAL,
    ended_at INTEGER,
    ended_from TEXT CHECK (ended_from IN ('plan', 'answer', 'file')),
    distance_km REAL CHECK (distance_km >= 0),
    UNIQUE (episode_id, local_date, ordinal)
) STRICT;

CREATE INDEX outings_by_end ON outings (episode_id, status, ended_at);

-- Asking and answering

CREATE TABLE checkins (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    episode_id TEXT REFERENCES episodes (id),
    kind TEXT NOT NULL,
    outing_id TEXT REFERENCES outings (id),
    subject_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'completed', 'expired', 'overtaken')),
    opened_at INTEGER NOT NULL,
    completed_at INTEGER,
    reopened_at INTEGER,
    late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1))
) STRICT;

CREATE INDEX open_checkins ON checkins (person_id) WHERE state = 'open';
CREATE INDEX open_of_episode ON checkins (episode_id, kind, opened_at) WHERE state = 'open';
CREATE INDEX checkins_of_episode ON checkins (episode_id, kind, opened_at);
CREATE INDEX checkins_by_time ON checkins (episode_id, opened_at);
CREATE INDEX checkins_of_subject ON checkins (subject_id, kind) WHERE subject_id IS NOT NULL;

CREATE TABLE answers (
    checkin_id TEXT NOT NULL REFERENCES checkins (id),
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('button', 'typed')),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, question)
) STRICT;

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    checkin_id TEXT NOT NULL REFERENCES checkins (id),
    question TEXT NOT NULL,
    old_value TEXT NOT NULL,
    at INTEGER NOT NULL,
    done_at INTEGER
) STRICT;

CREATE INDEX changes_of_checkin ON changes (checkin_id);

-- The timetable: everything that is due at a time

CREATE TABLE appointments (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    person_id TEXT REFERENCES persons (id),
    due_at INTEGER NOT NULL,
    expires_at INTEGER,
    status TEXT NOT NULL CHECK (
        status IN ('pending', 'open', 'done', 'cancelled', 'not_asked', 'not_answered')
    ),
    opened_at INTEGER,
    notified INTEGER NOT NULL DEFAULT 0 CHECK (notified IN (0, 1)),
    UNIQUE (kind, subject_type, subject_id, slot)
) STRICT;

CREATE INDEX due_appointments ON appointments (due_at) WHERE status = 'pending';
CREATE INDEX pending_of_person ON appointments (person_id, due_at) WHERE status = 'pending';
CREATE INDEX expiring_appointments ON appointments (expires_at) WHERE status = 'open';
CREATE INDEX appointments_of_subject ON appointments (subject_id, kind, status);
CREATE INDEX notified_appointments ON appointments (person_id, opened_at) WHERE notified = 1;

-- Rules over time

CREATE TABLE assessments (
    id INTEGER PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    checkin_id TEXT REFERENCES checkins (id),
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    state TEXT,
    result TEXT NOT NULL,
    book TEXT NOT NULL,
    program TEXT NOT NULL,
    superseded_at INTEGER
) STRICT;

CREATE INDEX assessments_of_episode ON assessments (episode_id, id);

-- Telling and answering for it

CREATE TABLE cards (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    class TEXT NOT NULL CHECK (class IN ('red', 'other')),
    state TEXT NOT NULL CHECK (state IN ('open', 'seen', 'closed')),
    urgency TEXT NOT NULL CHECK (urgency IN ('routine', 'soon', 'same_day', 'emergency')),
    opened_at INTEGER NOT NULL,
    owner_id TEXT REFERENCES persons (id),
    seen_at INTEGER,
    closed_at INTEGER,
    closed_by TEXT REFERENCES persons (id),
    outcome TEXT,
    snoozed_until INTEGER,
    verdict TEXT CHECK (verdict IN ('useful', 'not_useful'))
) STRICT;

CREATE UNIQUE INDEX one_open_other_card ON cards (episode_id)
WHERE class = 'other' AND state <> 'closed';

CREATE TABLE flags (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    card_id TEXT REFERENCES cards (id),
    rule TEXT NOT NULL,
    red_flag_row TEXT NOT NULL DEFAULT '',
    tier TEXT NOT NULL DEFAULT '',
    urgency TEXT NOT NULL CHECK (urgency IN ('routine', 'soon', 'same_day', 'emergency')),
    details TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    reported_at INTEGER,
    closed_at INTEGER,
    outcome TEXT
) STRICT;

CREATE UNIQUE INDEX one_open_flag ON flags (episode_id, rule, red_flag_row, tier)
WHERE closed_at IS NULL;
CREATE INDEX flags_of_card ON flags (card_id);

CREATE TABLE locks (
    flag_id TEXT PRIMARY KEY REFERENCES flags (id),
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    kind TEXT NOT NULL CHECK (kind IN ('all', 'running')),
    locked_at INTEGER NOT NULL,
    cleared_at INTEGER,
    cleared_by TEXT REFERENCES persons (id),
    how TEXT
) STRICT;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id),
    physio_id TEXT NOT NULL REFERENCES persons (id),
    why TEXT NOT NULL CHECK (
        why IN (
            'first', 'risen', 'repeat', 'lapsed', 'escalated', 'away', 'snoozed', 'handover'
        )
    ),
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX deliveries_of_card ON deliveries (card_id);

CREATE TABLE acts (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id TEXT REFERENCES persons (id),
    act TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;

-- What a physiotherapist sets, writes and hands on

CREATE TABLE aways (
    id INTEGER PRIMARY KEY,
    physio_id TEXT NOT NULL REFERENCES persons (id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE INDEX aways_of_physio ON aways (physio_id) WHERE ended_at IS NULL;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    author_id TEXT NOT NULL REFERENCES persons (id),
    at INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX notes_of_episode ON notes (episode_id, id);

CREATE TABLE letters (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    card_id TEXT REFERENCES cards (id),
    from_id TEXT NOT NULL REFERENCES persons (id),
    words TEXT NOT NULL,
    template TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    sent_at INTEGER,
    replied_at INTEGER
) STRICT;

CREATE INDEX letters_of_episode ON letters (episode_id, at);

CREATE TABLE plan_changes (
    id INTEGER PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    physio_id TEXT NOT NULL REFERENCES persons (id),
    change TEXT NOT NULL,
    params TEXT NOT NULL DEFAULT '{}',
    at INTEGER NOT NULL,
    told_at INTEGER
) STRICT;

CREATE INDEX plan_changes_of_episode ON plan_changes (episode_id, id);

CREATE TABLE thresholds (
    id INTEGER PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    parameter TEXT NOT NULL,
    value REAL NOT NULL,
    set_by TEXT NOT NULL REFERENCES persons (id),
    set_at INTEGER NOT NULL,
    expires_on TEXT,
    ended_at INTEGER
) STRICT;

CREATE UNIQUE INDEX one_threshold ON thresholds (episode_id, parameter)
WHERE ended_at IS NULL;

CREATE TABLE usual_thresholds (
    physio_id TEXT NOT NULL REFERENCES persons (id),
    parameter TEXT NOT NULL,
    value REAL NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (physio_id, parameter)
) STRICT;

CREATE TABLE signatures (
    id INTEGER PRIMARY KEY,
    physio_id TEXT NOT NULL REFERENCES persons (id),
    clinic_id TEXT NOT NULL REFERENCES clinics (id),
    book TEXT NOT NULL,
    name TEXT NOT NULL,
    registration TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes (id),
    from_id TEXT NOT NULL REFERENCES persons (id),
    to_id TEXT NOT NULL REFERENCES persons (id),
    offered_at INTEGER NOT NULL,
    settled_at INTEGER,
    outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'withdrawn'))
) STRICT;

CREATE UNIQUE INDEX one_open_handover ON handovers (episode_id) WHERE settled_at IS NULL;

CREATE TABLE list_views (
    physio_id TEXT PRIMARY KEY REFERENCES persons (id),
    shows TEXT NOT NULL DEFAULT 'all',
    page INTEGER NOT NULL DEFAULT 0,
    search TEXT NOT NULL DEFAULT '',
    drawn_on TEXT NOT NULL
) STRICT;

-- Ears and mouth

CREATE TABLE inbox (
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    chat_id INTEGER,
    raw TEXT,
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'ignored', 'poison')),
    attempts INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (bot_id, update_id)
) STRICT;

CREATE INDEX new_updates ON inbox (update_id) WHERE state = 'new';

CREATE TABLE screens (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    message_id INTEGER,
    drawn_hash TEXT,
    sent_at INTEGER,
    retired_at INTEGER
) STRICT;

CREATE UNIQUE INDEX one_live_screen ON screens (chat_id, subject_type, subject_id)
WHERE retired_at IS NULL;
CREATE INDEX screens_of_message ON screens (chat_id, message_id);
CREATE INDEX screens_of_subject ON screens (subject_id, subject_type) WHERE retired_at IS NULL;

CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'document')),
    name TEXT NOT NULL,
    content BLOB,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    op TEXT NOT NULL CHECK (op IN ('draw', 'fresh', 'send', 'delete', 'leave')),
    chat_id INTEGER NOT NULL,
    screen_id INTEGER REFERENCES screens (id),
    message_id INTEGER,
    text_key TEXT NOT NULL DEFAULT '',
    params TEXT NOT NULL DEFAULT '{}',
    keyboard TEXT NOT NULL DEFAULT '[]',
    dedup_key TEXT UNIQUE,
    priority INTEGER NOT NULL,
    silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
    protect INTEGER NOT NULL DEFAULT 0 CHECK (protect IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sending', 'sent', 'failed')),
    not_before INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    attachment_id INTEGER
) STRICT;

CREATE UNIQUE INDEX one_waiting_draw ON outbox (screen_id)
WHERE status = 'waiting' AND op IN ('draw', 'fresh');
CREATE INDEX unsent ON outbox (priority, id) WHERE status IN ('waiting', 'sending');
CREATE INDEX unsent_of_chat ON outbox (chat_id, priority, id)
WHERE status IN ('waiting', 'sending');

CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
