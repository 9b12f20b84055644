"""Of which parts are the care notes of the sample made?

One part a line. No line names anyone or says he or she. A part with "x2" needs two carers, and is
only written where two were planned.
"""

from __future__ import annotations


def lines(block: str) -> tuple[str, ...]:
    """The lines of a block of text, without the spaces around them."""
    return tuple(line.strip() for line in block.strip().splitlines())


# What was done, by activity.
DONE: dict[str, tuple[str, ...]] = {
    "medication": lines("""
        Medication taken with a glass of water
        All tablets taken as on the chart
        Meds given with yoghurt as care planned
        Tablets taken one at a time, no difficulty
        Medication given and chart signed
        Took tablets after a little encouragement
        Given from the blister pack, swallow checked
        Tablets and eye drops given
        Meds taken with orange squash
        Medication taken, pain relief offered and not wanted
        Medication given, paracetamol too for a sore knee
        Inhaler used with the spacer, good technique
        Medicine taken slowly, stayed until it was swallowed
        Medication taken sitting up in the chair
        Took everything in the dining room before eating
        Tablets given with thickened water
    """),
    "personal care": lines("""
        Full wash at the basin
        Shower given, hair washed
        Assisted to wash and dress
        Supported with a strip wash, upper half managed alone
        Wash and shave, chose own shirt
        Bath with the chair lift, enjoyed the warm water
        Prompted to wash, only needed help with back and feet
        Oral care, wash and clean clothes
        Dentures cleaned, wash given, glasses cleaned
        Washed and dressed, hearing aids put in
        Continence care given, fresh pad, skin dry
        PC given, nails filed
        Dressed in the blue cardigan as asked
        Hair brushed and set, lipstick put on
        Bed bath x2, cream applied to heels
        Assist x2 with the hoist for washing and dressing
        Full wash x2 on the bed, turned with the slide sheet
        Hoisted x2 into the shower chair, hair washed
        Washed and dressed x2, sling checked and left out of sight
        Continence care x2, fresh pad, barrier cream
        PC x2, talked through each step
        Assist x2 to wash, own flannel held for the face
    """),
    "meals": lines("""
        Ate three quarters of the meal
        Ate all of the main course and pudding
        Half portion eaten, soup finished
        Puréed meal eaten with assistance
        Ate well in the dining room
        Meal taken in own room by choice
        Fish and mash eaten, left the peas
        Sandwich and a bowl of soup eaten
        Ate a little, then asked for toast
        Cottage pie eaten, seconds asked for
        Food cut up as planned, managed with the adapted spoon
        Needed prompting to start, then ate well
        Main course left, fortified pudding eaten
        Sat with friends at the table and finished everything
        Roast dinner, all eaten
        Omelette instead of the curry, ate half
        Small appetite, three spoonfuls and the ice cream
        Jacket potato and beans, all gone
    """),
    "drinks": lines("""
        Tea, 200 ml
        Squash, 150 ml
        Two cups of tea
        Coffee with milk, 180 ml
        Water, 120 ml
        Thickened juice, level 2, 150 ml
        Hot chocolate, 200 ml
        Milkshake, fortified, 200 ml
        Sips of water only, 60 ml
        Cup of tea and a biscuit
        Orange juice, full glass
        Tea in the beaker, 170 ml
    """),
    "repositioning": lines("""
        Turned on to left side
        Turned on to right side
        Repositioned on to back, head raised
        Helped to move up the bed
        Tilted to the left, pillow between knees
        Repositioned with the wedge
        Turned right, sheet smoothed
        Turned x2, heels off the mattress
        Moved up the bed x2 with the slide sheet
        Turned x2 on to left side, pillow at the back
        Turned x2 on to right side, skin checked
        Repositioned x2, catheter bag free of kinks
        Tilted x2 with the wedge, arms supported
    """),
    "checks": lines("""
        Checked, asleep
        Asleep on right side
        Awake, asked for the light on
        Sleeping soundly
        Checked, call bell in reach
        Awake, settled with a drink
        Asleep, breathing regular
        In bed listening to the radio
        Up to the toilet, walked back safely
        Resting, sensor mat on
    """),
    "morning visit": lines("""
        Up, washed and dressed
        Assisted out of bed with the frame
        Strip wash at the bathroom sink
        Shower and hair wash, clean clothes
        Personal care and breakfast
        Prompted with medication, porridge and tea made
        Medication from the dosette box, toast made
        Catheter bag emptied, wash given
        Already up on arrival, helped with stockings
        Commode emptied and cleaned, wash given
        Helped to the kitchen, cereal and tea
        Wash, cream to legs, compression stockings on
        Breakfast made first as asked, then washed and dressed
        Hoisted x2 to the chair, washed and dressed
        Bed bath x2, clean sheet put on
        Stand aid x2 to the commode, washed and dressed after
        Personal care x2, breakfast given in the chair
        Hoisted x2, sling left under at family's request
    """),
    "lunch visit": lines("""
        Ready meal heated and served
        Soup and a sandwich made
        Jacket potato with cheese
        Omelette cooked, fruit for afters
        Lunch left on the table as asked
        Beans on toast and a cup of tea
        Fish pie from the freezer, ate all of it
        Hot lunch plated, needed a prompt to eat
        Medication prompted, lunch served
        Pad changed, sandwich made, drink left
        Cheese and crackers, did not want a hot meal
        Hoisted x2 for pad change, lunch given
        Pad changed x2, soup given with the spoon
        Stand aid x2 to the toilet, lunch served
        Turned x2, pad changed, yoghurt and a drink given
    """),
    "tea visit": lines("""
        Tea made, cheese sandwich and cake
        Crumpets and a cup of tea
        Medication prompted, sandwich made
        Soup heated, roll and butter
        Scrambled eggs on toast
        Tea served, washing brought in
        Helped back from the garden, tea made
        Cold meat salad prepared
        Pad changed, light tea made
        Tea made, tomorrow's clothes laid out
        Sardines on toast, a favourite
        Pad changed x2, tea given in the chair
        Hoisted x2 back to bed for a rest, sandwich eaten
        Stand aid x2 to the toilet, tea made
        Repositioned x2, soup and a drink given
    """),
    "bed visit": lines("""
        Assisted to bed, doors locked
        Night clothes on, medication prompted
        Washed and into bed
        Teeth cleaned, helped to bed
        Cream applied to legs, settled in bed
        Already in nightwear, helped into bed
        Heating turned down, into bed
        Medication given, to bed with the radio on
        Commode placed by the bed, lamp left on
        Stockings off, legs creamed, feet up
        Into bed early at own request
        Hoisted x2 to bed, night bag on
        Pad changed x2, positioned on left side for the night
        Stand aid x2, night clothes on, to bed
        Washed x2 and into bed, rails up as planned
        Hoisted x2 to bed, pillows as in the picture plan
    """),
    "meal preparation": lines("""
        Cooked pasta together, chopped the vegetables
        Chose and made own sandwich
        Made a stir-fry with support
        Fish fingers and peas, prompt for the timer
        Used the picture recipe for chilli
        Cooked sausages, reminded about the hot pan
        Made a packed lunch for tomorrow
        Baked potatoes in the microwave, served for everyone
        Pizza night, chose the toppings
        Soup from the freezer, set the table for all
        Tried a new curry and liked it
        Laid the table, then cooked eggs on toast
    """),
    "community access": lines("""
        Walked to the shops and paid with own card
        Bus into town, went to the café
        Swimming at the leisure centre
        Went to the gardening group
        Bowling with friends
        Trip to the library, chose two films
        Walk round the reservoir
        Two hours at the charity shop, on the till
        Haircut in the village
        Football training, kit washed after
        Train to the garden centre, lunch out
        Met the self-advocacy group at the hall
    """),
    "household tasks": lines("""
        Laundry sorted and put on
        Hoovered own bedroom
        Changed the bed together
        Washing up done without a prompt
        Recycling taken out
        Shopping list written for the week
        Bathroom cleaned, one prompt for the bleach
        Budget looked at, £15 put aside for the trip
        Fridge cleared of old food
        Ironed two shirts, needed help with the collar
    """),
}
