"""Reading models that put several contexts on one page."""

from medborger.portal.queries.front_page import front
from medborger.portal.queries.hits import search
from medborger.portal.queries.my_page import applied, forums_of, my_meetings, waits_for
from medborger.portal.queries.news import news_for

__all__ = ["applied", "forums_of", "front", "my_meetings", "news_for", "search", "waits_for"]
