# Why the rules said what they said. reason-… is read by the runner, finding-… by the physiotherapist.
# Values whose name ends in _on are days. "unknown" stands for "not asked or not answered".

## How a run went

reason-run-fine = pain { $pain } on { $ran_on }'s run, nothing else
reason-run-pain = pain { $pain } on { $ran_on }'s run
reason-run-pain-strong = pain { $pain } on { $ran_on }'s run: that is too much
reason-run-grew = pain grew as you ran on { $ran_on }
reason-run-grew-strong = pain grew to { $pain } as you ran on { $ran_on }
reason-run-gait = you limped or ran differently on { $ran_on }
reason-run-sign =
    { $sign ->
        [puffy] swelling
        [very_swollen] strong swelling
        [pop_then_swelling] a pop and swelling
        [gave_way] your knee gave way
        [gave_way_fell] your knee gave way
        [catches] your knee caught
        [stuck] your knee got stuck
        [hot_or_red] a hot or red knee
       *[other] something that needs a check
    } after { $ran_on }'s run
reason-not-settled = not back to usual a day after { $ran_on }'s run
reason-not-settled-pain = not back to usual a day after { $ran_on }'s run: pain { $pain }, usually { $usual }
reason-settled-slowly = it took more than an hour to settle after { $ran_on }'s run
reason-next-day-pain = pain { $pain } the day after { $ran_on }'s run (usually { $usual })
reason-painkiller = a painkiller can hide pain, so { $ran_on }'s run is hard to judge
reason-warm-up = on { $ran_on } it eased, then came back: that is a sign to slow down
reason-incomplete = some answers about { $ran_on }'s run are missing
reason-follow-up-missing = no next-day answer yet about { $ran_on }'s run
reason-follow-up-waiting = the day after { $ran_on }'s run is still to come

## May you run next

reason-lock = something you told us needs a check before you run again
reason-limp-now = you limp when walking
reason-pain-now = pain { $pain } right now: from { $limit } on, no running
reason-pain-now-some = pain { $pain } right now
reason-red-run = your knee did not take { $ran_on }'s run well
reason-red-rest = it gets two full days, until { $until_on }
reason-red-not-back = we don't know yet that it is back to usual since { $ran_on }
reason-red-pain-now = your next run needs pain { $limit } or less when walking: /today asks
reason-after-red = your knee needed a rest after { $ran_on }'s run
reason-amber-run = { $ran_on }'s run was a bit much
reason-first-run = the first run here starts short
reason-long-break = { $days } days without a run: start with half
reason-hold = do { $km } km until { $greens } runs in a row went well
reason-hold-run-walk = run and walk in turns until { $greens } went well
reason-stale-answers = the last answer is { $days } days old
reason-go-fine = { $ran_on }'s run went well, pain { $pain } now
reason-go-stairs = { $ran_on }'s run went well; go if stairs feel fine before it
reason-no-exercises = no exercises ticked in 7 days, so the distance stays
reason-growth-limit = { $km } km for now: distance grows slowly
reason-stage-terrain =
    { $hills ->
        [flat] flat
        [up] flat or uphill, nothing downhill
        [up_and_down] hills, at most { $downhill_percent } % of it downhill
       *[free] any hills
    }, { $speed ->
        [walk] walking
        [easy] easy pace
        [strides] easy pace, a few short strides
        [tempo] easy pace, some steady fast running
        [intervals] easy pace, intervals as planned
       *[free] any pace
    }
reason-physio-limit = your physio set { $km } km as the most

## Exercises today

reason-exercises-lock = only the gentlest, and only if they don't hurt
reason-exercises-high = easy ones today: after an evening run, or while the knee is touchy
reason-exercises-high-pain = easy ones today: next-day pain { $pain }
reason-exercises-moderate = the middle set: your knee takes some load
reason-exercises-low = the stronger set: your knee is calm
reason-exercises-run-day = you run today: strength comes after the run
reason-exercises-gap = muscles get a day between strength days
reason-exercises-week-full = { $days } strength days in a week are enough
reason-exercises-eased = gentler this week, as it hurt
reason-exercises-stepped = one step up: it felt easy
reason-exercises-none-locked = no exercises until what you told us has been checked
reason-exercises-none-off = your physio has switched off all that would fit today
reason-exercises-none-fit = nothing in the list fits today
reason-cadence = try { $least } to { $most } % quicker, shorter steps for part of a run. It helps about one runner in three; stop it if your calves get sore

## Why an exercise is not on today's list

reason-exercise-off = switched off
reason-exercise-locked = stopped until a red flag is cleared
reason-exercise-risk =
    { $risk ->
        [pregnant] not while pregnant
        [after_birth] not in the weeks after birth
       *[other] not with a risk told at joining
    }
reason-exercise-kit =
    { $kit ->
        [band] needs a band
        [step] needs a step
        [chair] needs a chair
        [weight] needs a weight
       *[other] needs something that isn't there
    }
reason-exercise-irritable = not while the knee is touchy
reason-exercise-level = level { $level }: not before the knee is calm
reason-exercise-jump-calm = jumps wait for { $days } calm days
reason-exercise-jump-step-downs = jumps wait for { $times } times lateral step-downs
reason-exercise-jump-stage = jumps wait for stage { $stage }
reason-exercise-jump-week = jumps at most { $times } times a week
reason-exercise-jump-gap = no jumps on days running
reason-exercise-jump-long-run = no jumps the day before a run day or after a long run
reason-exercise-hurt = it hurt: an easier one stands in
reason-exercise-outgrown = has become easy: { $exercise } has taken over
reason-exercise-too-easy = the knee is calm: harder ones take its place
reason-exercise-items = { $items } exercises are enough for today
reason-exercise-minutes = { $minutes } minutes are full
reason-exercise-turn = others have their turn today
reason-exercise-eased = { $exercise } hurt or left the knee sore: made easier
reason-exercise-up = { $exercise } felt easy: one step up

## What the physiotherapist reads

finding-high-pain =
    { $of ->
        [strong] pain { $pain } while running; { $strong } of { $runs } runs at 6 or more
       *[very_high] pain { $pain } { $series ->
            [run] while running
            [next_day] next day
           *[now] now
        } (usual while running { $usual ->
            [unknown] not known
           *[other] { $usual }
        }); walking now { $now ->
            [unknown] not asked
           *[other] { $now }
        }; { $limp ->
            [unknown] limp not asked
            [yes] limps
           *[no] no limp
        }
    }
finding-no-run =
    { $of ->
        [limp_now] limps walking
        [limp_runs] limped in { $limps } of the last { $runs } runs
        [days] no running for pain for { $days } days
       *[ran_anyway] ran on a no-run day, { $times } in 14 days
    }
finding-slow-settling = not settled 48 h after a run, { $times } in 14 days; next-day pain { $pain ->
        [unknown] not known
       *[other] { $pain }
    } (usual { $usual })
finding-worsening =
    last { $days } days { $rise } above the best level before{ $run ->
        [unknown] { "" }
       *[other] ; while running { $run } (best { $run_before })
    }{ $next_day ->
        [unknown] { "" }
       *[other] ; next day { $next_day } (best { $next_day_before })
    }
finding-creep = mean of the last 4 runs { $mean }, best 5 runs { $best }
finding-flare = next-day pain { $pain } (usual { $usual }){ $days ->
        [0] { "" }
        [one] { "" } for 1 day
       *[other] { "" } for { $days } days
    }, worst { $worst }
finding-load-spike =
    { $of ->
        [terrain] { $terrain ->
            [hills] hills
            [speed] fast running
           *[both] hills and fast running
        } before its stage of return to run
        [run] { $km } km, +{ $percent } % on { $reference_km } km (longest in 30 days; after a red: longest run or limit since)
        [week] week { $week_km } km, mean before { $mean_km } km; evidence for weeks is weak
       *[both] { $km } km, +{ $percent } % on { $reference_km } km (longest in 30 days; after a red: longest run or limit since); week { $week_km } km, mean before { $mean_km } km
    }
finding-persistent =
    { $series ->
        [run] while running
       *[next_day] next day
    } median { $median }, latest { $latest }, over { $days } days; exercises on { $exercises_percent } % of days asked
finding-not-improving =
    { $of ->
        [stage] return to run at { $stage }: repeated { $repeats } times, { $reds } red in 14 days
       *[pain] mean while running { $mean }, { $days } days ago { $earlier }; exercises on { $exercises_percent } % of days asked
    }
finding-missed-check-ins =
    { $of ->
        [alarm] nothing heard for { $hours } h after a red answer
        [numbers] no pain number for { $days } days
        [better_time] asked for a better time
       *[follow_ups] { $missed } of the last { $asked } next-day questions unanswered
    }
finding-unreachable = chat closed to the bot { $days ->
        [0] since today
        [one] for 1 day
       *[other] for { $days } days
    }
finding-new-side = pain { $pain } on a side not told before: { $side }
finding-level-lapsed =
    { $of ->
        [card] the accepted level ended with this card; the usual limits hold again
       *[time] the accepted level ended on { $until_on }; the usual limits hold again
    }
finding-red-flag-words = wrote words that sound like a red flag, and has not yet said whether they are; nothing is locked
finding-red-flag-1 = hot or red knee with swelling, stiffness or illness: joint infection must be ruled out now
finding-red-flag-2 = { $signs ->
        [fever_usual] fever, knee as usual (asked again next morning)
       *[other] hot or red, very swollen, or fever
    }
finding-red-flag-3 = cannot put weight on it
finding-red-flag-4 = pop or snap, swelling within hours
finding-red-flag-5 = cannot straighten or lift the leg after a jolt
finding-red-flag-6 = out of place, or cold pale foot
finding-red-flag-7 = calf swollen, painful, warm; or breathless
finding-red-flag-8 = stuck: does not bend or straighten fully
finding-red-flag-9 = catches or gives way
finding-red-flag-10 = visible swelling
finding-red-flag-11 = night pain, lump or weight loss
finding-red-flag-12 = one spot on bone, or groin pain
finding-red-flag-14 = morning stiffness over 30 minutes
finding-red-flag-16 = chest pain or fainting

## Signs, one by one, for lists

sign-hot-or-red = hot, red or darker than the other knee
sign-fever-usual = fever, knee as usual
sign-fever-worse = fever, knee worse than usual
sign-feels-ill = feels ill or shivery
sign-very-swollen = very swollen
sign-puffy = a bit puffy
sign-pop-then-swelling = pop, then swelling within hours
sign-cannot-bear-weight = cannot put weight on it
sign-cannot-bend = cannot bend it as usual
sign-cannot-straighten = cannot straighten it
sign-out-of-place = went out of place
sign-cold-pale-foot = foot cold, pale or numb
sign-calf = calf swollen, painful or warm
sign-breathless = breathless
sign-stuck = stuck now
sign-catches = catches, frees at once
sign-gave-way = gave way, wobbled
sign-gave-way-fell = gave way with a fall or twist
sign-night-pain = pain at night that wakes
sign-lump-or-weight-loss = lump, or weight loss
sign-bone-spot = one sore spot on bone
sign-groin-pain = groin pain
sign-morning-stiffness = stiff over 30 minutes in the morning
sign-chest-pain-or-faint = chest pain or fainting
