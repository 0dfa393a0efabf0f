"""The fixed words of the report page, (Danish, English)."""

from civicmetrics.networks.catalogue import Language

PHRASES: dict[str, tuple[str, str]] = {
    "report": ("Netværksrapport", "Network report"),
    "to": ("til", "to"),
    "skip": ("Gå til sidens indhold", "Skip to content"),
    "happened": ("Hvad er der sket?", "What happened?"),
    "marks": (
        "Mærket ved hvert fund siger, hvor sikkert det er.",
        "The mark at each finding says how sure it is.",
    ),
    "happened_lead": (
        "To ting, der følges ad, er ikke altid årsag og virkning. Spørg dem, der var med.",
        "Two things that go together are not always cause and effect. Ask those who were there.",
    ),
    "found": ("Det fandt vi", "What we found"),
    "holds": ("Hvem holder det sammen?", "Who holds it together?"),
    "finding": ("Fund", "Finding"),
    "bridge": ("Fra {before} til {after} relationer", "From {before} to {after} ties"),
    "bridge_note": (
        "Hver linje er talt op. Tilsammen giver de præcis forskellen.",
        "Each line is a count. Together they give the difference exactly.",
    ),
    "step": ("Trin", "Step"),
    "ties": ("Relationer", "Ties"),
    "known": ("Kendte relationer {when}", "Known ties {when}"),
    "leavers": ("Gik ud sammen med organisationer", "Left with organisations"),
    "lost": ("Væk mellem dem, der er med endnu", "Gone between those still here"),
    "new": ("Nye mellem dem, der er med endnu", "New between those still here"),
    "newcomers": ("Kom til med nye organisationer", "Came with new organisations"),
    "observation": ("Andre svar (ikke en ændring)", "Other answers (no change)"),
    "map": ("Kortet over samarbejdet", "The map of collaboration"),
    "map_lead": (
        "Hver figur er en organisation, aldrig en person. Jo større figur, jo flere relationer. "
        "Tallene i kortet viser til fundene.",
        "Each figure is an organisation, never a person. The larger the figure, the more ties. "
        "Numbers on the map point to the findings.",
    ),
    "view": ("Vis", "Show"),
    "both": ("Forandringen", "The change"),
    "kept": ("Holder", "Kept"),
    "fate_new": ("Ny", "New"),
    "fate_lost": ("Væk", "Gone"),
    "fate_open": ("Ved vi ikke", "Unknown"),
    "map_note": (
        "Stiplet er væk, tyk er ny. Prikket er relationer, som ingen har kunnet svare på igen. "
        "Tæt på kortet betyder omtrent få led fra hinanden.",
        "Dashed is gone, bold is new. Dotted are ties nobody could answer for again. "
        "Near on the map means roughly few steps apart.",
    ),
    "map_note_one": (
        "Tæt på kortet betyder omtrent få led fra hinanden.",
        "Near on the map means roughly few steps apart.",
    ),
    "map_part": (
        " Kortet viser de {shown} organisationer med flest relationer. Resten står i tabellen.",
        " The map shows the {shown} organisations with most ties. The rest are in the table.",
    ),
    "tray": ("Uden for kortet", "Beside the map"),
    "gone": (" (ikke med længere, havde {count} relationer)", " (left, had {count} ties)"),
    "node": ("{label}: {count} relationer", "{label}: {count} ties"),
    "described": (
        "{n} organisationer. {kept} relationer holder, {lost} er væk, {new} er nye.",
        "{n} organisations. {kept} ties hold, {lost} are gone, {new} are new.",
    ),
    "described_one": ("{n} organisationer og {kept} relationer.", "{n} organisations and {kept} ties."),
    "advice": ("Det anbefaler vi", "What we recommend"),
    "rests": ("Bygger på", "Rests on"),
    "behind": ("Se relationerne bag", "See the ties behind"),
    "no_advice": (
        "Ingen fund er sikre nok til at bære en anbefaling.",
        "No finding is certain enough to carry a recommendation.",
    ),
    "organisations": ("Alle organisationer", "All organisations"),
    "organisations_lead": (
        "Tryk på en overskrift for at sortere. Mellemled: hvor mange af de korteste veje mellem to "
        "andre der går gennem organisationen.",
        "Press a heading to sort. Go-between: how many shortest paths between two others go "
        "through the organisation.",
    ),
    "organisation": ("Organisation", "Organisation"),
    "sector": ("Sektor", "Sector"),
    "answer": ("Svarede", "Answered"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "away": ("ikke med", "absent"),
    "change": ("Nye − væk", "New − gone"),
    "between": ("Mellemled", "Go-between"),
    "rank": ("Plads", "Rank"),
    "rank_range": ("Plads kan være", "Rank may be"),
    "trust": ("Tillid", "Trust"),
    "search": ("Søg", "Search"),
    "all": ("Alle", "All"),
    "shown": ("Viser", "Showing"),
    "all_ties": ("Alle relationer", "All ties"),
    "between_whom": ("Mellem", "Between"),
    "and": ("og", "and"),
    "fate": ("Hvad skete der?", "What happened?"),
    "strength": ("Styrke", "Strength"),
    "rest": (
        "Her står de første {shown} af {all}. Resten er i regnearket og JSON-filen.",
        "These are the first {shown} of {all}. The rest are in the workbook and the JSON file.",
    ),
    "sectors": ("Mellem sektorerne", "Between the sectors"),
    "sectors_lead": (
        "Antal relationer {when}. I parentes: 1,0 = som hvis alle arbejdede lige meget sammen.",
        "Ties {when}. In brackets: 1.0 = as if all worked together equally.",
    ),
    "silence": ("Hvor sikkert er det?", "How sure is it?"),
    "silence_lead": (
        "Ikke alle har svaret. Her kan du se, hvor meget tallene afhænger af det.",
        "Not everyone answered. Here you can see how much the numbers depend on it.",
    ),
    "silence_full": ("Alle har svaret.", "Everyone answered."),
    "silence_unknown": (
        "Filerne siger ikke, hvem der svarede. Vi har regnet alle som svar. Har nogen ikke svaret, "
        "er tallene for lave.",
        "The files do not say who answered. All are taken to have answered. If some did not, the "
        "numbers are too low.",
    ),
    "roster_unknown": (
        "Der er ingen liste over organisationer. Vi har regnet alle nævnte som med i alle runder.",
        "There is no list of organisations. Everyone mentioned is taken to be in every round.",
    ),
    "row_rate": ("Svarede", "Answered"),
    "row_seen": ("Relationer, vi kender", "Ties we know of"),
    "row_expected": ("Hvis alle havde svaret som de andre", "Had all answered like the others"),
    "row_available": ("Tæthed, kun svar vi har", "Density, answers we have"),
    "row_silent": ("Tæthed, hvis manglende svar er nej", "Density, missing answers as no"),
    "row_reconstructed": ("Tæthed, når partneren svarer for den tavse", "Density, partner answers for the silent"),
    "row_complete": ("Tæthed, kun dem der svarede (bruges ikke)", "Density, respondents only (not used)"),
    "wave": ("Runde", "Round"),
    "numbers": ("Tallene for hele netværket", "Numbers of the whole network"),
    "measure": ("Mål", "Measure"),
    "meaning": ("Hvad det tæller", "What it counts"),
    "source": ("Kilde", "Source"),
    "why": ("Hvad går igen, når relationer holder?", "What goes with ties that hold?"),
    "why_lead": (
        "Hver linje sammenligner relationer med og uden et træk. p siger, hvor ofte tilfældet giver "
        "så stor en forskel. Den er gjort større, fordi vi har prøvet flere.",
        "Each line compares ties with and without a trait. p says how often chance gives so large a "
        "difference, made larger because several were tried.",
    ),
    "trait": ("Træk", "Trait"),
    "with": ("Holder med trækket", "Hold with it"),
    "without": ("Holder uden", "Hold without"),
    "trait_weak": ("Løs relation", "Loose tie"),
    "trait_unconfirmed": ("Kun den ene fortalte om den", "Only one side reported it"),
    "trait_same_sector": ("Samme sektor", "Same sector"),
    "trait_sector": ("Sektor: {name}", "Sector: {name}"),
    "trait_attribute": ("Ja til »{name}«", "Yes to “{name}”"),
    "how": ("Sådan har vi regnet", "How it was computed"),
    "how_text": (
        "En relation er et par, hvor mindst den ene siger, at de samarbejder. Svar, vi mangler, "
        "tæller aldrig som nej. Tilfældige træk har fast begyndelse, så de samme filer giver de "
        "samme tal.",
        "A tie is a pair where at least one says they work together. Missing answers never count as "
        "no. Chance draws start from a fixed number, so the same files give the same report.",
    ),
    "settings": ("Indstillinger", "Settings"),
    "made": ("Lavet med Medborger. Intet er sendt nogen steder hen.", "Made with Medborger. Nothing was sent anywhere."),
    "waves_change": ("Ligheden mellem runderne", "Likeness of the rounds"),
    "stable_groups": ("ustabil", "unstable"),
}  # fmt: skip


def phrase(key: str, language: Language, **values: object) -> str:
    """
    >>> phrase("map_part", "da", shown=3)
    ' Kortet viser de 3 organisationer med flest relationer. Resten står i tabellen.'
    """
    return PHRASES[key][language == "en"].format(**values)
