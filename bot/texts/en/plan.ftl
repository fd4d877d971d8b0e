# A runner's plan, her numbers and the rule book's signature, as her physiotherapist sets them; and
# what the runner hears of it.

plan-told =
    🗓 { $name } has changed your plan for the { $side ->
        [left] left knee
        [right] right knee
        [both] knees
       *[unknown] knee
    }:
    { $lines }
    /today shows what that means today.
plan-why = Why: { $why }
plan-told-locked = Running stays off until an examination; this counts from then on.
told-limit = • at most { $km } km a run for now
told-no-limit = • no extra limit on your distance any more
told-stage = • { $stage }{ $known ->
        [yes] : { $session }
       *[no] { "" }
    }
told-days = • run days: { $days }
told-exercises = • exercises: { $any_off ->
        [yes] without { $off }{ $any_on ->
            [yes] ; again with { $on }
           *[no] { "" }
        }
       *[no] again with { $on }
    }
told-level = • a little pain is accepted on runs and the day after until { $until }; /today says how it counts
told-level-over = • the usual limits of pain count again
told-usual = • what your knee has felt like lately now counts as its usual
told-cadence = • { $on ->
        [yes] a tip on quicker, shorter steps may come now and then
       *[no] no more tip on your steps
    }
told-taper = • { $on ->
        [yes] I ask less often from now on
       *[no] I ask as often as before again
    }
why-reacted = your knee has reacted to the last runs.
    .label = Knee reacted to the last runs
why-settle = your knee needs time to settle.
    .label = Time to settle
why-well = your last runs went well.
    .label = Last runs went well
why-agreed = as we talked about.
    .label = As we talked about
plan-not-told = The change of <b>{ $name }</b>'s plan holds, but has not been told: the runner's chat is closed. It is told once the chat is open again.

runner-plan =
    🗓 <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }
    { $hold ->
        [yes] Your limit now: { $held } km. Usual run { $usual } km.
       *[no] Usual run { $usual } km. No limit of yours.
    }
    { $stage }
    Run days: { $days }
    Exercises off: { $off ->
        [0] none
       *[other] { $off }
    } · { $level }
    Cadence tip: { $cadence ->
        [yes] allowed
       *[no] off
    } · Questions: { $taper ->
        [yes] fewer
       *[no] as the rules say
    }
    { $note }
    { $waiting }
plan-waiting =
    <i>The runner hears at { $at }:</i>
    { $lines }
plan-note-locked = 🔒 Running is locked. Closing its card as "Examined" opens it; what you set here counts from then on.
plan-note-unreachable = ⚪ The runner's chat is closed: what you set holds, and is told once it opens.
plan-note-paused = ⏸ Paused until { $until }: what you set is told silently.
plan-level-none = Accepted pain: none
plan-level-until = Accepted pain: until { $until }
set-hold =
    <b>{ $name }</b>: how far at most?
    Please type the km, such as 3.5.
set-days =
    <b>{ $name }</b>: run days. Tap to switch a day on or off.
    Now: { $days }
set-moves =
    <b>{ $name }</b>: exercises the rules may choose. Tap to switch one off or on.
    Off: { $off }
set-stage =
    <b>{ $name }</b>: where should return to run go on?
    { $stage }
    S0 brisk walk · S1–S5 run and walk · S6 easy run · S7 distance · S8 hills · S9 speed · S10 free
set-stage-locked =
    <b>{ $name }</b>: { $stage }
    🔒 Running is locked. After an examination it begins at S1, run and walk (at S0 if it was there). Choose another stage then.
set-level =
    <b>{ $name }</b>: accept pain up to { $run } while running and { $next_day } the next day as green, for { $weeks } weeks?
    It ends by itself, and at once when an alert for soon or more comes.
set-level-on =
    <b>{ $name }</b>. { $level }.
    Pain up to { $run } while running and { $next_day } the next day counts as green.
set-level-not =
    <b>{ $name }</b>: accepting some pain is not offered now.
    It needs { $runs } runs in a row answered in full: none red, not all green, at most { $run } while running and { $next_day } the next day. And no lock, no open alert.
set-why =
    <b>{ $name }</b>: why? The runner reads it with the change.
    Tap one, or type a sentence.

label-other-km = Other distance
label-stage = Stage
label-moves = Exercises
label-level = Accepted pain
label-new-usual = Accept new usual
label-cadence-on = Allow cadence tip
label-cadence-off = No cadence tip
label-taper-on = Ask less
label-taper-off = Ask as before
label-thresholds = ⚙ Rule numbers
label-why = Say why
label-open-locked = 🔒 Open the card
label-stage-down = One step back
label-earlier = Earlier
label-later-page = More »
label-level-accept = Accept
label-level-end = End it now

toast-plan-kept = Changed. The runner hears it in 5 minutes, with whatever else you change.
toast-plan-locked = Kept. Running is locked: it changes nothing until you clear it. The runner hears it in 5 minutes.
toast-plan-unreachable = Kept. The runner's chat is closed: it is told once it opens.
toast-plan-paused = Kept. The runner has paused: it is told silently in 5 minutes.
toast-plan-same = It is so already.
toast-plan-why = Noted. It is said with the change.
refuse-plan-left = { $name } has left: nothing changes any more.
refuse-runner-joining = { $name } is still joining: please change the plan after that.
refuse-stage-locked = Running is locked. After an examination it begins at S1: please choose the stage then.
refuse-level = Accepting some pain is not offered now.
refuse-why-nothing = There is no change to be told any more.
refuse-why-long = Please keep it under 200 letters.

numbers =
    <b>{ $name }</b>: numbers of the rule book
    { $lines }
    Each can be set for this runner within the book's limits, never those of red flags.
numbers-none = None is set: the book's values hold.
number-set = • { $what }: <b>{ $value }</b> (book { $book })
numbers-group =
    <b>{ $name }</b> · { $title }
    { $lines }
number-line = { $n }. { $what }{ $set ->
        [yes] { "" } •
       *[no] { "" }
    }
number =
    <b>{ $name }</b> · { $title }
    { $what }
    Now <b>{ $now }</b> { $unit } · book { $book } · limits { $least } to { $most }
    { $since }
number-tried =
    <b>{ $name }</b> · { $title }
    { $what }
    Now { $now } { $unit } · book { $book } · limits { $least } to { $most }
    Tried: <b>{ $tried }</b>
    { $found }
number-since = Set by { $by }, { $at }{ $ends ->
        [yes] . Looser than the book: it ends after { $until }.
       *[no] .
    }
number-looking = <i>Looking at this runner's own answers …</i>
number-found =
    With this, { $days ->
        [one] today
       *[other] in the last { $days } days
    }:
    { $nothing ->
        [yes] nothing would have been different.
       *[no]
            { $came ->
                [0] no more alerts
                [one] 1 alert more: { $came_on }
               *[other] { $came } alerts more: { $came_on }
            }
            { $gone ->
                [0] no fewer alerts
                [one] 1 alert fewer: { $gone_on }
               *[other] { $gone } alerts fewer: { $gone_on }
            }
            { $changed ->
                [0] every answer with the same permission
                [one] 1 answer with another permission: { $changed_on }
               *[other] { $changed } answers with another permission: { $changed_on }
            }
    }
number-red-flags = This value would change what is said of red flags: it cannot be set.
one-day = { $on }
more-days = and { $count } more
number-lapsed = <b>{ $name }</b>: your looser number is over. { $what }: { $book } { $unit } again, not { $value }.
numbers-ended =
    A newer rule book does not allow these any more; the book's values hold:
    { $lines }
number-ended = • <b>{ $name }</b>: { $what }
number-ended-usual = • for new runners: { $what }
label-try = Try { $value }
label-apply = Set { $value }
label-reset = Back to the book
label-set-again = Look at it
label-usual-on = { $value } for all new runners
label-usual-off = New runners: the book
toast-number-set = Set.
toast-number-loose = Set. Looser than the book: it ends by itself after 8 weeks.
toast-number-reset = The book's value holds again.
toast-number-same = The book's value holds already.
toast-number-usual = Holds for whoever joins from now on.
toast-number-usual-off = Whoever joins from now on has the book's value.
refuse-number-limits = The rule book allows { $least } to { $most }.
refuse-number-gone = This number is not set for one runner in this version of the rule book.

command-rules = The rule book: read it, sign it
rules =
    <b>Rule book { $book }</b>
    { $signature }

    { $numbers } numbers, { $signs } signs, { $exercises } exercises: what runners are told, what you hear, and the source of each number. Any other value makes a new version.
rules-unsigned = <i>Not signed for your clinic.</i> Every card says so until it is.
rules-signed = Signed for your clinic by { $name } ({ $number }), { $at }.
rules-signed-other = <i>Not signed.</i> The version before, { $book }, was signed by { $name } ({ $number }), { $at }.
rules-document = Rule book { $book }, whole: rules, red flags, numbers with sources, exercises, cases.
rules-please-sign = The rule book ({ $book }) is not signed for your clinic, and every card says so. Please read it and sign it: /rules
rules-new = The rule book has changed: version { $book } is not signed yet, and every card says so. Please read what changed and sign it: /rules
sign-name =
    Signing version { $book } for your clinic: you answer for its use with the runners in your care.
    Please type your full name.
sign-number =
    { $name }
    Please type your registration number.
sign-confirm =
    <b>{ $name }</b>, registration { $number }
    I have read version { $book } of the rule book and approve its use with the runners in my clinic's care.
label-book-read = 📄 Read it
label-book-sign = ✍️ Sign
label-book-confirm = Sign now
label-book-leave = Not now
toast-signed = Signed. Cards drawn from now on no longer say "unsigned".
refuse-sign-again = Please type name and number again: press Sign.
refuse-sign-other = The rule book has changed meanwhile. Please read and sign the new version.
refuse-sign-name = Please send 2 to 60 letters, a registration number up to 30.
