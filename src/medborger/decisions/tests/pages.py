"""Published pages in our own wording: the shape of a capital's page of 2012, and its agenda."""

AGENDA = """\
Mødedato: 12.03.2012, kl. 16:00
Mødested: Rådhuset, 2. sal, værelse 11

Anbefalinger fra Fjordby Ekspertpanel om byens mødesteder

Se alle bilag
Byrumsudvalget drøfter panelets anbefalinger.

Indstilling og beslutning

Trivsels- og Byrumsforvaltningen indstiller

1. at Byrumsudvalget drøfter panelets anbefalinger
2. at Byrumsudvalget godkender, at anbefalingerne sendes til Fritidsudvalget.

Problemstilling

Mange mangler et sted at mødes om vinteren.

Løsning

Panelet har fire forslag.

Anbefaling 1: Lys på stien
Panelet anbefaler, at stien får lave lamper.

Det koster mindre end master.

Anbefaling 2: Værter på perronen
Panelet anbefaler, at frivillige værter hjælper om aftenen.

Anbefaling 3: Borde i læ
Panelet anbefaler, at der sættes borde op ved biblioteket.

Anbefaling 4: Spørg først
Panelet anbefaler, at naboerne bliver spurgt, før der bliver bygget.

Økonomi

Indstillingen har ingen økonomiske konsekvenser

Videre proces

Anbefalingerne sendes til de relevante udvalg.
Opdigta Prøvesen        /        Fiktivus Eksempel
"""
MINUTES = f"""{AGENDA}
Beslutning

Indstillingen blev godkendt.
Til top
"""
NO_CASE = "Rabarberkage\n\nSkræl rabarberne. Bag i 40 minutter.\n"
