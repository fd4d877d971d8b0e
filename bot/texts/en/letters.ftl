# Letters between a physiotherapist and her runner. What somebody wrote stands as it was written.

letter-choose = Message to <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }: which?
letter-own = Message to <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }: type it now. You see it once more before it goes.
letter-check =
    To <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }, exactly this:

    { $words }
from-physio =
    💬 <b>{ $name }</b>:
    { $words }
answer-own = Type your answer to { $name } now. It may not be read at once; in an emergency call your local emergency number.
thread =
    💬 <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }
    { $lines }
thread-line =
    <i>{ $name }, { $at }:</i>
    { $words }
thread-empty = Nothing written yet.
label-own-words = ✍ My own words
label-send = Send
label-send-close = Send and close
label-answer = ↩ Answer
label-write = ✍ Write
label-read = ✓ Read, no answer
refuse-letter-long = That is { $got } characters; { $most } fit into one message. Nothing was sent: please shorten it.
refuse-letter-gone = That text is no longer kept. Nothing was sent: please type it again.
refuse-letter-left = { $name } is no longer with you here: nothing can be sent. The record stays with you.

template-shorter = Your knee is telling you it is a bit much. Please keep the next runs short and flat, with a day in between, and do the exercises.
    .label = Shorter runs
template-rest = Please don't run for the next three days. Walking and the easy exercises are fine if they don't hurt.
    .label = Three days off
template-keep = I have looked at your numbers. Please go on as planned and keep answering.
    .label = Keep going
template-call = Please call the clinic, so that we can talk about your knee.
    .label = Please call
template-come = Please make an appointment: I would like to look at your { $side } knee.
    .label = Please come in
