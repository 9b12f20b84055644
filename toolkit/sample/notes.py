"""What would a care worker have written?

A note is made of up to three parts: what was done, how the person was, and a detail. There are so
many of each that no two notes of a day agree by accident. Nobody is named and no note says he or she.
"""

from __future__ import annotations

import numpy as np

# What was done, by activity. A part never ends with a full stop: the joining adds it.
DONE: dict[str, tuple[str, ...]] = {
    "medication": (
        "Medication taken with a glass of water", "All tablets taken as on the chart",
        "Meds given with yoghurt as care planned", "Tablets taken one at a time, no difficulty",
        "Medication given and chart signed", "Took tablets after a little encouragement",
        "Medication given from the blister pack, swallow checked", "Tablets and eye drops given",
        "Meds taken with orange squash", "Medication taken, pain relief offered and not wanted",
        "Medication given, paracetamol also given for a sore knee", "Inhaler used with the spacer, good technique",
        "Medicine taken slowly, stayed until it was swallowed", "Medication taken sitting up in the chair",
    ),
    "personal care": (
        "Full wash at the basin", "Shower given, hair washed", "Assisted to wash and dress",
        "Bed bath given, cream applied to heels", "Supported with a strip wash, upper half managed alone",
        "Assist x2 with the hoist for washing and dressing", "Wash and shave, chose own shirt",
        "Bath with the chair lift, enjoyed the warm water", "Prompted to wash, only needed help with back and feet",
        "Oral care, wash and clean clothes", "Dentures cleaned, wash given, glasses cleaned",
        "Washed and dressed, hearing aids put in", "Continence care given, fresh pad, skin dry and intact",
        "Helped to change into night things, face and hands washed",
    ),
    "meals": (
        "Ate three quarters of the meal", "Ate all of the main course and pudding", "Half portion eaten, soup finished",
        "Puréed meal eaten with assistance", "Ate well in the dining room", "Meal taken in own room by choice",
        "Fish and mash eaten, left the peas", "Sandwich and a bowl of soup eaten", "Ate a little, then asked for toast",
        "Cottage pie eaten, seconds asked for", "Cut up food as planned, managed with the adapted spoon",
        "Needed prompting to start, then ate well", "Main course left, fortified pudding eaten",
        "Sat with friends at the table and finished everything",
    ),
    "drinks": (
        "Tea, 200 ml", "Squash, 150 ml", "Two cups of tea", "Coffee with milk, 180 ml", "Water, 120 ml",
        "Thickened juice, level 2, 150 ml", "Hot chocolate, 200 ml", "Milkshake, fortified, 200 ml",
        "Sips of water only, 60 ml", "Cup of tea and a biscuit", "Orange juice, full glass", "Tea in the beaker, 170 ml",
    ),
    "repositioning": (
        "Turned on to left side", "Turned on to right side", "Repositioned on to back, head raised",
        "Moved up the bed with the slide sheet", "Tilted to the left, pillow between knees",
        "Turned x2 staff, heels off the mattress", "Repositioned with the wedge", "Turned right, sheet smoothed",
    ),
    "checks": (
        "Checked, asleep", "Asleep on right side", "Awake, asked for the light on", "Sleeping soundly",
        "Checked, call bell in reach", "Awake, settled with a drink", "Asleep, breathing regular",
        "In bed listening to the radio", "Up to the toilet, walked back safely", "Resting, sensor mat on",
    ),
    "morning visit": (
        "Up, washed and dressed", "Assisted out of bed with the frame", "Strip wash at the bathroom sink",
        "Shower and hair wash, clean clothes", "Personal care and breakfast", "Hoisted to the chair, x2",
        "Prompted with medication, porridge and tea made", "Medication from the dosette box, toast made",
        "Catheter bag emptied, wash given", "Already up on arrival, helped with socks and stockings",
        "Commode emptied and cleaned, wash given", "Helped to the kitchen, cereal and tea",
    ),
    "lunch visit": (
        "Ready meal heated and served", "Soup and a sandwich made", "Jacket potato with cheese",
        "Omelette cooked, fruit for afters", "Lunch left on the table as asked", "Beans on toast and a cup of tea",
        "Fish pie from the freezer, ate all of it", "Hot lunch plated, needed a prompt to eat",
        "Prompted medication, lunch served", "Pad changed, sandwich made, drink left",
    ),
    "tea visit": (
        "Tea made, cheese sandwich and cake", "Crumpets and a cup of tea", "Medication prompted, sandwich made",
        "Soup heated, roll and butter", "Scrambled eggs on toast", "Tea served, washing brought in",
        "Helped back from the garden, tea made", "Cold meat salad prepared", "Pad changed, light tea made",
        "Tea made, tomorrow's clothes laid out",
    ),
    "bed visit": (
        "Assisted to bed, doors locked", "Night clothes on, medication prompted", "Hoisted to bed, x2, catheter night bag on",
        "Washed and into bed", "Teeth cleaned, helped to bed", "Cream applied to legs, settled in bed",
        "Already in nightwear, helped into bed", "Hot water bottle not used, heating checked, to bed",
        "Medication given, lifeline pendant on, to bed", "Commode placed by the bed, lamp left on",
    ),
    "meal preparation": (
        "Cooked pasta together, chopped the vegetables", "Chose and made own sandwich", "Made a stir-fry with support",
        "Prepared porridge with a prompt for the timer", "Used the picture recipe for chilli",
        "Cooked sausages, reminded about the hot pan", "Made a packed lunch for the day centre",
        "Baked potatoes in the microwave, served for everyone",
    ),
    "community access": (
        "Walked to the shops and paid with own card", "Bus into town, went to the café", "Swimming at the leisure centre",
        "Went to the gardening group", "Bowling with friends", "Trip to the library, chose two films",
        "Walk round the reservoir", "Volunteered at the charity shop, two hours", "Haircut in the village",
        "Football training, kit washed after",
    ),
    "household tasks": (
        "Laundry sorted and put on", "Hoovered own bedroom", "Changed the bed together", "Washing up done without a prompt",
        "Recycling taken out", "Shopping list written for the week", "Bathroom cleaned, one prompt for the bleach",
        "Budget looked at, £15 put aside for the trip",
    ),
}  # fmt: skip

MOOD = (
    "Bright and chatty", "In good spirits", "A little tired today", "Settled and comfortable", "Talked about the garden",
    "Quiet but content", "Smiling and joking", "Slightly low, sat with for ten minutes", "Asked after the family",
    "Pleased to have the window open", "Sang along to the radio", "Said the night had been a good one",
    "Wanted to get on with it", "Chatted about the football", "Needed reassurance, then relaxed", "Watching the birds",
    "Enjoyed a laugh with staff", "Looking forward to a visit", "Anxious at first, calm by the end",
    "Alert and following the conversation", "Said thank you", "Spoke about schooldays", "No complaints",
    "A bit unsettled, redirected with music", "Telling stories about the farm", "Happy with the help given",
    "Preferred to do most of it alone", "Dozing on and off", "Cheerful after a phone call", "Asked what was for dinner",
)  # fmt: skip
NIGHT_MOOD = (
    "No distress", "Settled straight back", "Warm and comfortable", "Back to sleep within minutes", "No pain",
    "Asked the time", "Room warm", "Door left ajar as liked", "Curtains open as liked", "Wanted the lamp left on",
    "Spoke briefly", "Covers straightened", "Snoring lightly", "Half awake", "Undisturbed", "Comfortable on leaving",
)  # fmt: skip
DETAIL = (
    "Skin intact", "Call bell left in reach", "Frame left beside the chair", "Small bruise on forearm, already on body map",
    "Walked with the frame, steady", "Cream applied as charted", "Slight redness on sacrum, barrier cream, senior told",
    "No concerns", "Fluids encouraged", "Footplates checked before moving", "Ankles less swollen than yesterday",
    "Glasses on", "Hearing aid battery changed", "Bowels opened, type 4", "Transferred well with one",
    "Left in the lounge with the paper", "Drink left within reach", "Nails need a trim, passed on", "Slippers on",
    "Family rang during", "District nurse due later", "Weight chair used, chart updated", "Sensor mat back on",
    "Bed left at its lowest", "Laundry taken", "Oxygen off, breathing easy", "Hospital letter put in the file",
    "Chiropodist seen this week", "Slept in the chair for a while before", "New cardigan labelled",
)  # fmt: skip
SEASON_DETAIL = {
    "winter": ("Extra blanket given", "Heating turned up", "Chesty cough, kept an eye on", "Grey and wet out, lamp on early",
               "Flu jab arm no longer sore", "Thick socks found"),
    "spring": ("Window open for the fresh air", "Sat in the sun by the door", "Daffodils brought in", "Hay fever, eyes bathed"),
    "summer": ("Warm day, extra drinks left", "Fan on low", "Sun cream put on", "Blind drawn against the heat",
               "Strawberries from the garden"),
    "autumn": ("Cardigan wanted, chilly", "Leaves swept from the step", "Clocks and dark evenings talked about",
               "Blanket over the knees"),
}  # fmt: skip
THIN = ("", "", "Done", "ok", "All good", "as planned", "Completed", "Settled", "no change", "fine", "Given")
DECLINED = (
    "Declined, asked again after half an hour and declined again", "Did not want it today, choice respected",
    "Declined, said it could wait till tomorrow", "Refused x2, senior informed", "Asked to be left to sleep",
    "Declined, happy with a wash of hands and face only", "Said no thank you, offered a drink instead",
    "Declined, will offer at the next round", "Not in the mood, tried a different carer, still declined",
    "Wanted to watch the end of the programme and then said no",
)  # fmt: skip
NOT_DONE = (
    "Not done, short on the floor", "Unable to get to this, passed to next shift", "Not done before handover",
    "Only one carer available, could not be done safely", "Ran out of time on this round", "Missed, office told",
    "Call from another room took over, not completed", "No carer allocated", "Passed to the senior, no reply",
)  # fmt: skip
ABSENT = ("In hospital", "Admitted to hospital, care suspended", "On the ward, phoned for an update",
          "Staying with family", "Away with family until the weekend")  # fmt: skip
PERSON_CANCELLED = ("Cancelled by family, visiting today", "Cancelled, hospital appointment", "Out for lunch with daughter",
                    "Asked for no visit today", "Day centre instead")  # fmt: skip
STOCK = ("All care given as per care plan", "Assisted as per plan, no concerns", "Care given, settled, no concerns noted")

NIGHTLY = ("repositioning", "checks")
_SEASONS = ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn",
            "winter")  # fmt: skip


def care_notes(activity: np.ndarray, month: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """One note for each piece of care; `month` is the month of the year, 1 to 12."""
    notes = np.full(len(activity), "", dtype=object)
    draws = chance.random((len(activity), 5))
    for name, done in DONE.items():
        rows = np.flatnonzero(activity == name)
        if len(rows):
            notes[rows] = _notes_of(done, name in NIGHTLY, month[rows], draws[rows])
    return notes


def _notes_of(done: tuple[str, ...], nightly: bool, month: np.ndarray, draws: np.ndarray) -> np.ndarray:
    first = pick(done, draws[:, 0])
    mood = pick(NIGHT_MOOD if nightly else MOOD, draws[:, 1])
    detail = _details(month, draws[:, 2], draws[:, 4])
    parts = draws[:, 3]
    with_mood = first + ". " + mood
    # A few notes are short, as they are on a busy day; most say how the person was.
    return np.where(parts < 0.62, with_mood + ". " + detail + ".",
                    np.where(parts < 0.82, with_mood + ".", first + ", " + _lowered(detail) + "."))  # fmt: skip


def _details(month: np.ndarray, draw: np.ndarray, seasonal: np.ndarray) -> np.ndarray:
    details = pick(DETAIL, draw)
    for number in range(1, 13):
        rows = np.flatnonzero((month == number) & (seasonal < 0.14))
        details[rows] = pick(SEASON_DETAIL[_SEASONS[number - 1]], draw[rows])
    return details


def _lowered(texts: np.ndarray) -> np.ndarray:
    return np.array([text[:1].lower() + text[1:] for text in texts], dtype=object)


def pick(choices: tuple[str, ...], draws: np.ndarray) -> np.ndarray:
    """One of the texts for each draw in [0, 1)."""
    texts = np.array(choices, dtype=object)
    return texts[(draws * len(choices)).astype(int)]
