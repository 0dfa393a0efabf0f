"""Every measure by name: what it is called, what it counts, and where the definition is from.

The names are those of `measures.Described` and of `medborger network --measure NAME`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["whole", "organisation", "change", "silence"]
Language = Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Measure:
    """label and definition are (Danish, English); unit is English and short."""

    name: str
    level: Level
    label: tuple[str, str]
    definition: tuple[str, str]
    source: str
    unit: str = ""

    def title(self, language: Language) -> str:
        return self.label[language == "en"]

    def meaning(self, language: Language) -> str:
        return self.definition[language == "en"]


WF, OWN = "Wasserman & Faust 1994", "own definition"
ROWS: tuple[tuple[str, Level, str, str, str, str, str, str], ...] = (
    ("organisations", "whole", "Organisationer", "Organisations", "Organisationer, der var med i runden.", "Organisations in the roster of the wave.", OWN, "count"),
    ("answered", "whole", "Har svaret", "Answered", "Organisationer, der svarede i runden.", "Organisations that answered in the wave.", OWN, "count"),
    ("reports", "whole", "Oplysninger", "Reports", "Gange, en organisation nævner en anden.", "Times one organisation names another.", OWN, "count"),
    ("ties", "whole", "Samarbejdsrelationer", "Ties", "Par, hvor mindst den ene siger, at de samarbejder.", "Pairs where at least one says they work together.", "union rule, " + WF, "pairs"),
    ("mean_degree", "whole", "Samarbejder pr. organisation", "Ties per organisation", "Gennemsnit af antal samarbejdspartnere.", "Mean number of partners.", WF, "partners"),
    ("density", "whole", "Tæthed", "Density", "Ja-svar som del af de svar, vi har set. Svar, vi mangler, tæller ikke som nej.", "Yes-answers as a share of the answers seen. Missing answers never count as no.", WF, "0-1"),
    ("density_union", "whole", "Tæthed af par", "Density of pairs", "Par med samarbejde som del af alle par.", "Tied pairs as a share of all pairs.", WF, "0-1"),
    ("mutual", "whole", "Bekræftede par", "Confirmed pairs", "Par, hvor begge svarede og nævner hinanden.", "Pairs where both answered and name each other.", "Holland & Leinhardt 1970", "pairs"),
    ("one_way", "whole", "Ubekræftede par", "Unconfirmed pairs", "Par, hvor begge svarede, og kun den ene nævner den anden.", "Pairs where both answered and only one names the other.", "Holland & Leinhardt 1970", "pairs"),
    ("reciprocity", "whole", "Gensidighed", "Reciprocity", "Del af oplysningerne, der bliver gengældt, blandt par hvor begge svarede.", "Share of reports that are returned, among pairs where both answered.", WF, "0-1"),
    ("confirmation", "whole", "Bekræftelse", "Confirmation", "Bekræftede par som del af alle par med samarbejde, hvor begge svarede.", "Confirmed pairs as a share of tied pairs where both answered.", "Provan et al. 2005", "0-1"),
    ("transitivity", "whole", "Lukkede trekanter", "Transitivity", "Hvor ofte to partnere til den samme også selv samarbejder.", "How often two partners of the same organisation are themselves tied.", WF, "0-1"),
    ("clustering", "whole", "Lokal tæthed", "Mean local clustering", "Gennemsnit over organisationer af den del af partnernes par, der samarbejder.", "Mean over organisations of the share of their partners' pairs that are tied.", "Watts & Strogatz 1998", "0-1"),
    ("transitivity_directed", "whole", "Lukkede trin", "Directed transitivity", "Del af kæder A til B til C, hvor A også nævner C.", "Share of chains A to B to C where A names C too.", WF, "0-1"),
    ("centralisation_degree", "whole", "Centralisering (partnere)", "Degree centralisation", "Hvor meget samarbejdet er samlet hos én: 0 = alle lige, 1 = en stjerne.", "How far ties gather at one organisation: 0 = all alike, 1 = a star.", "Freeman 1979", "0-1"),
    ("centralisation_betweenness", "whole", "Centralisering (mellemled)", "Betweenness centralisation", "Det samme for at stå mellem andre.", "The same for standing between others.", "Freeman 1979", "0-1"),
    ("centralisation_out", "whole", "Centralisering (nævner)", "Out-degree centralisation", "Det samme for at nævne andre.", "The same for naming others.", "Freeman 1979", "0-1"),
    ("centralisation_in", "whole", "Centralisering (bliver nævnt)", "In-degree centralisation", "Det samme for at blive nævnt.", "The same for being named.", "Freeman 1979", "0-1"),
    ("components", "whole", "Adskilte dele", "Components", "Grupper uden vej til hinanden. En organisation uden samarbejde er sin egen gruppe.", "Groups without a path to each other. An isolate is a group.", WF, "count"),
    ("isolates", "whole", "Uden samarbejde", "Isolates", "Organisationer, ingen nævner, og som ikke nævner nogen.", "Organisations nobody names and that name nobody.", WF, "count"),
    ("connectedness", "whole", "Forbundethed", "Connectedness", "Del af alle par, der kan nå hinanden gennem andre.", "Share of all pairs that can reach each other.", "Krackhardt 1994", "0-1"),
    ("fragmentation", "whole", "Opsplitning", "Fragmentation", "Del af alle par, der ikke kan nå hinanden.", "Share of all pairs that cannot reach each other.", "Borgatti 2006", "0-1"),
    ("efficiency", "whole", "Sparsomhed", "Efficiency", "1 = ingen relation er til overs for at holde delene sammen.", "1 = no tie is spare for holding the components together.", "Krackhardt 1994", "0-1"),
    ("distance", "whole", "Afstand", "Mean distance", "Gennemsnitligt antal led mellem to, der kan nå hinanden.", "Mean number of steps between two that can reach each other.", WF, "steps"),
    ("diameter", "whole", "Længste afstand", "Diameter", "Flest led mellem to, der kan nå hinanden.", "Most steps between two that can reach each other.", WF, "steps"),
    ("compactness", "whole", "Nærhed", "Compactness", "Gennemsnit over alle par af 1/afstand, 0 uden vej.", "Mean over all pairs of 1/distance, 0 out of reach.", "Borgatti 2006", "0-1"),
    ("distance_fragmentation", "whole", "Opsplitning (afstand)", "Distance-weighted fragmentation", "1 minus nærhed.", "1 minus compactness.", "Borgatti 2006", "0-1"),
    ("degree_assortativity", "whole", "Lige søger lige (antal)", "Degree assortativity", "Om de med mange partnere arbejder sammen med hinanden.", "Whether the well connected are tied to each other.", "Newman 2003", "-1 to 1"),
    ("external_internal", "whole", "Ud af sektoren (E-I)", "E-I index", "-1 = kun samarbejde i egen sektor, 1 = kun på tværs.", "-1 = only inside sectors, 1 = only across.", "Krackhardt & Stern 1988", "-1 to 1"),
    ("external_internal_rescaled", "whole", "Ud af sektoren, justeret", "E-I, rescaled", "E-I på den skala, som sektorernes størrelse gør mulig.", "E-I on the range the sector sizes make possible.", "Krackhardt & Stern 1988", "-1 to 1"),
    ("sector_assortativity", "whole", "Lige søger lige (sektor)", "Sector assortativity", "1 = kun i egen sektor, 0 = som tilfældigt.", "1 = only own sector, 0 = as by chance.", "Newman 2003", "-1 to 1"),
    ("modularity", "whole", "Modularitet", "Modularity", "Hvor tydeligt netværket deler sig i grupper (Leiden, bedste af flere kørsler).", "How clearly the network parts into groups (Leiden, best of several runs).", "Traag, Waltman & van Eck 2019", "-0.5 to 1"),
    ("communities", "whole", "Grupper", "Communities", "Grupper, der samarbejder mest indbyrdes.", "Groups tied mostly among themselves.", "Traag, Waltman & van Eck 2019", "count"),
    ("degree", "organisation", "Samarbejder", "Ties", "Antal samarbejdspartnere (mindst den ene siger det).", "Number of partners (at least one says so).", "Freeman 1979", "partners"),
    ("degree_out", "organisation", "Nævner", "Names", "Hvor mange organisationen selv nævner.", "How many it names.", "Freeman 1979", "partners"),
    ("degree_in", "organisation", "Bliver nævnt af", "Named by", "Hvor mange der nævner organisationen.", "How many name it.", "Freeman 1979", "partners"),
    ("strength", "organisation", "Styrke", "Strength", "Sum af styrken af relationer til og fra.", "Sum of the strengths of ties to and from.", "Barrat et al. 2004", "as asked"),
    ("share", "organisation", "Del af alle", "Share", "Partnere som del af alle andre organisationer.", "Partners as a share of all others.", "Freeman 1979", "0-1"),
    ("reach", "organisation", "Når i to led", "Reach", "Del af alle andre, der nås i højst to led.", "Share of all others reached in at most two steps.", "Borgatti 2006", "0-1"),
    ("betweenness", "organisation", "Mellemled", "Betweenness", "Korteste veje mellem to andre, der går gennem organisationen (rå, uvægtet, hvert par én gang).", "Shortest paths between two others that go through it (raw, unweighted, each pair once).", "Freeman 1977; Brandes 2001", "paths"),
    ("betweenness_error", "organisation", "Mellemled, fejl", "Betweenness, error", "Standardfejl, når kun nogle udgangspunkter er regnet.", "Standard error when only some sources were computed.", "Brandes & Pich 2007", "paths"),
    ("harmonic", "organisation", "Nærhed til alle", "Harmonic closeness", "Gennemsnit af 1/afstand til alle andre, 0 uden vej.", "Mean of 1/distance to all others, 0 out of reach.", "Rochat 2009", "0-1"),
    ("harmonic_error", "organisation", "Nærhed, fejl", "Harmonic closeness, error", "Standardfejl, når kun nogle udgangspunkter er regnet.", "Standard error when only some sources were computed.", "Eppstein & Wang 2004", "0-1"),
    ("closeness", "organisation", "Nærhed i egen del", "Closeness", "1/gennemsnitlig afstand til dem, der kan nås.", "1/mean distance to those within reach.", "Freeman 1979", "0-1"),
    ("eigenvector", "organisation", "Velforbundne partnere", "Eigenvector centrality", "At samarbejde med dem, der selv er velforbundne (længde 1).", "Being tied to the well tied (length 1).", "Bonacich 1972", "0-1"),
    ("pagerank", "organisation", "PageRank", "PageRank", "Hvor en vandring langs oplysningerne ender (0,85).", "Where a walk along reports spends its time (0.85).", "Brin & Page 1998", "sums to 1"),
    ("constraint", "organisation", "Bundethed", "Constraint", "Om partnerne også er hinandens partnere: lavt = bro mellem dem.", "Whether the partners are each other's partners: low = bridges gaps.", "Burt 1992", "0-1.125"),
    ("effective_size", "organisation", "Uafhængige partnere", "Effective size", "Partnere minus overlap mellem dem.", "Partners minus their overlap.", "Burt 1992; Borgatti 1997", "partners"),
    ("tie_efficiency", "organisation", "Udbytte", "Efficiency of ties", "Uafhængige partnere som del af alle partnere.", "Effective size over partners.", "Burt 1992", "0-1"),
    ("hierarchy", "organisation", "Hierarki", "Hierarchy", "Om bundetheden kommer fra én partner (1) eller jævnt (0).", "Whether constraint comes from one partner (1) or evenly (0).", "Burt 1992", "0-1"),
    ("local_clustering", "organisation", "Partnere, der samarbejder", "Local clustering", "Del af partnernes par, der selv samarbejder.", "Share of the partners' pairs that are tied.", "Watts & Strogatz 1998", "0-1"),
    ("core", "organisation", "Kernetal", "Core number", "Største k, hvor alle i gruppen har k partnere i gruppen.", "Largest k where all in the group have k partners in it.", "Seidman 1983", "k"),
    ("component", "organisation", "Del", "Component", "Nummeret på den del, organisationen hører til (0 er størst).", "The component it belongs to (0 is the largest).", WF, "number"),
    ("community", "organisation", "Gruppe", "Community", "Nummeret på gruppen (Leiden).", "The number of its group (Leiden).", "Traag, Waltman & van Eck 2019", "number"),
    ("external_internal_each", "organisation", "Ud af sektoren", "E-I of own ties", "-1 = kun egen sektor, 1 = kun andre.", "-1 = own sector only, 1 = others only.", "Everett & Borgatti 2012", "-1 to 1"),
    ("brokerage", "organisation", "Bindeled", "Brokerage", "Åbne kæder A-B-C, hvor organisationen er B.", "Open chains A-B-C where it is B.", "Gould & Fernandez 1989", "chains"),
    ("coordinator", "organisation", "Bindeled i egen sektor", "Coordinator", "A, B og C i samme sektor. Fx en forening mellem to foreninger.", "A, B and C in one sector. E.g. an association between two associations.", "Gould & Fernandez 1989", "chains"),
    ("itinerant", "organisation", "Udefra mellem to i samme sektor", "Itinerant broker", "A og C i samme sektor, B i en anden. Fx biblioteket mellem to foreninger.", "A and C in one sector, B in another. E.g. the library between two associations.", "Gould & Fernandez 1989", "chains"),
    ("representative", "organisation", "Fører ud af sektoren", "Representative", "A og B i samme sektor, C i en anden.", "A and B in one sector, C in another.", "Gould & Fernandez 1989", "chains"),
    ("gatekeeper", "organisation", "Fører ind i sektoren", "Gatekeeper", "B og C i samme sektor, A i en anden.", "B and C in one sector, A in another.", "Gould & Fernandez 1989", "chains"),
    ("liaison", "organisation", "Mellem to andre sektorer", "Liaison", "A, B og C i hver sin sektor.", "A, B and C in three sectors.", "Gould & Fernandez 1989", "chains"),
    ("trust", "organisation", "Tillid", "Trust", "Gennemsnit af tre spørgsmål (1-4). Vises kun med mindst tre svar.", "Mean of three questions (1-4). Shown with at least three raters.", "after PARTNER (Retrum et al. 2013)", "1-4"),
    ("value", "organisation", "Værdi", "Value", "Gennemsnit af tre spørgsmål (1-4). Vises kun med mindst tre svar.", "Mean of three questions (1-4). Shown with at least three raters.", "after PARTNER (Retrum et al. 2013)", "1-4"),
    ("multiplexity", "whole", "Slags samarbejde pr. par", "Multiplexity", "Gennemsnitligt antal slags samarbejde pr. par med samarbejde.", "Mean number of kinds of tie per tied pair.", "Provan et al. 2005", "kinds"),
    ("core_fit", "whole", "Kerne og periferi", "Core-periphery fit", "Hvor godt netværket ligner en kerne med en periferi.", "How well the network resembles a core with a periphery.", "Borgatti & Everett 2000; Lip 2011", "-1 to 1"),
    ("community_stability", "whole", "Gruppernes stabilitet", "Stability of communities", "Om gentagne kørsler finder de samme grupper (1 = altid).", "Whether repeated runs find the same groups (1 = always).", "Hubert & Arabie 1985", "0-1"),
    ("kept", "change", "Bevaret", "Kept", "Par med samarbejde i begge runder.", "Pairs tied in both waves.", OWN, "pairs"),
    ("lost", "change", "Væk", "Lost", "Par, hvor en, der fortalte om samarbejdet, svarede igen og ikke nævnte det.", "Pairs where someone who reported it was heard again and did not repeat it.", OWN, "pairs"),
    ("new", "change", "Ny", "New", "Par, hvor en, der fortæller om samarbejdet nu, også svarede før og ikke nævnte det.", "Pairs where someone who reports it now was heard before and did not.", OWN, "pairs"),
    ("leavers", "change", "Gik med dem, der forlod", "Went with leavers", "Par med en organisation, der ikke længere er med.", "Pairs with an organisation that left.", OWN, "pairs"),
    ("newcomers", "change", "Kom med nye", "Came with newcomers", "Par med en organisation, der er kommet til.", "Pairs with an organisation that joined.", OWN, "pairs"),
    ("changed_observation", "change", "Andre svar", "Changed observation", "Par, som kun den ene runde kan fortælle om. Det er ikke en ændring.", "Pairs only one wave can tell of. This is no change.", OWN, "pairs"),
    ("jaccard", "change", "Jaccard", "Jaccard", "Bevarede som del af bevarede, tabte og nye oplysninger set i begge runder.", "Kept over kept, lost and new reports seen in both waves.", "Snijders, van de Bunt & Steglich 2010", "0-1"),
    ("hamming", "change", "Hamming", "Hamming", "Oplysninger, der er ændret, blandt dem set i begge runder.", "Reports that changed, among those seen in both waves.", "Snijders, van de Bunt & Steglich 2010", "cells"),
    ("qap", "change", "Lighed mellem runder (QAP)", "QAP correlation", "Hvor meget runderne ligner hinanden; p fra tilfældige omdøbninger.", "Correlation of the waves; p from random renamings.", "Krackhardt 1988", "-1 to 1"),
    ("response_rate", "silence", "Svarprocent", "Response rate", "Del af organisationerne, der svarede.", "Share of organisations that answered.", OWN, "0-1"),
    ("complete_case", "silence", "Kun dem, der svarede", "Complete case", "Tæthed blandt dem, der svarede. Bruges ikke, vises til sammenligning.", "Density among respondents. Not used, shown for comparison.", "Huisman 2009", "0-1"),
    ("silent_as_none", "silence", "Tavshed som nej", "Silent as none", "Tæthed, hvis manglende svar talte som nej.", "Density if missing answers counted as no.", "Huisman 2009", "0-1"),
    ("reconstructed", "silence", "Genskabt", "Reconstructed", "Tæthed, når partnerens svar bruges for den tavse.", "Density with the partner's report used for the silent.", "Stork & Richards 1992", "0-1"),
)  # fmt: skip
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
EXPECTED: tuple[tuple[str, Level, str, str, str, str, str, str], ...] = (
    ("brokerage_z", "organisation", "Bindeled, afvigelse", "Brokerage, z", "Hvor mange standardafvigelser antallet af kæder ligger fra et tilfældigt netværk med samme tæthed.", "Standard deviations of the chains from a random network of the same density.", "Gould & Fernandez 1989", "z"),
    *(
        (f"{role}_expected", "organisation", f"{danish}, ventet", f"{english}, expected", "Kæder af denne slags, et tilfældigt netværk med samme tæthed ville give.", "Chains of this kind that a random network of the same density would give.", "Gould & Fernandez 1989", "chains")
        for role, _, danish, english, *_ in ROWS
        if role in ROLES
    ),
)  # fmt: skip
MEASURES: Mapping[str, Measure] = {
    name: Measure(name, level, (da, en), (da_means, en_means), source, unit)
    for name, level, da, en, da_means, en_means, source, unit in (*ROWS, *EXPECTED)
}


def names(level: Level) -> tuple[str, ...]:
    """
    >>> "density" in names("whole"), "degree" in names("organisation")
    (True, True)
    """
    return tuple(name for name, measure in MEASURES.items() if measure.level == level)
