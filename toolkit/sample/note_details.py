"""How was the person, what else was seen, and what is written when care was not given?

One part a line, as in `note_parts`.
"""

from __future__ import annotations

from toolkit.sample.note_parts import lines

# How the person was.
MOOD = lines("""
    Bright and chatty
    In good spirits
    A little tired today
    Settled and comfortable
    Talked about the garden
    Quiet but content
    Smiling and joking
    Slightly low, sat with for ten minutes
    Asked after the family
    Pleased to have the window open
    Sang along to the radio
    Wanted to get on with it
    Chatted about the football
    Needed reassurance, then relaxed
    Listening to the rain
    Enjoyed a laugh with staff
    Looking forward to a visit
    Anxious at first, calm by the end
    Alert and following the conversation
    Said thank you
    Spoke about schooldays
    Nothing to complain of
    A bit unsettled, better with music on
    Told the story of the farm
    Happy with the help given
    Wanted to do most of it alone
    Sleepy, eyes closing
    Cheerful after a phone call
    Asked what day it was, told and content
    Pain in the hip, four out of ten
    Not very talkative
    Grumbled about the weather
    Proud of the new haircut
""")
NIGHT_MOOD = lines("""
    No distress
    Settled straight back
    Warm and comfortable
    Back to sleep within minutes
    No pain
    Asked the time
    Room warm
    Door left ajar as liked
    Curtains open as liked
    Wanted the lamp left on
    Spoke briefly
    Covers straightened
    Snoring lightly
    Half awake
    Did not wake
    Comfortable on leaving
""")

NIGHT_DETAIL = lines("""
    Room warm
    Door left ajar as liked
    Curtains open as liked
    Covers straightened
    Comfortable on leaving
    No distress
    Bed at its lowest
    Sensor mat on
    Night light on
    Call bell on the pillow
    Window closed
    Pillow plumped
""")

# A detail that a good note holds.
DETAIL = lines("""
    Skin intact
    Small bruise on forearm, already on body map
    Cream applied as charted
    Slight redness on sacrum, barrier cream, senior told
    No concerns
    Fluids encouraged
    Ankles less swollen than yesterday
    Glasses on
    Hearing aid battery changed
    Bowels opened, type 4
    Nails need a trim, passed on
    District nurse due later
    Catheter draining well, clear
    Dressing dry and in place
    Lips dry, more drinks offered
    Cough no worse
    New glasses suit well
    Rash on arm fading
""")
IN_A_HOME = lines("""
    Call bell left in reach
    Left in the lounge with the paper
    Drink left within reach
    Laundry taken
    Hospital letter put in the file
    Chiropodist seen this week
    New cardigan labelled
    Weight chair used, chart updated
    Went through to the activity after
    Sitting by the window after
    Visitor expected at the weekend
    Family rang, message passed on
""")
ON_A_VISIT = lines("""
    Pendant on, phone beside the chair
    Key back in the safe
    Daughter rang while here
    Milk running low, list left
    Out-of-date ham thrown away with permission
    Bins put out
    Two more days of tablets in the box
    Heating checked
    Cat fed
    Neighbour calling in later
    Post brought in and read
    Doors and windows checked
""")
IN_SUPPORTED_LIVING = lines("""
    Used the picture board to choose
    Managed money with one prompt
    House meeting mentioned
    Goal sheet filled in together
    Rang a friend after
    Housemates joined in
    Needed time to process each step
    Asked to do it again next week
    Receipt put in the tin
    Ready for the keyworker meeting
""")
WALKING = lines("""
    Walked with the frame, steady
    Transferred well with one
    Slippers on
    Frame left beside the chair
    Stood well today
    Used the grab rail
""")
HOISTED = lines("""
    Sling checked before use
    Footplates checked before moving
    Heels clear of the mattress
    Moved well with clear instructions
    Air mattress at the right setting
    Two-hourly turns continue
""")
SEASON = {
    "winter": lines("""
        Extra blanket given
        Heating turned up
        Chesty cough, kept an eye on
        Grey and wet out, lamp on early
        Flu jab arm no longer sore
        Thick socks found
    """),
    "spring": lines("""
        Window open for the fresh air
        Sat in the sun by the door
        Daffodils brought in
        Hay fever, eyes bathed
    """),
    "summer": lines("""
        Warm day, extra drinks left
        Fan on low
            Blind drawn against the heat
        Strawberries from the garden
    """),
    "autumn": lines("""
        Cardigan wanted, chilly
        Leaves outside remarked on
        Dark evenings talked about
        Blanket over the knees
    """),
}

THIN = ("", "", "Done", "ok", "All good", "as planned", "Completed", "Settled", "no change", "fine", "Given")
STOCK = (
    "All care given as per care plan",
    "Assisted as per plan, no concerns",
    "Care given, settled, no concerns noted",
)
DECLINED = lines("""
    Declined, asked again after half an hour and declined again
    Did not want it today, choice respected
    Declined, said it could wait till tomorrow
    Refused twice, senior informed
    Asked to be left to sleep
    Said no thank you, offered a drink instead
    Declined, will offer at the next round
    Not in the mood, tried a different carer, still declined
    Wanted to watch the end of the programme and then said no
    Declined, mental capacity for this not in doubt
""")
NOT_DONE = lines("""
    Not done, short on the floor
    Unable to get to this, passed to next shift
    Not done before handover
    Only one carer available, could not be done safely
    Ran out of time on this round
    Missed, on-call told
    Another emergency took over, not completed
    No carer allocated
    Passed to the senior, no reply
""")
NOT_VISITED = lines("""
    Not done, round overran
    Unable to get to this visit, office told
    Carer's car broke down, no cover found
    Missed, double-up carer did not arrive
    Ran out of time on this round
    Not allocated when the rota changed
    Passed to on-call, no reply
""")
IN_HOSPITAL = ("In hospital", "Admitted to hospital, care suspended", "On the ward, phoned for an update")
AWAY = ("Staying with family", "Away with family until the weekend", "On holiday, back at the weekend")
PERSON_CANCELLED = lines("""
    Cancelled by family, visiting today
    Cancelled, hospital appointment
    Out for lunch with daughter
    Asked for no visit today
    Day centre instead
""")
