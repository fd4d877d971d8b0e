# The end of an episode, and the way back. No promise that it stays well, no praise.

discharge =
    🏁 Discharge <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }?
    { $locked ->
        [yes] 🔒 Running is still locked. Close its card as "examined" first.
       *[no] { $red ->
            [0] { $other ->
                [yes] Her open card closes with it.
               *[no] No open card.
            }
           *[other] A red card is still open. Close it first.
        }
    }
    Last run: { $response ->
        [green] green
        [amber] amber
        [red] red
       *[none] none told
    }. { $letters ->
        [0] { "" }
        [one] 1 letter waits for an answer.
       *[other] { $letters } letters wait for an answer.
    }
discharge-way =
    .goal-met = Goal met
    .self-managing = Manages alone
    .referred = Referred on
    .moved-on = Left for other reasons
discharge-check =
    <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }. The runner reads exactly this, and is asked nothing more:

    { $words }
discharge-account =
    { $physio } ends this with you: { $way ->
        [goal-met] you have reached what you came for
        [self-managing] you know how to go on by yourself
        [referred] somebody else looks after your knee from now on
       *[other] you go on elsewhere
    }. { $weeks ->
        [one] 1 week
       *[other] { $weeks } weeks
    }, { $runs ->
        [0] no run told
        [one] 1 run told
       *[other] { $runs } runs told
    }{ $far ->
        [yes] , the longest { $longest } km
       *[no] { "" }
    }. { $keeps ->
        [yes] Keep going twice a week: { $keep }.
       *[no] { "" }
    }
discharged =
    🏁 { $words }

    If the knee comes back within six months, one tap begins again. Hot, swollen, locked or feverish: don't wait for anybody here. { $numbers }
discharge-done =
    🏁 <b>{ $name }</b> is discharged: { $way ->
        [goal-met] goal met
        [self-managing] manages alone
        [referred] referred on
       *[other] left for other reasons
    }. { $reached ->
        [yes] The runner was told.
       *[no] The runner's chat is closed to us: please tell her yourself.
    } The record stays with you.
discharge-not = <b>{ $name }</b> stays with you.
label-discharge = Discharge
label-knee-is-back = My knee is back
label-begin-again = Yes, begin again
label-not-now = Not now
knee-is-back = Begin again with { $physio }? You answer the joining questions anew, so that nothing old is taken for new. Hot, swollen, locked or feverish: don't wait for this.
knee-not-back = All right. The button stays until six months after the end.
knee-begins = ✓ { $physio } is told that you begin again.
runner-is-back = ↩ <b>{ $name }</b> begins again: the knee is back. You hear when the questions are answered.
refuse-discharge = { $name } has an open red card or a lock. Close or clear it first; nothing was changed.
refuse-physio-gone = Whoever looked after you no longer works here. Please ask the clinic for a new link.
toast-discharged = Discharged.
toast-ended-before = That ended before.
