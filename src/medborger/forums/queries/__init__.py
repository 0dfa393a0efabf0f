"""What the pages of forums show: who sits where, what is missing, who is in it."""

from medborger.forums.queries.areas import areas_to_choose
from medborger.forums.queries.forums import (
    About,
    ForumRow,
    about,
    desk,
    first_of_list,
    forum_rows,
    forum_to_show,
    seat_maps,
)
from medborger.forums.queries.members import (
    coordinated_alone,
    left_behind,
    member_rows,
    organisations_of,
    recipients,
    the_one_of,
)
from medborger.forums.queries.seats import Coverage, Covered, SeatRow, coverage, seat_rows

__all__ = [
    "About",
    "Coverage",
    "Covered",
    "ForumRow",
    "SeatRow",
    "about",
    "areas_to_choose",
    "coordinated_alone",
    "coverage",
    "desk",
    "first_of_list",
    "forum_rows",
    "forum_to_show",
    "left_behind",
    "member_rows",
    "organisations_of",
    "recipients",
    "seat_maps",
    "seat_rows",
    "the_one_of",
]
