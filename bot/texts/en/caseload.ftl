# A physiotherapist's view of everybody: the list, the morning card. Lines are one a runner.

clients =
    <b>Your runners</b> ({ $count }), { $at }
    { $shows ->
        [need] Those who need you: { $found }
        [silent] Silent: { $found }
        [good] Good news: { $found }
        [search] Called “{ $search }”: { $found }
       *[all] Those who need you first
    }{ $asks ->
        [yes] . Type a part of the name.
       *[no] { "" }
    }

    { $lines }
clients-nobody =
    { $count ->
        [0] Nobody yet. /invite makes a link for a runner.
       *[other] Nobody here.
    }
client-line = { $line }{ $reply ->
        [yes] { "" } · ✉️ reply waiting
       *[no] { "" }
    }{ $snoozed ->
        [none] { "" }
       *[other] { "" } · 😴 until { $snoozed }
    }{ $paused ->
        [none] { "" }
       *[other] { "" } · paused until { $paused }
    }{ $good ->
        [stage] { "" } · ⬆ stage { $stage }
        [closed] { "" } · ✔ settled by itself
       *[none] { "" }
    }{ $of ->
        [none] { "" }
       *[other] { "" } · for { $of }
    }
client-card-emergency = 🔴 <b>{ $name }</b> { $reason }
client-card-same-day = 🔴 <b>{ $name }</b> { $reason }
client-card-soon = 🟠 <b>{ $name }</b> { $reason }
client-card-routine = ⚪ <b>{ $name }</b> { $reason }
client-unreachable = ⚪ <b>{ $name }</b> chat closed to the bot
client-silent = ⚪ <b>{ $name }</b> no number for { $days } days
client-red = ⭕ <b>{ $name }</b> last run red, resting
client-amber = 🟡 <b>{ $name }</b> last run amber
client-locked = 🔒 <b>{ $name }</b> running locked, waits for an examination
client-new = ⚪ <b>{ $name }</b> no run yet
client-green = 🟢 <b>{ $name }</b>
label-filter =
    .all = { $chosen ->
        [yes] • All
       *[no] All
    }
    .need = { $chosen ->
        [yes] • Need me { $count }
       *[no] Need me { $count }
    }
    .silent = { $chosen ->
        [yes] • Silent { $count }
       *[no] Silent { $count }
    }
    .good = { $chosen ->
        [yes] • Good { $count }
       *[no] Good { $count }
    }
label-see-chart = 📈 Chart
label-rule = 🔍 Rule
label-previous = ‹
label-next-page = ›
label-page = { $page }/{ $pages }
label-find = 🔎 Find
label-clear = ✕ All again

morning-card =
    <b>{ $at }.</b> { $count ->
        [one] 1 runner
       *[other] { $count } runners
    }: { $answered } with a number in 4 days, { $silent } silent, { $unreachable } unreachable{ $paused ->
        [0] { "" }
       *[other] , { $paused } paused
    }{ $weekly ->
        [0] { "" }
       *[other] , { $weekly } asked once a week
    }{ $new ->
        [0] { "" }
       *[other] , { $new } new
    }. Open cards: { $open }{ $snoozed ->
        [0] { "" }
       *[other] { "" } ({ $snoozed } snoozed)
    }.{ $joining ->
        [0] { "" }
       *[other] { "" } Still joining, with a card: { $joining }.
    }{ $replies ->
        [0] { "" }
       *[other] { "" } Replies waiting: { $replies }.
    }

    { $lines }

    { $due ->
        [none] No card by 08:15 = Kneecheck is down; runners keep their safety card.
       *[other] ⚠️ This card is late: it was due { $due }. What was due by then comes now.
    }
morning-more = { $lines }
morning-line = • <b>{ $name }</b>: { $why }
morning-opened = 🔓 <b>{ $name }</b>: the lock opened by what was answered ({ $at }).
morning-covers = You stand in for <b>{ $of }</b>: { $count ->
        [one] 1 runner
       *[other] { $count } runners
    }, open cards: { $open }.
morning-nothing = { $open ->
        [0] Nothing new.
       *[other] Nothing new besides the open cards.
    }

# The digest of the week

digest =
    <b>Your week</b>, { $since } to { $at }
    { $count ->
        [one] 1 runner
       *[other] { $count } runners
    }. Answered in time: { $answered } of { $asked } questions.

    <b>Good news</b>
    { $good }

    <b>Waits</b>
    { $waits }

    { $verdicts }
digest-names = { $names }{ $more ->
        [0] { "" }
       *[other] { "" } and { $more } more
    }
digest-stage = ⬆ <b>{ $name }</b>: stage { $old } → { $now }
digest-green = 🟢 { $weeks } green weeks: { $names }
digest-settled = ✔ Settled by itself, { $rule }: { $names }
digest-no-good = Nothing new this week.
digest-cards = 🔔 Open cards: { $names }
digest-replies = ✉️ Replies waiting: { $names }
digest-silent = ⚪ Silent: { $names }
digest-snoozed = 😴 Snoozed: { $names }
digest-no-contact = ⚪ No number for 21 days: { $names }
digest-lapsing = ⏳ <b>{ $name }</b>: { $level ->
        [yes] the accepted level
       *[no] { $what }: { $value }
    }, until { $until }
digest-exercise = 💪 <b>{ $name }</b>: { $what }
digest-more = and { $count } more
digest-no-waits = Nothing waits.
digest-verdicts =
    <b>Cards you judged in 12 weeks</b> (this changes no rule)
    { $lines }
digest-verdict = { $rule }: 👍 { $useful } 👎 { $not_useful }
digest-no-verdicts = No card was judged in 12 weeks.
digest-runners =
    <b>Every runner</b>, 7 days to { $at }, page { $page } of { $pages }

    { $lines }
digest-line = { $line } · { $week } · { $answered }/{ $asked } answered
digest-runs = runs { $runs }, next day { $days }
digest-no-runs = no runs told
label-every-runner = Every runner ›
command-digest = The week in one message
