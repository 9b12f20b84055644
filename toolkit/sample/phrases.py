"""What do people, families and staff of the sample say and write, apart from care notes?"""

from __future__ import annotations

# kind of incident, its theme, its share; care homes and supported settings
INCIDENTS = (
    ("Fall, unwitnessed", "falls", 26), ("Fall, witnessed, lowered to floor", "falls", 14), ("Skin tear", "skin", 12),
    ("Bruise, unexplained", "safeguarding", 6), ("Medication not given", "medication", 8),
    ("Medication signed for and found in pot", "medication", 5), ("Pressure damage, category 2", "skin", 5),
    ("Choking, back slaps given", "nutrition", 2), ("Altercation between two people", "safeguarding", 6),
    ("Call bell not answered for over 20 minutes", "staffing", 4), ("Left the building unaccompanied", "safeguarding", 2),
    ("Hoist sling wrong size, no injury", "environment", 3), ("Care not given as planned", "missed_care", 5),
    ("Urinary infection, GP called", "infection", 2),
)  # fmt: skip
HOME_INCIDENTS = (
    ("Found on the floor on arrival", "falls", 22), ("Visit missed", "missed_care", 12), ("Visit over an hour late", "missed_care", 10),
    ("Medication not taken from dosette box", "medication", 16), ("Key safe code not working", "environment", 8),
    ("Skin broken on heel, nurse informed", "skin", 10), ("No reply at the door", "safeguarding", 12),
    ("Fall during transfer", "falls", 6), ("Money query raised by family", "safeguarding", 4),
)  # fmt: skip
SUPPORTED_INCIDENTS = (
    ("Fall in the community, no injury", "falls", 18), ("Medication refused, GP told", "medication", 14),
    ("Argument between housemates", "safeguarding", 18), ("Money missing from the tin", "safeguarding", 8),
    ("Scald from the kettle, minor", "environment", 8), ("Seizure, within the protocol", "other", 16),
    ("Late home from the day centre", "communication", 10), ("Cooker left on", "environment", 8),
)  # fmt: skip
HARMS = (("none", 0.52), ("low", 0.36), ("moderate", 0.1), ("severe", 0.02))

CONCERNS = {
    "staffing": ("There are not enough carers in the evening.", "You can never find anyone after seven.",
                 "The girls are run off their feet, it isn't their fault.", "Waited a long time for the bell to be answered."),
    "missed_care": ("Mum was still in her nightdress at lunchtime.", "The evening tablets were not given again.",
                    "Nobody came for the tea call.", "His teeth had not been cleaned for days."),
    "continuity": ("Someone new every day, we have to explain everything.", "We used to have the same two carers.",
                   "They don't know how Dad likes to be moved.", "Never told who is coming."),
    "routines": ("She is put to bed far too early.", "He has always had a wash before breakfast, now it is whenever.",
                 "Breakfast comes at a different time each day.", "The routine changes with whoever is on."),
    "communication": ("We were not told about the fall until the weekend.", "Messages left at the office get no answer.",
                      "No one rang about the hospital appointment."),
    "nutrition": ("The food is often lukewarm.", "Drinks are left out of reach.", "Puréed meals all look the same."),
    "dignity": ("Wearing someone else's cardigan again.", "The door was left open during washing."),
    "environment": ("The lift was out of order for a week.", "The lounge is cold in the mornings."),
    "activities": ("There is little to do at weekends.", "The outings have stopped."),
}  # fmt: skip
PRAISE = {
    "staffing": ("The night staff could not be kinder.", "Always someone about when you need them.", "Lovely, patient carers."),
    "continuity": ("The same faces every week, it means the world.", "Her key worker knows her inside out."),
    "communication": ("They ring us straight away if anything changes.", "Kept us informed all through the hospital stay."),
    "dignity": ("Treated with such respect.", "They always knock and wait."),
    "nutrition": ("The cook made his favourite on his birthday.", "She has put weight back on, thank you."),
    "activities": ("The singing afternoon was wonderful.", "Loved the trip to the garden centre."),
    "routines": ("They let me get up when I like.", "He still has his paper and tea at six, just as at home."),
}  # fmt: skip
# What people say for themselves; families speak in the texts above.
CONCERNS_IN_PERSON = {
    "staffing": ("I ring and ring and nobody comes.", "They are always in a hurry at night."),
    "missed_care": ("I did not get my tablets last night.", "I was not helped to wash until dinner time."),
    "continuity": ("I never know who is coming through the door.", "I have to tell every one of them the same."),
    "routines": ("I am put to bed when it suits them.", "I like my wash before breakfast."),
    "communication": ("Nobody told me about the appointment.",),
    "nutrition": ("My dinner was cold again.", "I cannot reach my drink."),
    "dignity": ("These are not my clothes.",),
    "environment": ("My room is draughty.",),
    "activities": ("The weekends are long.",),
}  # fmt: skip
PRAISE_IN_PERSON = {
    "staffing": ("The night girl is an angel.", "There is always somebody when I ring."),
    "continuity": ("I know all my carers by now.",),
    "communication": ("They tell me what is going on.",),
    "dignity": ("They always knock.",),
    "nutrition": ("Best fish and chips in the county.", "They did me a proper birthday cake."),
    "activities": ("I enjoyed the singing.", "The trip out was grand."),
    "routines": ("I get up when I like.", "I still have my paper and my tea at six."),
}  # fmt: skip
COMMENTS = ("Would like the hairdresser on a Thursday.", "Parking is difficult at visiting time.",
            "Could the newsletter come by email?", "Prefers the window seat at lunch.",
            "Is there a room for family meals?", "Would like to help in the garden.")  # fmt: skip

COMPLAINTS = {
    "staffing": ("Family waited twenty minutes at the door on Sunday evening; no carer was to be found on the unit.",
                 "Bell rung at night for over half an hour before anyone came."),
    "missed_care": ("Evening medication was missed on several nights and nobody told the family.",
                    "Personal care had not been given by midday on two days running.",
                    "The tea visit did not take place and no one telephoned."),
    "continuity": ("Eleven different carers in two weeks; none had read the plan.",
                   "The family asked for regular carers in spring and still sees strangers."),
    "communication": ("The family learned of a fall from a neighbour three days later.",
                      "Three calls to the office were not returned."),
    "dignity": ("Clothes were mixed up in the laundry and worn by someone else.",),
    "environment": ("A car was scratched in the car park and the barrier has been broken since.",),
    "nutrition": ("Supper was cold and no alternative was offered.",),
}  # fmt: skip

HANDOVER = {
    "staffing": ("Short tonight, one carer for the whole of the unit", "Agency carer not shown round before the shift",
                 "Night shift one down, no reply from the agency", "Two off sick for tomorrow morning",
                 "New starter shadowing, not to be counted"),
    "falls": ("Unsteady since the new tablets, two to walk", "Fell on the late shift, observations hourly",
              "Sensor mat not alarming", "Walking without the frame again"),
    "medication": ("Antibiotics not delivered by the pharmacy", "Patch due to be changed tonight", "Controlled drug count one out, rechecked"),
    "nutrition": ("Not drinking, under 600 ml today", "Lost 2 kg since last month", "New fluid thickness from today"),
    "skin": ("Red heel, keep off the mattress", "Dressing came off, nurse rung", "Pressure mattress alarm sounding"),
    "continuity": ("Round split between three carers tomorrow", "Key worker on leave for two weeks"),
    "missed_care": ("Baths not done today, please pick up", "Bedtime care ran late, three not settled until eleven"),
    "communication": ("Daughter to be rung about the appointment", "GP letter not yet filed"),
    "environment": ("Lift out of order, stairs with two", "Boiler on low, extra blankets given out"),
}  # fmt: skip
TIRED = ("Staff exhausted, third double shift this week", "Team tired, nobody has had a day off since Friday",
         "Workload too high for two, no break taken", "Worn out, covering again without a break")  # fmt: skip
CONTROLS = {
    "staffing": ("Carer moved over from the other side", "Bank carer booked", "On-call manager told",
                 "Senior to work on the floor", "Agency asked again, confirmed for nine"),
    "falls": ("Senior to check hourly", "Two carers for every transfer", "Observation chart started",
              "Sensor mat changed, tested"),
    "medication": ("Pharmacy to deliver by four", "GP rung, visit booked", "Two to count at handover",
                   "On-call manager told"),
    "nutrition": ("Fluid chart started", "Fortified drinks at eleven and three", "Dietitian rung",
                  "New thickness written on the board"),
    "skin": ("Two-hourly turns", "District nurse to call today", "Heels off the mattress, chart started",
             "Mattress checked, pump replaced"),
    "continuity": ("Plan read through with the carers taking over", "Second key worker named",
                   "Family told who is coming"),
    "missed_care": ("Added to the list for tomorrow morning", "Late shift to pick up", "Senior to check by ten"),
    "communication": ("Senior to ring by noon", "Put in the diary for tomorrow", "Filed and plan updated"),
    "environment": ("Maintenance rung, in hand", "Stairs with two until mended", "Extra heaters from the store"),
}  # fmt: skip
CONTROL_BY = ("senior on duty", "nurse in charge", "deputy manager", "on-call manager", "team leader")

DECISIONS = {
    "recruitment": ("Advertise two night care posts with the revised rate.", "Recruit one full-time senior and a part-time cook."),
    "deployment": ("Move the twilight shift to cover the hour before bedtime.", "Deputy manager to work two supernumerary days a week."),
    "provider_support": ("Quality lead to be on site each Tuesday until the next meeting.", "Share the activities lead with the sister service."),
    "external_audit": ("Commission an outside medicines audit.",),
    "other": ("Keep the present rota and look again next month.", "Replace the call bell panel on the ground floor.",
              "Hold the relatives' meeting every other month.", "Trial paper-free handover for six weeks."),
}  # fmt: skip
