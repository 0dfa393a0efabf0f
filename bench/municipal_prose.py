"""Ordinary Danish municipal prose, made from templates: no person's case is in it.

People in it are at work (they chair, present, answer the telephone); numbers are random.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

NAMES = "Anna Bo Carla Mette Peter Fatima Yusuf Lone Søren Amina Jens Hanne Ali Marie Kasper Nadia Omar Birgit Lars Sara"
SURNAMES = (
    "Berg Lund Holm Dahl Krog Vang Friis Toft Nygaard Skov Hassan Yilmaz Madsen Ravn Bjerre Stage"
)
ROLES = "konsulent,projektleder,centerleder,fuldmægtig,SSP-konsulent,boligsocial medarbejder,skoleleder,klubleder,bibliotekar"
BODIES = "Socialudvalget,Kultur- og Fritidsudvalget,Beskæftigelses- og Integrationsudvalget,Økonomiudvalget,Børne- og Ungdomsudvalget,Integrationsrådet,lokaludvalget"
PLACES = "Rådhuset, 1. sal, værelse 57|Medborgerhuset|Biblioteket, sal 2|Klub Nord|Kulturhuset, Torvegade 12|Beboerlokalet, Parkvej 3, stuen|Nyropsgade 1, 5. sal"
THEMES = "forebyggelse af radikalisering,medborgerskab,fritidsjob,forældresamarbejde,demokratiforståelse,digital dannelse,social kontrol,tryghed i aftentimerne,unges trivsel,kriminalitetsforebyggelse,mental sundhed,frivillighed"
THINGS = "handleplanen,evalueringen,budgettet,samarbejdsaftalen,kommunikationsplanen,årsrapporten,puljen,projektbeskrivelsen"

AGENDA = (
    "Dagsorden til møde i {body} den {date} kl. {time} på {place}",
    "{n}. Godkendelse af dagsorden",
    "{n}. Orientering fra formanden om {theme}",
    "{n}. {thing} drøftes, jf. bilag {n} og sagsnr. {year}-{d6}-{n}",
    "{n}. Status på indsatsen for {theme}, 20 minutter",
    "Sagsfremstilling: {body} vedtog den {date} at styrke arbejdet med {theme}. Der er afsat {amount} kr. i {year}-{year2}.",
    "Indstilling: Forvaltningen indstiller, at {body} godkender {thing}, og at der gøres status i {month} {year}.",
    "Sagen afgøres af {body}. Journalnummer: 27.{p2}.00-P20-{n}-{y2}. Dokumentnr. {d10}.",
    "Økonomi: Udgiften på {amount} kr. holdes inden for rammen. Videre proces: sagen forelægges {body} {dots}.",
    "eDoc {year}-{d7}, aktid {d7}. Mødetid: {dots}, kl. {time}-{time2}.",
)
MINUTES = (
    "{name} {surname} bød velkommen og præsenterede dagens tema: {theme}.",
    "{name} {surname}, {role}, orienterede om {theme}. Der er god fremdrift, og {thing} er klar til {month}.",
    "{name} spurgte til {thing}. {name2} svarede, at den udsendes senest {date}.",
    "Politiet deltog under punkt {n} og fremlagde tal for anmeldelser: {p2} i {year} mod {p2} i {year2}.",
    "Der var enighed om, at indsatsen skal nå flere unge mellem 13 og 18 år, og at foreningerne skal med fra begyndelsen.",
    "Andelen af unge, der har oplevet mistrivsel, er faldet fra {p2} % til {p2} %.",
    "{name} {surname} sender noter til arbejdsgruppen, og {name2} booker lokale til næste møde {dots} kl. {time}.",
    "Netværket drøftede dilemmaer: hvornår skal man kontakte SSP, og hvordan inddrages forældrene tidligt?",
    "Afbud: {name} {surname}, {name2} {surname2}. Referent: {name}.",
    "Foreningerne ønsker et fælles kursus om misbrug, rusmidler og lovgivning. Kommunen undersøger prisen.",
    "Mødet sluttede kl. {time2}. Næste møde er {weekday} den {date}.",
    "En deltager bemærkede, at mange familier ikke kender tilbuddene. Der laves en folder på fem sprog.",
    "Konklusion: {body} får en status på {theme} to gange om året.",
)
ACTION_PLAN = (
    "Mål {n}: Flere unge oplever, at de hører til. Indikator: andel i pct., {p2} i {year}, {p2} i {year2}.",
    "Aktivitet: Åbent hus i Klub Nord hver {weekday} kl. {time}-{time2}. Ansvarlig: {role}. Frist: {dots}.",
    "Målgruppe: børn og unge mellem 10 og 17 år samt deres forældre. Niveau: grønt, generel forebyggelse.",
    "Det foregribende niveau retter sig mod grupper, der kan være sårbare over for ekstremistiske budskaber.",
    "Når en borger henvender sig, skal medarbejderen kunne vise vej til den rette myndighed.",
    "Borgeren skal opleve en sammenhængende indsats, også ved psykisk sygdom, misbrug eller hjemløshed.",
    "Barnet har ret til at blive hørt, og familien inddrages i planen, når der er behov for støtte.",
    "Medarbejdere, der er bekymrede for en ung, bruger kommunens vejledning om underretning.",
    "Kurset om vold i nære relationer afholdes i uge {p2}, {p2} og {p2} for {p2} deltagere.",
    "Samarbejdet med moskéer, kirker og idrætsforeninger fortsætter, så {theme} når bredt ud.",
    "Evaluering sker i {month} {year2} ud fra {p2} interview og et spørgeskema med {d3} svar.",
    "Risiko: frafald blandt frivillige. Svar: tilskud, kurser og faste kontaktpersoner i forvaltningen.",
    "Planen gælder fra {dots} til {dots2} og revideres i {year2}.",
)
BUDGET = (
    "Budget {year}-{year2}\tLøn {amount}\tDrift {amount}\tI alt {amount}",
    "Løn\t{d6}\t{d4}\t{d6}\t{d4}",
    "Lokaler\t{d6}\t{d5}\nForplejning\t{d4}\t{d4}\nTransport\t{d5}\t{d4}",
    "Der søges om {amount} kr. Heraf går {amount} kr. til løn og {amount} kr. til materialer.",
    "Regnskab {year}: {d6} kr. mod budget {d6} kr. Afvigelse {d4} kr.",
    "{year} {year2} {year} {year2}: {p2},{n} mio. kr., {p2},{n} mio. kr.",
    "| Post | {year} | {year2} |\n| Løn | {d6} | {d6} |\n| Drift | {d5} | {d4} |",
    "Tabel {n}: {d4} {d4} {d5} {d6} {d3}",
    "Enhedspris {d3},00 kr. i {p2} timer, i alt {d5},50 kr. inkl. moms.",
    "Puljen er på {p2}.{d3}.{d3} kr. over fire år.",
)
INVOICES = (
    "Faktura {d10} af {dots}, forfald {dots2}. Beløb {amount} kr. EAN {ean}.",
    "Betales til reg.nr. {d4}, kontonr. {d10}. Husk fakturanr. {d10}.",
    "CVR-nr. {d8}, P-nr. {p_number}, ordre {d10}, rekvisition {d6}-{d4}.",
    "Kontonummer {d4} {d10}, IBAN DK{p2} {d4} {d4} {d4} {p2}",
    "Kundenr. {d10}, bookingnummer {d8}, varenr. {d10}.",
    "Leveret {dots} kl. {time}, fragtbrev {d10}, antal {p2}.",
    "Kreditnota {d8} til faktura {d10}. EAN-nummer: {ean}.",
    "Lejeaftale {year}-{d4}, matrikel {p2}a, ejerlav {d6}, areal {d4} m2.",
)
PHONES = (
    "{name} {surname}, {role}, tlf. {phone}, {mail}@example.org",
    "{name2} {surname2}, {role}: {phone} (bedst mellem {time} og {time2})",
    "Vagttelefon {phone}, hovednummer {phone_fours}, sms til {p2}{p2}",
    "Mobil +45 {phone}, lokal {d4}. Kontoret er åbent {weekday} kl. {time}-{time2}.",
    "Kontakt {name} {surname} på {phone_fours} eller kontakt@example.org, hvis I vil deltage.",
)
KINDS: dict[str, tuple[tuple[str, ...], int]] = {
    "agendas": (AGENDA, 9), "minutes": (MINUTES, 12), "action plans": (ACTION_PLAN, 11),
    "budgets": (BUDGET, 8), "invoices": (INVOICES, 6), "phone lists": (PHONES, 5),
}  # fmt: skip
_YEAR = "januar februar marts april maj juni juli august september oktober november december"
_WEEK = "mandag tirsdag onsdag torsdag fredag"
_MONTHS = _YEAR.split()
_FIELD = re.compile(r"\{(\w+)\}")


def pages(random: Random, length: int) -> Iterator[tuple[str, str]]:
    """(kind, page) until the pages hold `length` characters together."""
    while length > 0:
        kind = random.choice(list(KINDS))
        lines, count = KINDS[kind]
        page = "\n".join(
            _FIELD.sub(lambda m: _value(random, m[1]), random.choice(lines)) for _ in range(count)
        )
        length -= len(page)
        yield kind, page


def _value(random: Random, field: str) -> str:
    if field[0] == "d" and field[1:].isdigit():
        return _digits(
            random, int(field[1:]), first="0123456789" if len(field) > 2 else "123456789"
        )
    return _MAKERS[field.rstrip("2") if field not in _MAKERS else field](random)


def _digits(random: Random, count: int, *, first: str = "123456789") -> str:
    return random.choice(first) + "".join(random.choices("0123456789", k=count - 1))


def _moment(random: Random) -> datetime:
    return datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(6500))


def _amount(random: Random) -> str:
    return f"{random.randrange(20, 9000) * 500:,}".replace(",", ".")


def _date(random: Random) -> str:
    moment = _moment(random)
    return f"{moment.day}. {_MONTHS[moment.month - 1]} {moment.year}"


def _dots(random: Random) -> str:
    form = random.choice(("%d.%m.%Y", "%d-%m-%Y", "%d/%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d.%m-%Y"))
    return _moment(random).strftime(form)


def _phone(random: Random) -> str:
    return (
        f"{random.randrange(20, 99)} {_digits(random, 2)} {_digits(random, 2)} {_digits(random, 2)}"
    )


def _of(listed: str, separator: str = ",") -> Callable[[Random], str]:
    return lambda random: random.choice(listed.split(separator))


_MAKERS: dict[str, Callable[[Random], str]] = {
    "name": _of(NAMES, " "), "surname": _of(SURNAMES, " "), "role": _of(ROLES), "body": _of(BODIES),
    "place": _of(PLACES, "|"), "theme": _of(THEMES), "thing": _of(THINGS), "amount": _amount,
    "date": _date, "dots": _dots, "phone": _phone,
    "month": _of(_YEAR, " "),
    "weekday": _of(_WEEK, " "),
    "time": lambda random: f"{random.randrange(8, 21):02d}.{random.choice(('00', '15', '30'))}",
    "year": lambda random: str(random.randrange(2012, 2030)),
    "y2": lambda random: f"{random.randrange(12, 30)}",
    "n": lambda random: str(random.randrange(1, 10)),
    "p2": lambda random: str(random.randrange(10, 100)),
    "ean": lambda random: "5798" + _digits(random, 9),
    "p_number": lambda random: "10" + _digits(random, 8),
    "phone_fours": lambda random: f"{random.randrange(20, 99)}{_digits(random, 2)} {_digits(random, 4)}",
    "mail": lambda random: _digits(random, 2) + "xy",
}  # fmt: skip
