# A runner's own data: files to take along, and being forgotten.

## /mydata

my-data =
    <b>Your data</b>, as files that are yours to keep and share.
    CSV: your answers, for other programs. JSON: everything kept here. PDF: two pages to read or show.

    { $sent ->
        [none] { "" }
       *[other] Sent: { $sent }, { $at }.
    }
my-data-coming = Your files are being made. They come in a moment, without a sound.
my-data-failed = Your files could not be made in time. Please try once more: /mydata.
my-data-file =
    { $form ->
        [csv] Your answers as CSV.
        [json] Everything kept about you, as JSON.
       *[pdf] Two pages about your knee. Not a medical record, not a check-up.
    } Whoever has this file can read it.
label-csv = CSV
label-json = JSON
label-pdf = PDF
label-all-files = All
form-name =
    { $form ->
        [csv] CSV
        [json] JSON
        [pdf] PDF
       *[all] CSV, JSON, PDF
    }
toast-files-coming = Your files come in a moment.
toast-files-again = One moment, please: files are made once a minute.
toast-no-answers-yet = There are no answers yet. JSON shows what is kept so far.
refuse-own-data-physio = /mydata and /forget are for runners and their own data. They don't touch your runners' data.

## The two pages

report-title = My knee, told by me
report-who = { $name }, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }
report-period = { $first } to { $last }
report-physio = Physiotherapist: { $name }
report-consent = Agreed on { $on } to consent version { $version }
report-pain = Worst pain: 0 none, 3 mild, 6 strong, 10 worst
report-run-pain = while running
report-next-day = in daily life, the day after
report-km = Distance, km
report-nothing = no numbers yet
report-answers = Answers
report-when = When
report-what = What
report-worst = Pain
report-back = Back to usual
report-distance = km
report-signs = Signs
report-more = { $count } earlier answers are in the CSV.
report-alerts = Alerts, and what was done
report-no-alerts = None.
report-footer = Not a medical record, not a check-up. Empty means not asked or not answered, never zero.
report-kind =
    { $kind ->
        [intake] Joining
        [run] Run
        [not_run] Did not run
        [follow_up] The day after
        [rest] Knee check
        [check] Before a run
        [symptom] Something wrong
        [exercise] Exercises
        [clear] Examined
       *[pause] Pause
    }
report-settled =
    { $settled ->
        [o-1h] within an hour
        [o-24h] within the day
        [no] not yet
       *[now] yes, by then
    }
report-sign =
    { $sign ->
        [hot_or_red] hot or red
        [fever_usual] fever
        [fever_worse] fever, knee worse
        [feels_ill] feels ill
        [very_swollen] very swollen
        [puffy] puffy
        [pop_then_swelling] pop, then swelling
        [cannot_bear_weight] no weight on it
        [cannot_bend] cannot bend
        [cannot_straighten] cannot straighten
        [out_of_place] out of place
        [cold_pale_foot] cold, pale foot
        [calf] calf
        [breathless] breathless
        [stuck] stuck
        [catches] catches
        [gave_way] gave way
        [gave_way_fell] gave way, fell
        [night_pain] night pain
        [lump_or_weight_loss] lump or weight loss
        [bone_spot] sore spot on bone
        [groin_pain] groin pain
        [morning_stiffness] morning stiffness
       *[chest_pain_or_faint] chest pain or faint
    }
report-alert = { $at }: { $what }. { $done ->
        [open] Not closed yet.
        [examined] Examined, running allowed again.
        [advised] Advised, no running.
        [referred] Referred, no running.
        [advised-plan] Advised.
        [changed] Plan changed.
        [nothing] No action needed.
        [by_rule] Closed by rule: it got better.
       *[other] Closed.
    }

## /forget

forget-ask =
    <b>Forgetting</b> removes your name, answers, plan and messages here, for good. You can undo for 24 hours. { $physio ->
        [none] { "" }
       *[other] { $physio } is told, and keeps a record of their own.
    }

    Telegram keeps this chat until you delete it.
forget-confirm = Really everything? In 24 hours nothing can be brought back.
forget-pending =
    <b>Everything goes on { $when }.</b> Until then I ask nothing.

    { $red ->
        [told] What I said about your knee still holds: get it seen. { $physio } has been told.
        [alone] What I said about your knee still holds: get it seen.
       *[none] { "" }
    }
forget-undone = Nothing is removed. Questions come again as planned.
forget-left = As you were: nothing changes.
forgotten = You are forgotten here, as you asked. If you want to come back, ask your physiotherapist for a new link. Take care of that knee.
label-data-first = Send me my data first
label-forget = Forget me
label-forget-really = Yes, forget me
label-undo = Undo
toast-forget-over = That is over. /forget shows where things stand.

runner-leaving =
    <b>{ $name }</b> asked to be forgotten: all goes on { $when }, cards too. Note what your own record needs.{ $open ->
        [yes] { "" } An alert is open.
       *[no] { "" }
    }
runner-stays = <b>{ $name }</b> stays after all: nothing is removed.
runner-left =
    <b>{ $name }</b> has left and asked to be forgotten. Keep your own record.{ $open ->
        [yes] { "" } An alert was open: please see to it yourself.
       *[no] { "" }
    }
card-removed = Removed: this runner asked to be forgotten.
