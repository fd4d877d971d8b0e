# The exercises in our own short words: name, what to watch, what is needed.

exercise-h1 = Clamshell
    .cues = Lie on your side, knees bent, heels touching. Open the top knee like a shell. Keep your hips stacked.
    .kit = nothing; a band if you like
exercise-h2 = Side-lying leg raise
    .cues = Lie on your side. Top leg a little behind you, toes to the front. Lift from the hip, lower slowly.
    .kit = nothing
exercise-h3 = Two-leg bridge
    .cues = On your back, feet flat. Press the heels down and lift your hips. Ribs stay low.
    .kit = nothing
exercise-h4 = Band side-steps
    .cues = Band round the legs, knees soft. Step sideways, feet never together. Hips stay level.
    .kit = band
exercise-h5 = One-leg bridge
    .cues = Bridge on one heel. Hips stay level. Stop if the back of the thigh cramps.
    .kit = nothing
exercise-h6 = Hip hitch on a step
    .cues = Stand tall on one straight leg. Let the other side of the hip sink, then lift it.
    .kit = step
exercise-h7 = One-leg deadlift
    .cues = Soft knee. Tip forward from the hip with a flat back. Hips face the floor.
    .kit = weight
exercise-h8 = Skater bound
    .cues = Small hop to the side. Land quietly and stand still for two seconds, knee over toes.
    .kit = nothing
exercise-q1 = Thigh squeeze
    .cues = Leg straight, towel under the knee. Press the knee down and hold five seconds. Keep breathing.
    .kit = towel
exercise-q2 = Straight-leg raise
    .cues = Tighten the thigh first. Lift the straight leg to the height of the other knee. Lower slowly.
    .kit = nothing
exercise-q3 = Shallow wall sit
    .cues = Back on the wall, slide down only a little. Shins upright, weight on both feet.
    .kit = wall
exercise-q4 = Seated knee extension
    .cues = Sit. Straighten from bent to halfway only, then slowly back. No snapping.
    .kit = band or weight
exercise-q5 = Mini-squat to a chair
    .cues = Sit back towards the chair. Knees follow the toes. Go only as deep as it stays easy.
    .kit = chair
exercise-q6 = Step-up
    .cues = Whole foot on the step, lean a little forward. The back foot doesn't push.
    .kit = step
exercise-q7 = Lateral step-down
    .cues = Stand sideways on the step. Tap the heel down softly. Hips level, knee over the second toe.
    .kit = step
exercise-q8 = Split squat
    .cues = Long stance. Drop straight down, shallow at first.
    .kit = nothing; a weight if you like
exercise-q9 = One-leg sit to chair
    .cues = Take three to four seconds down. Hips level. A hand for balance is fine.
    .kit = chair and step
exercise-q10 = Pogo hops
    .cues = Small, quick, quiet hops right under you. Stop if pain goes over 2.
    .kit = nothing
exercise-c1 = Dead bug
    .cues = On your back, low back heavy. Reach opposite arm and leg away. Breathe out.
    .kit = mat
exercise-c2 = Bird-dog
    .cues = On hands and knees, back flat as a table. Reach arm and leg long, hold three seconds. Sore kneeling? Stand at a wall.
    .kit = mat
exercise-c3 = Side plank, knees bent
    .cues = Elbow under the shoulder. Push the hips up into one line.
    .kit = mat
exercise-c4 = Front plank
    .cues = Elbows under the shoulders. Squeeze the buttocks, don't sag.
    .kit = mat
exercise-c5 = Side plank, legs straight
    .cues = Feet stacked, hips high. Keep breathing.
    .kit = mat
exercise-c6 = Plank with leg lift
    .cues = Lift one leg a little, then the other, slowly. Hips keep still.
    .kit = mat
exercise-m1 = Calf stretch
    .cues = Hands on a wall, heel down, toes ahead. Half the time with a straight knee, half bent. A mild pull.
    .kit = wall
exercise-m2 = Knee-to-wall rocks
    .cues = Rock the knee to the wall, heel stays down. Slowly.
    .kit = wall
exercise-m3 = Standing front-thigh stretch
    .cues = Hold a chair. Knee points down, hips tucked under. Only a mild pull, never kneeling on a sore knee.
    .kit = chair
exercise-m4 = Leg swings
    .cues = Stand tall, swing one leg loosely. Later, march with quick light feet.
    .kit = nothing

# The list of the day

exercises =
    <b>💪 Today, about { $minutes } min</b>
    { $lines }

    <i>Why: { $why }.</i>
exercise-line =
    { $done ->
        [yes] ✓
       *[no] { $number }.
    } <b>{ $name }</b> { $sets } × { $amount }{ $dose ->
        [seconds] { "" } s
       *[reps] { "" }
    }{ $sides ->
        [2] { "" } each side
       *[other] { "" }
    }
    { $cues }
exercises-finished =
    { $done ->
        [0] No exercises today. Tomorrow is another day.
        [one] ✓ 1 exercise done.
       *[other] ✓ { $done } exercises done.
    }
