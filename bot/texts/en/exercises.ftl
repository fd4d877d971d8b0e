# The exercises in our own short words: name, what it is for, what to watch, what is needed.

exercise-h1 = Clamshell
    .for = the side of the hip
    .cues = Lie on your side, knees bent, heels touching. Open the top knee like a shell. Don't roll back.
    .kit = nothing; a band if you like
exercise-h2 = Side-lying leg raise
    .for = the side of the hip
    .cues = Lie on your side. Top leg a little behind you, toes to the front. Lift from the hip, lower slowly.
    .kit = nothing
exercise-h3 = Two-leg bridge
    .for = the buttocks
    .cues = On your back, feet flat, knees over ankles. Press the heels down, squeeze the buttocks and lift. Ribs stay low.
    .kit = nothing
exercise-h4 = Band side-steps
    .for = the side of the hip
    .cues = Band round the legs, knees a little bent. Step sideways, feet hip-wide, never together. Hips stay level.
    .kit = band
exercise-h5 = One-leg bridge
    .for = the buttocks
    .cues = Bridge on one heel. Hips stay level. Stop if the back of the thigh cramps.
    .kit = nothing
exercise-h6 = Hip hitch on a step
    .for = the hip you stand on
    .cues = Stand tall on one straight leg at the edge of a step. Let the other hip sink, then lift it.
    .kit = step
exercise-h7 = One-leg deadlift
    .for = hip and balance
    .cues = Stand on one leg, knee soft and not falling in. Tip forward from the hip, back flat, hips square.
    .kit = weight
exercise-h8 = Skater bound
    .for = springing sideways
    .cues = Small hop to the side. Land quietly and stand still for two seconds, knee over toes.
    .kit = nothing
exercise-q1 = Thigh squeeze
    .for = waking up the front of the thigh
    .cues = Sit with legs straight, towel under the knees. Press the knees down, kneecaps pulled up, and hold. Keep breathing.
    .kit = towel
exercise-q2 = Straight-leg raise
    .for = the front of the thigh, with little load on the kneecap
    .cues = Straighten the knee firmly first. Lift the leg to the height of the other knee. Lower slowly.
    .kit = nothing
exercise-q3 = Shallow wall sit
    .for = the front of the thigh, holding still
    .cues = Back on the wall, slide down only a little. Shins upright, weight on both feet.
    .kit = wall
exercise-q4 = Seated knee extension
    .for = the front of the thigh by itself
    .cues = Sit, band or weight at the ankle. Straighten from bent to halfway only, then slowly back. No snapping.
    .kit = band or weight
exercise-q5 = Mini-squat to a chair
    .for = thighs and buttocks
    .cues = Sit back towards the chair, knees following the toes. Stop where it starts to hurt. Lower only as weeks go by.
    .kit = chair
exercise-q6 = Step-up
    .for = stairs
    .cues = Whole foot on a low step, lean a little forward. The back foot doesn't push off.
    .kit = step
exercise-q7 = Lateral step-down
    .for = controlling the knee
    .cues = Stand sideways on a low step. Tap the heel down softly. Hips level, knee over the second toe.
    .kit = step
exercise-q8 = Split squat
    .for = strength of one leg
    .cues = Long stance. Drop straight down, shallow at first.
    .kit = nothing; a weight if you like
exercise-q9 = One-leg sit to chair
    .for = full control of one leg
    .cues = Sit down on one leg, three to four seconds down. Hips level. A hand for balance is fine.
    .kit = chair and step
exercise-q10 = Pogo hops
    .for = the spring in tendon and knee
    .cues = Small, quick, quiet hops, landing right under you. Stop if pain goes over 2.
    .kit = nothing
exercise-c1 = Dead bug
    .for = the trunk
    .cues = On your back, low back heavy. Reach opposite arm and leg away. Breathe out.
    .kit = mat
exercise-c2 = Bird-dog
    .for = trunk and hip
    .cues = On hands and knees, back flat as a table. Reach opposite arm and leg long, hips still. Sore knee? Stand facing a wall, hands on it.
    .kit = mat
exercise-c3 = Side plank, knees bent
    .for = the side of trunk and hip
    .cues = On your side, elbow under the shoulder. Push the hips up into one straight line.
    .kit = mat
exercise-c4 = Front plank
    .for = the trunk
    .cues = Elbows under the shoulders. Squeeze the buttocks, don't sag.
    .kit = mat
exercise-c5 = Side plank, legs straight
    .for = the side of trunk and hip
    .cues = Feet stacked, hips high. Keep breathing. When it is easy, lift the top leg.
    .kit = mat
exercise-c6 = Plank with leg lift
    .for = a trunk that doesn't twist
    .cues = In a front plank, lift one leg a little, then the other, slowly. Hips keep still.
    .kit = mat
exercise-m1 = Calf stretch
    .for = ankle and calf
    .cues = Hands on a wall, heel down, toes ahead. First round with a straight knee, second round a little bent. A mild pull.
    .kit = wall
exercise-m2 = Knee-to-wall rocks
    .for = bending the ankle
    .cues = Rock the knee to the wall and back, heel down, slowly. One round for each leg. Leave it out if bending hurts.
    .kit = wall
exercise-m3 = Standing front-thigh stretch
    .for = front of thigh and hip
    .cues = Stand, hold a chair. Knee points down, hips tucked under. Only a mild pull in the thigh; never kneeling on a sore knee.
    .kit = chair
exercise-m4 = Leg swings
    .for = a loose hip, and how you run
    .cues = Stand tall, hold on, swing one leg loosely. One round for each leg. Later, march with quick, light feet.
    .kit = nothing

# The list of the day

exercises =
    <b>💪 Today, about { $minutes } min</b>
    { $lines }

    <i>Why: { $why }.{ $hurt ->
        [yes] { "" } What hurt has made way. Swollen, giving way, or it won't ease? /symptom
       *[no] { "" }
    }</i>
exercise-line =
    { $done ->
        [yes] ✓
       *[no] { $number }.
    } <b>{ $name }</b> { $sets } × { $amount }{ $dose ->
        [seconds] { "" } s
        [holds] { "" } × { $held } s
       *[reps] { "" }
    }{ $sides ->
        [2] { "" } each side
       *[other] { "" }
    }{ $ceiling ->
        [0] { "" }
       *[other] { "" } · pain up to { $ceiling } is fine
    }{ $change ->
        [eased] { "" } · gentler this week, as it hurt
        [stepped] { "" } · one step up
        [hurt] { "" } · hurt: gentler next time
       *[none] { "" }
    }
exercises-none = No exercises today. Tomorrow is another day.
exercises-finished =
    { $done ->
        [one] ✓ 1 exercise done.
       *[other] ✓ { $done } exercises done.
    }
    { $names }
    { $ask }
exercises-felt = <b>How did they feel this week?</b>
exercises-which = <b>Which of them hurt?</b>
exercises-noted =
    { $feel ->
        [easy] Noted: easy. Easy twice running means one step up.
        [right] Noted: right. They stay as they are.
        [hard] Noted: hard. They stay as they are.
       *[hurt] Noted: { $name } will be gentler. Swollen, or it won't ease? /symptom
    }
exercise-shown =
    <b>{ $number }. { $name }</b>{ $done ->
        [yes] { "" } ✓
       *[no] { "" }
    }
    { $sets } × { $amount }{ $dose ->
        [seconds] { "" } s
        [holds] { "" } × { $held } s
       *[reps] { "" }
    }{ $sides ->
        [2] { "" } each side
       *[other] { "" }
    }{ $ceiling ->
        [0] { "" }
       *[other] { "" } · pain up to { $ceiling } is fine
    }{ $change ->
        [eased] { "" } · gentler this week, as it hurt
        [stepped] { "" } · one step up
        [hurt] { "" } · hurt: gentler next time
       *[none] { "" }
    }
    { $cues }
    <i>For { $purpose }. Needs: { $kit }.</i>

label-exercises-minutes = 💪 Today's exercises, { $minutes } min
label-did-them = ✓ Did my exercises, forgot to tick
label-show = ▶ Show
label-hurts = 👎 Hurts
label-did-it = ✓ Did it
label-next = Next ▶
label-move = { $name }
label-felt-easy = Easy: 3+ more in me
label-felt-right = Right
label-felt-hard = Hard
label-felt-hurt = Hurt
