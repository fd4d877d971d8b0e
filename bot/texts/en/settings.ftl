# The plan, pauses, settings, leaving, and what each command does.

plan =
    <b>Your plan</b>
    { $days } · { $at } · { $km } km
    { $held }{ $paused }{ $next }

    I ask half an hour after a run should be over. Questions already sent stay open.
plan-days =
    On which days do you plan to run? Tap to switch a day on or off.
    Now: { $days }. { $next }
plan-time =
    When do you usually start? Tap, or type such as 18:30.
    Now: { $at }
plan-km =
    How far is a usual run? Tap, or type the km.
    Now: { $km } km
plan-no-days = No planned runs: tell me by /run
plan-held = Your physiotherapist's limit: { $km } km.{ " " }
plan-paused = Paused until { $until }.{ " " }
days-and = { $one }, { $two }
next-run-at = Next run: { $at }
next-run-none = No run is planned. After one: /run
label-days = Days
label-time = Time
label-distance = Distance
refuse-plan-km = Please send km from 0.5 to 100, such as 6.5, or tap one.

pause =
    <b>Pause until when?</b>
    No questions, reminders or exercises until then. Urgent advice goes on. Tap, or type a date such as 5 Dec.
paused =
    <b>Paused until { $until }.</b>
    Your physiotherapist sees that. Urgent advice goes on. Something wrong: /symptom. Another end: /pause
pause-over = The pause is over.
welcome-back =
    <b>Welcome back.</b> { $next }
    Before you run: /today
label-3-days = 3 days
label-week = 1 week
label-two-weeks = 2 weeks
label-resume = Resume now
toast-not-paused = Nothing is paused.
refuse-day = Please send a date such as 5 Dec or 2026-12-05, or tap one.
refuse-pause-day = Please choose a day after today, and not after { $last }.

settings =
    <b>Settings</b>
    Time zone: { $zone }, now { $clock }
    Country: { $country }
    Quiet hours: { $quiet }
    Exercises: { $exercises }
    Language: { $language }, the only one so far
    Sharing: { $reads }
zone-named = { $zone }
zone-unknown = { $zone } (unknown here, so UTC)
zone-lost = I no longer know the time zone { $zone }, so I use UTC for now. Please choose your time zone again: /settings
quiet-hours = { $start }–{ $end }
quiet-none = none
language-name = English
reads-physio = { $name } reads your answers
reads-nobody = nobody reads your answers
set-zone =
    Which of these shows your time? Tap, or type a city such as Munich.
    Now: { $clock }
set-zone-ok = Is it { $clock } where you are now?
set-country = Which country are you in now? This decides which emergency numbers I show.
set-quiet =
    When shall I not ask you anything? Tap, or type such as 22-7.
    Now: { $quiet }
set-exercises =
    When shall your exercises come? Tap, or type such as 7:15.
    Now: { $at }
label-yes = Yes
label-no = No
label-set-zone = Time zone
label-set-country = Country
label-set-quiet = Quiet hours
label-set-exercises = Exercise time
label-no-quiet = No quiet hours
label-after-quiet = When quiet hours end
refuse-place = I don't know that place. Please type a large city in your time zone, or tap one. Worried about your knee? /symptom
refuse-quiet = Please send quiet hours such as 21-8, or tap some.
refuse-quiet-long = That leaves no time to ask you. Quiet hours can last 18 hours at most; for a longer rest there is /pause.
refuse-exercises-quiet = That is in your quiet hours. Please choose another time, or change the quiet hours first.

stop =
    <b>Stop?</b>
    A pause ends by itself. Leaving ends your check-ins here; your physiotherapist is told. To come back you need a new link.
stop-not = Nothing has changed.
left =
    <b>You have left.</b> Nothing more is asked. Your physiotherapist keeps the record and can send you a new link.
    { $urgent ->
        [yes] The urgent advice still holds: please get it seen. { $numbers }
       *[no] { "" }
    }
label-pause-instead = Pause instead
label-leave-kneecheck = Leave
runner-has-left = <b>{ $name }</b> has left. Nothing more is asked there. { $open }
runner-has-left-open = The open card stays with you.

command-line = { $command } { $does }
command-start = Begin, or see where things stand
command-help = What I can do
command-privacy = What is kept
command-run = I ran
command-today = Can I run today?
command-symptom = Something is wrong
command-progress = Your chart
command-plan = Run days, time, distance
command-pause = Pause until a day
command-settings = Place, quiet hours, exercise time
command-mydata = A copy of your data
command-forget = Delete your data
command-stop = Pause or leave
command-invite = Invite a runner
command-clients = Your runners, by need
command-alerts = Open cards
