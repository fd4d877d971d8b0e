# Said anywhere: refusals, short answers to a tap, labels of buttons that many screens share.

nothing = { "" }
apology = Something went wrong on our side. Your last tap or message may not have counted: please send it again. If your knee worries you, use /symptom.
too-fast = That was more at once than I can read, so I have not read all of it. Please wait a minute and send the last again. In an emergency call your local emergency number.
fallback-alert = ⚠️ One of your runners needs you, but the details could not be shown. Press /alerts.

fallback-care = 🚨 What you told us needs a doctor today. No running. If you feel ill or it gets worse, call your local emergency number now.

refuse-stranger = Kneecheck works by invitation: open your physiotherapist's link, or see /start. Nobody has read this. In an emergency call your local emergency number.
refuse-role = That is not for your role here. /help shows what is.
refuse-not-by-itself = This lock opens only by an examination: it is not one that may simply be gone.
refuse-press = That button does nothing any more. /help shows what does.
refuse-command = I don't know that command. /help lists them all.
refuse-not-text = I can read numbers and buttons, not pictures, voice or stickers. Worried about your knee? /symptom. In an emergency call your local emergency number.
refuse-voice = I can't listen to voice messages, so nobody has heard this. Please type it, and I can pass it on. New pain or a sign: /symptom. In an emergency call your local emergency number.
refuse-picture = I can't look at pictures, so nobody has seen this. Is the knee swollen, hot or red? /symptom asks. In an emergency call your local emergency number.
refuse-sticker = I can't read stickers. Tap a button, or send a number for the open question. /help shows the rest.
refuse-contact = I don't need anybody's contact, and have not kept it. To change who looks after you, please ask your physiotherapist.
refuse-location = A place is of no use here, and I have not kept it. In an emergency call your local emergency number.
refuse-edited = Editing a message doesn't change your answer. Please tap the buttons, or send the number again.
refuse-words = I can't read free text, so nobody has seen this. Worried about your knee? /symptom. In an emergency call your local emergency number.
refuse-no-question = There is no open question for that number. After a run: /run. Before one: /today.
refuse-number = Please send a whole number from 0 to 10, or tap one.
refuse-km = Please send the distance in km, such as 5 or 6.5, or tap one.
refuse-buttons = For this one, please tap a button.
refuse-invite = This link is not valid, or has been used. Please ask for a new one.
refuse-invite-yours = You have used this link already. /help shows what you can do.
refuse-invite-expired = This link has expired. Please ask for a new one.
refuse-one-role = One Telegram account has one role here: runner or physiotherapist. Please use another account.
refuse-joined = You have joined already. /help shows what you can do.
refuse-zone = I don't know that place. Send a time zone such as Europe/Berlin, or tap one.
refuse-time = Please send a time such as 18:30, or tap one.
refuse-name = Please send a name of 1 to 40 letters.
refuse-not-enrolled = Nobody looks after you here at the moment. Please ask your physiotherapist for a new link.
not-joined-yet = Please finish joining first: /start shows the open question.

toast-answered = Already answered.
toast-answer-open = Please answer the open question first.
toast-too-late-change = Answers can be changed for 24 hours. Please tell your physiotherapist.
toast-too-late-answer = Late answers count for 48 hours. It stays unanswered, and that is all right.
toast-expired = Its time is over. Tap “Answer now, late” under it, or /run.
toast-quick-closed = One tap is not enough this time: please use the scale.
toast-closed-question = This question is closed.
toast-taken-back = Taken back.
toast-too-late = It is too late for later: please answer now or leave it.
toast-no-exercises = No exercises today.
toast-noted = Noted.
toast-seen = Yours now. The runner is told you read it.
toast-seen-before = Seen before.
toast-sent = Sent.
toast-sent-before = Sent before.
toast-runner-unreachable = Kept, but the runner's chat is closed to us.
toast-closed = Closed.
toast-card-closed = This card is closed.

label-quick = ✅ { $n }
label-no-run = Didn't run
label-later = Later
label-now = Answer now
label-in-hours = In { $hours } h
label-at = { $at }
label-forgot = Forgot
label-too-sore = Too sore
label-pause-me = Pause me
label-send-to = Send this to { $name }
label-late = Answer now, late
label-change = ✏️ Change
label-change-item = { $what }: { $value }
label-leave = Leave it as it is
label-none = None of these
label-done = Done
label-ticked = ✓ { $label }
label-open = { $label }
label-km = { $km } km
label-km-planned = { $km } km as planned
label-skip = Skip
label-zone = { $zone }
label-same-name = Yes, { $name }
label-wrong = Wrong one
label-back = ‹ Back
label-exercises = 💪 Today's exercises
label-all-done = ✅ All done
label-some = Done for today
label-not-today = Not today
label-number = { $n }
label-ticked-number = ✓ { $n }

help-stranger =
    <b>Kneecheck</b> asks runners with runner's knee how a run went and how the knee is next day, and tells their physiotherapist what matters.

    It works by invitation: open the link your physiotherapist gave you. Not for emergencies.
help-runner =
    { $commands }

    { $reads }

    Not an emergency service: nobody watches live. { $numbers }
help-physio =
    { $commands }

    Every working morning at 08:00 you get a card, also when all is quiet. No card by 08:15 means Kneecheck is down.
privacy =
    <b>What is kept</b>
    Your answers, your plan and what followed from them, in one database at the clinic's operator. Your physiotherapist reads it, nobody else.

    Telegram carries every message and can technically read it: chats with bots are not end-to-end encrypted.

    You can stop any time: /mydata gives you everything, /forget removes it. Your physiotherapist keeps a record of their own. Nothing is sold, nothing is used for advertising.
