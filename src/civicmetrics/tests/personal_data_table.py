"""Forms a CPR number is written in, and numbers that only look like one.

Written before the guard's rules, from the brief and from how Danish texts look. Every number is
made when the test runs: none is ever stored here.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

FIRST_DAY, LAST_DAY = date(1905, 1, 1), date(2024, 12, 31)
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def made_up_number(random: Random, *, checked: bool = True, replacement: bool = False) -> str:
    """Ten digits shaped as a CPR number; `checked` ones also fit the old check digit."""
    day = FIRST_DAY + timedelta(days=random.randrange((LAST_DAY - FIRST_DAY).days))
    shift = 60 if replacement else 0
    start = f"{day.day + shift:02d}{day:%m%y}{_century_digit(random, day)}"
    while True:
        number = start + f"{random.randrange(1000):03d}"
        if fits_check_digit(number) == checked:
            return number


def fits_check_digit(number: str) -> bool:
    return sum(int(n) * w for n, w in zip(number, WEIGHTS, strict=True)) % 11 == 0


def _century_digit(random: Random, day: date) -> int:
    if day.year >= 2000:
        return random.choice((4, 5, 6, 7, 8, 9) if day.year <= 2036 else (5, 6, 7, 8))
    return random.choice((0, 1, 2, 3) if day.year < 1937 else (0, 1, 2, 3, 4, 9))


# d, m, y: day, month, year; s: the last four; a, b: their halves; n0..n9: single digits.
# Found in running text whether or not the check digit fits.
PLAIN_FORMS = (
    "{d}{m}{y}-{s}",
    "{d}{m}{y} - {s}",
    "{d}{m}{y}- {s}",
    "{d}{m}{y} -{s}",
    "{d}{m}{y} {s}",
    "{d}{m}{y}/{s}",
    "{d}{m}{y}.{s}",
    "{d}{m}{y}_{s}",
    "{d}{m}{y}--{s}",
    "{d}{m}{y} / {s}",
    "{d} {m} {y} {s}",
    "{d} {m} {y}-{s}",
    "{d} {m} {y} - {s}",
    "{d}.{m}.{y}-{s}",
    "{d}.{m}.{y}.{s}",
    "{d}.{m}.{y} - {s}",
    "{d}/{m}/{y}-{s}",
    "{d}/{m}/{y}/{s}",
    "{d}-{m}-{y}-{s}",
    "{d}{m}{y}-\n{s}",
    "{d}{m}{y}\n-{s}",
    "{d}{m}{y} -\r\n{s}",
    "{d}{m}{y}\n{s}",
    "{d}{m}{y}-{a}-{b}",
    "{d}{m}{y}-{a} {b}",
    "{d}{m}-{y}-{s}",
    "{d}{m}{y}\u2010{s}",
    "{d}{m}{y}\u2011{s}",
    "{d}{m}{y}\u2012{s}",
    "{d}{m}{y}\u2013{s}",
    "{d}{m}{y}\u2014{s}",
    "{d}{m}{y}\u2015{s}",
    "{d}{m}{y}\u2212{s}",
    "{d}{m}{y}\ufe58{s}",
    "{d}{m}{y}\ufe63{s}",
    "{d}{m}{y}\uff0d{s}",
    "{d}{m}{y}\u2043{s}",
    "{d}{m}{y}\u00b7{s}",
    "{d}{m}{y}~{s}",
    "{d}{m}{y}\u00a0-\u00a0{s}",
    "{d}{m}{y}\u202f\u2013\u202f{s}",
    "{d}\u00a0{m}\u00a0{y}\u00a0-\u00a0{s}",
    "{d}\u2009{m}\u2009{y}\u2009{s}",
    "{d}{m}{y}\u200b-\u200b{s}",
    "{d}\u200b{m}\u200b{y}-{s}",
    "{d}{m}{y}\u2060-\ufeff{s}",
    "{d}\u00ad{m}\u00ad{y}-{s}",
    "\u202a{d}{m}{y}-{s}\u202c",
    "{d}{m}{y}&#45;{s}",
    "{d}{m}{y}&nbsp;-&nbsp;{s}",
    "{d}{m}{y}&ndash;{s}",
    "{d}{m}{y}\\-{s}",
    "{d}{m}{y}**-**{s}",
    "<b>{d}{m}{y}</b>-<b>{s}</b>",
    "borger{d}{m}{y}-{s}",
    "({d}{m}{y}-{s})",
    "»{d}{m}{y}-{s}«",
    "{d}{m}{y}-{s}.docx",
    "referat_{d}{m}{y}-{s}_v2.pdf",
    "| 4 | {d}{m}{y}-{s} | 12 |",
    "4;{d}{m}{y}-{s};12",
    # Found by a second, blind set: 81 in 100 of its 96 forms at first.
    "***{d}{m}{y}***-***{s}***",
    "**{d}{m}**{y}-{s}",
    "{d}{m}{y}    -    {s}",
    "[{d}{m}{y}](https://example.org)-{s}",
    "{d}{m}{y}&#45 {s}",
    "{d}{m}{y}&amp;ndash;{s}",
    "{d}{m}{y}<!-- x -->-{s}",
    '{d}{m}{y}<span style="font-family:Calibri;font-size:11pt;mso-fareast-language:DA;color:black">-{s}</span>',
    "https://example.org/{d}{m}{y}%2d{s}",
    "https://example.org/{d}{m}{y}%E2%80%93{s}",
    '<a href="https://example.org/{d}{m}{y}-{s}">sagen</a>',
    "[sagen](https://example.org/{d}{m}{y}-{s})",
    "<!-- {d}{m}{y}-{s} -->",
    "{d}{m}{y}\u2053{s}",
    "{d}{m}{y}-{s}@example.org",
)
# Too like other numbers to be taken on their shape alone: the check digit must fit, or a word nearby.
BARE_FORMS = (
    "{d}{m}{y}{s}",
    "{d} {m} {y} {a} {b}",
    "{d}-{m}-{y}-{a}-{b}",
    "{n0} {n1} {n2} {n3} {n4} {n5} {n6} {n7} {n8} {n9}",
    "{n0}-{n1}-{n2}-{n3}-{n4}-{n5}-{n6}-{n7}-{n8}-{n9}",
    "{n0}{n1} {n2}{n3} {n4}{n5} {n6} {n7} {n8} {n9}",
    "{d}{m} {y}{a} {b}",
    "{d}{m}{y}{a} {b}",
    "{d}{m}\u200b{y}{s}",
    "{n0}\u200b{n1}\u200b{n2}\u200b{n3}\u200b{n4}\u200b{n5}\u200b{n6}\u200b{n7}\u200b{n8}\u200b{n9}",
    "{d}{m}{y}\u00ad{s}",
)
# Two cells of a table: only with a word for it nearby (amended after the first run of the rules).
LABELLED_FORMS = ("{d}{m}{y}\t{s}", "{d}{m}{y};{s}", "| {d}{m}{y} | {s} |", "{d}.{m}.{y}, {s}")
PLAIN_SENTENCES = (
    "{}",
    "Borgeren har nummeret {} og ringer i morgen.",
    "Referatet nævner {}, som skal slettes.",
    "1. {} er tilmeldt mødet",
    "Mødet den 14.10.2021 kl. 16.30 handlede om {}.",
    "CVR 12345674 og {} står i bilaget.",
)
WORD_SENTENCES = (
    "CPR {}",
    "cpr-nr.: {}",
    "C. P. R. {}",
    "pers.-nr. {}",
    "Sundhedskort: {}",
    "<PersonCivilRegistrationIdentifier>{}</PersonCivilRegistrationIdentifier>",
    "CPR-nummeret er {}.",
    "Personnummer: {}",
    "hendes personnummer ({})",
    "{} (cpr)",
    "pers.nr. {}",
    "Fødselsdato og cpr: {}",
    "erstatningsnummer {}",
    "Faktura nr. 17. Cpr.nr. {}",
    "\uff23\uff30\uff32\uff1a{}",
)
# Patterns for strftime with a random time; # is any digit.
DECOYS = (
    "Telefon: ## ## ## ##",
    "tlf. #### ####",
    "+45 ## ## ## ##",
    "0045 ########",
    "+45########",
    "mobil 31 12 99 12 eller 20 10 20 30",
    "+46 70 ### ## ##",
    "+49 30 ########",
    "Ring på ########, ######## eller ########",
    "## ## ## ##, ## ## ## ##, ## ## ## ##",
    "## ## ## ## / ## ## ## ##",
    "CVR ########",
    "CVR-nr. ## ## ## ##",
    "P-nummer ##########",
    "P-nr.: 10########",
    "produktionsenhed ##########",
    "EAN 5798#########",
    "EAN-nr. 5798 #### ##### ",
    "GLN 579800#######",
    "reg. #### konto ##########",
    "Reg.nr. ####, kontonr. ##########",
    "kontonummer ####-##########",
    "konto #### ##########",
    "kontonr. %d%m########",
    "IBAN DK## #### #### #### ##",
    "IBAN DK################",
    "faktura ##########",
    "Fakturanr.: %d%m%y####",
    "faktura %d%m%y-#### af %d.%m.%Y",
    "ordre ##########",
    "ordrenummer %d%m%y####",
    "sagsnr. %Y-######-#",
    "Sagsnr.: %Y-#######",
    "eDoc %Y-#######",
    "j.nr. ######-####",
    "Journalnr. %d%m%y####",
    "dokumentnr. %Y-######",
    "dokument-id ##########",
    "KLE ##.##.##G01",
    "27.03.00-P20-#-%Y",
    "ISBN 978-87-#####-##-#",
    "ISSN ####-####",
    "UUID 3f25####-4f89-11d3-9a0c-0305e82c3301",
    "matrikel ##########",
    "bookingnummer ##########",
    "kundenr. ##########",
    "medlemsnummer ##########",
    "%d.%m.%Y",
    "%d.%m.%Y, kl. %H:%M",
    "%d.%m.%Y kl. %H.%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H.%M",
    "%d-%m-%Y %H:%M",
    "%d-%m-%y %H:%M",
    "%d.%m.%y kl. %H%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:00",
    "%Y%m%d-%H%M",
    "den %d.%m-%Y",
    "d. %d/%m %Y",
    "%d.%m.%Y-%d.%m.%Y",
    "%d.%m.%Y - %d.%m.%Y",
    "%d.%m.%y-%d.%m.%y",
    "%d.%m.%y - %d.%m.%y",
    "%d.%m.%Y-%Y",
    "%d.%m.%y-%Y",
    "%d/%m-%Y",
    "kl. %H-%H den %d-%m-%Y",
    "%Y-%Y-%Y",
    "%Y, %Y, %Y og %Y",
    "%Y-%Y og %Y-%Y",
    "Budget %Y %Y %Y %Y",
    "Budget %Y-%Y: ##.###.### kr.",
    "##.###.### kr.",
    "#.###.###.### kr.",
    "kr. ##########",
    "## ### ### ### kr.",
    "afsat ##,# millioner kroner i %Y-%Y",
    "### ### ### ###",
    "## ## ## ## ## ## ##",
    "# # # # # # # # # # # #",
    "#, #, #, #, #, #, #, #, #, #",
    "uge ##, ##, ##, ## og ##",
    "uge ##, ##, ##, ##, ##",
    "######\t####\t######\t####",
    "Løn ###### ##### ####### ####",
    "Løn\t######\t####",
    "###### kr. #### kr.",
    "######,## ####,##",
    "##%% ##%% ##%%",
    "55.######, 12.######",
    "55.######,12.######",
    "https://example.org/sag/##########/bilag",
    "https://example.org/?id=##########&v=####",
    "##########",
    "## ########",
    "########-##",
    "####-######",
    "###-###-####",
    "(###) ###-####",
    "##### #####",
    "### ### ## ##",
    "version 10.2.####",
    "ip 10.12.###.##",
    "§ 115, stk. 2, nr. 3, jf. lovbek. nr. #### af %d.%m.%Y",
    "postnr. #### og ####",
    "Tabel FOLK1A: ######, ######, ######, ######",
    "######\n######\n####\n####",
    "####\n######\n####\n######",
    "model ####-####-####",
    "licens ####-####-####-####",
    "kort #### #### #### ####",
    "P-enheder: 10########, 10########, 10########",
    "| %d%m%y | - | 12## |",
    "TED ######-%Y",
    "%d/%m, %d/%m, %d/%m og %d/%m %Y",
)


def written(form: str, number: str) -> str:
    day, month, year, serial = number[:2], number[2:4], number[4:6], number[6:]
    fields = {"d": day, "m": month, "y": year, "s": serial, "a": serial[:2], "b": serial[2:]}
    return form.format(**fields, **{f"n{i}": digit for i, digit in enumerate(number)})


def filled_decoy(random: Random, pattern: str) -> str:
    """The decoy with other digits and dates in it each time."""
    minutes = random.randrange(30 * 365 * 24 * 12) * 5
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    text = moment.strftime(pattern)
    return "".join(str(random.randrange(10)) if sign == "#" else sign for sign in text)
