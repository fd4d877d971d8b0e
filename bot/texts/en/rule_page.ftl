# 🔍 Rule, in the place of a card: what spoke, in force for this runner, and where from.

rule-page =
    🔍 <b>{ $name }</b>
    { $means }

    <b>This case</b> ({ $at }): { $case }{ $red ->
        [yes] { "" } · { $tier }: { $suspect }
       *[no] { "" }
    }

    <b>In force for this runner</b>
    { $numbers }

    <b>Where from</b>
    { $sources }

    Rule book { $book }, { $signed ->
        [none] not signed by anybody
       *[other] signed by { $signed } ({ $registration })
    }.
rule-number = • { $what }: { $value } { $unit }{ $own ->
        [yes] { "" } (set for this runner; book { $book })
       *[no] { "" }
    }
rule-no-number = • no numbers of its own
rule-source = • { $source } <i>({ $id }, { $mark ->
        [seen] read by the authors
        [second-hand] second-hand
        [design-choice] design choice
       *[memory] from memory
    })</i>
rule-no-source = • none given
rule-red-flag = Red flag
    .means = A sign that needs a clinician. It is never muted; nothing lowers its tier; risks told at joining may raise it.
rule-high-pain = Very high or strong pain
    .means = A very high number, or strong pain in run after run. Pain now and a limp decide how soon.
rule-no-run = No running
    .means = A limp, pain that forbids running for days, or runs on days on which the advice was not to.
rule-slow-settling = Slow settling
    .means = The knee was not back to usual two days after a run.
rule-worsening = Worsening
    .means = The last answers are clearly above the best level before them, beyond the usual ups and downs.
rule-creep = Creep
    .means = Pain while running has risen slowly above the best runs.
rule-flare = Flare
    .means = Next-day pain is well above usual. It counts anew once the knee was back to usual.
rule-load-spike = Load spike
    .means = A run or a week was much more than the weeks before, or terrain came before its stage.
rule-persistent = Persistent
    .means = Pain has stayed at the same level for weeks, though exercises were asked for.
rule-not-improving = Not improving
    .means = No progress over weeks, or a stage of return to run repeated again and again.
rule-missed-check-ins = Missed check-ins
    .means = Nobody knows how the knee is: questions went unanswered, or none came after a bad answer.
rule-unreachable = Unreachable
    .means = Telegram says that the runner's chat is closed to the bot.
rule-new-side = New side
    .means = Pain was told on a side that was not told of before.
rule-level-lapsed = Accepted level ended
    .means = A higher level of pain that you had accepted does not hold any more.
