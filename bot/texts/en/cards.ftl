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
card-why = • { $what } <i>(since { $at })</i>
card-also = • Also: { $others }
card-asked =
    { $any ->
        [yes] <i>Asked and not so</i> ({ $at }): { $so }.{ $all ->
            [yes] { "" }
           *[no] { "" } <i>Not asked:</i> { $unknown }.
        }
       *[no] <i>{ $some ->
            [yes] Other signs not asked.
           *[no] Signs not asked.
        }</i>
    }
denied-hot = not hot
    .unknown = hot
denied-fever = no fever
    .unknown = fever
denied-calf = calf fine
    .unknown = calf
denied-weight = walks
    .unknown = putting weight on it
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
    <i>Runner was told:</i> { $tier ->
        [fever] no running and no exercises with a fever
        [e2] no running until you have checked it
        [e3] to have it looked at
       *[urgent] { $tier ->
            [e0] emergency care now
           *[e1] get it seen the same day
        }, no running; { $read ->
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
    }{ $ran ->
        [yes] . <b>Ran since</b>
        [no] . Ran since: no
       *[none] { "" }
    }
card-told-plan = <i>Runner was told:</i> { $may ->
        [go] may run
        [shorter] shorter runs
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
card-no-runs = No run told yet.
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
card-for = <i>For { $name }.</i> { $state }
card-state-open = <i>{ $name ->
        [none] Open: nobody has seen it.
       *[other] Open again: seen by { $name }, { $at }, but not closed.
    }</i>
card-state-seen = <i>Seen by { $name }, { $at }.</i>
card-state-closed = <i>Closed{ $name ->
        [none] { "" }
       *[other] { "" } by { $name }
    }, { $closed }: { $ended }.</i>

label-seen = 👁 Seen
label-message = 💬 Message
label-plan = 🗓 Plan
label-close = ✔ Close
label-ease = { $share } %: up to { $km } km
label-lift = No limit of mine
label-open-card = { $name }
label-card-of = { $urgency ->
        [emergency] 🔴
        [same_day] 🔴
        [soon] 🟠
       *[routine] ⚪
    } { $name }
label-clients = All runners

card-close =
    Close <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }. { $locked ->
        [yes] 🔒 Running is locked: only "Examined" opens it at once. How did it end?
       *[no] How did it end?
    }
outcome =
    .examined = Examined: run-walk from today
    .gone = May run once gone for 48 h
    .advised = Advised: exercises, no running
    .advised-all = Advised: stays locked
    .referred = Referred: stays locked
    .false-tap = False tap
    .known = Known and examined
    .other = Another reason
    .advised-plan = Advised
    .changed = Plan changed
    .nothing = No action needed

no-open-cards = No open cards.
