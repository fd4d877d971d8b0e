# Days away, who reads instead, cards that wait, and what the operator hears.

command-away = Days on which you read no alerts
away-ask =
    Away from { $begins }: for how long? You can also type the day you are back, or “24 Dec - 2 Jan”.

    { $deputy ->
        [none] Nobody stands in for you: your runners will be told that nobody reads.
       *[other] { $deputy } stands in and gets your open cards.
    }
away-is =
    { $now ->
        [yes] You are away. Back on { $until }.
       *[no] You will be away from { $begins }. Back on { $until }.
    }

    { $deputy ->
        [none] Nobody stands in: your runners are told that nobody reads.
       *[other] { $deputy } reads for you.
    }
away-over =
    <b>Welcome back.</b> { $opened ->
        [0] No card was opened meanwhile.
        [one] 1 card was opened meanwhile.
       *[other] { $opened } cards were opened meanwhile.
    } { $open ->
        [0] None is open.
        [one] 1 is open.
       *[other] { $open } are open.
    }

    Your runners are told: { $reads }
label-1-day = 1 day
label-from-tomorrow = From tomorrow instead
label-from-today = From today instead
label-am-back = I'm back
refuse-away-days = Please send the day you are back, such as 5 Dec, or both days, such as “24 Dec - 2 Jan”. The last can be { $last }.
toast-not-away = You are not away.

who-reads-now = About your alerts: { $hours }
reading-instead = { $why } { $hours }
reading-nobody = { $why } Nobody reads alerts meanwhile: don't wait for an answer here.
reading-away = { $physio } is away and back on { $until }.
reading-closed = { $physio } cannot be reached through this bot right now.
reading-left = { $physio } does not work here any more.

label-snooze = 😴 Snooze
label-tomorrow-8 = Tomorrow 08:00
card-snooze =
    Put <b>{ $name }</b>'s card off until when? It comes back on a working morning, at once if it becomes more urgent.
card-state-snoozed = <i>Snoozed by { $name } until { $until }.</i>
refuse-snooze = This card can't wait: it is about a red flag, or urgent.
toast-snoozed = Snoozed.

card-opened =
    🔓 The lock opened by itself { $at }: the signs are gone.
    { $state }
card-why-nothing =
    <b>{ $name }</b>: no action on a red flag. Why? { $locked ->
        [yes] Running stays locked.
       *[no] { "" }
    }
toast-card-changed = This card has changed meanwhile. Please look at it again.
toast-cleared = Cleared: running is allowed again. The runner is told.
label-useful = 👍 Useful card
label-not-useful = 👎 Not useful

operator-nobody-read = ⚠️ Nobody has read card { $card } of physiotherapist { $physio }. Please reach somebody there.
operator-unreachable = ⚠️ The chat of physiotherapist { $physio } is closed to the bot. Please reach her another way.
