"""Case pages as different municipalities and years lay them out. Everything in them is made up."""

CAPITAL_2012 = """\
Du er her
Forside > Politik > Dagsordener og referater
Udskriv
Mødedato: 12.03.2012, kl. 16:00
Mødested: Rådhuset, 2. sal, værelse 11

Anbefalinger fra Fjordby Borgerpanel om tryghed
ved stationen

Se alle bilag
Udvalget tager stilling til panelets to anbefalinger.

Indstilling og beslutning

Trivsels- og Byrumsforvaltningen indstiller over for Byrumsudvalget,

1. at Byrumsudvalget drøfter panelets anbefalinger,
2. at Byrumsudvalget godkender, at anbefalingerne sendes
til Fritidsudvalget, så de kan indgå i budgettet.

Problemstilling

Mange går uden om stationen efter mørkets frembrud. Beslutning om ny belysning blev udskudt i 2011.

Beslutningen har siden været savnet.

Løsning

Panelet har besøgt stedet tre gange og set på:

1. Lys
2. Beplantning
3. Opsyn

Anbefaling 1: Lys på stien
Panelet foreslår, at stien får lave lamper.

Det koster mindre end master.

Anbefaling nr. 2 - Værter på perronen
Frivillige værter kan hjælpe, som nævnt i anbefaling 1, når det er mørkt.

Anbefalingerne bliver vist frem på biblioteket i april.

Økonomi

Sagen har ingen økonomiske konsekvenser i 2012

Videre proces

Forvaltningen vender tilbage i juni.
Opdigta Prøvesen        /        Fiktivus Eksempel

Beslutning

Indstillingen blev godkendt.
Til top
Fjordby Kommune, Torvet 1
Tlf. 12 34 56 78
"""

COUNCIL_WITH_TWO_ITEMS = """\
REFERAT

Fjordby Byråd
mandag den 4. maj 2021 kl. 17.00 i Byrådssalen

Fraværende: Fiktiva Prøvesen (A), Bo Opdigtet (V)

Indholdsfortegnelse
1. Godkendelse af dagsorden
2. Ny skaterbane ved havnen
3. Lukket punkt: Køb af grund
4. Eventuelt


1. Godkendelse af dagsorden

Beslutning

Godkendt.


2. Ny skaterbane ved havnen (2021-0123456)

Sagsbehandler: Fiktiva Prøvesen
Sagsnr.: 2021-0123456   Dok.nr.: 77

RESUMÉ
Byrådet skal tage stilling til en skaterbane.

SAGSFREMSTILLING
De unge i Fjordby har bedt om en bane. Tre steder er undersøgt:

1. Havnen

2. Parken

3. Torvet

Havnen er bedst.

ØKONOMISKE KONSEKVENSER
Banen koster 2 mio. kr.

INDSTILLING
Administrationen indstiller, at
• banen lægges ved havnen
• pengene findes i anlægspuljen

BESLUTNING I FJORDBY BYRÅD DEN 4. MAJ 2021
Et ændringsforslag fra liste X om at vente blev forkastet.
Indstillingen blev herefter godkendt.
Et mindretal (X) stemte imod.

BILAG
1. Kort over havnen (pdf, 230 KB)
2. Bilag 2 - Høringssvar

3. Lukket punkt: Køb af grund

4. Eventuelt

Intet.
"""

MAGISTRATE_DECISION_FIRST = """\
Vi bruger cookies til at gøre siden bedre.
Accepter alle
Referat Tværby Byråd 11-09-2019

    Fælles ansvar for stierne

    Beslutning
    Sagen blev udsat til næste møde.

    Resumé
    Stierne hænger ikke sammen.

    Indstilling
    Det indstilles:
    At 1) byrådet tager status til efterretning.
    At 2) byrådet drøfter, hvor der skal gøres mere.

    Sagens forløb
    15-08-2019 Borgmesterens Afdeling
    Fremsendes til Magistraten.

    Bilag

    Flere bænke i byen

    Beslutning
    Et mindretal bestående af liste Q ønskede sagen udsat. Byrådet tiltrådte indstillingen med den ændring, at der også sættes bænke ved skolen.

    Resumé
    Der mangler bænke.

    Indstilling
    Det indstilles: At 1) der opstilles ti bænke At 2) udgiften deles
"""

POINTS_NUMBERED_153 = """\
You are here

Referat

Dato: Torsdag, Oktober 3, 2019 - 07:30
Sted: Mødelokale 3A
 • Pkt. 153 Beslutninger om dagsordenen

  Pkt. 153

  Beslutninger om dagsordenen

  Sagsnr. 299836 Plan- og Stiudvalget Åbent punkt

  Plan- og Stiudvalget, 03-10-2019, pkt. 153

  Godkendt.

 • Pkt. 154 Strategi for cykelparkering

  Strategi.pdf Kort_over_byen.pdf

  Pkt. 154

  Strategi for cykelparkering

  Sagsnr. 312659 Plan- og Stiudvalget Åbent punkt

  Resume

  Cyklerne fylder.

  Indstilling

  Forvaltningen indstiller, at sagen drøftes med afsæt i oplægget.

  Beslutningskompetence

  Plan- og Stiudvalget

  Sagsfremstilling

  På mødet den 6. december 2018, punkt 218, bad udvalget om en strategi.

  Plan- og Stiudvalget, 03-10-2019, pkt. 154

  Drøftet.
  Fraværende: Opdigta Tænkt (V).
"""

TITLE_ABOVE_NUMBER = """\
Kommunalbestyrelsen

24-09-2019

Medlemmer

Formand Fiktiva Prøvesen (A)
Bo Opdigtet (C)
Ida Tænkt (Ø)

Sager 129 - 130

Fold alle ud

Spørgetid
Sag nr. 129

Beslutningskompetence: KB

Sagens kerne

Borgere kan stille spørgsmål.

Beslutning

Taget til efterretning.

Tillæg til lokalplan for Mølleengen
Sag nr. 130

Beslutningskompetence: KB

Sagens kerne

Planen har været i høring.

Indstilling

Teknisk Forvaltning indstiller,

at tillægget vedtages,

at sagen sendes til orientering i Grønt Råd.


Teknik- og Miljøudvalget, 10. september 2019, pkt. 65:

Anbefales.


Økonomiudvalget, 18. september 2019, pkt. 153:

Indstilles godkendt.

Beslutning

Godkendt.

Sagsfremstilling

Ejeren har søgt om at bygge.
"""

REGION_WITHOUT_MOTION_HEADING = """\
Dagsorden
til
mødet i Udvalg for regional udvikling
den 1. februar 2023 kl. 09:00
i Kulturhuset, Opdigtet Torv 5, Tværby

Sagnr.: 1-51-71-3321-08

1. Ny bus mellem Tværby og Fjordby

Resume

Bussen har været ønsket længe.

Direktionen indstiller,

at bussen indføres fra køreplansskiftet, og

at der evalueres efter et år.

Sagsfremstilling

Direktionen foreslår, at man venter med flere linjer.
Turen tager en time, og det gør det svært
at nå frem til skoletid.
"""

MARKDOWN = """\
# Referat fra møde i Udvalget for Kultur og Fritid

**Møde d. 4/5 2021 klokken 19**

# Punkt 5: Tilskud til sommerfest

## Baggrund:

Festen er en tradition.

## Økonomi: Ingen.

## Forvaltningens indstilling

a) at der gives 10.000 kr.,
b) at tilskuddet betales inden maj.

## Beslutning

Ikke godkendt.

## Fraværende

Fiktiva Prøvesen, Bo Opdigtet

# Punkt 6: Lån af teltet

## Baggrund

Teltet er slidt.

## Beslutning

Udvalget anbefaler over for Byrådet, at teltet kasseres.
"""

NUMBERED_HEADINGS = """\
Tænkerup Kommune
Byrådet
Dato: 2021-05-04
Tidspunkt: Kl. 19:00
Lokale: Salen

Emne: Ny legeplads i Skovparken

1. Resume
Legepladsen skal fornyes.

2. Beslutningspunkter
At 1) legepladsen fornyes
At 2) Skovparkens venner inddrages

3. Baggrund
Gyngerne er gamle.

4. Økonomi: Ingen merudgift.

5. Bilag
1. Tegning
2. Overslag

Adm. direktør Fiktiva Prøvesen
/ Opdigta Tænkt, kontorchef

Beslutning
Godkendt, dog således at rutsjebanen udgår.
"""

OLD_PLAIN_TEXT = """\
FJORDBY KOMMUNE\r
SOCIALUDVALGETS MØDE DEN 15. JANUAR 1998 KL. 16.00\r
\r
SAG NR. 12\r
TILSKUD TIL VARMESTUE\r
\r
SAGENS BAGGRUND\r
Varmestuen har s\u00f8gt om 50.000 kr.\r
\r
Side 3 af 12\r
\r
ADMINISTRATIONENS INDSTILLING\r
At tilskuddet bevilges som en\r
engangsydelse,\r
At der aflægges regnskab.\r
\r
BESLUTNING\r
Tiltrådt.\r
"""

ONE_LINERS = """\
Ældrerådets møde 7. februar 2022 kl. 10:15, Rådssalen

Punkt 3: Busser til torvet (O)

Sagsfremstilling: Bussen kører for sjældent.
Indstilling: Forvaltningen indstiller, at rådet tager orienteringen til efterretning.
Lovgrundlag: Ingen.
Høring: Ikke relevant.
Beslutning: Orienteringen blev taget til efterretning. Fraværende: Fiktiva Prøvesen (A).
Bilag: Køreplan; Notat om busser
"""

ENTITIES_AND_DIRT = (
    "\ufeffM&oslash;dedato: 4.5.2021<br>M&oslash;dested:\u00a0Salen\u2028"
    "Lang\u00adsom k\u00f8rsel p\u00e5 Strandvejen\tetape 2\r\r"
    "Indstilling\rTeknik- og Veja\u030aforvaltningen foresl&aring;r\r- at farten s&aelig;nkes\r- At skilte s&aelig;ttes op\r"
    "Beslutning\rUdsat.\r"
)

LETTER_OF_RECOMMENDATIONS = """\
Mødedato: 01.02.2020
Mødested: Medborgerhuset

Ungepanelets ønsker til byen

Indstilling

Kultur- og Ungeforvaltningen indstiller, at udvalget:

1) drøfter ønskerne
2) sender dem i høring.

Sagsfremstilling

Panelet har mødtes hele vinteren.

Anbefalinger

1. Åbn hallen om søndagen
Så kan flere være med.

2. Sæt borde op: Det er nemt, og det koster næsten intet.

3. Panelet ønsker sig et fast sted at mødes hver uge hele året rundt, også i ferierne.

De tre anbefalinger er skrevet af panelet selv.

Høring

Anbefalingerne sendes i høring.

Beslutning i Kultur- og Ungeudvalget den 1. februar 2020

Drøftet.
"""

NAMES_EVERYWHERE = """\
Mødedato: 03.09.2018, kl. 15:30
Mødested: Rådhuset

Samarbejde med foreninger

Oplæg v/ Fiktiva Prøvesen fra foreningen.

Indstilling

Direktør Opdigta Tænkt indstiller, at udvalget godkender aftalen.

Problemstilling

Borgmester Ida Forestillet og udvalgsformand Bo Opdigtet (V) har holdt møde med Mette Påfund. Skriv til
ida@example.org eller ring på 12 34 56 78. Mødet var i Carl Nielsens Vej 4 ved Tænkt Skole.

Videre proces

Aftalen følges op.

Ida Forestillet
Adm. direktør

/ Bo Opdigtet
Kontorchef

Beslutning

Indstillingen blev godkendt. Bo Opdigtet tog forbehold. Ida Forestillet og Bo Opdigtet var fraværende.
"""

RECIPE = """\
Rabarberkage
Økonomi: billig
1. Skræl rabarberne
2. Bland mel og smør
Løsning
Bag ved 200 grader i 40 minutter.
"""

ASSOCIATION_MINUTES = """\
Referat af bestyrelsesmøde i Haveforeningen Solkrogen
Dato: 4. maj 2021

Dagsorden:
1. Referat fra sidst
2. Økonomi
3. Eventuelt

Ad 1. Ingen bemærkninger.
Ad 2. Kassereren lagde regnskabet frem.
Ad 3. Næste møde er i juni.
"""

NEWS = """\
Arkivnyhed

Byen får ny havnepark
06.06.2016
Et flertal har stemt for en ny park. De overordnede mål er:

- at skabe liv
- at give skygge

Baggrund

Parken har været ønsket længe. Forvaltningen indstiller sig på travlhed.
"""

WORDS_OF_HEADINGS_IN_TEXT = """\
Mødedato: 12. marts 2019 kl. 16.30
Udvalg: Kultur- og Fritidsudvalget
Punkt: 7
Overskrift: Støtte til musikskolen

Sagsfremstilling

Musikskolen har i 40 år givet børn i hele kommunen mulighed for
at lære et instrument. Skolen har søgt om støtte
at dække udgiften til lokaler. Udvalgets
Beslutning
i denne sag er vigtig for skolen.

Tidligere beslutninger

Udvalget har behandlet sagen før:
1. Den 4. maj 2017 blev støtten hævet.
2. Den 5. juni 2018 blev støtten fastholdt.

Politisk handlerum

Udvalget kan vælge at give støtte
eller sige nej.

Borgmesteren indstiller, at
- der gives 100.000 kr.
- pengene tages fra puljen

Protokol

Et mindretal, liste Q, kunne ikke støtte. Indstillingen anbefales over for Byrådet.
"""

CLOSED = """\
Punkt 4: Lukket punkt - personalesag

Beslutning
Godkendt.
"""

CLUB_WITH_DECISIONS = """\
Bestyrelsesmøde i Fodboldklubben
Dato: 4. maj 2021
1. Godkendelse af referat
Beslutning: Godkendt.
2. Klubhus
Bestyrelsen så på taget.
Beslutning: Vi venter.
"""

TITLE_LIKE_A_HEADING = """\
Høring: Lokalplan 12 for havnen

Fjordby Kommune - Teknisk Udvalg - 4. maj 2021

Høring: Planen har været i høring i otte uger.

Indstilling: Det indstilles, at planen vedtages.

Beslutning: Vedtaget.
"""
