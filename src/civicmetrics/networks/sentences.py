"""Findings and recommendations as sentences, in Danish or English."""

from dataclasses import dataclass

from civicmetrics.networks import danish, english
from civicmetrics.networks.catalogue import Language
from civicmetrics.networks.findings import Evidence, Finding, Pairs
from civicmetrics.networks.recommendations import Recommendation
from civicmetrics.networks.speech import Speech
from civicmetrics.networks.surveys import Survey

VOICES = {"da": danish, "en": english}


@dataclass(frozen=True)
class Told:
    """One finding: what, the numbers behind it, how sure, and where to look it up."""

    number: int
    kind: str
    evidence: Evidence
    mark: str
    title: str
    text: str
    note: str
    places: tuple[int, ...]
    pairs: Pairs


@dataclass(frozen=True)
class Advice:
    title: str
    text: str
    findings: tuple[int, ...]
    places: tuple[int, ...]
    pairs: Pairs


@dataclass(frozen=True)
class Story:
    headline: str
    lead: str
    findings: tuple[Told, ...]
    advice: tuple[Advice, ...]


def tell(
    survey: Survey,
    found: tuple[Finding, ...],
    recommended: tuple[Recommendation, ...],
    language: Language,
) -> Story:
    """The whole report in sentences.

    >>> from civicmetrics.networks.reading import read_survey
    >>> survey = read_survey([("w.csv", "from,to\\na,b\\n")])
    >>> numbers = {"gone": 51, "came": 11, "newcomers": 5}
    >>> story = tell(survey, (Finding("few_new", Evidence.COUNT, numbers),), (), "da")
    >>> story.findings[0].text
    '51 er væk. 11 er kommet til, heraf 5 med nye organisationer.'
    """
    speech, voice = Speech(survey, language), VOICES[language]
    told = [_told(at, finding, speech) for at, finding in enumerate(found, 1)]
    advice = []
    for one in recommended:
        title, text = voice.ADVICE[one.kind](one.finding, speech)
        advice.append(Advice(title, text, one.findings, one.places, one.pairs))
    return Story(voice.headline(found, speech), voice.lead(speech), tuple(told), tuple(advice))


def _told(number: int, finding: Finding, speech: Speech) -> Told:
    voice = VOICES[speech.language]
    title, text, note = voice.FINDINGS[finding.kind](finding, speech)
    return Told(number, finding.kind, finding.evidence, voice.EVIDENCE[finding.evidence],
                title, text, note, finding.places, finding.pairs)  # fmt: skip
