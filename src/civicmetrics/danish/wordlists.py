"""The lists an administrator may change: what is no search word, what is never split, odd forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from civicmetrics.danish.letters import fold

_STOP_WORDS = """
    ad af alle alt anden andet andre at blev blive bliver både da dem den denne der deres det dette dig din
    disse dit dog du efter eller en end er et for fordi fra fx få før ham han hans har havde hej helt
    hende hendes her hos hun hvad hver hvilke hvilken hvis hvor hvordan hvorfor i igen ikke ind ingen
    intet ja jeg jer jeres kan kom kommer kun kunne lad man mange med meget mellem men mere mig min mine
    mit mod må nej nogen noget nogle nok nu når og også om omkring op os over på samt sig sin sine sit
    skal skulle som så sådan til ud under var ved vi vil ville vor vores være været
"""
# Never a part of a compound: particles (indsats is no ind + sats), endings that are also rare words.
_NO_PARTS = """
    for til med ind ud op ned over under ing er en et de be an af sel den det som men kan ere ene erne hed
    heds isk lig lige else ning nings eri dom skab bar fuld sam gen mis van bort frem mod ved hos per pro
    anti hen her der sin vor jeg han hun oms ens ter ende nde ker ler ner ber ser fore ise ring inger tue
    ger nes tet ding bel ion vis ten sen ske tik isme loes inde aer oer ort der ens aet des dis eks old dia
    val str bal rap kol gal ale len kel kat pil anger mini fin lav vel let fra efter bag selv mellem inden
    uden sammen tilbage gennem imod hid igen
    ind ter slig vamp skrig skort rinde mager giver aarig lap let sten ster ret led dele art aede
    præ trans beta abe and evne aks orm ost lev leve lever lig aben eren erne elle ene tage sige lede ane ale anke
    besk vink ford underst beg bet ynde pote fort mark norm lande hede lighed navne snavn ering tran
"""
# The only words of two or three letters that may be a part.
_SHORT_PARTS = """
    by år bil bog bus bro dag dyr fag gas hav hus idé job jul kor lov lyd lys mad net ord ovn rum sag sø sol tal tid tog
    tur vej web liv mor leg bad fly amt tro uge fod kul ild syn sne spil råd
    mål bud lån nat ski kro avl syd sti hal sal ven far kat ben del mur tyv urt øl ål
    arv eng tag el ude fri
"""
# Words that look like compounds of other words but mean something of their own.
_WHOLE = """
    borgmester forældre forening medborger anbefaling beslutning radikalisering kultur natur struktur litteratur
    formand vedtægt udvalg rådhus hovedstad kontor program problem system konference ressource initiativ
    kommune borger stilling minister ministerium kapacitet mandat regering parti partier partner planet
    plantage organ advokat direktør direktion konsulent projekt kandidat samarbejde regnskab budget
    universitet bibliotek restaurant tilskud tilbud rapport sekretariat frivillig virksomhed formål fælles fællesskab
    årsag aktør københavn frederiksberg godkende fastsætte engagere sandsynlig platform nødvendig engelsk vindue
    venstre begynde betyde fortsætte fortsat normal operator indhold studenter student markere godkendt medarbejder
    arbejdsom kommentar billede bogstav studere element dokument argument moment segment parlament departement
    regel kapitel artikel mandag tirsdag onsdag torsdag fredag lørdag søndag professor profil
    fortæller forfatter fortælle netop resultat aktiv positiv negativ administrere musikant demonstrere
    målgruppe borgerrepræsentation selskab egenskab budskab landskab kundskab regnskabet videnskab forstyrre tradition portal central
    engagement kampagne territorium materiale betale betaling betinge betragte betro bestyrelse bestyre
    allerede netværk strukturel professionel passende færdig lovende rettighed retning sidst spørge hindre
    vejledning vildledning vildledelse korrelation england jordemoder fritid frisk
"""
_IRREGULAR = {
    "barn": "børn børne børnene børnenes børns", "bog": "bøger bøgerne", "mand": "mande mænd mændene", "fod": "fødder",
    "hånd": "hænder", "tand": "tænder tænderne", "kraft": "kræfter", "mor": "mødre mødrene moder moderen",
    "far": "fædre fædrene fader faderen", "øje": "øjne øjnene",
    "bror": "brødre broder", "søster": "søstre", "datter": "døtre", "bonde": "bønder", "by": "byer byen byens byerne bys",
    "sø": "søer søen", "ø": "øer øen", "råd": "rådet rådene", "nat": "natte nætter", "stad": "stæder", "and": "ænder", "ko": "køer køerne",
    "tå": "tæer", "år": "året årene årets årenes", "ung": "unge unges ungdom ungdommen yngre", "bo": "bor boede boet boende",
    "middel": "midler midlerne", "center": "centre centret centeret centrene", "teater": "teatre", "forum": "fora forummet foraet",
    "kursus": "kurser kurset kurserne kursuset", "museum": "museer museet", "tema": "temaer temaet", "ide": "idéer ideer idé ideen",
    "give": "gav givet", "få": "fik fået", "gå": "gik", "vedtage": "vedtog vedtaget",
    "sælge": "solgte solgt salg", "søge": "søgte søgt", "bringe": "bragt bragte", "hjælpe": "hjalp hjulpet hjælp",
    "skrive": "skrev skrevet", "deltage": "deltog deltaget", "bevilge": "bevilling bevillinger bevillingen",
    "svare": "svar svaret", "tilbyde": "tilbud tilbuddet tilbuddene tilbød tilbudt", "foreslå": "forslag forslaget forslagene foreslog foreslået",
    "beslutte": "beslutning beslutninger beslutningen", "bruge": "brug brugen", "teste": "test testen", "ældre": "ældres",
    "lokale": "lokaler lokalet lokalerne", "mødes": "mødtes", "vælge": "valg valget valgene valgte valgt vælg", "spille": "spil spillet spillene", "låne": "lån lånet lånene",
    "købe": "køb købet købene", "ven": "venne venner", "folk": "folke", "gæst": "gæste", "kunst": "kunstner kunstnere kunstneren",
    "cykel": "cykle cykler", "kvinde": "kvindelig kvindelige kvindeligt", "dag": "dage", "handle": "handling handlinger", "flytte": "flytning", "afslå": "afslag afslog", "støtte": "støtter støttede",
    "skat": "skatte skatter", "straf": "straffe", "stop": "stoppe", "kommune": "kommunal kommunale",
}  # fmt: skip


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


@dataclass(frozen=True, slots=True)
class WordLists:
    """The editable lists, folded. `WordLists.of(...)` takes them as people write them.

    stop_words: left out of the index and of questions. no_parts: never a part of a compound.
    short_parts: the only words of up to three letters that may be one.
    whole: never split. splits: word to its parts, where the analyser guesses wrong. irregular: form to
    the word it belongs to. synonyms: word to other words that a question for it may also match.
    """

    stop_words: frozenset[str] = _folded(_STOP_WORDS.split())
    no_parts: frozenset[str] = _folded(_NO_PARTS.split())
    short_parts: frozenset[str] = _folded(_SHORT_PARTS.split())
    whole: frozenset[str] = _folded(_WHOLE.split())
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    irregular: Mapping[str, str] = field(
        default_factory=lambda: {
            fold(form): fold(word) for word, forms in _IRREGULAR.items() for form in forms.split()
        }
    )
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def adding(
        self,
        *,
        stop_words: Iterable[str] = (),
        no_parts: Iterable[str] = (),
        short_parts: Iterable[str] = (),
        whole: Iterable[str] = (),
        splits: Mapping[str, Iterable[str]] | None = None,
        irregular: Mapping[str, str] | None = None,
        synonyms: Mapping[str, Iterable[str]] | None = None,
    ) -> Self:
        """These lists and the given words, written in any spelling.

        >>> WordLists().adding(whole=["Rådhusplads"]).whole >= {"raadhusplads"}
        True
        """
        return type(self)(
            self.stop_words | _folded(stop_words),
            self.no_parts | _folded(no_parts),
            self.short_parts | _folded(short_parts),
            self.whole | _folded(whole),
            dict(self.splits) | _folded_lists(splits or {}),
            dict(self.irregular) | {fold(form): fold(to) for form, to in (irregular or {}).items()},
            dict(self.synonyms) | _folded_lists(synonyms or {}),
        )


def _folded_lists(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(map(fold, others)) for word, others in lists.items()}
