"""Why something did not happen, in words a person can act on."""

from django.utils.functional import Promise


class Refusal(Exception):
    """Something could not happen. `text` says why, to the person who asked for it."""

    text: Promise | str = ""
    field: str | None = None  # what to choose anew, where a form asked for it

    def __str__(self) -> str:
        return str(self.text)
