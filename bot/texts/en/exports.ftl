# Clients' data as files, for their physiotherapist.

case-export = Everything your runners have told, with what was done about it, under their pseudonyms. A PDF of one runner is under her name in /clients. Files go from this chat after 15 minutes: save them where your clinic keeps records.
case-file = { $form }. Please save it: it goes from this chat { $gone }.
case-export-nothing = There are no answers to export yet.
case-export-failed = The files could not be made. Please try again.
refuse-nothing-to-export = You have no runners yet: there is nothing to export.
command-export = Your runners' data as files
report-client-title = Client report
report-history = What was done, and changes of the plan
report-act = { $at } { $by }: { $act ->
        [seen] read the alert
        [clear] examined, running allowed again
        [let-go] running again once the sign has gone
        [close] closed the alert ({ $detail })
        [message] wrote to the runner
        [ease] changed the distance
        [snooze] put the alert off
        [discharge] discharged ({ $detail })
        [handover] took over
        [note] wrote a note
        [plan] changed the plan ({ $detail })
       *[other] { $act }
    }
