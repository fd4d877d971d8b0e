# One runner on her physiotherapist's phone: her card, notes, closed alerts.

client-card =
    { $head }
    { $standing }

    { $strip }
    { $series }
    { $contact }

    { $lines }

    <i>As of { $at }. R while running, Q next day, N now, – not answered, · not asked.</i>
client-standing =
    { $unreachable ->
        [yes] ⚪ Chat closed to the bot.{ " " }
       *[no] { "" }
    }{ $paused ->
        [none] { "" }
       *[other] Paused until { $paused }.{ " " }
    }{ $may ->
        [go] GO
        [shorter] SHORTER
        [no_run] NO RUN
       *[none] No permission yet
    }{ $limited ->
        [yes] , up to { $km } km
       *[no] { "" }
    }{ $stage ->
        [none] { "" }
       *[other] , stage { $stage }
    }{ $locked ->
        [yes] { "" } · 🔒 locked
       *[no] { "" }
    }
strip-week = <code>{ $marks }</code> from { $day }
client-contact = Answered in time: { $answered } of { $asked } in 28 days.{ $quiet ->
        [0] { "" }
       *[other] { "" } No number for { $quiet } days.
    }
client-plan = 🗓 { $any ->
        [yes] { $days }
       *[no] no run days
    } { $at }{ $known ->
        [yes] , { $km } km
       *[no] { "" }
    }{ $limited ->
        [yes] , your limit { $limit } km
       *[no] { "" }
    }{ $off ->
        [none] { "" }
       *[other] , exercises off: { $off }
    }{ $level ->
        [none] { "" }
       *[other] , accepted level until { $level }
    }{ $taper ->
        [yes] , asked less
       *[no] { "" }
    }
client-threshold = ⚙ { $what }: { $value } { $unit }{ $until ->
        [none] { "" }
       *[other] { "" } until { $until }
    }
alert-line = { $urgency ->
        [emergency] 🔴
        [same_day] 🔴
        [soon] 🟠
       *[routine] ⚪
    } { $day }, { $what }: { $ended }{ $by ->
        [none] { "" }
       *[other] , { $by }
    }{ $verdict ->
        [useful] { " " }👍
        [not_useful] { " " }👎
       *[none] { "" }
    }
ended = { $how ->
        [examined] examined
        [gone] may run once gone
        [advised] advised, locked
        [advised-plan] advised
        [changed] plan changed
        [referred] referred
        [nothing] no action
        [false_tap] a false tap
        [known] known before
        [by_rule] settled by itself
       *[other] closed
    }
alert-history =
    <b>{ $name }</b>: closed alerts, the latest first
    { $lines }
alerts-none = None yet.
note-line = 📝 { $day }, { $by }: { $words }
notes =
    Notes about <b>{ $name }</b>. Type a new one now; she can read it in the export of her own data, nowhere else.

    { $lines }
    { $more ->
        [0] { "" }
       *[other] and { $more } older ones
    }
notes-none = None yet.
label-note = 📝 Note
label-history = 📜 History
label-report = 📄 Report
label-hand-over = ↪ Hand over
label-discharge-her = 🏁 Discharge
label-all-runners = ‹ All runners
label-see-card = { $urgency ->
        [emergency] 🔴
        [same_day] 🔴
        [soon] 🟠
       *[routine] ⚪
    } Open alert
label-see-lock = 🔒 Running is locked
label-delete-note = 🗑 My note of { $at }
toast-note-deleted = Deleted.
toast-note-gone = That note is gone.
refuse-note-long = A note has { $most } characters at most; this one has { $got }. Please shorten it.
