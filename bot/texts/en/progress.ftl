# /progress: the picture, its caption, and the same in words. True sentences; no praise, no forecast.

progress-nothing = Nothing to show yet, and that is fine. After your first run I ask how the knee was; the picture begins with that answer.
progress =
    { $runs ->
        [0] No run told in { $weeks } weeks
        [one] 1 run in { $weeks } weeks
       *[other] { $runs } runs in { $weeks } weeks
    }: pain { $running } while running, { $next_day } the next day.
    { $latest }
progress-of =
    <b>{ $name }</b>, { $side ->
        [left] left knee
        [right] right knee
        [both] both knees
       *[unknown] knee
    }
    { $said }
progress-latest =
    The latest, { $day }: { $known ->
        [yes] { $km } km
       *[no] distance not told
    }, pain { $pain }, next day { $next_day }.
progress-in-words =
    <b>{ $runs ->
        [0] No runs yet
        [one] Your last run
       *[other] Your last { $runs } runs, the newest first
    }</b>
    { $lines }
progress-run =
    { $day }: { $known ->
        [yes] { $km } km
       *[no] distance not told
    }, pain while running { $pain }, next day { $next_day }{ $response ->
        [green] , green
        [amber] , amber
        [red] , red
        [kept] { "" }
       *[open] , not settled yet
    }.
pain-not-told = not told
span = { $least } to { $most }
span-nothing = not told
label-as-text = As text
label-as-chart = 📈 As a picture

# In the picture: few and short, they are read on a narrow phone

chart-title =
    { $stage ->
        [none] Last { $weeks } weeks
       *[other] Stage { $stage } of 10 · last { $weeks } weeks
    }
chart-running = while running
chart-next-day = the next day
chart-marked = red run or flare-up
chart-zone = 0 to 2: green
chart-pain = Worst knee pain, 0 to 10
chart-km =
    km of each run{ $missing ->
        [yes] { "" } · ○ not told
       *[no] { "" }
    }
chart-day =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
