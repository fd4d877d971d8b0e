# A physiotherapist's own side: inviting, who stands in, her settings, handing over, leaving.

invite-made =
    Invite for <b>{ $name }</b>, valid until { $until }, for one person.
    Forward the message below. Fill in what you know: the runner is asked the rest.
invite-opened =
    <b>{ $name }</b> has opened the link and is joining.
    From now on only the answers given there count.
invite-ended =
    Nobody has opened the link for <b>{ $name }</b> in seven days. It leads nowhere now.
invite-revoked = The link for <b>{ $name }</b> is revoked. It leads nowhere now.
invite-revoke = Revoke the link for <b>{ $name }</b>? Whoever is just joining by it is told that it is over.
invite-initials =
    Now: <b>{ $name }</b>. Type initials or another pseudonym: up to 24 letters and digits. It is all your chat shows of the runner.
invite-side = Which knee of <b>{ $name }</b>?
invite-kit = What does <b>{ $name }</b> have at home?
invite-km = The longest run <b>{ $name }</b> can do now with pain of 2 or less?
invite-plan = How does <b>{ $name }</b> begin? The plan can be changed any time.
invite-known =
    Signs of <b>{ $name }</b> that you know and have examined: told at joining, they open no alert.
label-another = Another name
label-initials = Type initials
label-invite-side = Side: { $value }
label-invite-kit = Kit: { $value }
label-invite-km = Longest: { $value }
label-invite-plan = Plan: { $value }
label-invite-known = Known signs: { $count }
label-ask-her = ask
label-ask-runner = Ask the runner
label-revoke = Revoke
label-revoke-yes = Yes, revoke
label-new-link = New link
label-open-links = Open links ({ $count })
label-person = { $name }
kit-count =
    { $count ->
        [0] none
        [1] 1 thing
       *[other] { $count } things
    }
plan-beginner = Run-walk, Mon Wed Fri
plan-three-fives = 3 × 5 km, Mon Wed Fri
plan-two-eights = 2 × 8 km, Wed Sat
plan-post-race = After a race: 2 × 3 km, Tue Sat
invites =
    <b>Open links</b> ({ $count })
    { $lines }
invite-line = • <b>{ $name }</b>: not opened, until { $until }
invite-line-opened = • <b>{ $name }</b>: opened, has not finished joining
refuse-pseudonym = A pseudonym has up to 24 letters and digits, such as T. M. or Red Kite. No signs or pictures.
refuse-pseudonym-taken = { $name } is taken in your clinic, or too much like one that is. Please choose another.
toast-invite-over = This link is over.

label-just-me = Just me
label-nobody = Nobody
nobody-stands-in = Nobody stands in for { $physio }.
stands-in = { $deputy } stands in for { $physio }.
deputy-none = Nobody stands in for you; your runners are told so. /settings names a deputy.
deputy-waits = { $name } has been asked to stand in for you.
deputy-ask =
    <b>{ $name }</b> asks you to stand in: alerts that { $name } cannot read, or leaves unread too long, come to you.
deputy-agreed = You stand in for <b>{ $name }</b>.
deputy-declined = You do not stand in for <b>{ $name }</b>.
deputy-stands-in = <b>{ $name }</b> stands in for you from now on.
deputy-will-not = <b>{ $name }</b> does not stand in for you. Ask somebody else: /settings
deputy-unanswered = <b>{ $name }</b> has not answered in a week, so nobody new stands in for you. Ask again or somebody else: /settings
deputy-no-more = You do not stand in for <b>{ $name }</b> any more.
deputy-has-left = <b>{ $name }</b> has left, so nobody stands in for you now. /settings names a deputy.

test-alert =
    🔔 <b>Test alert.</b> No runner needs you: this tries your phone, once a month.
    Please press within a day; else your deputy and the operator are told.
test-alert-pressed = 🔔 Test alert: pressed { $at }. Your phone works.
test-alert-unpressed = <b>{ $name }</b> has not pressed the test alert of { $at }. Alerts might not arrive there: please ask.
operator-untested = Physiotherapist { $physio } has not pressed the test alert within 24 hours.
label-got-it = Got it

physio-settings =
    <b>Settings</b>
    Alerts are read { $days } { $opens }–{ $closes }{ $own ->
        [yes] , your own hours
       *[no] , the clinic's hours
    }
    { $stands_in }
    Time zone: { $zone }, now { $clock }
    Clinic: { $clinic }
    Language: { $language }, the only one so far
    { $tested }
never-tested = Test alert: not pressed yet
tested-at = Test alert: pressed { $at }
set-work-hours =
    When do you read alerts? Your runners are told exactly this. Tap, or type such as 9-17.
    Now: { $days } { $opens }–{ $closes }
set-deputy =
    Who stands in for you? A colleague is asked first.
    { $stands_in }
set-deputy-alone =
    { $stands_in }
    Nobody else of your clinic is here. The operator can invite a colleague into it.
set-clinic = What is your clinic called? Type its name: up to 60 letters.
label-set-hours = Hours
label-set-deputy = Deputy
label-set-clinic = Clinic name
label-as-clinic = As the clinic
label-hand-all = Hand over all
label-leave-clinic = Leave
refuse-work-hours = Please send hours of one day such as 9-17 or 8:30-12, or tap some.
refuse-no-workday = At least one day must stay. For a time without alerts there is /away.
refuse-clinic = Please send a name of 1 to 60 letters.
refuse-clinic-taken = A clinic of that name is here already. To join it, ask the operator for a link into it; else choose another name.

handover-choose = Who shall take over <b>{ $name }</b>? Until your colleague says yes, nothing changes.
handover-offer =
    <b>{ $name }</b> asks you to take over { $count ->
        [one] 1 runner
       *[other] { $count } runners
    }:
    { $lines }

    Open cards come to you with their runner. Please answer within a day.
handover-line = • <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee not told
    }{ $count ->
        [0] { "" }
        [one] {", 1 open card"}
       *[other] , { $count } open cards
    }
handover-answered = Nothing of <b>{ $name }</b>'s waits for your answer any more.
handover-waits =
    Offered to <b>{ $name }</b>: { $waiting } not answered yet.{ $done ->
        [taken] { "" } Some are taken.
       *[none] { "" }
    } Until then they stay with you.
handover-done = { $done ->
        [taken] <b>{ $name }</b> has taken over. Each runner is told.
        [declined] <b>{ $name }</b> does not take over. What was not taken stays with you.
        [unanswered] <b>{ $name }</b> has not answered within a day. What was not taken stays with you.
        [withdrawn] Taken back. What <b>{ $name }</b> had not taken stays with you.
       *[none] Nothing waits for <b>{ $name }</b>'s answer.
    }
handed-over =
    <b>{ $name }</b> reads your answers from now on, in the place of { $before }, in the same clinic. Your plan stays as it is. { $hours }
handed-by-operator = <b>{ $name }</b> has left. { $count ->
        [one] 1 runner is
       *[other] { $count } runners are
    } yours now, with every open card.
label-take-one = Take { $name } ({ $count } open)
label-take-calm = { $count ->
        [one] Take the one without a card
       *[other] Take the { $count } without a card
    }
label-take-none = No
label-withdraw = Take back
refuse-handover-ended = That has ended: there is nothing to hand over.
refuse-handover-offered = That is offered to a colleague already, or is not yours any more.
refuse-no-colleague = Nobody else of your clinic is here. The operator can invite a colleague into it.
refuse-no-runners = You have no runners to hand over.

hand-all =
    Who shall take over { $count ->
        [one] your runner
       *[other] all { $count } runners
    }? Until your colleague says yes, nothing changes.
physio-leave-first = <b>Leave?</b> { $count ->
        [one] 1 runner is
       *[other] { $count } runners are
    } still in your care. Hand over first.
physio-leave = <b>Leave?</b> You will see nothing here any more. To come back you need a new link.
physio-left = <b>You have left.</b> Nothing more comes here. Please delete what this chat still shows of your runners.
physio-gone =
    <b>{ $name }</b> does not look after you here any more, and nobody reads your answers now. They go on as a diary, for you alone. { $urgent ->
        [yes] What you told before is not settled: please get it seen. { $numbers }
       *[no] { "" }
    }
diary-yours-again = The link you opened was meant for somebody else. Nobody but you reads your diary any more, and it goes on as before.
diary-link-revoked = That link is void now. Your diary stays yours alone, and goes on as before.
command-settings-physio = Hours, deputy, zone, clinic
command-leave = Hand over and leave
