"""The Danish areas that everyone shares: facts from Statistics Denmark and DAGI.

A municipality's code in DAGI is its code at Statistics Denmark with a 0 before it.
"""

from datetime import date

from django.db import migrations

REFORM = date(2007, 1, 1)
LAST_DAY_OF_TWO_REGIONS = date(2026, 12, 31)
EASTERN_DENMARK = "Region Østdanmark"
MERGED = ("Region Hovedstaden", "Region Sjælland")
CHRISTIANSOE = "411"

REGIONS = {
    "Region Hovedstaden": (
        "1084",
        """
        101 København; 147 Frederiksberg; 151 Ballerup; 153 Brøndby; 155 Dragør; 157
        Gentofte; 159 Gladsaxe; 161 Glostrup; 163 Herlev; 165 Albertslund; 167 Hvidovre;
        169 Høje-Taastrup; 173 Lyngby-Taarbæk; 175 Rødovre; 183 Ishøj; 185 Tårnby; 187
        Vallensbæk; 190 Furesø; 201 Allerød; 210 Fredensborg; 217 Helsingør; 219
        Hillerød; 223 Hørsholm; 230 Rudersdal; 240 Egedal; 250 Frederikssund; 260
        Halsnæs; 270 Gribskov; 400 Bornholm; 411 Christiansø
        """,
    ),
    "Region Sjælland": (
        "1085",
        """
        253 Greve; 259 Køge; 265 Roskilde; 269 Solrød; 306 Odsherred; 316 Holbæk; 320
        Faxe; 326 Kalundborg; 329 Ringsted; 330 Slagelse; 336 Stevns; 340 Sorø; 350
        Lejre; 360 Lolland; 370 Næstved; 376 Guldborgsund; 390 Vordingborg
        """,
    ),
    "Region Syddanmark": (
        "1083",
        """
        410 Middelfart; 420 Assens; 430 Faaborg-Midtfyn; 440 Kerteminde; 450 Nyborg; 461
        Odense; 479 Svendborg; 480 Nordfyns; 482 Langeland; 492 Ærø; 510 Haderslev; 530
        Billund; 540 Sønderborg; 550 Tønder; 561 Esbjerg; 563 Fanø; 573 Varde; 575
        Vejen; 580 Aabenraa; 607 Fredericia; 621 Kolding; 630 Vejle
        """,
    ),
    "Region Midtjylland": (
        "1082",
        """
        615 Horsens; 657 Herning; 661 Holstebro; 665 Lemvig; 671 Struer; 706 Syddjurs;
        707 Norddjurs; 710 Favrskov; 727 Odder; 730 Randers; 740 Silkeborg; 741 Samsø;
        746 Skanderborg; 751 Aarhus; 756 Ikast-Brande; 760 Ringkøbing-Skjern; 766
        Hedensted; 779 Skive; 791 Viborg
        """,
    ),
    "Region Nordjylland": (
        "1081",
        """
        773 Morsø; 787 Thisted; 810 Brønderslev; 813 Frederikshavn; 820 Vesthimmerlands;
        825 Læsø; 840 Rebild; 846 Mariagerfjord; 849 Jammerbugt; 851 Aalborg; 860
        Hjørring
        """,
    ),
}

# Copenhagen's ten districts, with the codes of its own sub-database at Statistics Denmark.
COPENHAGEN, DISTRICTS = "101", """
    1001 Indre By; 1002 Østerbro; 1003 Nørrebro; 1004 Vesterbro/Kongens Enghave; 1005 Valby;
    1006 Vanløse; 1007 Brønshøj-Husum; 1008 Bispebjerg; 1009 Amager Øst; 1010 Amager Vest
"""


def coded(text):
    return [part.split(None, 1) for part in text.split(";")]


def add_denmark(apps, schema_editor):
    area = apps.get_model("areas", "Area").objects
    denmark = area.create(name="Danmark", kind="country", valid_from=None)
    east = area.create(
        name=EASTERN_DENMARK, kind="region", parent=denmark,
        valid_from=date(LAST_DAY_OF_TWO_REGIONS.year + 1, 1, 1),
    )
    for name, (code, municipalities) in REGIONS.items():
        merged = name in MERGED
        region = area.create(
            name=name, kind="region", parent=denmark, dagi_code=code, code=f"0{code[2:]}",
            valid_from=REFORM, valid_to=LAST_DAY_OF_TWO_REGIONS if merged else None,
            succeeded_by=east if merged else None,
        )
        for number, title in coded(municipalities):
            area.create(
                name=title, kind="municipality", parent=region, code=number,
                dagi_code=f"0{number}", valid_from=None if number == CHRISTIANSOE else REFORM,
            )
    copenhagen = area.get(kind="municipality", code=COPENHAGEN)
    for number, title in coded(DISTRICTS):
        area.create(name=title, kind="district", parent=copenhagen, code=number)


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(add_denmark, migrations.RunPython.noop)]
