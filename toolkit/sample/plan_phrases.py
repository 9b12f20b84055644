"""What stands in the care plans of the sample, what is added to them, and what observers note?"""

from __future__ import annotations

# section: what a plan says to begin with
PLANS = {
    "Daily routine": ("I like to be up by half past seven and to wash before breakfast.",
                      "I have my paper and a cup of tea before anything else.",
                      "I rest after lunch and do not want to be disturbed until three."),
    "Waking and sleeping": ("I go to bed after the ten o'clock news.", "I sleep with the door ajar.",
                            "I wake early and like the radio on low."),
    "Personal care": ("I wash my own face and hands; help me with my back and feet.",
                      "I prefer a shower on Tuesdays and Fridays.", "Please tell me what you are about to do."),
    "Eating and drinking": ("I eat slowly; sit with me and do not hurry me.", "I take my tea strong with one sugar.",
                            "I need my drinks within reach of my left hand."),
    "Medication": ("I take my tablets one at a time with water.", "My evening tablets are due at eight.",
                   "Tell me what each tablet is for if I ask."),
    "Support at night": ("Check on me at midnight and at four.", "I use the bell; it must be in my hand.",
                         "I need two carers to turn at night."),
    "Key worker": ("My key worker is the person I talk to about changes.", "I want to know who is coming.",
                   "New carers should be brought in by someone I know."),
    "Family and contacts": ("Ring my daughter after any fall, day or night.", "My son visits on Sundays.",
                            "I phone my sister every Wednesday evening."),
    "Activities": ("I go to the singing on Thursdays.", "I like the garden in any weather.",
                   "I enjoy company but not large groups."),
    "Moving safely": ("I walk with my frame and one carer beside me.", "Two carers and the stand aid for transfers.",
                      "Remind me to wear my shoes, not slippers."),
    "Skin": ("Cream on my heels each morning.", "I sit on my pressure cushion.", "Turn me every four hours at night."),
}  # fmt: skip
# section: what a review, a preference or a piece of learning adds
ADDED = {
    "Daily routine": ("Breakfast is at eight, whoever is on.", "Ask me each morning whether I want to get up yet.",
                      "My wash comes before breakfast, never after.", "Write on the board what I have chosen for the day."),
    "Waking and sleeping": ("Do not put the light on before seven.", "I am not to be put to bed before ten.",
                            "Leave the lamp on and the curtains open.", "Offer a warm drink when I cannot sleep."),
    "Personal care": ("Close the door and the curtains before you begin.", "My own clothes only; my name is in each.",
                      "Ask whether I would rather have a woman help me.", "Warm towel first, then the wash."),
    "Eating and drinking": ("Black tea, no sugar.", "Offer the other choice before the plate is taken away.",
                            "Warm my plate; I eat slowly.", "A fortified drink at eleven and at three."),
    "Medication": ("If the tablets are late, tell me and my daughter the same day.", "Two staff check the evening round.",
                   "Stay with me until I have swallowed them.", "Sign only when the pot is empty."),
    "Support at night": ("Answer the bell within five minutes or say when you will be back.", "Check on me at two as well.",
                         "Tell the senior at once when there is only one carer on the unit."),
    "Key worker": ("No more than four carers in my week; ring if it has to be somebody new.",
                   "A new carer reads this plan with me first.", "Send the list of who is coming on Fridays."),
    "Family and contacts": ("Ring my daughter the same day, not at the weekend.", "Call back within one working day.",
                            "Ask me before you tell my family about appointments."),
    "Activities": ("Ask me on Friday what I want to do at the weekend.", "Swimming every other Wednesday.",
                   "Help me to the garden after lunch when it is dry."),
    "Moving safely": ("Two carers until the physiotherapist has been.", "Move the chair nearer to the window rail.",
                      "Sensor mat on at night."),
    "Skin": ("Heels off the mattress at all times.", "Barrier cream after each wash.", "Check the dressing on Mondays."),
}  # fmt: skip
# section: what learning from a complaint asks a plan to say
LEARNED = {
    "Daily routine": ("My day keeps its order: wash, breakfast, paper. Whoever is on keeps to it.",
                      "Ask me each morning when I want to get up, and write down what I said."),
    "Waking and sleeping": ("I go to bed when I say so and not before ten.", "I am not woken before seven; look in quietly."),
    "Personal care": ("The door is shut and I am covered before you begin; there is no hurry.",
                      "Only my own clothes, taken from my own wardrobe."),
    "Eating and drinking": ("Bring my plate hot and last, and offer the other choice when I leave it.",
                            "Sit with me at supper; warm it again if I am slow."),
    "Medication": ("When my tablets are late, tell me and my daughter the same day and write why.",
                   "A second member of staff checks my evening tablets by nine."),
    "Support at night": ("Answer my bell within five minutes, or come and say when you will be back.",
                         "When the unit is one short, the senior looks in on me every hour."),
    "Key worker": ("No more than four carers in my week, and a call when it has to be somebody new.",
                   "Whoever is new reads this plan with me before the first visit."),
    "Family and contacts": ("Ring my daughter the same day, at weekends too, and note the time.",
                            "Calls from my family are returned within one working day."),
    "Activities": ("On Friday ask what I want to do at the weekend, and say on Sunday whether it took place.",
                   "Swimming on Wednesdays is in the diary and is not given up for a short rota."),
}  # fmt: skip
SECTIONS = tuple(PLANS)
SECTION_OF_THEME = {
    "routines": "Daily routine", "nutrition": "Eating and drinking", "dignity": "Personal care",
    "missed_care": "Medication", "medication": "Medication", "staffing": "Support at night",
    "continuity": "Key worker", "communication": "Family and contacts", "activities": "Activities",
    "falls": "Moving safely", "skin": "Skin",
}  # fmt: skip
THEME_OF_SECTION = {
    "Daily routine": "routines", "Waking and sleeping": "routines", "Personal care": "dignity",
    "Eating and drinking": "nutrition", "Medication": "medication", "Support at night": "staffing",
    "Key worker": "continuity", "Family and contacts": "communication", "Activities": "activities",
    "Moving safely": "falls", "Skin": "skin",
}  # fmt: skip

PREFERENCES = {
    "Daily routine": ("I would rather have my wash in the evening.", "He likes his post read to him after breakfast."),
    "Waking and sleeping": ("Please leave the curtains open at night.", "She sleeps better with two pillows."),
    "Personal care": ("I would like a woman to help me wash.", "He prefers a wet shave."),
    "Eating and drinking": ("I do not care for fish.", "She likes a biscuit with her morning coffee."),
    "Activities": ("I should like to help in the garden.", "He would love to hear the brass band again."),
    "Family and contacts": ("Please ring my son, not my daughter.", "She likes to telephone on Sunday mornings."),
}  # fmt: skip

SAID_OF_LEARNING = {
    "routines": "The day no longer follows what was agreed, and it changes with whoever is on.",
    "nutrition": "Meals come cold, and what was asked for is not offered.",
    "dignity": "Help with washing was hurried and the door stood open.",
    "activities": "What was promised for the weekends does not take place.",
    "missed_care": "The evening tablets were late on several days and nobody rang.",
    "continuity": "Strangers come without notice, and none of them has read the plan.",
    "communication": "Nobody rang back, and the family heard of it days later.",
    "staffing": "The bell was not answered for half an hour in the evening.",
}
NOT_FOR_A_PLAN = "Put in hand with maintenance; it concerns nobody's care plan."
SAID_BY_FAMILY_AGAIN = "It is still just as it was before we complained."

SEEN = {
    "applied": ("Done as the plan says, unprompted.", "Asked first, then helped as written.",
                "Knew the plan and followed it.", "Two carers, plan at hand, unhurried."),
    "partly_applied": ("Followed in the main; the second step was left out.", "Right once reminded.",
                       "Plan read, and part of it forgotten."),
    "not_applied": ("Done the old way; the plan had not been read.", "The change was not known on this shift.",
                    "Hurried, and not as the plan says."),
}  # fmt: skip
OBSERVERS = ("deputy manager", "senior on duty", "team leader", "nurse in charge")
REVIEWERS = ("key worker", "senior on duty", "deputy manager")
WHY = {
    "embedded": "The meeting is satisfied that it is part of daily care.",
    "fragmented": "Changed on paper; practice differs from shift to shift.",
    "hold_open": "Kept open until the family has been asked.",
}
