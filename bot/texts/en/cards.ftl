# What a physiotherapist reads. The first line bears no symptom: it may show on a locked phone.

card =
    { $urgency ->
        [emergency] 🔴
        [same_day] 🔴
        [soon] 🟠
       *[routine] ⚪
    } { $head }
    { $signed ->
        [yes] { "" }
       *[no] <i>Rule book unsigned.</i>
    }

    { $lines }
card-head = <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }, week { $week }
card-why = • { $what } <i>({ $at })</i>
card-also = • Also: { $others }
card-asked =
    { $any ->
        [yes] <i>Asked and not so</i> ({ $at }): { $so }.{ $all ->
            [yes] { "" }
           *[no] { "" } <i>Not asked:</i> { $unknown }.
        }
       *[no] <i>Signs not asked.</i>
    }
denied-hot = not hot
    .unknown = hot
denied-fever = no fever
    .unknown = fever
denied-calf = calf fine
    .unknown = calf
denied-weight = walks
    .unknown = weight
denied-swollen = no swelling
    .unknown = swelling
denied-caught = no catching
    .unknown = catching
denied-gave-way = steady
    .unknown = giving way
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
    }{ $ran ->
        [yes] . <b>Ran since</b>
        [no] . Ran since: no
       *[none] { "" }
    }
card-told-plan = <i>Runner was told:</i> { $may ->
        [go] may run
        [shorter] shorter
        [no_run] no running
       *[none] nothing yet
    }{ $ran ->
        [yes] . <b>Ran against advice</b>
        [no] . Ran against it: no
       *[none] { "" }
    }
card-series =
    Last runs { $runs }
    Next day { $days }
card-about = { $age } · { $any ->
        [yes] { $risks }{ $more ->
            [0] { "" }
           *[other] { "" } +{ $more }
        }
       *[no] no risks told
    } · { $country }{ $pills ->
        [yes] { "" } · painkillers before most runs
       *[no] { "" }
    }{ $locked ->
        [all] { "" } · 🔒 no running, no exercises
        [running] { "" } · 🔒 no running
       *[none] { "" }
    }
risk-recent-knee-procedure = knee procedure
risk-prosthesis = prosthesis
risk-immunosuppression = immunosuppressed
risk-diabetes = diabetes
risk-wound = wound
risk-anticoagulant = anticoagulant
risk-pregnant = pregnant
risk-after-birth = postpartum
risk-oestrogen = oestrogen
risk-immobile = immobile
risk-cancer = cancer
risk-earlier-clot = earlier clot
risk-osteoporosis = osteoporosis
risk-steroids = steroids
risk-low-energy = low energy
card-state-open = <i>Open: nobody has seen it.</i>
card-state-seen = <i>Seen by { $name }, { $at }.</i>
card-state-closed = <i>Closed { $closed }.</i>

label-seen = 👁 Seen
label-message = 💬 Message
label-plan = 🗓 Plan
label-close = ✔ Close
label-ease = { $share } %: up to { $km } km
label-lift = No limit of mine
label-open-card = { $name }
label-clients = All runners

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
    .examined = Examined: S1 from today
    .gone = Resume when gone 48 h
    .advised = Advised: no run, exercises on
    .advised-all = Advised: stays locked
    .referred = Referred: keep locked
    .false-tap = False tap
    .known = Known and examined
    .other = Another reason
    .advised-plan = Advised
    .changed = Plan changed
    .nothing = No action needed

no-open-cards = No open cards.
