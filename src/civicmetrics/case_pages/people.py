"""Keeping people out: a stored case names roles and parties, never persons, addresses or numbers.

A name is certain when a common given name stands before another capitalised word, when a capitalised pair
ends in "-sen", when a role or "v/" stands before it, when a party letter or the verb of a person's act stands
behind it, or when the page itself lists it among those who signed or met. In running text a name is dropped
beside a role or a party letter, and is "N.N." elsewhere.
"""

import re
from collections.abc import Collection

from civicmetrics.personal_data.names import is_first_name

NOBODY = "N.N."

_WORD = r"(?:[A-ZÆØÅÄÖÜÉ]\.|[A-ZÆØÅÄÖÜÉ][\w\u2019'-]{1,30})"
_RUN = rf"(?<![\w-]){_WORD}(?: (?:(?:von|van|de|af|el|al) )?{_WORD}){{1,4}}(?![\w-])"
_ROLE = (
    r"(?:adm(?:\.|inistrerende) |konst(?:\.|itueret) |fg\. |udvalgs)?"
    r"(?:[\wæøå-]{0,30}(?:direktør|chef|leder|borgmester|formand|rådmand|forperson|konsulent|sekretær|medlem"
    r"|fuldmægtig|koordinator|ingeniør|jurist|arkitekt|advokat|sagsbehandler|planlægger|suppleant|stedfortræder"
    r"|ordfører|arkivar|inspektør|rektor|talsmand|udvalgsmedlem))(?:en|n|et)?"
)
ROLE = re.compile(rf"(?<!\w){_ROLE}(?: for [^,.;()/:\n0-9]{{3,60}}?)?(?![\w])", re.IGNORECASE)
_PARTIES = (
    r"[A-ZÆØÅ]{1,2}|[Ll]øsgænger|Venstre|Socialdemokratiet|(?:Det )?Konservative(?: Folkeparti)?|Enhedslisten"
    r"|(?:Det )?Radikale(?: Venstre)?|Dansk Folkeparti|Liberal Alliance|Alternativet|Moderaterne"
    r"|Danmarksdemokraterne|Nye Borgerlige|[A-ZÆØÅ][\w-]*listen"
)
_ROLE_AND_NAME = re.compile(
    rf"(?<!\w)(?P<role>(?i:{_ROLE})(?: for [^,.;()/:\n0-9]{{3,60}}?)?)(?<! og)(?<! &),? (?P<name>{_RUN}|{_WORD})"
)
_NAME_AND_ROLE = re.compile(rf"(?P<name>{_RUN}), (?=(?:{_ROLE})(?!\w))")
_NAME_AND_PARTY = re.compile(rf"(?P<name>{_RUN}|{_WORD})(?P<party> ?\((?:{_PARTIES})\))")
_BY = re.compile(rf"[ ,]*\(?(?<!\w)v(?:ed)? ?/ ?(?P<name>{_RUN})\)?")
_ACTS = re.compile(
    rf"(?P<name>{_RUN})(?= (?:deltog|deltager|stemte|stemmer|tog forbehold|var|er fraværende|forlod|ønskede|mødte"
    r"|erklærede|foreslog|orienterede|fremlagde|undlod|afgav|bad|ankom|spurgte|havde|udtrådte|indtrådte|meldte"
    r"|begærede|udtalte|takkede|bemærkede)\b)"
)
_ANY_RUN = re.compile(_RUN)
_EMAIL = re.compile(
    r"(?:\b(?:e-?)?mail\s?:?\s?)?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,40}){1,4}", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?:\b(?:tlf|telefon|telefonnr|mobil|tel|fax|tlf\.nr)\b\.?\s?:?\s?(?:\+45 ?)?[0-9](?:[ -]?[0-9]){7}"
    r"|\+45 ?[0-9](?:[ -]?[0-9]){7}|(?<![0-9] )(?<![\w.,/-])[1-9][0-9](?: [0-9]{2}){3}(?![\w/-])(?! ?(?:[0-9]|kr|mio|pct|%)))"
    r"(?![0-9])",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\b[A-ZÆØÅ]\.) (?=[A-ZÆØÅ])")
_WAS_ABSENT = re.compile(
    r"(?:Fraværende|Ikke til stede|Deltog ikke)\b\s*:|(?:Fraværende|(?:Der (?:er|var) )?[Aa]fbud fra) "
    r"|.{3,300} (?:var|er) (?:alle )?fraværende\b"
)
_LABEL = re.compile(
    r"(?P<label>(?:der er |der var )?afbud(?: fra)?|fraværende|ikke til stede|til stede|tilstede|deltagere"
    r"|mødedeltagere|øvrige deltagere|eksterne deltagere|medlemmer|udvalgets medlemmer|deltog ikke"
    r"|fremmøde(?: og inhabilitet)?|bemærkninger til fremmøde|inhabil(?:e)?|forfald|mødeleder|ordstyrer|dirigent"
    r"|referent|sekretær|sagsbehandlere?|sagsansvarlig|kontaktpersone?r?|initialer|sagsinitialer|forfattere?"
    r"|stedfortrædere?|suppleanter?|gæster|underskrifte?r?|underskriftsark|udarbejdet af|godkendt af|telefon|tlf|e-?mail)"
    r"\.?(?P<colon>\s*:)?(?P<rest>.*)",
    re.IGNORECASE,
)
_WITHOUT_COLON = re.compile(r"afbud fra|der er afbud fra|der var afbud fra", re.IGNORECASE)
_ROSTER_FILLER = re.compile(
    r"\((?:[A-ZÆØÅ]{1,3}|[Ll]øsgænger)\)|\b(?:og|samt|ingen|ved|sag|pkt|punkt|til|fra|kl|for|mødte|i stedet|suppleant for"
    r"|som|stedfortræder|udvalgsmedlem)\b|[0-9.,;:/&\u2013-]",
    re.IGNORECASE,
)
_PARTY = re.compile(r"\([A-ZÆØÅ]{1,2}\)")
_INSTITUTIONS = """
    udvalg udvalget råd rådet forvaltning forvaltningen forvaltningens kommune kommunen kommunes
    skole skolen center centret centeret hus huset gade vej allé plads torv park parken
    bestyrelsen bestyrelse afdeling afdelingen styrelsen ministeriet forening foreningen fonden
    fond kirke museet museum bibliotek biblioteket station region danmark folkeparti venstre
    liste alliance salen lokale planen plan projekt projektet puljen strategi haven havn bydel
    sjælland jylland kvarter kvarteret boulevard hallen hal bro broen institut universitet
    hospital selskab selskabet netværk netværket forum konference konferencen strategien politik
    politikken budget stræde gården legat institution børnehave vuggestue sekretariat
    sekretariatet stab hjemmet plejehjem direktion magistrat byråd repræsentation
"""
_ORGANISATION = tuple(_INSTITUTIONS.split())
_NEVER_A_NAME = """
    A/S ApS Danske Dansk Det Den De Nye Ny Nyt By Vest Øst Nord Syd Store Lille Lov EU Mødelokale
    Fyn Borgere Teknisk Radikale Konservative Enhedslisten Socialdemokratiet Socialistisk Liberal
    SF Alternativet Konservativ
"""
_NEVER = frozenset(_NEVER_A_NAME.split())
_SENTENCE_STARTERS = """
    Derfor Herefter I På Og Fra Da Når Som Med Ved For Til En Et Også Efter Men At Hos
"""
_STARTERS = frozenset(_SENTENCE_STARTERS.split())


def looks_like_name(words: str) -> bool:
    """Two to five capitalised words of which none belongs to an institution or a place.

    >>> looks_like_name("Fiktiv von Eksempel"), looks_like_name("Teknisk Forvaltning")
    (True, False)
    """
    return _ANY_RUN.fullmatch(words) is not None and not any(map(_is_institution, words.split()))


def _is_institution(word: str) -> bool:
    return word in _NEVER or word.casefold().endswith(_ORGANISATION)


def is_certainly_name(words: str) -> bool:
    return looks_like_name(words) and _person_in(words.split()) is not None


def _person_in(words: list[str]) -> int | None:
    """Where in a run of capitalised words a person begins."""
    for index, word in enumerate(words[:-1]):
        if is_first_name(word):
            return index
    if any(word.endswith(("sen", "sens")) and len(word) > 4 for word in words[1:]):
        return 1 if words[0] in _STARTERS and len(words) > 2 else 0
    return None


def without_people(text: str, known: Collection[str] = ()) -> str:
    """The text without names, e-mail addresses and phone numbers.

    >>> without_people("Direktør Fiktiv Prøvesen (tlf. 12 34 56 78) og Mette Tænkt (V) deltog ikke.")
    'Direktør og (V) deltog ikke.'
    >>> without_people("Oplæg v/ Fiktiv Eksempel. Derefter spurgte Bo Opdigtet."), without_people("Thomas Tænkts Gade")
    ('Oplæg. Derefter spurgte N.N..', 'Thomas Tænkts Gade')
    """
    if not text:
        return text
    before = text
    text = _PHONE.sub("", _EMAIL.sub("", text))
    text = "\n".join(map(_without_absent, text.split("\n")))
    text = _ROLE_AND_NAME.sub(_only_role, text)
    text = _NAME_AND_ROLE.sub(
        lambda found: "" if looks_like_name(found["name"]) else found[0], text
    )
    text = _NAME_AND_PARTY.sub(_only_party, text)
    text = _BY.sub(lambda found: "" if looks_like_name(found["name"]) else found[0], text)
    text = _ACTS.sub(lambda found: NOBODY if _may_act(found["name"]) else found[0], text)
    text = _ANY_RUN.sub(_nobody, text)
    for name in known:
        text = text.replace(name, NOBODY) if name in text else text
    return text if text == before else _tidy(text)


def _without_absent(line: str) -> str:
    """Sentences that say who was absent say nothing else."""
    if not re.search(r"fraværende|afbud fra|til stede|deltog ikke", line, re.IGNORECASE):
        return line
    return " ".join(part for part in _SENTENCES.split(line) if not _tells_absence(part))


def _tells_absence(sentence: str) -> bool:
    told = _WAS_ABSENT.match(sentence)
    return bool(told) and (":" in sentence or bool(_ANY_RUN.search(sentence)))


def _only_role(found: re.Match[str]) -> str:
    name = found["name"]
    single = " " not in name
    is_name = is_first_name(name) or name.endswith("sen") if single else looks_like_name(name)
    return found["role"] if is_name else found[0]


def _only_party(found: re.Match[str]) -> str:
    name = found["name"]
    is_name = is_first_name(name) if " " not in name else looks_like_name(name)
    return found["party"].strip() if is_name else found[0]


def _may_act(name: str) -> bool:
    return looks_like_name(name)


def _nobody(found: re.Match[str]) -> str:
    words = found[0].split()
    start = _person_in(words)
    if start is None or any(_is_institution(word) for word in words[max(0, start - 1) :]):
        return found[0]
    genitive = "s" if words[-1].endswith("sens") else ""
    return " ".join([*words[:start], NOBODY + genitive])


_TIDY = (
    (re.compile(r"\(\s*[,;/]?\s*\)"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r" +(?=[,.;:)\n])"), ""),
    (re.compile(r"\( +"), "("),
    (re.compile(r"(?m)^[ ,;]+|[ ,]+$"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def _tidy(text: str) -> str:
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text.strip()


def is_roster(line: str, sure: bool = False) -> bool:
    """Nothing but names, roles and party letters, as lists of those who met have it."""
    if len(line) > 300:
        return False
    left = ROLE.sub(" ", line)
    filled = _ROSTER_FILLER.sub("|", left)
    parts = [part.strip() for part in filled.split("|") if part.strip()]
    if sure and not (_PARTY.search(line) or any(map(is_certainly_name, parts))):
        return False
    return all(
        looks_like_name(part) or (part.istitle() and bool(_PARTY.search(line))) for part in parts
    )


def attendance(lines: list[str]) -> tuple[set[int], dict[int, str], set[str]]:
    """Which lines only say who met, what to keep of lines that say more, and the names found."""
    gone: set[int] = set()
    kept: dict[int, str] = {}
    names: set[str] = set()
    index = 0
    while index < len(lines):
        label = _LABEL.fullmatch(lines[index]) if lines[index] and len(lines[index]) < 600 else None
        if label and _is_label(label):
            names |= _names_in(lines[index])
            if rest := _later_sentences(label["rest"]):
                kept[index] = rest
            else:
                gone.add(index)
            end = index + 1 if rest else _roster_end(lines, index + 1)
            for roster in range(index + 1, end):
                names |= _names_in(lines[roster])
                gone.add(roster)
            index = end
        else:
            index += 1
    return gone, kept, names


def _is_label(label: re.Match[str]) -> bool:
    rest = label["rest"].strip(" .")
    if not rest or label["colon"]:
        return True
    return bool(_WITHOUT_COLON.fullmatch(label["label"])) or is_roster(rest, sure=True)


def _later_sentences(rest: str) -> str:
    """ "Anna Andersen (A). Godkendt." keeps "Godkendt."."""
    sentences = re.split(r"(?<=[\w)][\w)][.]) ", rest.strip())
    speaking = [
        part
        for part in sentences[1:]
        if not is_roster(part)
        and not re.search(r"i stedet|stedfortræder|suppleant|fraværende|afbud", part)
    ]
    return " ".join(speaking)


def _roster_end(lines: list[str], index: int) -> int:
    gap = False
    end = index
    while index < len(lines) and index - end < 3:
        line = lines[index]
        if line and not is_roster(line, sure=gap):
            break
        if line:
            end = index + 1
        gap = gap or not line
        index += 1
    return end


def _names_in(line: str) -> set[str]:
    return {run for run in _ANY_RUN.findall(ROLE.sub("|", line)) if looks_like_name(run)}


def signature(line: str) -> tuple[list[str], list[str]] | None:
    """The names and roles of a line that only signs: "Anna Andersen / Bo Bentsen, kontorchef"."""
    if not line or len(line) > 200:
        return None
    names: list[str] = []
    roles: list[str] = []
    for part in re.split(r"\s*/\s*|\s+(?:og|&)\s+|;\s*", line.strip(" /")):
        role = ROLE.search(part)
        name = ROLE.sub("|", part).strip(" ,|.()").removeprefix("sign").strip(" .,|")
        if name and not looks_like_name(name):
            return None
        names += [name] if name else []
        roles += [role[0].strip(" ,")] if role else []
    return names, roles
