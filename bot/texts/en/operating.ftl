# What a restored copy means for people, and what whoever runs the bot hears each night: ids only.

restored-runner =
    Kneecheck broke down and went back to { $since }. What you told me after that is lost. Please tell me again what matters, above all a sign: /symptom, /run.
restored-physio =
    Kneecheck broke down and went back to { $since }. What runners told and what you did after that is lost; runners know. Cards may ring again: /alerts.

operator-self-check =
    { $sound ->
        [no] 🛑 The database is damaged: stop the bot and restore the latest backup.
       *[yes] 🔎 Self-check.
    } Found: { $found }. Left for you: { $left }.
    { $lines }
self-check-line = { $mended ->
        [yes] ✓
       *[no] •
    } { $what }: { $ids }{ $more ->
        [0] { "" }
       *[other] { "" } and { $more } more
    }
self-check-unheard = answers the rules had not heard
self-check-left-open = questions left open
self-check-no-outing = episodes without a planned run
self-check-no-question = planned runs without a question
self-check-no-follow-up = runs without a next-day question
self-check-no-morning = episodes without a morning
self-check-no-morning-card = physiotherapists without a morning card
self-check-card-adrift = cards nobody was going to hear of
self-check-seen-adrift = seen cards that would never lapse
self-check-locks-differ = episodes whose locks differ between rules and cards
self-check-stuck-message = messages unsent for an hour
self-check-lost-alert = alerts Telegram has refused
self-check-stuck-update = updates unhandled for an hour; a restart takes them up
self-check-poison = updates that could not be handled
self-check-unreachable = physiotherapists whose chats are closed
