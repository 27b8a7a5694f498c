"""The pairs of the year that is over: most from four companies, beside those of the cast."""

from demo.lived.cast import ENGLISH, FINISHED, Pair, Somebody, Words

LINDENFURT = ("Lindenfurt Versicherung", "lindenfurt.example", "Europe/Berlin")
NILAVARA = ("Nilavara Systems", "nilavara.example", "Asia/Kolkata")
LARKMOOR = ("Larkmoor Hotels", "larkmoor.example", "Europe/London")
QUILLMERE = ("Quillmere Press", "quillmere.example", "Europe/London")

FEEDBACK = Words(
    title="Say what I saw while it still helps",
    why="I praise in public and swallow the rest until the yearly talk.",
    levels=(
        "Feedback waits for the yearly talk.",
        "I say it within a month, by mail.",
        "I say it within the week, face to face, with what I saw.",
        "My team gives it to each other without me.",
        "Somebody asks me for it on the way to the lift.",
    ),
    hello="Hello! I am glad it is you. Would Wednesdays after four be possible?",
    answer="They would. Bring one sentence that you have not said to somebody this month.",
    agenda="The sentence I did not say, and how it would have sounded.",
    note="Agreed: what I saw, what it did, and then a question. Three sentences.",
    journal="I said it. He thanked me, and I had been afraid of that for a year.",
    clauses="What we tell about our teams has no names in it.",
    progress="Four times this month. Once too sharp, and I said that too.",
    todo="Ask Leonie what she would have wanted to hear in spring",
)
FIRST_TEAM = Words(
    title="Lead the team that I was part of",
    why="They were my colleagues until March, and I still take the tickets nobody wants.",
    levels=(
        "I do the work that nobody wants myself.",
        "I hand it out and check it at night.",
        "Each task has an owner, and I ask once a week.",
        "The team changes who does what without asking me.",
        "Two of them lead a project of their own.",
    ),
    hello="Good morning, and thank you for taking me on. Is Friday early all right?",
    answer="Friday is good. Count the things you did last week that were not yours.",
    agenda="Eleven things that were not mine, and the three I want to keep.",
    note="Agreed: three I keep until summer, eight get an owner by Monday.",
    journal="I closed the laptop at six. The release went out without me.",
    clauses="Either of us may say that a meeting was not useful.",
    progress="Eight of eleven have an owner. The last three are harder than I thought.",
    todo="Give the release calendar to Meera",
)
BOARD = Words(
    title="Speak for the whole house, not for my floor",
    why="I come to the management round as a lawyer for my own people.",
    levels=(
        "I argue for my own budget and am silent on the rest.",
        "I read the others’ papers, and say nothing.",
        "In each round I speak once for something that is not mine.",
        "Two others ask me before they bring a paper.",
        "I give up something of mine because the house needs it more.",
    ),
    hello="Hello, I have read your story twice. Mondays are quiet here, from five.",
    answer="Monday at five, then. Which of the others’ papers did you last read to the end?",
    agenda="The paper of the claims department, and what I would ask.",
    note="Agreed: one question for each paper, written down before the round.",
    journal="They were silent after my question. Then somebody said: good point.",
    clauses="No numbers that are not in the yearly report.",
    progress="Once in each of the last three rounds. Nobody was surprised but me.",
    todo="Have lunch with somebody from claims",
)
WORDS = (ENGLISH, FEEDBACK, FIRST_TEAM, BOARD)


def _one(name, house, title, level, years, story):
    given, _, family = name.partition(" ")
    company, domain, zone = house
    return Somebody(given, family, company, domain, title, zone, level, years, story)


MENTEES = (
    ("Leonie Hartwig", LINDENFURT, "Head of motor claims", 3, 11, "I settle claims fast."),
    ("Jonas Brückner", LINDENFURT, "Team lead, underwriting", 2, 7, "I am careful for a living."),
    ("Miriam Sandvoss", LINDENFURT, "Product owner, health", 2, 8, "I write plans nobody reads."),
    ("Fabian Querfurth", LINDENFURT, "Head of field sales", 3, 13, "I was the best seller."),
    ("Aylin Korkmaz", LINDENFURT, "Actuary, team lead", 2, 6, "I explain risk to the bold."),
    ("Thea Rosenhain", LINDENFURT, "Head of service", 3, 12, "My team is liked, and late."),
    ("Konrad Immenhof", LINDENFURT, "Controller", 2, 9, "I know what it costs, not why."),
    ("Meera Raghunath", NILAVARA, "Release lead", 2, 7, "I am the calm one, until Friday."),
    ("Sanjay Pillai", NILAVARA, "Engineering manager", 3, 10, "I still review every change."),
    ("Divya Chandran", NILAVARA, "Account lead", 2, 8, "Customers call me, and not my team."),
    ("Rohan Kulkarni", NILAVARA, "Security lead", 2, 6, "I say no before they have asked."),
    ("Anjali Deshmukh", NILAVARA, "Head of data", 3, 11, "I answer questions with queries."),
    ("Gemma Thackeray", LARKMOOR, "Front of house manager", 2, 9, "I smile, and then I do it."),
    ("Callum Rees", LARKMOOR, "Executive chef", 3, 14, "I shouted for ten years, and stopped."),
    ("Priya Nandakumar", LARKMOOR, "Revenue manager", 2, 7, "I fill rooms, and want a house."),
    ("Harriet Osei", QUILLMERE, "Commissioning editor", 2, 8, "I say yes to too many books."),
    ("Tobias Fenwick", QUILLMERE, "Head of rights", 3, 12, "I sell well, and lead by accident."),
)
MENTORS = (
    ("Rukmini Iyer", NILAVARA, "Vice president, delivery", 5, 24, "I let go late, and well."),
    ("Alasdair Munro", LARKMOOR, "Director of operations", 5, 26, "I began at the night desk."),
    ("Beatrice Holloway", QUILLMERE, "Publisher", 6, 29, "I turned down two famous books."),
    ("Vikram Sethi", NILAVARA, "Chief architect", 5, 22, "I was wrong in front of everyone."),
    ("Imogen Tarleton", LARKMOOR, "Director of people", 5, 23, "I closed a hotel, kindly."),
    ("Desmond Achebe", QUILLMERE, "Finance director", 6, 27, "I count, and then I ask."),
    ("Fiona Strachan", LARKMOOR, "Regional director", 5, 21, "I run nine houses from a train."),
    ("Ulrike Sommerfeld", LINDENFURT, "Division head, life", 6, 28, "I was the first, and loud."),
    ("Gregor Wallenstein", LINDENFURT, "Chief risk officer", 6, 30, "I learned to say perhaps."),
    ("Henrike Bolte", LINDENFURT, "Head of human resources", 5, 22, "I have heard it all twice."),
    ("Rupert Lindqvist", LARKMOOR, "Commercial director", 5, 25, "I sold before I listened."),
    ("Carsten Diekmann", LINDENFURT, "Head of claims", 5, 23, "I answered the phone first."),
    ("Winifred Adair", QUILLMERE, "Editorial director", 5, 24, "I teach by asking for less."),
    ("Lakshmi Venkataraman", NILAVARA, "Head of people", 5, 21, "I hire for the second year."),
    ("Oliver Pemberton", QUILLMERE, "Sales director", 5, 26, "I lost a list and kept a team."),
    ("Sabine Thalheim", LINDENFURT, "Head of operations", 5, 25, "I build what outlives me."),
    ("Nikhil Banerjee", NILAVARA, "Chief financial officer", 6, 28, "I ask what it is for."),
)
# Two do not last until the end, one meets seldom, some reach less than they wanted.
TURNS = {3: {"end"}, 5: {"slow"}, 8: {"slow"}, 9: {"leave"}, 12: {"quiet", "slow"}, 15: {"slow"}}

ALUMNI = FINISHED + tuple(
    Pair(
        "en",
        _one(*mentee),
        _one(*mentor),
        WORDS[number % len(WORDS)],
        frozenset(TURNS.get(number, ())),
    )
    for number, (mentee, mentor) in enumerate(zip(MENTEES, MENTORS, strict=True))
)
