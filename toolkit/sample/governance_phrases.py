"""What do leaders of the sample say, ask, decide and set in motion?"""

from __future__ import annotations

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip

# A statement about a risk is one of each: what was found, how it is known, what comes next. Seven, five
# and three share no divisor, so no two months of three years say the same.
FOUND = {
    "staffing": (
        "Of the shifts looked at, {n} in a hundred ran with everyone who was planned.",
        "Two gaps were left open at a weekend; the senior worked the floor both times.",
        "Sickness was lower than the month before, and bank staff covered what was left.",
        "Rest between shifts was checked for all staff and nobody fell under eleven hours.",
        "Cover for leave was agreed a fortnight ahead; agency was called {p} times.",
        "The call bell log for four evenings shows answers within six minutes.",
        "Handover was watched twice; staffing for the next shift was read out and agreed.",
    ),
    "medication": (
        "The medicines audit found {p} signatures missing, each followed up the same day.",
        "All time-critical doses in the week sampled were given inside half an hour.",
        "Controlled drug counts agreed at every handover that was checked.",
        "One dose was found in a pot; the worker was supervised and the round watched again.",
        "Fridge temperatures were kept daily and the trolley was locked at each visit.",
        "Topical creams are now signed on the body map; {n} of a hundred entries were complete.",
        "The pharmacist called, changed two charts and left no further advice.",
    ),
    "communication": (
        "Families were rung the same day about each of {p} falls and hospital visits.",
        "The relatives' meeting asked for a written note after reviews, which now goes out.",
        "Of the calls returned, {n} in a hundred were inside one working day.",
        "Nobody told us this month of news that came late; two asked for it by e-mail.",
        "Key workers spoke to every family before the six-weekly review.",
        "Two families did not know who to ask for at the weekend; the list is on the door.",
        "A complaint about late news was answered, and the plan says whom to ring.",
    ),
    "missed_care": (
        "Missed care is counted from the records each Monday; {p} pieces of care were followed up.",
        "The evening round was watched on Willow and ran an hour late.",
        "Bedtime care for three people was moved to before nine at their wish.",
        "Two people were not helped to bed until eleven, and were told why.",
        "Medication after ten at night was late on {p} evenings.",
        "The night senior now looks at what is still open at midnight.",
        "Repositioning charts for the month were read; {n} entries in a hundred were there.",
    ),
    "continuity": (
        "The rounds were drawn again so that {n} visits in a hundred go to a known carer.",
        "Lists of who is coming were sent on Fridays to all but {p} households.",
        "Two new carers went out with a colleague before their first visit alone.",
        "Families on Ferry Lane still name strangers at the door in most calls.",
        "The coordinator rang each household whose carer changed.",
        "Leave in the school holidays broke up three rounds.",
        "Travel time between the first two visits was raised to twelve minutes.",
    ),
    "records": (
        "Notes of ten people were read against what staff remember of the day.",
        "Handhelds were given out on nights, and {n} entries in a hundred were made within the hour.",
        "The stock phrase for meals was taken out of the system.",
        "Seniors looked at {p} records on each shift before going off.",
        "Two records did not say how the person was, and were talked through in supervision.",
        "Night records for a week were compared with the call bell log.",
        "New starters write their first week's notes with a mentor.",
    ),
}  # fmt: skip
IMPROVED = "Staffing has improved since the recruitment of the spring."
HOW = (
    "This was seen in practice and not only on paper.",
    "People living here said much the same when asked.",
    "The records behind it are in the pack for this meeting.",
    "The deputy checked a sample of care notes and found them to agree.",
    "What was observed on two shifts bears it out.",
)
NEXT = (
    "We keep to what was agreed and look again next month.",
    "The next observation will be on a weekend.",
    "The action stays open until the quality lead has seen it work.",
)
NIL_RETURN = "Nil return."
PASTED = {
    "staffing": "Staffing at Oakfield House has improved in {month} following the recruitment drive. {n} shifts were "
                "filled, agency use came down to {p} per cent and the team reports that it feels well supported.",
    "missed_care": "Missed care continues to improve in {month}. Managers have reminded staff of the importance of "
                   "completing records, {n} spot checks were made and no significant themes were identified.",
    "communication": "Learning from complaints was shared with the whole team in {month} and is embedded in daily "
                     "practice; {n} families were contacted and the feedback received was positive overall.",
    "records": "Record keeping has improved in {month}: {n} records were sampled, {p} per cent met the standard and "
               "staff are engaging well with the new prompts on their handhelds.",
}  # fmt: skip
FILLED_ON_PAPER = "Cover is secure in {month}: {n} shifts were filled and none was left open on the day."
THE_OTHER_VIEW = (
    "From the floor it looks worse, not better: agency staff do not know the people, and in {month} we moved two "
    "carers between units on {p} mornings to get everyone up."
)
HAWTHORN_SAYS = "The recruitment that was agreed last month has eased the mornings and hours given are back to what people need."
ROWAN_SAYS = (
    "We had a bad week from the twelfth: sickness went through the team, shifts ran short and some care was missed. "
    "Families were told. The week after was as usual, and we have booked two bank nurses ahead for the winter."
)
HAWTHORN_ASKED = "The summary says hours are back to what people need. Which records show it, unit by unit?"

CHALLENGES = (
    "How do we know that this holds at weekends as well as on weekdays?",
    "What do the people who live here say about it, in their own words?",
    "Who looked at practice, and on which shifts?",
    "What would show us that this has not worked?",
    "Which of these figures has been checked against care records?",
)
FOLLOW_UPS = (
    "Quality lead to watch two weekend shifts and report back.",
    "Registered manager to ask five people and bring what they said.",
    "Deputy manager to sample ten care records and bring the finding.",
)
CARRIES_ON = (
    "Carry on as agreed; the quality lead looks again in three months.",
    "Keep the present arrangement, and add one weekend observation a month.",
    "Keep it as it is: what was agreed is holding, and is looked at again next quarter.",
)
ACTIONS = {
    "staffing": ("Plan weekend cover a fortnight ahead and tell the senior who is on call.",
                 "Add a twilight carer on the two busiest evenings.",
                 "Bring the bank list up to date and introduce three bank carers to each unit."),
    "medication": ("Second signature for time-critical doses on every round.",
                   "Watch one medicines round a fortnight and feed back the same day.",
                   "Review the reasons for late doses with the pharmacist."),
    "communication": ("Ring the family the same day after any change, and note the time in the plan.",
                      "Send a written note to the family after each review.",
                      "Key workers to ask each family how and when they want to hear from us."),
    "continuity": ("Give each household a named pair of carers and send the list on Fridays.",
                   "Draw up the rounds again with travel time between visits."),
    "records": ("Write notes on the handheld at the time of care, not before handover.",
                "Seniors to read three records on each shift and talk them through."),
}  # fmt: skip
DECIDED_ACTION = "See through what was decided: "
PROGRESS = ("Begun; the first observation is in the diary.", "On course. Staff have been told and know why.",
            "Half done, nothing in the way.", "Seen to work on two shifts; kept until the quality lead has looked.")  # fmt: skip

BOARD_SAID = (
    "Across the provider, homes report steady figures; two services are watched more closely than the others.",
    "The provider's recovery plan is on course in most services. The committee has asked for more from the floor.",
    "Recruitment continues in both regions; the board heard from three registered managers.",
)
TO_ALL = "To all services: thank you for the packs of this month. The next board looks at weekends."
BOARD_DECIDED = (
    ("other", "Every service shows care records beside rota figures in its pack."),
    (
        "escalation",
        "The nominated individual reports monthly to the chair on the two services that are watched.",
    ),
    ("external_audit", "Commission an outside audit of medicines in four services."),
)
BOARD_ASKED = "Twelve summaries read alike. What did the visits of non-executives find?"
BOARD_FOLLOW_UP = "Nominated individual to visit three services unannounced and report."
EVIDENCE_TITLES = {
    "audit": "Audit report", "incident": "Incidents of the month with themes", "feedback": "What people and families said",
    "staffing": "Rota and attendance, four weeks", "observation": "Observation of practice",
    "care_record": "Sample of care records", "complaint": "Complaint and what was learned",
    "supervision": "Supervision notes", "summary": "Manager's summary", "action_log": "Action log",
    "policy": "Policy, new version",
}  # fmt: skip
