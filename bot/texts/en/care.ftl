# Urgent advice. Facts and actions first; the clock decides between "today" and "tonight".

care-e0 =
    🚨 <b>{ $seen ->
        [yes] You were seen: what you were told there counts.
       *[other] Go to emergency care now.
    }</b>
    { $what }
    { $numbers }

    No running, no exercises. Don't wait for an answer here: nobody watches live.
    { $seen ->
        [yes] Noted: you were seen.
       *[other] { $physio }
    }
    { $asked ->
        [read] { "" }
        [going] Can you go?
        [seen] Were you seen?
       *[none] { $seen ->
            [yes] { "" }
            [on_my_way] Noted: you are on your way.
            [not_yet] Not seen yet: please go. This does not wait.
           *[none] { $going ->
                [going] Good that you go.
                [cannot] You can't get there: call the number above; they can send help.
                [mistap] A mis-tap is noted. Your physiotherapist decides; until then no running.
               *[none] { "" }
            }
        }
    }
care-e1 =
    ⚠️ <b>{ $seen ->
        [yes] You were seen: what you were told there counts.
       *[other] { $night ->
            [yes] Get this seen tonight, or first thing in the morning. Worse, feverish or faint: go now.
           *[no] Get this seen today.
        }
    }</b>
    { $what }
    { $numbers }

    No running, no exercises. Don't wait for an answer here: nobody watches live.
    { $seen ->
        [yes] Noted: you were seen.
       *[other] { $physio }
    }
    { $asked ->
        [read] { "" }
        [going] Can you go?
        [seen] Were you seen?
       *[none] { $seen ->
            [yes] { "" }
            [on_my_way] Noted: you are on your way.
            [not_yet] Not seen yet: please go. This does not wait.
           *[none] { $going ->
                [going] Good that you go.
                [cannot] You can't get there: call the number above; they can send help.
                [mistap] A mis-tap is noted. Your physiotherapist decides; until then no running.
               *[none] { "" }
            }
        }
    }
care-e2 =
    🟠 <b>{ $fever ->
        [yes] No running and no exercises with a fever.
       *[no] No running until { $diary ->
            [yes] a physiotherapist or doctor
           *[no] your physiotherapist
        } has checked it.
    }</b>
    { $what }
    { $lock_all ->
        [yes] No exercises either.
       *[no] Gentle exercises are fine if they don't hurt.
    } Worse, hot, red or feverish: /symptom. { $numbers }
    { $physio }
care-e3 =
    { $what }
    { $physio }

choice-read =
    .yes = I've read this
choice-going =
    .going = I'm going
    .cannot = I can't get there
    .mistap = Mis-tap
choice-seen =
    .yes = Yes
    .on-my-way = On my way
    .not-yet = Not yet

care-row-1 = A hot or red knee with swelling, stiffness or feeling ill can be a joint infection. That needs a hospital within hours.
care-row-2 = { $signs ->
        [fever_usual] Fever is reason enough to rest. I ask again in the morning. Worse, or a hot, red or swollen knee: /symptom at once.
       *[other] A hot, red or very swollen knee, or fever with knee trouble, needs a doctor's look.
    }
care-row-3 = If you can't put weight on it, you may need an X-ray.
care-row-4 = A pop with swelling within hours needs an examination. Cool it and keep weight off.
care-row-5 = If the leg won't straighten after a jolt, a tendon may be torn.
care-row-6 = A kneecap out of place, or a cold pale foot, is for a hospital. Don't push it back.
care-row-7 = A swollen, sore calf can be a blood clot. Breathless or chest pain: call the emergency number at once.
care-row-8 = A knee that stays stuck needs a look the same day.
care-row-9 = A knee that catches or gives way needs a check before the next run.
care-row-10 = Swelling you can see needs a check before the next run.
care-row-11 = Night pain that wakes you, a lump or weight loss: see a doctor this week. Exercises don't answer that.
care-row-12 = One sore spot on the bone, or groin pain, can be an overloaded bone: no jumping, no running until seen.
care-row-14 = Long morning stiffness, above all in several joints: ask your GP about it.
care-row-16 = Chest pain or fainting on a run is for the emergency number, now.
care-read-by = { $name } read this { $at }. That is not a check-up: still go.
care-examined = ✓ Examined by { $name } ({ $at }). The urgent advice is done with. /today says what you may do.
nobody-read-lock =
    What you told us still waits for a check, and running stays locked. Please see any physiotherapist or your GP. { $care }
nobody-finished =
    ⚠️ Your alert was read, but nobody has finished with it yet. Don't wait for it: get it seen. { $care }
nobody-read =
    ⚠️ Nobody has read your alert yet. Don't wait for it: get it seen. { $care }
