"""Files that people hand in: what they are by their content, and the text that is in them."""

from civicmetrics.documents.images import clean
from civicmetrics.documents.kinds import ACCEPTED, Kind, recognise
from civicmetrics.documents.reading import read
from civicmetrics.documents.text import Place, Refused, Text

__all__ = ["ACCEPTED", "Kind", "Place", "Refused", "Text", "clean", "read", "recognise"]
