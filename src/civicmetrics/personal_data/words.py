"""The words that make a story about one person, and those that show there is none."""

import re


def _words(*stems: str) -> re.Pattern[str]:
    """Any of the space-separated stems as whole words; `*` stands for any ending, `_` for a space.

    Stems that begin with the same letter are tried together: most words fail at their first letter.
    """
    by_letter: dict[str, list[str]] = {}
    for stem in " ".join(stems).replace("_", "\x00").split():
        by_letter.setdefault(stem[0] if stem[0].isalpha() else "", []).append(stem)
    listed = [
        f"{letter}(?:{'|'.join(stem.removeprefix(letter) for stem in group)})"
        for letter, group in by_letter.items()
    ]
    pattern = "|".join(listed).replace(r"\w*", "*").replace("*", r"\w*").replace("\x00", " ")
    return re.compile(rf"(?<!\w)(?=\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_ADJECTIVE = r"(?:(?:unge|lille|ældste|yngste|store|voksne|ældre|mindste|mellemste|ene|nye|tidligere|egen)_)?"
_ONE = r"(?:dreng|pige|mand|kvinde|fyr|knægt|gut|teenager|søn|datter)"
_KIN = (
    r"(?:søns?|datters?|dreng|pige|barn|børn|bror|søster|storebror|lillebror|storesøster|lillesøster|mors?|fars?"
    r"|moder|fader|kone|mand|kæreste|ekskone|eksmand|nevø|niece|fætter|kusine|onkel|tante|bedstemor|bedstefar"
    r"|farmor|mormor|farfar|morfar|familie|forældre|elev|nabo|underbo|overbo|genbo|beboer|borger|lejer|klassekammerat|ven|veninde|stedsøn|steddatter)"
)
_NUMBER_WORD = (
    r"(?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten"
    r"|sytten|atten|nitten|tyve)"
)

STRONG = _words(
    # an age: "en 16-årig dreng", "den 14-årige", "pige på 15 år", "17 år gammel"
    rf"(?:en|et|vores|min|deres|hans|hendes|ham|hende)_(?:\w+_)?{_NUMBER_WORD}[_-]?årige?",
    rf"{_NUMBER_WORD}[_-]?årige?_(?:unge_)?(?:{_ONE}|borger|beboer|elev|søn|datter|barn|ung_\w+|fra_opgang\w*)",
    rf"(?:den|denne)_(?:\w+_)?{_NUMBER_WORD}[_-]?årige",
    rf"(?:{_ONE}|drengen|pigen|manden|kvinden|barn|ung|elev|borger|beboer|sønnen|datteren|han|hun)_(?:er_)?på_{_NUMBER_WORD}(?:_år)?",
    rf"(?:er|var|kun|blot)_{_NUMBER_WORD}_år_gammel",
    # kin and neighbours of somebody
    rf"(?:vores|min|mit)_{_ADJECTIVE}(?:søn|datter|elev|nabo|underbo|overbo|genbo|beboer|borger|lejer|ven|veninde|dreng|pige|barn)s?",
    rf"(?:hans(?!_(?-i:[A-ZÆØÅ]))|hendes|naboens|elevens|genboens|borgerens|familiens|kvindens|mandens|drengens|pigens)_{_ADJECTIVE}{_KIN}",
    rf"(?:deres|din|dit|jeres|sin|sit)_{_ADJECTIVE}(?:søns?|datters?|bror|søster|mor|far|kone|kæreste|nabo)",
    r"(?:drengen|pigen|knægten|fyren|damen|herren|sønnen|datteren|naboen|underboen|genboen|broderen|søsteren|storebroren|lillebroren)s?",
    r"(?:den|denne|en|vores|anden|ene)_unge_(?:mand|kvinde|fyr|dreng|pige)s?",
    r"(?:en|vores)_(?:af_vores_)?(?:unge?_)?(?:ung_mand|ung_kvinde|ung_fyr|knægt|fyr|dreng|pige)",
    r"(?:denne|vores|samme|bestemt)_(?:\w+_)?(?:borger|elev|beboer|lejer|familie|klient|patient)",
    # one of several, somebody's parent, and an age in apposition: "den ældste af brødrene", "ung mand, 17 år"
    r"(?:en|et|den_(?:ene|ældste|yngste|mindste|største))_af_(?:drengene|pigerne|brødrene|søstrene|sønnerne|døtrene|børnene|eleverne|beboerne|naboerne|de_unge)",
    r"(?:min|mit|vores|en)_\w+s_(?:søn|datter|dreng|pige|barn|bror|søster|mor|far|kone|mand|kæreste)",
    rf"(?:ene)?(?:mor|far)_til_{_NUMBER_WORD}",
    rf"(?:{_ONE}|elev|borger|beboer),_{_NUMBER_WORD}_år",
    r"(?:fru|hr\.?|frøken)_(?-i:[A-ZÆØÅ])\w+",
    r"(?:en|et)_(?:af_)?(?:mine|vores)_(?:unge|elever|beboere|drenge|piger|borgere|naboer)",
    r"(?:en|den)_(?:ung_|unge_)?(?:mand|kvinde|fyr|beboer|familie|borger|elev|mor|far)_(?:i|fra|på|oppe_på)_(?:opgang\w*|nummer|nr\.?|blok\w*|stuen|\d\.)",
    r"(?:som|der)_hedder_\w+",
    r"født_(?:den_|d\._)?\d{1,2}[./]",
)
WEAK = _words(
    r"(?:borgeren|eleven|familien|barnet|beboeren|lejeren|klienten|patienten|moderen|faderen|moren|manden|kvinden|ægtefællen)s?",
    r"den_(?:unge|pågældende|anmeldte|sigtede)",
    r"(?:en|et)_(?:borger|elev|familie|barn|beboer|lejer|mand|kvinde|ung|nabo|mor|far)_(?:fra|i|på|som|der|har|er|blev|med)",
    r"han hun ham hende hans(?!_(?-i:[A-ZÆØÅ])) hendes",
)
PRIVATE = _words(
    # crime and force
    "radikaliseret ekstremist ekstremistisk jihad* hellig_krig sigtet sigtelse* dømt anholdt arresteret",
    "dom dommen behandlingsdom* fængselsdom* i_retten retssag* spirituskørsel hashsalg knivstik* gerningsmand*",
    "brandstift* sat_ild hævn overfaldet mobbet mobbes afhængig kriminel varetægt* fængsel fængslet fængslede afson* prøveløsladt straffeattest* kriminel_løbebane",
    "bande banden bandemedlem hash hashen kokain heroin pusher stoffer stofferne stofmisbrug* alkoholmisbrug*",
    "misbrug misbruger misbrugere_af narko* kniv kniven pistol våben skudt knivstukket stjålet stjal",
    "røveri indbrud_hos tyveri voldelig vold volden voldsdom slår slog slået tæver tævet tævede",
    "overgreb* incest voldtæg* voldtaget krænket mishandl* truet truer trusler stalke*",
    "terror* rekrutteret hverve* politianmeldt anmeldt efterlyst",
    # health
    "skære*_i_sig_selv skåret_i_sig_selv cutter overdosis* spastiker spastisk asperger* tourette* borderline*",
    "graviditet* afbrudt_sin_graviditet blå_mærker diagnose diagnosen diagnosticeret adhd autis* skizofren* depression depressiv angst psykose psykotisk",
    "psykisk_syg psykisk_sårbar bipolar ptsd selvmord* selvskade* selvskadende anoreksi spiseforstyr*",
    "indlagt sygemeldt sygemelding_på kræft brystkræft lungekræft dement demens hiv gravid abort handicap udviklingshæmmet",
    "sygdom* medicin afrusning drikker fuld påvirket alkoholiker fordrukken hallucin* syg",
    # social matters
    "krisecent* plejefamilie* stukket_af_hjemmefra tvangsforlov* anbragt anbringe* tvangsfjern* underretning underretningen underrettet kontanthjælp førtidspension*",
    "sygedagpenge gæld huslejerestance* sat_ud forgældet rockergruppe* nøgenbillede* kvælertag udsat_af_sin smidt_ud hjemløs forældremyndighed* samvær",
    "skilsmisse skilt tvangsgift* tvangsægteskab genopdragelsesrejse æresrelateret* bortvist pjækker skolefravær",
    "opholdstilladelse asyl asylansøger udvist udvises afvist_asyl illegal_indvandrer vanrøgt* omsorgssvigt*",
    # belief, descent, sexuality
    "moské moske moskéen moskeen muslim muslimsk koranen koranskole konverteret kristen jøde jødisk syrien kalifatet",
    "islamisk_stat salafist* homoseksuel lesbisk bøsse transkønnet tørklæde niqab",
    "pet efterretningstjenesten",
)
TOPIC = _words(
    "radikaliser* ekstremis* islamis* nazis* kriminel* kriminalitet* bande* politi politiet psykisk* psykiat*",
    "misbrug* vold* diagnose* anhold* sigte* underretning* muslim* jøde* asyl* bekymr* konflikt_med social_kontrol",
    "kommunen_har_fjernet sagsbehandler* rus rusmiddel* stof kontanthjælp* moské* moske* lovovertræd*",
)
WORRY = re.compile(r"\bbekym\w* (?:for|over|omkring)\b(?!,)", re.IGNORECASE)
ABOUT_WORK = _words(
    "oplæg* orienter* oplys* fremlagde fremlægger præsenter* bød byder referent ordstyrer dirigent",
    "formand* forkvinde* næstformand* forperson* leder lederen ledere centerleder* afdelingsleder* chef* direktør*",
    "konsulent* specialkonsulent* fuldmægtig* koordinator* medarbejder* rådgiver* projektleder* borgmester*",
    "rådmand byråd* udvalgsmedlem* politiker* forsker* professor* lektor* kontaktperson* ansvarlig tovholder* ph\\.d\\.",
    "deltog deltager deltagere afbud til_stede fraværende spurgte foreslog bemærkede takkede uddyb* indstill* stemte",
    "holder_(?:et_)?\\w* afholder gennemgik gennemgår undervis* forfatter* instruktør journalist* kontakt_(?!til|med)\\w+ tlf\\.? telefon mail",
    "boligsocial* skoleleder* lærer pædagog præst imam* sognepræst politiassistent* politikommissær advokat* psykolog*",
    "referat* dagsorden* mødeleder* bestyrelse* frivillig_i fra_(?:ssp|vink|politiet|kommunen|pet|bl|cfbu|forvaltningen)",
)
GENERAL = _words(
    "skal kan kunne bør må måtte hvis når såfremt ifald enhver hver alle uanset tilbyd* mulighed* ret_til målgruppe* indsats*",
    "typisk generelt ofte nogle eventuel* fx f\\.eks\\.? eksempelvis herunder strategi* formål* retningslinje* procedure*",
    "forebyg* samarbejd* understøtte* styrke* sikre* gælder vil ønsker har_du kender_du hvis_du har_i kender_i tænkt fiktiv* eksempel case_om enten borgernes unges",
)
SPECIFIC = _words(
    "blev er_blevet er_netop har_fået i_går i_dag i_nat i_morges forleden i_sidste_uge sidste_(?:uge|måned|år|fredag|weekend) i_weekenden",
    "fortalte fortæller_at har_fortalt igen nu_(?:er|har) på_det_seneste i_mandags i_tirsdags i_onsdags i_torsdags i_fredags i_lørdags i_søndags",
)
PLACE_AFTER = re.compile(
    r"(?:vej|gade|allé|plads|parken|stræde|vænge|toften|bakken|boulevard|skole[n]?|kirke[n]?|hus(?:et)?|cent(?:er|ret)|hospital|bro|have|fond(?:en)?)$",
    re.IGNORECASE,
)
