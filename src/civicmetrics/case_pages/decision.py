"""What a decision amounts to, guessed from its words."""

import re

from civicmetrics.case_pages.values import Outcome

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_SOMEBODYS_WISH = re.compile(
    r"mindretal|stemte (?:i)?mod|stemmer imod|imod stemte|\bønske(?:de|r)\b|\bforeslog\b|stillede forslag"
    r"|stiller forslag|tog forbehold|tager forbehold|fremsatte|undlod|begærede|protokol(?:bemærkning|tilførsel)"
    r"|udtalte|bemærkede",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(r"ændringsforslag|underændring|tilføjelsesforslag", re.IGNORECASE)
_APPROVED = (
    r"godkend(?:t|te|es|er)?\b|vedtaget|vedtog|vedtages|tiltrådt|tiltrådte|tiltræder|tiltrædes|bifaldt|imødekommet"
    r"|bevilget|som indstillet|tilslutte(?:r|de) sig|tilsluttet|bekræftet|frigives|meddeles|valgt"
)
_CHANGED = (
    rf"(?:{_APPROVED})[^.]{{0,60}}\b(?:med|i|idet|dog)\b[^.]{{0,80}}"
    r"(?:ændring|tilføj|præciser|rettelse|ændret form|tilret|udgår|slettes|undtagelse|justering)"
    r"|med (?:de|den|følgende|disse) (?:ændring|tilføjelse|præcisering|rettelse|bemærkning|justering)"
    rf"|ændre(?:t|de) indstilling|(?:{_APPROVED}),? dog\b|(?:{_APPROVED}) med (?:ændring|bemærkning|tilføjelse)"
)
_WORDS: tuple[tuple[Outcome, str], ...] = (
    (
        "postponed",
        r"\budsat\b|\budsættes\b|\budsatte\b|\budskudt\b|\budskydes\b|genoptages|sendt? tilbage|sendes tilbage"
        r"|fornyet behandling|(?:taget|tages|udgår|udgik|trukket) (?:af|fra) dagsordenen|trukket tilbage",
    ),
    (
        "rejected",
        r"\bforkast(?:et|es|ede|er)\b|\bafvis(?:t|te|es|er)\b|nedstemt|bortfald(?:t|er|et)|\bafslag\b|\bfaldt\b"
        rf"|\b(?:ikke|ej) (?:\w+ ){{0,3}}(?:{_APPROVED}|godkende|tiltræde|imødekomme|vedtage|anbefale)",
    ),
    (
        "recommended",
        r"\banbefal(?:es|er|ede|et|ing)\b|indstilles(?! til orientering)|\bindstille(?:r|de)\b[^.]{0,40}"
        r"\b(?:over for|overfor|til|at)\b|indstiller godkend|videresendes med anbefaling",
    ),
    ("approved_with_changes", _CHANGED),
    ("approved", _APPROVED),
    (
        "noted",
        r"efterretning|til orientering|\bdrøfte(?:t|de|s)\b|\borientere(?:t|de)\b|orienteringen blev|forelagt",
    ),
)
_RULES = tuple((outcome, re.compile(words, re.IGNORECASE)) for outcome, words in _WORDS)
_POINT = re.compile(
    r"(?:(?:at|ad|punkt|pkt\.?|indstillingspunkt|indstillingens punkt) )?[0-9]{1,2} ?(?:[.:)\u2013-]|blev|er|og)",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"\bindstilling(?:en|spunkt\w*)?\b|\bsagen\b|\bpunktet\b|\borienteringen\b|\bdagsorden(?:en)?\b",
    re.IGNORECASE,
)


def outcome_of(decision: str) -> Outcome:
    """What was decided: the sentence about the motion counts, not what a minority wished.

    >>> outcome_of("Indstillingen blev godkendt.")
    'approved'
    >>> outcome_of("Et mindretal ønskede sagen udsat. Godkendt.")
    'approved'
    >>> outcome_of("Ændringsforslaget blev vedtaget. Indstillingen blev herefter godkendt.")
    'approved_with_changes'
    """
    sentences = [part for part in _SENTENCE.split(decision[:20_000]) if part.strip()]
    own = [part for part in sentences if not _SOMEBODYS_WISH.search(part)]
    amended = any(_outcome(part) == "approved" for part in own if _AMENDMENT.search(part))
    told = [(part, _outcome(part)) for part in own if not _AMENDMENT.search(part)]
    told = [(part, outcome) for part, outcome in told if outcome != "unknown"]
    if not told:
        return "unknown"
    by_point = {outcome for part, outcome in told if _POINT.match(part)}
    if "approved" in by_point and by_point & {"rejected", "postponed"}:
        return "approved_with_changes"
    main = [outcome for part, outcome in told if _MAIN.search(part)]
    outcome = main[-1] if main else told[0][1]
    return "approved_with_changes" if amended and outcome == "approved" else outcome


def _outcome(sentence: str) -> Outcome:
    return next((outcome for outcome, rule in _RULES if rule.search(sentence)), "unknown")
