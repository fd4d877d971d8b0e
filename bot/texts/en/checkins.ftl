# What a runner is asked and answered. Prompts and advice stay under 35 words; GO never means "fine".

about-run = { $day }'s run{ $known ->
        [yes] , { $km } km
       *[no] { "" }
    }
about-post-run = Your run
about-follow-up = The day after
about-follow-up-48 = Two days after
about-recovery = Your knee today
about-rest-day = Your knee today
about-gate = Before you run
about-symptom = Something is wrong
about-exercises = Exercises
about-words = What you wrote
about-better-time = A better time?
about-red-care = Urgent advice
so-far = Pain { $pain }
so-far-now = Pain { $pain } now
so-far-nothing = Your knee

ask-rested = A rest day for your knee instead of { $about }. How was it?
ask-ended = 🏃 { $about }. When did it end?
ask-post-run-pain =
    🏃 { $about }. Worst knee pain while running?
    0 none · 3 mild · 6 strong · 10 worst
ask-post-run-quick =
    🏃 { $about }. Worst knee pain while running?
    ✅ = all as planned, no painkiller, and nothing on the list happened. Anything else: the scale below.
    0 none · 3 mild · 6 strong · 10 worst
ask-post-run-noticed =
    🏃 { $about }. { $so_far }.
    Did any of these happen? Tap all that did.
ask-follow-up-noticed =
    { $about }. { $so_far }.
    Is any of these there? Tap all that are.
ask-distance =
    🏃 { $about }. { $so_far }.
    How far was it? Tap, or type the km.
ask-follow-up-pain =
    After { $about }: worst knee pain today in daily life (stairs, walking, sitting)?
    ✅ = and back to usual within an hour of the run
    0 none · 3 mild · 6 strong · 10 worst
ask-follow-up-48-pain =
    Two days after { $about }: worst knee pain today in daily life?
    ✅ = and back to usual now
    0 none · 3 mild · 6 strong · 10 worst
ask-recovery-pain =
    Worst knee pain today in daily life (stairs, walking, sitting)?
    ✅ = and back to usual now
    0 none · 3 mild · 6 strong · 10 worst
ask-rest-day-noticed =
    { $so_far }.
    Is any of these there now? Tap all that are.
ask-recovery-noticed =
    { $so_far }.
    Is any of these there now? Tap all that are.
ask-follow-up-48-noticed =
    { $so_far }.
    Is any of these there now? Tap all that are.
ask-rest-day-pain =
    { $signs_due ->
        [yes] How is it now?
       *[no] A few days without a number.
    } Worst knee pain today in daily life (stairs, walking, sitting)?
    0 none · 3 mild · 6 strong · 10 worst
ask-gate-pain =
    Worst knee pain now, walking or on stairs?
    0 none · 3 mild · 6 strong · 10 worst
ask-symptom-noticed = What is wrong with the knee, or with you? Tap all that fits, worst first.
ask-symptom-pain =
    Worst knee pain now?
    0 none · 3 mild · 6 strong · 10 worst
ask-pain-now =
    Knee pain now, walking or on stairs?
    0 none · 3 mild · 6 strong · 10 worst
ask-walks = Can you walk normally now?
ask-settled = { $about }. { $so_far }. Was the knee back to usual after the run?
ask-back = Is the knee back to usual since that run?
ask-knee = Which knee was it?
ask-still = Thank you for telling. Is it still so now?
ask-limp = Do you limp when you walk now?
ask-reason = No run. What was it?
ask-ill = Sorry to hear it. Fever? And the knee?
ask-signs = Which of these is it? Tap all that fits, worst first.
ask-weekly =
    { $about }. Once a week: hot, red or darker knee, fever, swollen or sore calf, breathless, night pain that wakes you, one sore spot on bone, groin pain?
ask-pills = Painkillers before running, this last week?
ask-words-pain =
    Worst knee pain now?
    0 none · 3 mild · 6 strong · 10 worst
ask-words-noticed = Anything else? Tap all that fits, worst first.
ask-sounds = <b>That sounds like something to look at now.</b> Do you have that now? Nobody watches live here. { $numbers }
ask-send = I can't read free text, and nobody has seen this yet. Shall I pass on its first 1000 characters? Worried about your knee: /symptom.
ask-better = My next-day questions seem to come at a bad time. Would another suit you better?
ask-more = Which of these? Tap what fits.

choice-rested =
    .rested = Rested
    .ran = Ran anyway
choice-ended =
    .now = Just now
    .o-1 = 1 h ago
    .o-2 = 2–3 h ago
    .o-5 = Earlier today
choice-walks =
    .yes = Yes
    .no = No
choice-knee =
    .left = Left
    .right = Right
    .both = Both
choice-still =
    .yes = Yes, still
    .no = No, it has gone
choice-weekly =
    .none = None
    .yes = Yes →
choice-pills =
    .no = No
    .once = Once
    .most = Most runs
choice-sounds =
    .yes = Yes, my knee
    .no = No, not that
choice-send =
    .yes = Send it
    .no = Don't send
choice-better =
    .earlier = Earlier
    .later = Later
    .same = Fine as it is
choice-settled =
    .o-1h = Within an hour
    .o-24h = Within the day
    .no = Not yet
choice-back =
    .now = Yes, back to usual
    .no = Not yet
choice-limp =
    .no = No limp
    .yes = I limp
choice-reason =
    .rest-day = Rest day
    .no-time = No time
    .too-sore = Too sore
    .ill = Ill
choice-ill =
    .no-fever = No fever
    .fever-usual = Fever, knee as usual
    .fever-worse = Fever, knee worse
    .hot-ill = Knee hot, red or swollen

mark =
    .grew = Grew as I ran
    .eased = Eased, came back
    .limped = Limped / ran differently
    .painkiller = Took a painkiller
    .hills = Hills
    .speed = Faster parts
    .swollen = Swollen
    .gave-way = Gave way
    .caught = Caught / stuck
    .more = Hot, red, fever, calf, other…
    .hot = Hot, red or darker knee
    .fever = Fever or shivering
    .chest = Chest pain, faint, breathless
    .calf = Calf swollen, sore, warm
    .weight = Can't put weight on it
    .place = Went out of place, or cold foot
    .straighten = Can't straighten or bend it
    .night = Night pain, lump, weight loss
    .bone = One sore spot on bone, or groin
    .stiff = Stiff over 30 min in the morning

ask-swollen = Swollen: how?
ask-gave-way = It gave way: how?
ask-caught = Caught or stuck: how?
ask-hot = Hot, red or darker than the other knee. And?
ask-fever = Fever or shivering. And the knee?
ask-chest = What is it?
ask-calf = Calf swollen, sore or warm. And?
ask-weight = You can't put weight on it. Since when?
ask-place = What happened?
ask-straighten = Which is it?
ask-night = Which is it?
ask-bone = Where is it?
ask-stiff = Stiff for more than 30 minutes in the morning, also in other joints?
choice-swollen =
    .puffy = A bit puffy
    .very = Very: kneecap hidden
    .pop = Came up in hours after a pop or twist
    .hot-too = Hot or red too
    .mistap = Mis-tap
choice-gave-way =
    .wobbled = Wobbled
    .fell = Fell, or after a twist
    .mistap = Mis-tap
choice-caught =
    .catches = Catches, frees at once
    .stuck = Stuck now
    .mistap = Mis-tap
choice-hot =
    .hot = That alone, and I feel well
    .hot-ill = I feel feverish, shivery or ill
    .hot-swollen = It is also very swollen
    .hot-bend = I can't bend it as usual
    .mistap = Mis-tap
choice-fever =
    .fever-usual = Knee as usual
    .fever-worse = Knee worse than usual
    .fever-hot = Knee hot or red
    .mistap = Mis-tap
choice-chest =
    .breathless = Breathless
    .faint = Chest pain, or I fainted
    .mistap = Mis-tap
choice-calf =
    .calf = The calf alone
    .calf-chest = Also breathless or chest pain
    .mistap = Mis-tap
choice-weight =
    .injury = Since a fall, blow or twist
    .no-injury = Without an injury
    .mistap = Mis-tap
choice-place =
    .still = Out of place now
    .back = It slipped back by itself
    .cold = Foot cold, pale or numb
    .mistap = Mis-tap
choice-straighten =
    .jolt = Can't straighten it since a jolt
    .straighten = Can't straighten it, no jolt
    .bend = Can't bend it
    .mistap = Mis-tap
choice-night =
    .night = Pain at night that wakes me
    .lump = A lump, or I lose weight
    .mistap = Mis-tap
choice-bone =
    .bone = One spot on the bone
    .bone-limp = One spot, and I limp
    .groin = In the groin
    .groin-limp = In the groin, and I limp
    .mistap = Mis-tap
choice-stiff =
    .stiff = Yes
    .mistap = Mis-tap

response-green-so-far = 🟢 Green so far: { $why }.
response-amber-so-far = 🟡 Amber so far: { $why }.
response-red-so-far = 🔴 Red: { $why }.
response-green = 🟢 Green: { $why }.
response-amber = 🟡 Amber: { $why }.
response-red = 🔴 Red: { $why }.

both-reasons = { $one }; { $two }

permission-go =
    { $dated ->
        [yes] <b>Not today. GO from { $from_day }</b> 🟢
       *[no] <b>GO</b> 🟢
    } { $how_far ->
        [km] up to { $km } km
        [session] { $session }
        [both] { $session }, at most { $km } km
       *[none] with the plan
    }. Why: { $why }.
permission-shorter =
    { $dated ->
        [yes] <b>Not today. SHORTER from { $from_day }</b> 🟡
       *[no] <b>SHORTER</b> 🟡
    } { $how_far ->
        [km] up to { $km } km, flat, easy pace, walk 1 min in 5
        [session] { $session }
        [both] { $session }, at most { $km } km
       *[none] short, flat, easy pace
    }. Stop at 4/10, if it grows, or if you limp. Why: { $why }.
session-run-walk = { $times } × ({ $run } min run, { $walk } min walk), flat
session-walk = a brisk walk of { $minutes } min, flat
session-steady = { $least } to { $most } min easy running, flat
permission-no-run = <b>NO RUN</b> 🔴 for now. Why: { $why }.

answers-pain = pain { $pain }
answers-none = no number
next-question = I ask again { $at }.
told-urgent = ⚠️ <b>Pain this strong should be looked at { $night ->
        [yes] tonight, or first thing in the morning
       *[no] today
    }.</b> No running. { $numbers } { $hours }
told-physio = This goes to your physiotherapist. { $hours }

done-post-run =
    ✓ { $about }: { $answers }.
    { $response }
    { $next }
    { $told }
done-not-run =
    ✓ No run noted. { $reason ->
        [rest_day] Rest days count.
        [no_time] Another day, then.
        [too_sore] Good that you listened to it.
        [ill] Get well first.
       *[none] { "" }
    }
    { $permission }
    { $told }
done-follow-up =
    ✓ After { $about }: { $answers }.
    { $response }
    { $permission }
    { $told }
done-follow-up-48 =
    ✓ Two days after { $about }: { $answers }.
    { $permission }
    { $told }
done-recovery =
    ✓ Noted: { $answers }. Thank you.
    { $permission }
    { $told }
done-rest-day =
    ✓ Noted: { $answers }. Thank you.
    { $told }
done-gate =
    { $permission }
    { $lines }
done-symptom =
    ✓ Noted: { $answers }.
    { $permission }
    { $told }
today-stage =
    { $stage }{ $terrain ->
        [yes] : { $what }.
       *[no] .
    }
today-tip = 👟 Tip: { $tip }.
today-stop = Stop at 4/10, if it grows, or if you limp. Not a check-up.
not-a-check-up = Not a check-up.
news-stage = Next stage: { $what }.
news-week = This week: { $runs } runs, all green.
news-weekly = From now on I ask about one run a week. Anything else: /run or /symptom.
news-every-run = I ask about every run again.
stage-s0 = Stage 0 of 10, brisk walks
    .what = brisk walks
stage-s1 = Stage 1 of 10, run and walk in turns
    .what = run and walk in turns
stage-s2 = Stage 2 of 10, run and walk in turns
    .what = run and walk in turns
stage-s3 = Stage 3 of 10, run and walk in turns
    .what = run and walk in turns
stage-s4 = Stage 4 of 10, run and walk in turns
    .what = run and walk in turns
stage-s5 = Stage 5 of 10, long runs, short walks
    .what = long runs, short walks
stage-s6 = Stage 6 of 10, easy running without walks
    .what = easy running without walks
stage-s7 = Stage 7 of 10, distance
    .what = by distance, flat, easy pace
stage-s8 = Stage 8 of 10, hills
    .what = hills, uphill first
stage-s9 = Stage 9 of 10, faster running
    .what = a little faster running
stage-s10 = Stage 10 of 10, free running
    .what = run as you like
today-locked =
    <b>NO RUN</b> 🔴 until your physiotherapist has cleared it{ $all ->
        [yes] , and no exercises
       *[no] ; gentle exercises only
    }.
    { $hours }
    If it gets worse: { $numbers }
done-words =
    ✓ Noted: { $answers }.
    { $permission }
    { $told }
words-sent = ✓ Sent to your physiotherapist, who may not read it at once. { $hours }
words-not-sent = ✓ Not sent, and not kept. For a new pain or sign: /symptom.
done-better-time = { $better ->
        [earlier] ✓ I ask up to two hours earlier from now on, outside your quiet hours.
        [later] ✓ I ask two hours later from now on, outside your quiet hours.
       *[same] ✓ Then it stays as it is. Thank you.
    }
soft-ask = { $about }: no answer, and that is all right. What was it?
expired = { $about }: not answered, and that is all right.
asked-ran = Did you run
asked-pain = Pain
asked-pain-now = Pain now
asked-walks = Walks normally
asked-limp = Limp
asked-noticed = What happened
asked-distance = Distance
asked-settled = Back to usual
asked-knee = Which knee
asked-back = Back to usual
asked-reason = No run, because
asked-ill = Fever
asked-weekly = Once a week
asked-pills = Painkillers
value-plain = { $value }
value-no = No
value-none = Nothing
value-marked = As ticked
value-unknown = not told
later = { $about }. I ask again { $at }. Or another time:
echo = { $question ->
        [distance] { $value } km
       *[other] { $value }
    } for { $about } ✓
read-by = { $name } has read your check-ins ({ $at }). That is not a check-up.
read-by-urgent = { $name } read this { $at }. That is not a check-up: still go.
cleared-partly = { $name } has done one check on your { $side } knee. Another is still open: no running until that is done too.
let-go = { $name }: your { $side } knee may run again once that has been gone for two days. I ask every second day. Until then no running.
cleared = { $name } has cleared your { $side } knee for running. Start short: /today says how far.
