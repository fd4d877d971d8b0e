# What a physiotherapist reads. The first line bears no symptom: it may show on a locked phone.

card =
    { $urgency ->
        [emergency] 🔴
        [same_day] 🔴
        [soon] 🟠
       *[routine] ⚪
    } { $head }
    <i>Rule book unsigned.</i>

    { $why }
    { $changed }
    { $told }
    { $series }
    { $about }{ $locked ->
        [all] { "" } · 🔒 no running, no exercises
        [running] { "" } · 🔒 no running
       *[none] { "" }
    }
    { $state }
card-head = <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }, week { $week }
card-why = • { $what } <i>({ $at })</i>
card-changed =
    ✏️ Changed by the runner { $at }: { $what } { $old ->
        [none] not told
       *[other] { $old }
    } → { $new ->
        [none] not told
       *[other] { $new }
    }
card-told-care =
    <i>Runner was told:</i> get it seen, no running; { $read ->
        [yes] read
       *[no] not confirmed yet
    }{ $going ->
        [going] , is going
        [cannot] , cannot get there
        [mistap] , says mis-tap
       *[none] { "" }
    }. Seen by a doctor: { $seen ->
        [yes] yes
        [on_my_way] on the way
        [not_yet] not yet
        [asked] asked, no answer yet
       *[none] not asked yet
    }
card-told-plan = <i>Runner was told:</i> { $may ->
        [go] may run
        [shorter] shorter
        [no_run] no running
       *[none] nothing yet
    }
card-series =
    Last runs { $runs }
    Next day { $days }
card-about = { $age }{ $any ->
        [yes] { "" } · { $risks }
       *[no] { "" } · no risks told
    }
card-state-open = <i>Open: nobody has seen it.</i>
card-state-seen = <i>Seen by { $name }, { $at }.</i>
card-state-closed = <i>Closed { $closed }.</i>

label-seen = 👁 Seen
label-message = 💬 Message
label-plan = 🗓 Plan
label-close = ✔ Close
label-send = Send
label-send-close = Send and close
label-ease = { $share } %: up to { $km } km
label-lift = No limit of mine
label-open-card = { $name }
label-clients = All runners

card-choose-message = Message to <b>{ $name }</b>: which?
card-check-message =
    To <b>{ $name }</b>, exactly this:

    { $words }
card-plan =
    <b>{ $name }</b>: usual run { $km } km. { $hold ->
        [yes] Your limit now: { $held } km.
       *[no] No limit of yours.
    }
    Ease the plan to:
card-close =
    Close <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }. { $locked ->
        [yes] Running is locked. Only "examined" allows it again.
       *[no] How did it end?
    }
outcome =
    .examined = Examined: may run again, short
    .gone = May run again once gone for 48 h
    .advised = Advised: stays locked
    .referred = Referred: stays locked
    .advised-plan = Advised
    .changed = Plan changed
    .nothing = No action needed

template-shorter = Your knee is telling you it is a bit much. Please keep the next runs short and flat, with a day in between, and do the exercises.
    .label = Shorter runs
template-rest = Please don't run for the next three days. Walking and the easy exercises are fine if they don't hurt.
    .label = Three days off
template-keep = I have looked at your numbers. Please go on as planned and keep answering.
    .label = Keep going
template-call = Please call the clinic, so that we can talk about your knee.
    .label = Please call
template-come = Please make an appointment: I would like to look at your { $side } knee.
    .label = Please come in
no-open-cards = No open cards.

clients =
    <b>Your runners</b> ({ $count }), { $at }
    { $lines }
    { $more ->
        [0] { "" }
       *[other] and { $more } more with less need.
    }
client-card-emergency = 🔴 <b>{ $name }</b> { $reason }
client-card-same-day = 🔴 <b>{ $name }</b> { $reason }
client-card-soon = 🟠 <b>{ $name }</b> { $reason }
client-card-routine = ⚪ <b>{ $name }</b> { $reason }
client-unreachable = ⚪ <b>{ $name }</b> chat closed to the bot
client-silent = ⚪ <b>{ $name }</b> no number for 4 days
client-red = 🔴 <b>{ $name }</b> last run red, resting
client-amber = 🟡 <b>{ $name }</b> last run amber
client-locked = 🔒 <b>{ $name }</b> running locked, waits for an examination
client-new = ⚪ <b>{ $name }</b> no run yet
client-green = 🟢 <b>{ $name }</b>
morning-card =
    <b>{ $at }.</b> { $count ->
        [one] 1 runner
       *[other] { $count } runners
    }: { $answered } with a number in 4 days, { $silent } silent, { $unreachable } unreachable. Open cards: { $open }.

    { $lines }

    No card by 08:15 = Kneecheck is down; runners keep their safety card.
morning-line = • <b>{ $name }</b>: { $why }
morning-nothing = { $open ->
        [0] Nothing new.
       *[other] Nothing new besides the open cards.
    }
