"""Make the example survey: 40 fictional organisations around a citizen centre, two waves.

    python bench/network_example.py FOLDER

The decline is built from three causes: two organisations close, contacts are lost where a key
person has left, and loose contacts fade. On top of that fewer answer in the second wave.
"""

import sys
from pathlib import Path

import numpy as np

SECTORS = {
    "Kommune": ["Jobcenter Fjordby", "Fritid og Unge", "Familiehuset", "Integrationsteamet",
                "Biblioteket Havnen", "Sundhedshuset", "Borgerservice Havnen", "Teknik og Miljø"],
    "Bolig": ["Den boligsociale helhedsplan", "Boligforeningen Lundely", "Ejerforeningen Molen",
              "Engparkens afdelingsbestyrelse", "Andelsforeningen Kajen", "Beboerhuset Sluseporten",
              "Lejerforeningen Tovværket", "Ungdomsboligerne Fyret"],
    "Forening": ["Fjordby Ungdomsråd", "Idrætsforeningen Fjordby 08", "Skakklubben Havnen",
                 "Cykelværkstedet", "Fædregruppen Havnen", "Frivilligcentret", "Kvindecaféen Perlen",
                 "Havnens Natteravne", "Lektiecaféen", "Kolonihaveforeningen Solsiden",
                 "Roklubben Fjorden", "Ældrerådets besøgsvenner", "Nabohjælp Havnekvarteret",
                 "Madfællesskabet Gryden", "Sprogcaféen", "Byhaven Teglgården"],
    "Skole og kultur": ["Kajens Skole", "Daginstitutionen Søstjernen", "Musikskolen",
                        "Havneteatret", "Fjordby Gymnasium", "Kulturværftet", "Ungdomsskolen",
                        "Erhvervsskolen Fjordby", "Lokalmuseet"],
}  # fmt: skip
CENTRE = "Medborgerhuset Teglgården"
CLOSED = {"Kvindecaféen Perlen", "Lektiecaféen"}
JOINED = {"Sprogcaféen", "Madfællesskabet Gryden"}
STOPPED = {"Den boligsociale helhedsplan", "Integrationsteamet", "Frivilligcentret",
           "Beboerhuset Sluseporten", "Ungdomsskolen"}  # fmt: skip
OFTEN = ["årligt", "kvartalsvist", "månedligt", "ugentligt"]


def organisations():
    rows = [(CENTRE, "Kommune"), *((n, s) for s, names in SECTORS.items() for n in names)]
    return [(f"o{at + 1:02d}", name, sector) for at, (name, sector) in enumerate(rows)]


def tied_before(rows, draws):
    n = len(rows)
    pull = draws.gamma(5.0, 0.2, n)
    pull[0] = 4.6
    for at, (_, name, _) in enumerate(rows):
        pull[at] = 2.2 if name in STOPPED else pull[at]
        pull[at] = 1.9 if name in CLOSED else pull[at]
    home = {sector: draws.normal(0, 1, 2) for sector in SECTORS}
    spot = np.array([home[sector] * 1.2 + draws.normal(0, 0.8, 2) for _, _, sector in rows])
    spot[0] = 0
    gap = np.hypot(*(spot[:, None] - spot[None]).transpose(2, 0, 1))
    odds = 0.30 * pull[:, None] * pull[None] * np.exp(-0.55 * gap)
    drawn = draws.random((n, n)) < np.minimum(odds, 0.9)
    return [(a, b) for a in range(n) for b in range(a + 1, n) if drawn[a, b]]


def tied_after(rows, before, often, draws):
    names = [name for _, name, _ in rows]
    kept = []
    for a, b in before:
        stopped = names[a] in STOPPED or names[b] in STOPPED
        risk = 0.05 + 0.42 * stopped + 0.40 * (often[a, b] == 0)
        if not {names[a], names[b]} & CLOSED and draws.random() > risk:
            kept.append((a, b))
    n, tied = len(rows), set(before)
    room = [(a, b) for a in range(n) for b in range(a + 1, n) if (a, b) not in tied
            and not {names[a], names[b]} & CLOSED]  # fmt: skip
    new = [room[k] for k in draws.choice(len(room), 7, replace=False)]
    came = [at for at, name in enumerate(names) if name in JOINED]
    new += [(0, at) for at in came] + [(min(at, 9), max(at, 9)) for at in came]
    return sorted(set(kept + new))


def reports(pairs, answered, often, draws):
    out = []
    for a, b in pairs:
        said = draws.random()
        for i, j, names_it in ((a, b, said < 0.86), (b, a, said > 0.14)):
            if names_it and answered[i]:
                trust = np.clip(draws.normal(3.1 + 0.2 * (often[a, b] > 1), 0.7, 3).round(), 1, 4)
                out.append((i, j, OFTEN[often[a, b]], *trust.astype(int)))
    return out


def main(folder):
    rows, draws = organisations(), np.random.default_rng(22)
    names = [name for _, name, _ in rows]
    n = len(rows)
    there = [np.array([name not in JOINED for name in names]),
             np.array([name not in CLOSED for name in names])]  # fmt: skip
    before = [p for p in tied_before(rows, draws) if there[0][list(p)].all()]
    often = np.zeros((n, n), int)
    for a, b in before:
        often[a, b] = draws.choice(4, p=[0.34, 0.24, 0.27, 0.15])
    after = tied_after(rows, before, often, draws)
    for a, b in set(after) - set(before):
        often[a, b] = draws.integers(0, 3)
    silent = [set(draws.choice(np.arange(1, n)[there[0][1:]], 3, replace=False)),
              set(draws.choice(np.arange(1, n)[there[1][1:]], 9, replace=False))]  # fmt: skip
    answered = [np.array([t and at not in quiet for at, t in enumerate(flags)])
                for flags, quiet in zip(there, silent, strict=True)]  # fmt: skip
    yes = lambda flag: "ja" if flag else "nej"  # noqa: E731
    head = "id;navn;sektor;Nøgleperson stoppet;med 2024;med 2026;svar 2024;svar 2026"
    lines = [";".join([i, name, sector, yes(name in STOPPED), yes(there[0][at]), yes(there[1][at]),
                       yes(answered[0][at]), yes(answered[1][at])])
             for at, (i, name, sector) in enumerate(rows)]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nodes.csv").write_text("\n".join([head, *lines, ""]))
    for at, (year, pairs) in enumerate(((2024, before), (2026, after))):
        said = reports(pairs, answered[at], often, draws)
        body = [
            f"{rows[i][0]};{rows[j][0]};{year};{';'.join(map(str, rest))}" for i, j, *rest in said
        ]
        head = "fra;til;runde;hyppighed;pålidelighed;fælles mål;åbenhed"
        (folder / f"wave{at + 1}.csv").write_text("\n".join([head, *body, ""]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
