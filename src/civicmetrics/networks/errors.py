"""What can be wrong with a survey, each with the row, the column and the reason."""


class SurveyError(ValueError):
    """Something in the input cannot be used.

    >>> str(SurveyError("unknown organisation", file="wave1.csv", row=7, column="source", value="Xby"))
    'wave1.csv, row 7, column source: unknown organisation (»Xby«)'
    """

    def __init__(
        self, reason: str, *, file: str = "", row: int = 0, column: str = "", value: str = ""
    ) -> None:
        self.reason, self.file, self.row, self.column, self.value = reason, file, row, column, value
        places = [file, f"row {row}" if row else "", f"column {column}" if column else ""]
        where = ", ".join(place for place in places if place)
        shown = f" (»{value}«)" if value else ""
        super().__init__(f"{where}: {reason}{shown}" if where else f"{reason}{shown}")


class MissingColumn(SurveyError):
    """A file lacks a column that is needed."""


class UnknownOrganisation(SurveyError):
    """A tie names an organisation that the list of organisations does not have."""


class RepeatedOrganisation(SurveyError):
    """The list of organisations has the same id twice."""


class TieToItself(SurveyError):
    """An organisation is said to work with itself."""


class RepeatedTie(SurveyError):
    """The same cell is given twice with different states."""


class TieFromSilent(SurveyError):
    """An organisation that did not answer, or was not there, is said to have reported something."""


class NotANumber(SurveyError):
    """A strength or a rating is not a number, or is outside its range."""


class UnknownState(SurveyError):
    """A word for the state of a cell, or for an answer, is not understood."""


class NothingToRead(SurveyError):
    """A file is empty, or is not a table."""


class TooFewOrganisations(SurveyError):
    """A measure needs more organisations than there are."""


class ChangeIsLocked(SurveyError):
    """Under 60 % answered in a wave: a statement about change would rest on the silence."""
