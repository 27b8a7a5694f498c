"""The pairs whose year is lived through: who they are, and what they say in their own languages."""

import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Somebody:
    """One of a pair, as the file of people has them."""

    given: str
    family: str
    company: str
    domain: str
    title: str
    zone: str
    level: int
    years: int
    story: str

    @property
    def email(self):
        name = unicodedata.normalize("NFKD", f"{self.given}.{self.family}")
        return f"{name.encode('ascii', 'ignore').decode()}@{self.domain}".lower()


@dataclass(frozen=True)
class Words:
    """What a pair writes: a goal with its five levels, and what they say about their work."""

    title: str
    why: str
    levels: tuple[str, str, str, str, str]
    hello: str
    answer: str
    agenda: str
    note: str
    journal: str
    clauses: str
    progress: str
    todo: str


@dataclass(frozen=True)
class Pair:
    """A mentee and a mentor who share one language, so that a run matches them."""

    language: str
    mentee: Somebody
    mentor: Somebody
    words: Words
    # What happens to them beside what happens to all: "pause", "extend", "end" and "leave" (both
    # before the end), "quiet", "slow", "call".
    turns: frozenset[str] = field(default=frozenset())


GERMAN = Words(
    title="Die Werkstattrunde ohne mich",
    why="Ich bin in jeder Besprechung die lauteste Stimme, und das hält uns auf.",
    levels=(
        "Ich leite jede Runde selbst und fasse jedes Ergebnis zusammen.",
        "Zwei Leute leiten im Wechsel, und ich rede trotzdem dazwischen.",
        "Drei Runden im Monat laufen ganz ohne mich.",
        "Die Runde ändert selbst, was sie stört, und sagt mir danach Bescheid.",
        "Eine andere Abteilung holt sich unsere Leute als Vorbild.",
    ),
    hello="Guten Tag, ich freue mich. Dienstags nach drei wäre es bei mir immer ruhig.",
    answer="Dienstag passt. Bringen Sie bitte die letzte Besprechung mit, die schiefging.",
    agenda="1. Was ich letzte Woche nicht gesagt habe. 2. Wer die nächste Runde leitet.",
    note="Vereinbart: Ich frage zuerst drei andere, bevor ich selbst etwas sage.",
    journal="Es war peinlich still, und dann kam der beste Vorschlag des Monats.",
    clauses="Wir reden nicht über Kunden, auch nicht ohne Namen.",
    progress="Zwei Runden ohne mich. Bei der dritten bin ich doch hineingegangen.",
    todo="Jonna bitten, die Runde am Donnerstag zu leiten",
)
FRENCH = Words(
    title="Dire non sans m’excuser",
    why="J’accepte tout, puis je rends tout en retard.",
    levels=(
        "Je dis oui à tout ce qui arrive.",
        "Je demande un jour de réflexion, une fois sur deux.",
        "Je refuse une demande par semaine et je dis pourquoi.",
        "Mon équipe sait ce que nous ne faisons pas cette année.",
        "Mes collègues viennent me demander comment je trie.",
    ),
    hello="Bonjour ! J’ai lu votre parcours deux fois. Le jeudi matin vous irait ?",
    answer="Très bien, jeudi. Notez d’ici là chaque oui que vous regrettez.",
    agenda="Ma liste de oui de la semaine, et celui que j’aurais dû refuser.",
    note="Phrase à essayer : « Je peux, si nous laissons ceci. »",
    journal="Trois refus, aucune catastrophe. Je dors mieux le mercredi.",
    clauses="Chacune peut demander une pause sans donner de raison.",
    progress="Deux semaines sur trois. La troisième, j’ai cédé au directeur.",
    todo="Écrire ce que nous arrêtons au printemps",
)
SPANISH = Words(
    title="Una reunión con el consejo que se entienda",
    why="Sé los números, pero cuando hablo del agua nadie pregunta nada.",
    levels=(
        "Leo cuarenta diapositivas en voz alta.",
        "Tengo diez, y sigo leyéndolas.",
        "Cuento tres cifras y una historia, sin papel.",
        "El consejo discute la decisión y no la presentación.",
        "Me piden que prepare a los demás.",
    ),
    hello="Hola, gracias por aceptar. ¿Le vendría bien el primer lunes de cada mes?",
    answer="Perfecto. Traiga la última presentación, y la quemamos con cariño.",
    agenda="Ensayar el comienzo: un minuto, sin pantalla.",
    note="Acordado: empezar por el barrio que se quedó sin agua, no por la red.",
    journal="Me temblaban las manos y aun así nadie miró el teléfono.",
    clauses="Lo que se ensaya aquí no se cuenta fuera.",
    progress="El consejo hizo cuatro preguntas. Antes, ninguna.",
    todo="Grabar el ensayo y mirarlo sin sonido",
)
POLISH = Words(
    title="Rozmowa o pieniądzach bez strachu",
    why="Prowadzę sklep internetowy, a o marżę pyta za mnie ktoś inny.",
    levels=(
        "Nie wiem, ile zarabiamy na paczce.",
        "Wiem, ale tylko z cudzych tabel.",
        "Sama liczę marżę co miesiąc i umiem ją obronić.",
        "Zespół zna trzy liczby i podejmuje według nich decyzje.",
        "Dyrektor pyta mnie, zanim zmieni cennik.",
    ),
    hello="Dzień dobry, bardzo się cieszę. Czy środy po szesnastej są możliwe?",
    answer="Tak, środa. Proszę wziąć jeden wydruk, którego Pani nie rozumie.",
    agenda="Marża na paczce: co do niej wliczam, a o czym zapominam.",
    note="Ustalenie: najpierw sama szacuję, potem sprawdzamy.",
    journal="Pomyliłam się o połowę i nic się nie stało.",
    clauses="Nie wymieniamy się cennikami naszych firm.",
    progress="Pierwszy raz obroniłam liczbę na zebraniu.",
    todo="Policzyć zwroty za październik",
)
UKRAINIAN = Words(
    title="Слухати до кінця",
    why="Я знаю відповідь раніше, ніж людина договорила, і через це не знаю питання.",
    levels=(
        "Перебиваю майже щоразу.",
        "Помічаю, коли вже перебив.",
        "Дві розмови на тиждень слухаю до кінця.",
        "Люди приходять із клопотом раніше, ніж він став бідою.",
        "Мене просять бути присутнім, коли сперечаються інші.",
    ),
    hello="Доброго дня! Чи зручно вам у п’ятницю зранку?",
    answer="Так, п’ятниця. До того порахуйте, скільки разів перебили когось за день.",
    agenda="Одна розмова, яку я зіпсував, і як її повернути.",
    note="Домовились: чекаю три подихи, перш ніж відповісти.",
    journal="Три подихи — це дуже довго. Але вона сказала головне наприкінці.",
    clauses="Не записуємо розмов.",
    progress="Цього тижня тричі дослухав. Одного разу змінив рішення.",
    todo="Поговорити з Оксаною без ноутбука",
)
JAPANESE = Words(
    title="部下に任せて、途中で口を出さない",
    why="任せると言いながら、毎晩すべての数字を見直しています。",
    levels=(
        "毎晩すべて見直す。",
        "見直すが、直さずに質問する。",
        "週に一度だけ、本人と一緒に見る。",
        "本人が自分で誤りを見つけて、知らせてくれる。",
        "任せた人が、次の人に任せている。",
    ),
    hello="はじめまして。月曜の夕方はいかがでしょうか。",
    answer="月曜で結構です。今週見直した回数を数えてきてください。",
    agenda="見直した回数と、そのうち本当に必要だったもの。",
    note="決めたこと：質問は一つだけ、答えは言わない。",
    journal="黙っているのは難しい。でも彼女は自分で気づいた。",
    clauses="会社の数字は持ち込まない。",
    progress="見直しは週に二回になった。眠れている。",
    todo="金曜の報告を本人に任せる",
)
ARABIC = Words(
    title="أن أقود من كانوا زملائي",
    why="كنا على مكتب واحد، والآن أوزّع العمل عليهم ولا أعرف كيف أقول لا.",
    levels=(
        "أقوم بعملهم كي لا أطلبه منهم.",
        "أطلب، ثم أعتذر عن الطلب.",
        "أقول ما أنتظره وموعده، مرة واحدة.",
        "يقول لي الفريق متى أخطئ قبل أن يقوله لغيري.",
        "يسألني المدراء الجدد كيف بدأت.",
    ),
    hello="مرحبا، سعيد بهذه الفرصة. هل يناسبك صباح الأحد؟",
    answer="يناسبني. أحضر معك موقفاً واحداً سكتَّ فيه.",
    agenda="الموقف الذي سكتُّ فيه، وماذا أقول غداً.",
    note="اتفقنا: جملة واحدة واضحة، ثم صمت.",
    journal="قلتها. لم يغضب أحد، وأنا الذي بقيت أرتجف.",
    clauses="لا نذكر أسماء الزملاء.",
    progress="وزّعت عمل الأسبوع في عشر دقائق.",
    todo="الحديث مع سامر عن المواعيد",
)
ENGLISH = Words(
    title="Hand over the hotel that I built",
    why="I opened it, I know each door in it, and nobody can grow while I stand in them.",
    levels=(
        "I am called about everything, on Sundays too.",
        "My deputy decides by day and asks me at night.",
        "Two weeks away without a call that somebody else could have answered.",
        "The house changes something that I would not have changed, and it is better.",
        "My deputy opens the next one.",
    ),
    hello="Hello, and thank you. Would the second Tuesday of the month suit you?",
    answer="It would. Count the calls until then, and write down who could have answered.",
    agenda="The calls of three weeks, in three piles.",
    note="Agreed: every question comes back with a question, for a month.",
    journal="I sat on my hands, literally. They found a better florist.",
    clauses="Nothing about guests, and nothing about owners.",
    progress="Nine days without a call. The tenth was a flood, and fair.",
    todo="Ask Priya to lead the budget round",
)

MIDYEAR = (
    Pair(
        "de",
        Somebody(
            *("Annika", "Reuss", "Hagenried Pumpen", "hagenried.example"),
            *("Leiterin der Montage", "Europe/Berlin", 3, 11),
            "Seit zwei Jahren leite ich die Montage, und noch immer fragt jeder zuerst mich.",
        ),
        Somebody(
            *("Matthias", "Vogelsang", "Lindenfurt Versicherung", "lindenfurt.example"),
            *("Bereichsvorstand", "Europe/Berlin", 6, 28),
            "Ich habe spät gelernt zu schweigen. Seither höre ich, was im Haus wirklich los ist.",
        ),
        GERMAN,
        frozenset({"call"}),
    ),
    Pair(
        "fr",
        Somebody(
            *("Clémence", "Aubertin", "Crédit Aubrelle", "aubrelle.example"),
            *("Responsable de portefeuille", "Europe/Paris", 3, 9),
            "On me dit fiable. Je crois surtout que je ne sais pas refuser, et cela se voit.",
        ),
        Somebody(
            *("Solène", "Kerbrat", "Sarrazol Mécanique", "sarrazol.example"),
            *("Directrice industrielle", "Europe/Paris", 5, 24),
            "J’ai fermé un atelier et ouvert deux autres. Choisir, c’est dire non à quelqu’un.",
        ),
        FRENCH,
        frozenset({"extend"}),
    ),
    Pair(
        "uk",
        Somebody(
            *("Danylo", "Hrytsenko", "Mirowit Software", "mirowit.example"),
            *("Team lead, platform", "Europe/Kyiv", 2, 7),
            "Мене підвищили за швидкість, а тепер вона заважає мені чути людей.",
        ),
        Somebody(
            *("Oksana", "Levytska", "Corrigan Vale Health", "corriganvale.example"),
            *("Chief nurse", "Europe/Kyiv", 5, 25),
            "Тридцять років у лікарні навчили мене одного: найважливіше кажуть біля дверей.",
        ),
        UKRAINIAN,
        frozenset({"pause"}),
    ),
    Pair(
        "ja",
        Somebody(
            *("Haruka", "Minamoto", "Nilavara Systems", "nilavara.example"),
            *("Delivery manager", "Asia/Tokyo", 3, 12),
            "任せることが苦手です。自分でやったほうが早い、とまだ思っています。",
        ),
        Somebody(
            *("Kenji", "Ōtsuka", "Lanxiyue Textiles", "lanxiyue.example"),
            *("Plant director", "Asia/Tokyo", 5, 27),
            "工場を三つ移しました。人に任せた工場だけが、今も動いています。",
        ),
        JAPANESE,
        frozenset({"quiet"}),
    ),
    Pair(
        "ar",
        Somebody(
            *("Nabil", "Haddadin", "Aguas de Serralume", "serralume.example"),
            *("Network operations lead", "Asia/Amman", 2, 8),
            "صرت مديراً لمن علّموني العمل. ما زلت أتعلم كيف أكون بينهم وفوقهم معاً.",
        ),
        Somebody(
            *("Rania", "Tarazi", "Stokeby Tarrant Engineering", "stokebytarrant.example"),
            *("Partner", "Asia/Amman", 6, 26),
            "بدأت في مكتب من أربعة، واليوم نحن أربعمئة. كل خطوة كانت حديثاً صعباً.",
        ),
        ARABIC,
        frozenset({"end"}),
    ),
)
FINISHED = (
    Pair(
        "en",
        Somebody(
            *("Siobhan", "Delacourt", "Larkmoor Hotels", "larkmoor.example"),
            *("General manager", "Europe/London", 4, 16),
            "I opened the house by the river and never quite left it. Now I should run five.",
        ),
        Somebody(
            *("Everett", "Ncube", "Quillmere Press", "quillmere.example"),
            *("Managing director", "Europe/London", 6, 30),
            "I handed over three imprints, badly, then well. The difference was me.",
        ),
        ENGLISH,
    ),
    Pair(
        "es",
        Somebody(
            *("Marisol", "Echeverri", "Aguas de Serralume", "serralume.example"),
            *("Jefa de planificación", "Europe/Madrid", 3, 13),
            "Conozco la red mejor que nadie, y por eso nadie me entiende cuando la explico.",
        ),
        Somebody(
            *("Ignacio", "Larrañaga", "Clínicas Peñaluz", "penaluz.example"),
            *("Director general", "Europe/Madrid", 6, 29),
            "Hablé diez años ante consejos que miraban el reloj, hasta que conté una historia.",
        ),
        SPANISH,
    ),
    Pair(
        "pl",
        Somebody(
            *("Zuzanna", "Kalinowska", "Applewick Home & Garden", "applewick.example"),
            *("Kierowniczka sprzedaży online", "Europe/Warsaw", 3, 8),
            "Sprzedaję coraz więcej i coraz mniej wiem, czy na tym zarabiamy.",
        ),
        Somebody(
            *("Bogdan", "Rylski", "Varnholt Bank", "varnholt.example"),
            *("Dyrektor finansowy", "Europe/Warsaw", 6, 27),
            "Uczyłem liczyć ludzi, którzy bali się liczb. Zwykle bali się tylko pytań.",
        ),
        POLISH,
        frozenset({"quiet"}),
    ),
)
