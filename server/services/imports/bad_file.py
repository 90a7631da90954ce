"""What is wrong with a file as a whole, and how far a table may go."""

from server.domain.errors import Invalid
from server.domain.translation import N_

MOST_LINES = 20_000  # with the empty ones
TOO_MANY_COLUMNS = N_("This file has more than 100 columns.")
BEYOND = N_("This file has content below line 20,000: delete what does not belong to the table.")


class BadFile(Invalid):
    """The detail says what to do; ``line`` where."""

    code = "bad_file"
