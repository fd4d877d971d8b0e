# Joining, for runners and for physiotherapists. Consent says what is true, in two screens' worth.

about-join = Joining
about-join-physio = Joining
ask-consent =
    <b>{ $physio } invites you to Kneecheck.</b>

    After each run, and a day later, it asks how your knee was. It keeps your answers; { $physio } reads them, or colleagues at the same clinic. { $hours }

    Telegram can technically read chats with bots. You can stop any time.

    <b>Not for emergencies: nobody watches live.</b> It advises by fixed rules and does not replace an examination. Adults only. Do you agree?
consent-hours = Alerts are read { $days }, { $opens }–{ $closes }.
ask-age = How old are you?
ask-country = Where are you now? This decides which emergency numbers I show.
ask-zone-ok = Is it { $clock } where you are?
ask-zone = Which of these shows your time? You can also type a city or a time zone.
ask-risks = Does any of these apply to you? They change how quickly a sign must be looked at.
ask-side = Which knee is it?
ask-since = For how long has it hurt?
ask-longest-ok = The longest run you can do now with pain of 2 or less, in km? Tap or type.
ask-weekly-km = How many km in a usual week lately? Tap or type.
ask-pain-running =
    Worst knee pain while running, lately?
    0 none · 3 mild · 6 strong · 10 worst
ask-pain-daily =
    Worst knee pain yesterday in daily life (stairs, walking, sitting)?
    0 none · 3 mild · 6 strong · 10 worst
ask-pain-stairs =
    Knee pain on stairs now?
    0 none · 3 mild · 6 strong · 10 worst
ask-join-noticed = Is any of these true right now? Tap all that are.
ask-kit = What do you have at home for exercises?
ask-run-days = On which days do you plan to run?
ask-run-at = At what time do you usually start? Tap, or type such as 18:30.
ask-usual-km = How far is a usual run, in km? Tap or type.
ask-name = What shall your runners call you? Tap, or type a name.
ask-clinic = What is your clinic called? Type its name, or tap if you work alone.
ask-hours = When do you read alerts? Your runners are told exactly this.
ask-own-hours = When do you read alerts? Your runners are told exactly this. Other days and times: /settings, later.
ask-deputy = Who stands in for you? They are asked first, and read the alerts that you cannot read.
ask-test =
    🔔 <b>This is how an alert arrives.</b>
    Urgent ones come at any hour. Let Kneecheck through your phone's quiet mode if you want to be woken.

choice-consent =
    .yes = I agree
    .no = No, thanks
choice-age =
    .under-18 = Under 18
    .o-18-39 = 18–39
    .o-40-54 = 40–54
    .o-55-plus = 55+
choice-side =
    .left = Left
    .right = Right
    .both = Both
choice-since =
    .weeks = Under 6 weeks
    .months = 6 to 12 weeks
    .long = 3 to 12 months
    .years = More than a year
choice-zone-ok =
    .yes = Yes
    .no = No
choice-hours =
    .mf9 = Mon–Fri 9–17
    .mf8 = Mon–Fri 8–18
    .ms8 = Mon–Sat 8–18
    .all8 = Every day 8–20
choice-own-hours =
    .same = As the clinic
    .mf9 = Mon–Fri 9–17
    .mf8 = Mon–Fri 8–18
    .ms8 = Mon–Sat 8–18
    .all8 = Every day 8–20
choice-test =
    .yes = Got it

mark-risks =
    .recent-knee-procedure = Knee injection or op, last 3 months
    .prosthesis = Artificial knee joint
    .immunosuppression = Weakened immune system
    .diabetes = Diabetes
    .wound = Open wound near the knee
    .anticoagulant = Blood thinners
    .pregnant = Pregnant
    .after-birth = Gave birth in the last 6 weeks
    .oestrogen = Pill or hormones with oestrogen
    .immobile = Last month: surgery, cast, long flight
    .cancer = Cancer, now or earlier
    .earlier-clot = Blood clot, earlier
    .osteoporosis = Osteoporosis
    .steroids = Cortisone tablets
    .low-energy = Missed periods, or eating too little
mark-kit =
    .band = Band
    .step = Step or stair
    .chair = Chair
mark-run-days =
    .o-0 = Mon
    .o-1 = Tue
    .o-2 = Wed
    .o-3 = Thu
    .o-4 = Fri
    .o-5 = Sat
    .o-6 = Sun
    .mon-wed-fri = Mon · Wed · Fri
    .tue-thu-sat = Tue · Thu · Sat

joined =
    <b>Welcome.</b> { $planned ->
        [yes] Your next planned run: { $run }.
       *[no] No run is planned: /plan sets your days.
    } I ask half an hour after a run should be over, and again a day later.

    Ran at another time? /run. Before a run: /today. Something wrong: /symptom.

    { $hours } { $stands_in }
physio-joined =
    <b>Ready.</b> /invite makes a link for a runner. Every working morning at 08:00 you get a card, also when all is quiet.

    Your runners are told: { $hours } { $deputy }

    { $signed ->
        [yes] The rule book is signed for your clinic: /rules shows it.
       *[no] The rule book is not signed for your clinic: until it is, treat every card as unverified. /rules
    }
refused-consent = That is fine. Nothing more is asked, and the link is void. Your physiotherapist is told that you did not join.
refused-minor =
    Kneecheck is for adults. At your age knee pain can come from the hip: with a limp, a stiff hip, or pain in knee, thigh or groin, please get your hip checked today. If you can't walk, call now. { $numbers }

    Your physiotherapist is told.
refused-minor-diary =
    Kneecheck is for adults. At your age knee pain can come from the hip: with a limp, a stiff hip, or pain in knee, thigh or groin, please get your hip checked today. If you can't walk, call now. { $numbers }

    Nothing more is asked.
runner-refused-consent = { $name } did not agree to the terms. The link is void.
runner-refused-minor = { $name } is under 18 and was told about hip checks. The link is void. Please see to it yourself: a limp or stiff hip at that age needs a look today.
runner-joined =
    <b>{ $name }</b> joined (Telegram first name { $first }).
    Right person?
label-right-person = Yes
label-wrong-person = No, revoke
runner-confirmed = <b>{ $name }</b> joined and is confirmed.
runner-revoked = <b>{ $name }</b> was revoked. Nothing more is asked there.
you-were-removed = Your physiotherapist has ended this: the link was meant for somebody else. Nothing more is asked.
mark-known =
    .puffy = A bit puffy
    .catches = Catches, frees at once
    .gave-way = Wobbles
    .night-pain = Night pain
toast-invite-opened = The link has been opened: what the runner tells now counts.
refuse-joined-elsewhere = You are with { $physio } here already. To change, leave with /stop first, then open the new link.
consent-diary-too = { $hours } That includes the diary you have kept here.

joining-over = You began to join and did not finish, and that is all right. The link is void and nothing more is asked. To join after all, ask your physiotherapist for a new one.
joining-over-diary = You began a diary and did not finish, and that is all right. Nothing more is asked. /start begins anew.
joining-over-diary-stays = Your diary was not joined to your physiotherapist's list, and that is all right. It goes on as before; the link is void.
runner-did-not-finish = <b>{ $name }</b> opened the link and did not finish joining within a week. The link is void; /invite makes a new one.

# Without a physiotherapist: a diary. It keeps and shows, and never says whether to run.

start-stranger =
    <b>Kneecheck</b> asks runners with knee pain how each run went, and how the knee is next day.

    Best by invitation: your own physiotherapist gives you a link. Not for emergencies.
start-with-link = Please open it in this chat, or on this phone: it begins with t.me. If you only have the message, tap the link in it. Nothing is kept until you do.
label-have-link = I have a link from my physio
label-keep-diary = Keep a diary without one
diary-consent =
    <b>A diary of your knee.</b>

    After each run, and a day later, it asks how your knee was. It keeps your answers and shows them to you. No physiotherapist reads them, and it does not say whether you may run.

    Telegram can technically read chats with bots. /forget removes everything, any time.

    <b>Not for emergencies: nobody watches.</b> It replaces no examination. Adults only. Do you agree?
diary-agreed = ✓ You agreed to keep a diary. /privacy says what is kept, /forget removes it.
diary-refused = That is fine. Nothing is kept and nothing is asked.
diary-joined =
    <b>Your diary begins.</b> { $planned ->
        [yes] Your next planned run: { $run }.
       *[no] No run is planned: /plan sets your days.
    } I ask half an hour after a run should be over, and again a day later. /progress shows it all.

    Something wrong? /symptom at once: nobody else reads this. { $numbers }

    With a physiotherapist it does more: ask yours to run Kneecheck. Their link joins this diary.
diary-kept =
    ✓ Kept. { $about }: { $answers }.
    { $next }
    { $told }
diary-today =
    { $urgent ->
        [yes] ⚠️ <b>What you told here should be looked at by a doctor or physiotherapist first.</b> Nobody here has seen it. { $numbers }
       *[no] A diary can't say whether you may run: nobody here knows your knee.
    }

    In general, runners' knees do well with runs that stay nearly free of pain and settle by next day, with small steps up, one change at a time, and with strong hips and thighs.

    Ask your physiotherapist to run Kneecheck: the link joins this diary. Something wrong: /symptom.
diary-stays = That is fine. Your diary stays yours alone, and goes on as before. The link is void.
invite-forward =
    { $physio } invites you to Kneecheck, for your knee and your running. Please open this link on your phone:
    { $link }

reading-unreachable = { $physio } cannot be reached through this bot right now: don't wait for an answer here.
reading-hours =
    { $open_now ->
        [yes] { $physio } reads alerts { $days } { $opens }–{ $closes }, which includes now.
       *[no] { $physio } reads alerts { $days } { $opens }–{ $closes }. Next: { $next }.
    }
care-no-physio = Nobody reads this but you: no physiotherapist is told.
workdays-0-1-2-3-4 = Mon–Fri
workdays-0-1-2-3-4-5 = Mon–Sat
workdays-0-1-2-3-4-5-6 = every day
