"""Files as evaluators have them, and every way they can be wrong."""

import pytest

from civicmetrics.networks import errors
from civicmetrics.networks.reading import read_survey
from civicmetrics.networks.values import Cell

NODES = "id;navn;sektor;svar 1;svar 2;med 2\na;Anna-huset;Bolig;ja;ja;ja\nb;Bo-klubben;Forening;ja;nej;ja\nc;Carlas skole;Skole;nej;ja;nej\n"


def test_a_danish_spreadsheet_says_who_answered_and_who_was_there() -> None:
    survey = read_survey(
        [("1.csv", "fra;til;styrke\na;b;2,5\nb;a;1\n"), ("2.csv", "fra;til\na;b\n")],
        ("n.csv", NODES),
    )
    first, second = (wave.network for wave in survey.waves)
    assert [one.label for one in survey.organisations] == [
        "Anna-huset",
        "Bo-klubben",
        "Carlas skole",
    ]
    assert first.answered.tolist() == [True, True, False]
    assert second.present.tolist() == [True, True, False]
    assert second.answered.tolist() == [True, False, False]
    assert first.strength.tolist() == [2.5, 1.0]
    assert survey.assumptions == ()


@pytest.mark.parametrize(
    ("text", "pairs", "directed"),
    [
        ("Source,Target,Type,Weight\na,b,Directed,2\n", [(0, 1)], True),  # Gephi
        ("Source,Target,Type\na,b,Undirected\n", [(0, 1)], False),
        ("From,To,Type,Strength\na,b,referral,3\n", [(0, 1)], True),  # Kumu: Type is a kind
        ("From,To,Direction\na,b,mutual\nb,c,directed\n", [(0, 1), (1, 0), (1, 2)], True),
        (
            "dl n=3 format=edgelist1\nlabels embedded\ndata:\na b 1\nb c 2\n",
            [(0, 1), (1, 2)],
            True,
        ),  # UCINET
        ("\ufeffego\talter\na\tb\n", [(0, 1)], True),
    ],
)
def test_columns_of_common_tools_are_known(
    text: str, pairs: list[tuple[int, int]], directed: bool
) -> None:
    net = read_survey([("w", text)]).waves[0].network
    assert list(zip(net.source.tolist(), net.target.tolist(), strict=True)) == pairs
    assert net.directed is directed


def test_a_matrix_with_codes_of_rsiena_keeps_the_state_of_every_cell() -> None:
    grid = "0 1 0 10 11\n1 0 9 9 9\n0 0 0 1 0\n0 0 0 0 0\n1 0 0 0 0\n"
    net = read_survey([("w.txt", grid)]).waves[0].network
    assert net.ties == 4
    assert [net.state(0, at) for at in (1, 2, 3, 4)] == [
        Cell.YES,
        Cell.NO,
        Cell.GIVEN_NO,
        Cell.GIVEN_YES,
    ]
    assert net.state(1, 2) == Cell.NO_ANSWER


def test_one_file_with_a_wave_column_is_split_and_one_kind_can_be_read() -> None:
    text = "source,target,relation,wave\na,b,meets,2026\nb,c,pays,2024\na,c,meets,2024\n"
    survey = read_survey([("w.csv", text)])
    assert [wave.name for wave in survey.waves] == ["2024", "2026"]
    assert survey.waves[0].kinds == ("meets", "pays")
    assert [wave.network.ties for wave in read_survey([("w.csv", text)], kind="meets").waves] == [
        1,
        1,
    ]


def test_a_state_per_cell_is_read() -> None:
    text = "source,target,state\na,b,yes\na,c,not asked\nb,a,no answer\nb,c,no\n"
    net = read_survey([("w.csv", text)]).waves[0].network
    assert [net.state(*cell) for cell in ((0, 1), (0, 2), (1, 0), (1, 2))] == [
        Cell.YES, Cell.NOT_ASKED, Cell.NO_ANSWER, Cell.NO]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", errors.NothingToRead, "w.csv: the file is empty"),
        ("x,y\na,b\n", errors.MissingColumn, "w.csv, row 1, column source"),
        ("source,target\na,b\nb,b\n", errors.TieToItself, "w.csv, row 3"),
        ("source,target\na,d\n", errors.UnknownOrganisation, "w.csv, row 2, column target"),
        ("source,target\nc,a\n", errors.TieFromSilent, "w.csv, row 2, column source"),
        ("source,target,strength\na,b,much\n", errors.NotANumber, "w.csv, row 2, column strength"),
        ("source,target,openness\na,b,5\n", errors.NotANumber, "a rating is from 1 to 4"),
        ("source,target,state\na,b,perhaps\n", errors.UnknownState, "w.csv, row 2, column state"),
        ("source,target,state\na,b,yes\na,b,no\n", errors.RepeatedTie, "w.csv, row 3"),
    ],
)
def test_what_cannot_be_used_is_named_with_row_and_column(
    text: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        read_survey([("w.csv", text)], ("n.csv", NODES))


def test_an_organisation_is_listed_once() -> None:
    with pytest.raises(errors.RepeatedOrganisation, match=r"n\.csv, row 3, column id"):
        read_survey([("w.csv", "source,target\na,b\n")], ("n.csv", "id\na\na\n"))


def test_without_a_list_of_who_answered_the_survey_says_what_was_assumed() -> None:
    assert read_survey([("w.csv", "source,target\na,b\n")]).assumptions == ("roster", "answers")
